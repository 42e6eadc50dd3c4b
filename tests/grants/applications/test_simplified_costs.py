"""A call may take simplified costs: a line says how it is claimed, and how its rate was estimated."""

import pytest
from django.urls import reverse

from grants.applications.actions import workbook as actions
from grants.applications.queries.content import content
from grants.models import BudgetLine
from tests.grants.applications.test_workbook import bring_back, cell, export

pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture
def taking(complete):
    """A complete application of a call that takes simplified costs."""
    complete.call.simplified_costs = True
    complete.call.save()
    return complete


@pytest.fixture
def line(taking):
    return BudgetLine.objects.filter(budget=taking.budget).order_by("pk").first()


def claim(client, application, line, how):
    address = reverse("applications:autosave_budget", args=[application.public_id])
    return client.post(address, {"key": f"line-{line.key}-basis", "value": how, "rev": line.rev})


def test_how_a_line_is_claimed_is_saved_summed_and_frozen(login, taking, line, ana, noon):
    answer = claim(login(ana), taking, line, "lump").json()

    line.refresh_from_db()
    assert (answer["saved"], line.basis) == (True, "lump")
    assert answer["pieces"]["sum-simplified"] == f"{line.amount:,.2f}"
    frozen = {row["key"]: row.get("basis") for row in content(taking)["budget"]["lines"]}
    assert frozen[str(line.key)] == "lump"
    assert set(frozen.values()) == {"lump", None}
    page = login(ana).get(reverse("applications:budget", args=[taking.public_id])).content.decode()
    assert '<option value="lump" selected>lump sum</option>' in page


def test_a_rate_without_its_estimate_is_not_handed_in(login, taking, line, ana, noon):
    BudgetLine.objects.filter(pk=line.pk).update(justification="")

    pieces = claim(login(ana), taking, line, "unit").json()["pieces"]

    assert f"Line {line.heading} “{line.description}”: justification still to fill in." in pieces["budget-findings"]


def test_a_call_for_actual_costs_only_shows_no_choice_and_refuses_one_made_all_the_same(login, complete, ana, noon):
    line = BudgetLine.objects.filter(budget=complete.budget).order_by("pk").first()
    client = login(ana)
    address = reverse("applications:budget", args=[complete.public_id])
    assert f"line-{line.key}-basis" not in client.get(address).content.decode()

    pieces = claim(client, complete, line, "flat").json()["pieces"]

    assert "this call takes actual costs only" in pieces["budget-findings"]


def test_a_way_nobody_knows_is_kept_and_flagged(login, taking, line, ana, noon):
    answer = claim(login(ana), taking, line, "barter").json()

    line.refresh_from_db()
    assert answer["problem"] == "Choose actual cost, unit cost, lump sum or flat rate."
    assert (line.basis, line.raw) == ("actual", {"basis": "barter"})


def test_it_travels_in_the_workbook(taking, line, ana, noon):
    book = export(taking, ana)
    place = cell(book, "budget", f"line-{line.key}", "basis")
    assert place.value == "actual cost"
    place.value = "flat rate"

    returned = bring_back(taking, book, ana)
    actions.take_workbook(returned, choices={}, by=ana)

    line.refresh_from_db()
    assert (returned.findings, line.basis) == ([], "flat")


def test_a_spreadsheet_says_it_in_any_language(login, taking, ana, noon):
    rows = "Costo\tRubro\tHow it is claimed\nTalleres\t5.7\tLump sum"
    address = reverse("applications:paste_budget", args=[taking.public_id])

    page = login(ana).post(address, {"rows": rows}).content.decode()

    assert "lump sum" in page
