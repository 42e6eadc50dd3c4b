"""The budget while somebody types: sums follow, slips are said, a colleague's entry is shown beside."""

from datetime import UTC, datetime
from decimal import Decimal
from uuid import uuid4

import pytest

from grants.budgets import actions
from grants.models import BudgetLine, Call

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def line(application, ana):
    """A line of an application whose call is open for a long time; the browser lives in the present."""
    Call.objects.filter(pk=application.call_id).update(closes_at=datetime(2099, 1, 1, tzinfo=UTC))
    [partner] = actions.set_partners(application.budget, [application.lead])
    typed = {
        "heading": "1.1",
        "year": "1",
        "partner": str(partner.key),
        "description": "Agronomist",
        "unit": "month",
        "quantity": "12",
        "unit_value": "1500",
    }
    return actions.save_line(application.budget, uuid4(), typed, based_on=0, by=ana).row


@pytest.fixture
def budget_page(page, login, live_server, application, line, ana):
    """The budget as Ana opens it, in English."""
    ana.language = "en"
    ana.save()
    session = login(ana).cookies["session"].value
    page.context.add_cookies([{"name": "session", "value": session, "url": live_server.url}])
    page.context.set_default_timeout(30_000)
    page.goto(f"/applications/{application.public_id}/budget/")
    return page


def test_lists_offer_every_choice_and_the_enter_key_saves_what_was_typed(budget_page, line):
    heading = budget_page.locator(f"[name='answer-line-{line.key}-heading']")
    partner = budget_page.locator(f"[name='answer-line-{line.key}-partner']")
    assert heading.locator("option").all_inner_texts() == [
        "1.1 Salaries, local staff",
        "1.2 Salaries, international staff",
        "1.3 Per diems",
    ]
    assert heading.input_value() == "1.1"
    assert partner.locator("option").all_inner_texts() == ["not yet divided", "CCC"]
    assert partner.input_value() == str(line.partner.key)

    heading.select_option("1.3")
    unit = budget_page.locator(f"[name='answer-line-{line.key}-unit']")
    unit.fill("day")
    unit.press("Enter")
    budget_page.get_by_text("Saved.").wait_for()

    line.refresh_from_db()
    assert (line.heading, line.unit) == ("1.3", "day")


def test_sums_follow_and_both_entries_of_a_conflict_are_shown(
    budget_page, application, line, amalia, assert_accessible
):
    page = budget_page
    quantity = page.locator(f"[name='answer-line-{line.key}-quantity']")
    total = page.locator("#sum-total")

    quantity.fill("2")
    page.get_by_text("3,000.00", exact=True).first.wait_for()
    assert total.inner_text() == "3,000.00"
    assert "3,000.00" in page.locator("#budget-findings").inner_text()

    quantity.fill("1,234")
    page.get_by_text("This could mean a thousand or a decimal.").wait_for()
    quantity.evaluate("field => field.scrollIntoView({block: 'center'})")  # clear of the bar that stays at the edge
    assert_accessible(page)

    actions.save_line(application.budget, line.key, {"quantity": "7"}, based_on=3, by=amalia)
    quantity.fill("8")
    conflict = page.locator("[data-conflict]")
    conflict.wait_for()
    assert conflict.locator("[data-mine]").inner_text() == "8"
    assert conflict.locator("[data-theirs]").inner_text() == "7"

    conflict.locator("[data-keep=mine]").click()
    page.get_by_text("12,000.00", exact=True).first.wait_for()
    assert BudgetLine.objects.get(key=line.key).amount == Decimal("12000.00")
