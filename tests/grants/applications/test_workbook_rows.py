"""Rows that were taken out of a workbook, or added to it: shown first, merged three-way, nothing lost."""

import pytest
from django.urls import reverse

from grants.applications.actions import logframe, workplan
from grants.applications.actions import workbook as actions
from grants.applications.models import LogframeIndicator, LogframeResult
from grants.applications.queries.workbook import return_page
from grants.applications.workbook.cells import standing_of
from grants.applications.workbook.removing import removals_of
from grants.budgets import actions as budgets
from grants.budgets.models import BudgetRevision, FundingSource, SourceKind
from grants.workflow import Refused
from tests.grants.applications.test_workbook import bring_back, cell, export, sheet_of

pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture
def planned(call, complete, ana):
    """The call asks for a workplan; the application has one activity."""
    call.workplan = True
    call.save()
    complete.call.workplan = True
    row = workplan.add_activity(complete, by=ana)
    row.title, row.first_month, row.last_month = "Train the trainers", 3, 8
    row.save()
    return row


def take_out(book, mark, row_id):
    """Delete a row, as people do who unprotect the sheet."""
    sheet = sheet_of(book, mark)
    sheet.delete_rows(next(one.row for one in sheet["A"] if one.value == row_id))


def empty(book, mark, row_id):
    """Empty every cell of a row, as people do who leave the sheet protected."""
    sheet = sheet_of(book, mark)
    number = next(one.row for one in sheet["A"] if one.value == row_id)
    for place in range(2, 12):
        sheet.cell(number, place).value = None


def removals(returned, application, user):
    found = removals_of(returned, standing_of(actions.read(application), user))
    return {one.name: one.fate.value for one in found}


@pytest.mark.parametrize("how", [take_out, empty])
def test_a_line_taken_out_offline_is_shown_and_leaves_the_draft(complete, ana, how):
    line = complete.budget.lines.get(description="Trainer")
    book = export(complete, ana)
    how(book, "budget", f"line-{line.key}")
    returned = bring_back(complete, book, ana)
    page = return_page(returned, ana)

    done = actions.take_workbook(returned, choices={}, by=ana)

    assert (returned.findings, returned.texts) == ([], {})
    assert [(row["where"], "Number of units: 20" in row["now"]) for row in page["removals"]] == [
        ("Budget · Trainer", True)
    ]
    assert not complete.budget.lines.filter(key=line.key).exists()
    assert done.taken == [f"line-{line.key}"]
    assert BudgetRevision.objects.get(budget=complete.budget, key=line.key, is_deletion=True).by == ana


def test_a_row_taken_out_there_and_changed_here_stands_until_somebody_decides(complete, ana, amalia):
    line = complete.budget.lines.get(description="Trainer")
    book = export(complete, ana)
    take_out(book, "budget", f"line-{line.key}")
    returned = bring_back(complete, book, ana)
    lines = {line.key: ({"quantity": "22"}, line.rev)}
    actions.save_budget(complete, lines=lines, by=amalia)

    with pytest.raises(Refused) as refused:
        actions.take_workbook(returned, choices={}, by=ana)
    assert [reason.code for reason in refused.value.reasons] == ["undecided"]
    (row,) = return_page(returned, ana)["both_rows"]
    assert ("20" in row["base"], "22" in row["now"]) == (True, True)

    done = actions.take_workbook(returned, choices={row["name"]: row["options"][1]}, by=ana)

    line.refresh_from_db()
    assert (line.quantity, done.taken) == (22, [])


def test_who_chooses_that_it_goes_has_seen_what_stood_there(complete, ana, amalia):
    line = complete.budget.lines.get(description="Trainer")
    book = export(complete, ana)
    take_out(book, "budget", f"line-{line.key}")
    returned = bring_back(complete, book, ana)
    actions.save_budget(complete, lines={line.key: ({"quantity": "22"}, line.rev)}, by=amalia)
    (row,) = return_page(returned, ana)["both_rows"]
    actions.save_budget(complete, lines={line.key: ({"quantity": "23"}, line.rev + 1)}, by=amalia)

    with pytest.raises(Refused):
        actions.take_workbook(returned, choices={row["name"]: row["options"][0]}, by=ana)
    (row,) = return_page(returned, ana)["both_rows"]
    actions.take_workbook(returned, choices={row["name"]: row["options"][0]}, by=ana)

    assert not complete.budget.lines.filter(key=line.key).exists()


def test_a_row_that_is_gone_here_already_is_no_difference(complete, ana, amalia):
    line = complete.budget.lines.get(description="Trainer")
    book = export(complete, ana)
    take_out(book, "budget", f"line-{line.key}")
    budgets.delete_line(complete.budget, line.key, based_on=line.rev, by=amalia)

    assert removals(bring_back(complete, book, ana), complete, ana) == {}


def test_what_has_to_stay_stays_and_the_page_says_why(complete, ana, bruno):
    other = complete.budget.lines.get(description="Coordinator")
    eu = FundingSource.objects.get(budget=complete.budget, kind="eu")
    row = LogframeIndicator.objects.get(result__application=complete)
    book = export(complete, ana)
    take_out(book, "funding", f"source-{eu.key}")
    take_out(book, "logframe", f"indicator-{row.key}")
    take_out(book, "logframe", f"result-{row.result.key}")
    returned = bring_back(complete, book, ana)
    theirs = export(complete, bruno)
    take_out(theirs, "budget", f"line-{other.key}")
    by_partner = bring_back(complete, theirs, bruno)

    notes = {one["sentence"].partition(":")[0] for one in return_page(returned, ana)["notes"]}
    assert notes == {
        "This row was taken out, but it belongs to every budget. It stays",
        "This row was taken out, but the call requires this indicator. It stays",
        "This row was taken out, but some of its indicators stay. It stays, too",
    }
    (note,) = return_page(by_partner, bruno)["notes"]
    assert note["sentence"].startswith("This row was taken out, but your organisation does not write in it.")
    for one, by in ((returned, ana), (by_partner, bruno)):
        assert actions.take_workbook(one, choices={}, by=by).taken == []


def test_a_result_leaves_the_logframe(complete, ana):
    result = logframe.add_result(complete, level="output", by=ana)
    LogframeResult.objects.filter(pk=result.pk).update(statement="Not needed")
    book = export(complete, ana)
    take_out(book, "logframe", f"result-{result.key}")

    actions.take_workbook(bring_back(complete, book, ana), choices={}, by=ana)

    assert not complete.results.filter(pk=result.pk).exists()


def test_a_source_of_ones_own_can_go(complete, ana):
    source = budgets.add_source(complete.budget, kind="other", by=ana).row
    budgets.save_source(complete.budget, source.key, {"name": "A bank", "amount": "10"}, based_on=source.rev, by=ana)
    book = export(complete, ana)
    empty(book, "funding", f"source-{source.key}")

    actions.take_workbook(bring_back(complete, book, ana), choices={}, by=ana)

    assert not complete.budget.sources.filter(key=source.key).exists()


def test_the_workplan_travels_grows_and_shrinks(planned, complete, ana):
    result = complete.results.get(level="output")
    book = export(complete, ana)
    cell(book, "workplan", f"activity-{planned.key}", "last_month").value = 9
    sheet = sheet_of(book, "workplan")
    for place, value in enumerate(("Buy seeds", f"Output: {result.statement}", "", 1, 2), start=2):
        sheet.cell(5, place).value = value
    actions.take_workbook(bring_back(complete, book, ana), choices={}, by=ana)

    first, second = complete.activities.select_related("result")
    assert (first.last_month, second.title, second.result, second.first_month) == (9, "Buy seeds", result, 1)

    again = export(complete, ana)
    empty(again, "workplan", f"activity-{planned.key}")
    cell(again, "workplan", f"activity-{second.key}", "first_month").value = "spring"
    actions.take_workbook(bring_back(complete, again, ana), choices={}, by=ana)

    (left,) = complete.activities.all()
    assert (left.title, left.raw) == ("Buy seeds", {"first_month": "spring"})


def test_questions_whose_rows_are_gone_keep_their_answers(complete, ana):
    book = export(complete, ana)
    take_out(book, "questions", "answer-problem")
    returned = bring_back(complete, book, ana)

    assert [(one["code"], one["is_note"]) for one in returned.findings] == [("questions_missing", True)]
    assert returned.texts == {}


def test_the_page_shows_what_goes_before_anybody_confirms(login, complete, ana):
    line = complete.budget.lines.get(description="Trainer")
    book = export(complete, ana)
    take_out(book, "budget", f"line-{line.key}")
    returned = bring_back(complete, book, ana)
    client = login(ana)

    shown = client.get(returned.get_absolute_url()).text
    done = client.post(reverse("applications:take_workbook", args=[returned.public_id]), follow=True).text

    assert "<del>Budget · Trainer</del>" in shown
    assert "One row was taken out." in done


def test_a_new_source_of_funding_is_added_with_its_kind(complete, ana):
    book = export(complete, ana)
    sheet = sheet_of(book, "funding")
    number = next(row for row in range(4, 30) if sheet.cell(row, 2).value is None)
    for column, value in enumerate([str(SourceKind.OTHER.label), "Town of Cusco", 5000.5], start=2):
        sheet.cell(number, column).value = value

    returned = bring_back(complete, book, ana)
    actions.take_workbook(returned, choices={}, by=ana)

    assert returned.findings == []
    source = complete.budget.sources.get(kind="other")
    assert (source.name, str(source.amount)) == ("Town of Cusco", "5000.50")


def test_a_column_that_is_gone_is_told_and_findings_stand_in_the_order_of_the_workbook(complete, ana):
    book = export(complete, ana)
    cell(book, "questions", "answer-problem", "answer").value = "#REF!"
    line = complete.budget.lines.get(description="Trainer")
    cell(book, "budget", f"line-{line.key}", "heading").value = "9.9"
    head = next(one for one in sheet_of(book, "logframe")[1] if one.value == "assumptions")
    head.value = "mine"

    found = bring_back(complete, book, ana).findings

    assert [(one["code"], one["is_note"]) for one in found] == [
        ("cell_error", False),
        ("not_offered", False),
        ("columns_gone", True),
    ]
