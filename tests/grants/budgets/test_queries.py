"""The sheet of a budget: what the page shows, in constant queries."""

from decimal import Decimal
from uuid import uuid4

import pytest
from django.template.loader import render_to_string

from grants.budgets import actions
from grants.budgets.fragments import pieces, status_of, told
from grants.budgets.outcomes import Conflict
from grants.budgets.queries import rows_of, sheet, totals_of
from grants.budgets.rules import Limits
from tests.client import faults_of
from tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db

LIMITS = Limits(Decimal(200), Decimal(300000), Decimal(50), Decimal(80))


@pytest.fixture
def budget(noon):
    budget = actions.open_budget(years=2)
    actions.set_partners(budget, [OrganisationFactory(short_name="CCC"), OrganisationFactory(short_name="AAV")])
    return budget


def add(budget, by, **fields):
    key = uuid4()
    typed = {
        "heading": "1.1",
        "year": "1",
        "partner": str(budget.partners.first().key),
        "description": "Agronomist",
        "unit": "month",
        "quantity": "12",
        "unit_value": "1850.50",
    }
    actions.save_line(budget, key, typed | fields, based_on=0, by=by)
    return key


@pytest.mark.parametrize("lines", [1, 3])
def test_a_sheet_takes_three_queries_whatever_the_number_of_lines(budget, ana, lines, django_assert_num_queries):
    for number in range(lines):
        add(budget, ana, description=f"Cost {number}", heading="5.7", quantity="x")

    with django_assert_num_queries(3):
        page = sheet(rows_of(budget.pk), limits=LIMITS)
        render_to_string("grants/budgets/budget_table.html", {"sheet": page})


def test_lines_stand_under_their_heading_with_their_sums(budget, ana):
    key = add(budget, ana)
    add(budget, ana, heading="2.2", partner=str(budget.partners.last().key), year="2", quantity="1", unit_value="500")

    page = sheet(rows_of(budget.pk))

    assert [(group.number, group.title, len(group.rows), group.total) for group in page.groups if group.rows] == [
        (1, "Human resources", 1, Decimal("22206.00")),
        (2, "Travel", 1, Decimal("500.00")),
    ]
    assert page.groups[0].headings[0] == ("1.1", "1.1 Salaries, local staff")
    assert page.groups[0].rows[0].key == str(key)
    assert [(name, amount) for _key, name, amount in page.by_partner] == [
        ("CCC", Decimal("22206.00")), ("AAV", Decimal("500.00")),
    ]  # fmt: skip
    assert page.by_year == [(1, Decimal("22206.00")), (2, Decimal("500.00"))]
    assert (page.not_divided, page.share, page.totals.total) == (0, "0.00 %", Decimal("22706.00"))
    assert totals_of(rows_of(budget.pk)) == page.totals
    assert [row.title for row in page.sources] == [
        "EU contribution requested", "Own contribution: CCC", "Own contribution: AAV",
    ]  # fmt: skip


def test_fields_can_be_edited_in_the_readers_format_and_read_back(budget, ana):
    key = add(budget, ana, quantity="1.1250", unit_value="1234,5")

    cells = sheet(rows_of(budget.pk), country="CO").rows[0].cells

    assert (cells["quantity"].text, cells["unit_value"].text) == ("1,1250", "1234,5")
    assert cells["quantity"].name == f"line-{key}-quantity"
    outcome = actions.save_line(budget, key, {name: cell.text for name, cell in cells.items()}, based_on=1, by=ana)
    assert outcome.changed is False


def test_what_was_not_understood_stands_as_typed_with_its_problem(budget, ana):
    add(budget, ana, quantity="1,234", year="9", partner=str(uuid4()), unit_value="")
    actions.save_amounts(budget, {"contingency": "many"}, based_on=0, by=ana)
    budget.refresh_from_db()

    page = sheet(rows_of(budget.pk))

    cells = page.rows[0].cells
    assert cells["quantity"].text == "1,234"
    assert cells["quantity"].problem.startswith("This could mean a thousand or a decimal.")
    assert cells["year"].problem == "Choose a year from 1 to 2."
    assert cells["partner"].problem == "This organisation is no longer in the budget. Choose another."
    assert page.amounts["contingency"].text == "many"
    assert page.amounts["contingency"].problem.startswith("The number could not be read.")


def test_a_product_too_large_says_so_at_the_unit_value(budget, ana):
    add(budget, ana, quantity="99999999", unit_value="9999999999")

    assert sheet(rows_of(budget.pk)).rows[0].cells["unit_value"].problem == (
        "Number of units times unit value is too large. Check that no digit was typed twice."
    )


def test_findings_are_sentences_with_the_place_to_go_to(budget, ana):
    whole = add(budget, ana, quantity="2", unit_value="200")
    half = add(budget, ana, description="", partner="", unit="", quantity="1")

    found = [
        (finding.sentence, finding.url) for finding in sheet(rows_of(budget.pk), limits=LIMITS, country="PE").findings
    ]

    assert found == [
        ("Line 1.1 “no description”: cost, unit still to fill in.", f"#line-{half}"),
        ("Line 1.1 “no description” has no partner. Say who spends it.", f"#line-{half}"),
        ("The EU contribution of 0.00\u00a0EUR is below the smallest grant of 200.00\u00a0EUR.", "#sources"),
        (
            "The EU contribution of 0.00\u00a0EUR is less than 50 % of the total costs: at least 1,125.25\u00a0EUR.",
            "#sources",
        ),
        (
            "The sources of funding add up to 0.00\u00a0EUR, the costs to 2,250.50\u00a0EUR:"
            " 2,250.50\u00a0EUR are still without source.",
            "#sources",
        ),
    ]
    assert f"line-{whole}" not in str(found)


def test_a_named_source_of_money_needs_its_name(budget, ana):
    added = actions.add_source(budget, kind="other", by=ana).row
    assert sheet(rows_of(budget.pk), limits=LIMITS).findings[0].code == "budget_empty"
    assert len(sheet(rows_of(budget.pk), limits=LIMITS).findings) == 1

    actions.save_source(budget, added.key, {"amount": "5"}, based_on=1, by=ana)

    assert [(f.code, f.url) for f in sheet(rows_of(budget.pk), limits=LIMITS).findings] == [
        ("budget_empty", "#group-1"), ("source_incomplete", f"#source-{added.key}"),
    ]  # fmt: skip


def draw(page):
    html = render_to_string("grants/budgets/budget_table.html", {"sheet": page})
    assert faults_of(html) == []
    return html


def test_the_lead_writes_everywhere_a_partner_in_its_own_rows(budget, ana):
    ccc, aav = (str(partner.key) for partner in budget.partners.all())
    own, foreign = add(budget, ana, partner=aav, description="Own"), add(budget, ana, description="Foreign")
    source = budget.sources.get(partner__key=aav)

    page = sheet(rows_of(budget.pk), columns=frozenset({aav}))
    html = draw(page)

    assert f'name="answer-line-{own}-quantity"' in html
    assert f'name="answer-source-{source.key}-amount"' in html
    assert f'name="answer-line-{foreign}-quantity"' not in html
    assert 'name="answer-amounts-contingency"' not in html
    assert 'name="add-source"' not in html
    assert 'name="add-line"' in html
    assert [key for key, _name in page.partner_choices] == ["", aav]
    assert 'name="answer-amounts-contingency"' in draw(sheet(rows_of(budget.pk)))
    assert ccc in draw(sheet(rows_of(budget.pk)))


def test_a_locked_sheet_has_no_fields_and_no_buttons(budget, ana):
    add(budget, ana)

    html = draw(sheet(rows_of(budget.pk), locked=True))

    assert "<input" not in html
    assert "<button" not in html
    assert "<select" not in html
    assert "22,206.00" in html


def test_a_field_with_a_problem_is_tied_to_its_sentence(budget, ana):
    key = add(budget, ana, quantity="1,234", partner=str(uuid4()))

    html = draw(sheet(rows_of(budget.pk)))

    assert f'aria-describedby="answer-line-{key}-quantity-problem"' in html
    assert f'id="answer-line-{key}-quantity-problem"' in html
    assert "choose again" in html


def test_after_a_conflict_the_field_keeps_what_was_typed_and_shows_both(budget, ana, bruno):
    key = add(budget, ana)
    actions.save_line(budget, key, {"quantity": "10"}, based_on=1, by=ana)
    outcomes = actions.save_sheet(budget, lines={key: ({"quantity": "11"}, 1)}, by=bruno)

    page = sheet(rows_of(budget.pk), outcomes=outcomes)
    cell = page.rows[0].cells["quantity"]

    assert (cell.text, cell.rev, cell.conflict.mine, cell.conflict.theirs, cell.conflict.by) == (
        "11",
        2,
        "11",
        "10",
        ana,
    )
    assert "data-theirs>10<" in draw(page)


# What autosave is told --------------------------------------------------------------------------


def test_a_saved_field_changes_every_sum_that_follows_from_it(budget, ana):
    key = add(budget, ana)
    outcome = actions.save_line(budget, key, {"quantity": "2"}, based_on=1, by=ana)

    answer = told(
        sheet(rows_of(budget.pk), limits=LIMITS, country="CO"),
        f"line-{key}-quantity",
        outcome,
        time_zone="America/Lima",
    )

    assert {name: answer[name] for name in ("saved", "rev", "at", "understood", "problem")} == {
        "saved": True, "rev": 2, "at": "07:00", "understood": "Understood: 2,00", "problem": "",
    }  # fmt: skip
    assert answer["pieces"][f"sum-line-{key}"] == "3.701,00"
    assert answer["pieces"]["sum-total"] == "3.701,00"
    assert "3.701,00" in answer["pieces"]["budget-findings"]
    assert status_of(answer) == 200


def test_every_place_named_by_the_answer_is_on_the_page(budget, ana):
    add(budget, ana)
    page = sheet(rows_of(budget.pk), limits=LIMITS)

    html = draw(page)

    assert [place for place in pieces(page) if f'id="{place}"' not in html] == []


def test_a_field_not_understood_says_why(budget, ana):
    key = add(budget, ana)
    outcome = actions.save_line(budget, key, {"quantity": "1,234"}, based_on=1, by=ana)

    answer = told(sheet(rows_of(budget.pk)), f"line-{key}-quantity", outcome)

    assert answer["understood"] == ""
    assert answer["problem"].startswith("This could mean a thousand")


def test_a_conflict_tells_both_values_a_partner_by_name(budget, ana, bruno):
    ccc, aav = (str(partner.key) for partner in budget.partners.all())
    key = add(budget, ana, partner="")
    actions.save_line(budget, key, {"partner": aav}, based_on=1, by=ana)
    outcome = actions.save_line(budget, key, {"partner": ccc}, based_on=1, by=bruno)

    answer = told(sheet(rows_of(budget.pk)), f"line-{key}-partner", outcome)

    assert answer == {"conflict": True, "rev": 2, "theirs": aav, "shown": "AAV", "by": "Ana", "at": "13:00"}
    assert status_of(answer) == 409


def test_a_row_taken_away_meanwhile_is_said_by_name(budget, ana, bruno):
    key = add(budget, ana)
    actions.delete_line(budget, key, based_on=1, by=ana)
    outcome = actions.save_line(budget, key, {"quantity": "2"}, based_on=1, by=bruno)
    never = Conflict(0, None, None, None, {"quantity": "2"})

    answer = told(sheet(rows_of(budget.pk)), f"line-{key}-quantity", outcome)

    assert answer == {"problem": "Ana took this row out of the budget. Copy what you typed and load the page again."}
    assert status_of(answer) == 422
    assert told(sheet(rows_of(budget.pk)), f"line-{key}-quantity", never)["problem"].startswith("This row is no longer")
