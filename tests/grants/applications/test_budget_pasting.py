"""Rows of a spreadsheet pasted into the budget: echoed first, refused by cell, taken once."""

from decimal import Decimal

import pytest
from django.urls import reverse

from grants.applications.queries.pasting import column_names
from grants.budgets.actions import open_budget, set_partners
from grants.budgets.pasting import MOST_ROWS
from grants.models import BudgetLine
from tests.client import html_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def budget(application, partner):
    application.budget = open_budget(years=2)
    application.save()
    set_partners(application.budget, [application.lead, partner.organisation])
    return application.budget


@pytest.fixture
def url(application, budget):
    return reverse("applications:paste_budget", args=[application.public_id])


def rows(*lines):
    return "\n".join("\t".join(line) for line in lines)


def test_rows_are_echoed_as_understood_and_taken_on_the_second_click_only(login, application, url, ana):
    text = rows(
        ("1.1 Salaries", "1", application.lead.legal_name, "Trainer", "day", "1.234,5", "200", "Ten weeks"),
        ("", "", "", "", "", "", "", ""),
        ("5.7", "2", "", "Fair", "event", "2", "1 500.25", ""),
    )
    client = login(ana)
    echoed = client.post(url, {"rows": text})
    page = html_of(echoed)
    assert echoed.status_code == 200
    assert "246,900.00" in page
    assert "Together 249,900.50 EUR." in page
    assert not BudgetLine.objects.exists()

    token = echoed.context["token"]
    for _click in range(2):
        client.post(url, {"rows": text, "take": "yes", "token": token})

    lines = BudgetLine.objects.order_by("heading").values_list("heading", "year", "description", "amount", "rev")
    assert list(lines) == [
        ("1.1", 1, "Trainer", Decimal("246900.00"), 1), ("5.7", 2, "Fair", Decimal("3000.50"), 1),
    ]  # fmt: skip

    changed = rows(("1.1", "1", "", "Another", "day", "1", "1", ""), ("5.7", "2", "", "Fair", "event", "9", "9", ""))
    again = client.post(url, {"rows": changed, "take": "yes", "token": token})
    assert again.status_code == 422
    assert "These rows were added before, and their lines have changed since." in html_of(again)
    assert again.context["token"] != token
    assert next(iter(lines.all()))[2] == "Trainer"


def test_a_cell_that_could_be_a_thousand_is_named_and_nothing_is_taken(login, url, ana):
    text = rows(("1.1", "1", "", "Trainer", "day", "1,234", "200", ""), ("9.9", "7", "Nobody", "", "day", "x", "1", ""))

    response = login(ana).post(url, {"rows": text, "take": "yes"})

    page = html_of(response)
    assert response.status_code == 422
    assert "Row 1, number of units: This could mean a thousand or a decimal." in page
    assert "Row 2, heading: There is no such heading. Write its number, like 1.1." in page
    assert "Row 2, year: Choose a year from 1 to 2." in page
    assert "Row 2, partner: No organisation you write for in this budget has this name." in page
    assert "Row 2, cost: This cell is empty." in page
    assert "Row 2, number of units: The number could not be read." in page
    assert "1,234" in response.context["text"]
    assert not BudgetLine.objects.exists()


def test_columns_come_in_any_order_under_their_names(login, url, ana):
    names = {field: word for word, field in column_names().items()}
    text = rows(
        tuple(names[name] for name in ("description", "unit_value", "quantity", "total", "heading")),
        ("Feria", "1.500,25", "2", "3.000,50", "5.7"),
    )

    response = login(ana).post(url, {"rows": text})

    assert response.status_code == 200
    assert "3,000.50" in html_of(response)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("  \n\t\n", "Paste at least one row."),
        (
            rows(*[("1.1", "1", "", "x", "", "1", "1", "")] * (MOST_ROWS + 1)),
            "These are 201 rows; at most 200 are taken",
        ),
        (rows(("1.1", "1", "", "x", "", "1", "1", "", "more")), "Row 1: it has more cells than the 8 columns."),
    ],
)
def test_what_does_not_fit_is_said_and_kept(login, url, ana, text, sentence):
    response = login(ana).post(url, {"rows": text, "take": "yes"})

    assert response.status_code == 422
    assert sentence in html_of(response)
    assert not BudgetLine.objects.exists()


def test_a_partner_pastes_into_its_own_column(login, application, partner, url, bruno, ana):
    text = rows(("1.1", "1", "", "Trainer", "day", "10", "200", ""))
    client = login(bruno)
    token = client.post(url, {"rows": text}).context["token"]
    client.post(url, {"rows": text, "take": "yes", "token": token})

    assert BudgetLine.objects.get().partner.organisation == partner.organisation
    foreign = rows(("1.1", "1", application.lead.legal_name, "Trainer", "day", "10", "200", ""))
    assert client.post(url, {"rows": foreign, "take": "yes"}).status_code == 422


def test_a_line_is_moved_among_those_of_its_heading(login, application, url, ana):
    text = rows(
        *[("1.1", "1", "", name, "day", "1", "1", "") for name in "abc"], ("1.2", "1", "", "d", "", "1", "1", "")
    )
    client = login(ana)
    client.post(url, {"rows": text, "take": "yes"})
    c, d = BudgetLine.objects.get(description="c"), BudgetLine.objects.get(description="d")
    save = reverse("applications:save_budget", args=[application.public_id])

    client.post(save, {"move": f"line-{c.key}-up"})
    client.post(save, {"move": f"line-{d.key}-up"})

    order = BudgetLine.objects.order_by("heading", "position").values_list("description", flat=True)
    assert list(order) == ["a", "c", "b", "d"]
    sheet = reverse("applications:budget", args=[application.public_id])
    assert client.get(sheet).content.decode().count('name="move"') == 0
    assert client.get(f"{sheet}?order").content.decode().count('name="move"') == 4
