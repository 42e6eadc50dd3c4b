"""Conditions and tables in an application: typed, saved, read again, counted, printed, handed in."""

from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import translation

from grants.applications.actions import workbook as actions
from grants.applications.queries.completeness import checklist
from grants.applications.queries.content import content
from grants.applications.queries.workbook import return_page
from grants.models import ApplicationPart, Cell, Part
from grants.questionnaire import actions as forms
from tests.client import html_of
from tests.grants.applications.test_workbook import export, save_answer, sheet_of, uploaded

pytestmark = pytest.mark.django_db


@pytest.fixture
def part(application, diego):
    """A part of Ana's application with a choice, a question and a table that hang on it, and another table."""
    version = forms.new_questionnaire(purpose="application", name="Every kind", by=diego).versions.get()
    section = forms.add_section(version, slug="past", title="Experience", by=diego)
    ask = {"by": diego, "required": True}
    forms.add_question(
        section, key="grants", kind="choice", label="Grants?", options=[("yes", "Yes"), ("no", "No")], **ask
    )
    forms.add_question(section, key="firms", kind="number", label="Firms?", condition=("grants", ["yes"]), **ask)
    columns = [
        {"key": "item", "label": "Item", "kind": "short"},
        {"key": "cost", "label": "Cost", "kind": "money", "is_totalled": True},
        {"key": "by", "label": "By", "kind": "date", "required": False},
    ]
    forms.add_question(section, key="buy", kind="table", label="Purchases", columns=columns, most_rows=3, **ask)
    forms.freeze_version(version, by=diego)
    application.draft.version = version
    application.draft.save()
    Part.objects.filter(draft=application.draft).delete()
    return ApplicationPart.objects.create(draft=application.draft, slug="past")


def page_of(part):
    return reverse("applications:part", args=[part.draft.application.public_id, part.slug])


def save(client, part, **sent):
    return client.post(reverse("applications:save_part", args=[part.public_id]), sent)


def reasons(application):
    return [
        str(reason)
        for reason in checklist(application).reasons()
        if reason.code.startswith(("answer", "number", "table"))
    ]


def test_a_question_that_is_not_asked_is_neither_required_nor_checked_nor_handed_in(login, application, part, ana):
    client = login(ana)
    assert reasons(application) == ["“Grants?” is not answered yet.", "“Purchases” is not answered yet."]

    save(client, part, **{"answer-grants": "yes", "rev-grants": 0, "answer-firms": "many", "rev-firms": 0})
    assert any("“Firms?”" in reason for reason in reasons(application))
    save(client, part, **{"answer-grants": "no", "rev-grants": 1, "answer-firms": "many", "rev-firms": 1})
    assert not any("Firms" in reason for reason in reasons(application))
    page = html_of(client.get(page_of(part)))
    assert 'data-shown-if="answer-grants" data-shown-when="yes" hidden' in page
    assert "Correct" not in page.split("<form")[0] or "Firms?:" not in page

    assert set(content(application)["answers"]) == {"grants"}
    assert Cell.objects.get(key="firms").raw == "many"
    assert "Firms?" not in html_of(client.get(reverse("applications:print", args=[application.public_id])))


def test_a_table_is_typed_without_scripts_and_read_again(login, application, part, ana):
    client = login(ana)
    cells = ["Seeds", "1.234,56", "", "", "", "", "Trees", "10", "31/12/2026"]
    save(client, part, **{"answer-buy": cells, "rev-buy": 0})

    cell = Cell.objects.get(key="buy")
    assert cell.raw == "Seeds\t1.234,56\t\nTrees\t10\t31/12/2026"
    assert cell.value["totals"] == {"cost": "1244.56"}
    page = html_of(client.get(page_of(part)))
    assert "Understood: 2 rows; Cost: 1,244.56" in page
    assert page.count('name="answer-buy"') == 9  # two rows, and the one more it may have
    assert content(application)["answers"]["buy"]["value"]["rows"][1]["by"] == "2026-12-31"
    printed = html_of(client.get(reverse("applications:print", args=[application.public_id])))
    assert "1,234.56" in printed
    assert "1,244.56" in printed
    assert "Seeds" in printed


def test_a_wrong_cell_is_told_marked_and_kept(login, application, part, ana):
    client = login(ana)
    save(client, part, **{"answer-buy": ["Seeds", "1,234", ""], "rev-buy": 0})

    page = html_of(client.get(page_of(part)))
    assert "Row 1, column 2: This could mean a thousand or a decimal." in page
    assert 'value="1,234"' in page
    assert page.count('aria-invalid="true"') == 1
    assert any("Row 1, column 2" in reason for reason in reasons(application))


def test_autosave_takes_a_table_as_one_text_and_a_second_writer_meets_the_first(login, application, part, ana, amalia):
    url = reverse("applications:autosave", args=[part.public_id])
    first = login(ana).post(url, {"key": "buy", "value": "Seeds\t12\t", "rev": 0})
    second = login(amalia).post(url, {"key": "buy", "value": "Trees\t1\t", "rev": 0})

    assert first.json()["understood"] == "Understood: 1 row; Cost: 12.00\u00a0EUR"
    assert (second.status_code, second.json()["theirs"]) == (409, "Seeds\t12\t")
    assert Decimal(Cell.objects.get(key="buy").value["totals"]["cost"]) == 12


def test_more_rows_than_the_question_takes_are_refused_in_words(login, application, part, ana):
    cells = [text for number in range(4) for text in (f"Item {number}", "1", "")]
    save(login(ana), part, **{"answer-buy": cells, "rev-buy": 0})

    assert "“Purchases”: The table has 4 rows; it takes 3 at most." in reasons(application)


@pytest.fixture
def chosen(part, diego):
    """The table asks how each thing is had: one of two words, in three languages."""
    version = forms.copy_version(part.draft.version, by=diego)
    section = version.sections.get()
    offered = {"es": "Compra\nAlquiler", "pt-br": "Compra\nAluguel", "en": "Purchase\nRent"}
    columns = [
        {"key": "item", "label": "Item", "kind": "short"},
        {"key": "how", "label": "How", "kind": "choice", "offered": offered},
    ]
    forms.add_question(section, key="goods", kind="table", label="Goods", columns=columns, most_rows=3, by=diego)
    forms.freeze_version(version, by=diego)
    part.draft.version = version
    part.draft.save()
    return part


def test_a_word_of_a_column_is_chosen_or_pasted_in_any_language(login, application, chosen, ana):
    client = login(ana)
    pasted = "Office\tRent\nLand\tleasing"
    save(client, chosen, **{"answer-goods": ["Tractor", "compra"], "rev-goods": 0, "paste-goods": pasted})

    cell = Cell.objects.get(key="goods")
    assert cell.raw == "Tractor\tcompra\nOffice\tRent\nLand\tleasing"
    page = html_of(client.get(page_of(chosen)))
    assert "Row 3, column 2: Choose from the answers of the list." in page
    assert '<option value="alquiler" selected>Rent</option>' in page
    assert '<option value="leasing" selected>leasing</option>' in page

    save(client, chosen, **{"answer-goods": ["Tractor", "compra", "Office", "alquiler"], "rev-goods": 1})
    assert content(application)["answers"]["goods"]["value"]["rows"][1] == {"item": "Office", "how": "alquiler"}
    printed = html_of(client.get(reverse("applications:print", args=[application.public_id])))
    assert "Purchase" in printed


def test_cells_pasted_beyond_the_last_column_stay_in_sight(login, application, chosen, ana):
    client = login(ana)
    save(client, chosen, **{"answer-goods": [""] * 2, "rev-goods": 0, "paste-goods": "Tractor\tRent\tred\tnew"})

    page = html_of(client.get(page_of(chosen)))
    assert "These cells have no column." in page
    assert "red · new" in page


def test_each_wrong_cell_of_a_table_in_a_workbook_is_named_with_its_own_address(login, application, part, ana):
    book = export(application, ana)
    sheet, first, third = sheet_of(book, "table:buy"), 4, 6  # the row between them is left empty
    by_column = {cell.value: cell.column for cell in sheet[1]}
    sheet.cell(first, by_column["item"]).value = "Seeds"
    sheet.cell(first, by_column["cost"]).value = "dear"
    sheet.cell(third, by_column["item"]).value = "Trees"
    sheet.cell(third, by_column["cost"]).value = "10"
    wrong = sheet.cell(third, by_column["by"])
    wrong.value = "31/02/2026"

    returned = actions.return_workbook(application, file=uploaded(book), by=ana)

    flagged = return_page(returned, ana)["flagged"]
    addresses = [sheet.cell(first, by_column["cost"]).coordinate, wrong.coordinate]
    assert [(one["sheet"], one["cell"]) for one in flagged] == [(sheet.title, address) for address in addresses]
    assert "Row" not in flagged[1]["sentence"]
    page = html_of(login(ana).get(returned.get_absolute_url()))
    assert wrong.coordinate in page


def test_columns_of_a_table_are_known_by_their_names_wherever_they_were_moved(application, part, ana):
    book = export(application, ana)
    sheet = sheet_of(book, "table:buy")
    for row in sheet.iter_rows(min_row=1, max_row=4):  # the second and the third column change places
        row[1].value, row[2].value = row[2].value, row[1].value
    names = {cell.value: cell.column for cell in sheet[1]}
    sheet.cell(4, names["item"]).value, sheet.cell(4, names["cost"]).value = "Seeds", 12

    returned = actions.return_workbook(application, file=uploaded(book), by=ana)

    assert returned.texts["answer-buy"][0] == "Seeds\t12\t"


def test_a_table_that_lost_a_column_is_named_and_not_taken(application, part, ana):
    book = export(application, ana)
    sheet = sheet_of(book, "table:buy")
    sheet.cell(4, 2).value = "Seeds"
    sheet.delete_cols(3)

    returned = actions.return_workbook(application, file=uploaded(book), by=ana)

    assert [(one["code"], one["sheet"], one["is_note"]) for one in returned.findings] == [
        ("columns_missing", sheet.title, False)
    ]
    assert returned.texts == {}


def test_a_table_travels_in_the_words_of_the_reader_and_only_what_changed_is_told(application, chosen, ana):
    save_answer(application, "past", "goods", "Tractor\tcompra\nLand\tRent\nOffice\tcompra", ana)
    save_answer(application, "past", "buy", "Seeds\t1,000.50\t31/12/2026\nTrees\t10\t", ana)
    with translation.override("pt-br"):
        book = export(application, ana)
    goods, buy = sheet_of(book, "table:goods"), sheet_of(book, "table:buy")
    how = next(cell.column for cell in goods[1] if cell.value == "how")

    assert [goods.cell(row, how).value for row in (4, 5, 6)] == ["Compra", "Aluguel", "Compra"]
    assert goods.cell(4, how).coordinate in [str(one.sqref) for one in goods.data_validations.dataValidation]
    assert (str(buy["D4"].value), buy["D4"].number_format) == ("2026-12-31 00:00:00", "yyyy-mm-dd")
    assert actions.return_workbook(application, file=uploaded(book), by=ana).texts == {}

    goods.cell(5, how).value, buy["C5"].value = "Compra", 11
    buy["D4"].number_format = "General"  # as a program leaves it that knows no dates
    returned = actions.return_workbook(application, file=uploaded(book), by=ana)
    changes = {one["name"]: one for one in return_page(returned, ana)["changes"]}

    assert changes["answer-goods"]["rows_gone"] == ["Land · Rent"]
    assert changes["answer-goods"]["now"] == "Tractor · Purchase\nLand · Rent\nOffice · Purchase"
    assert changes["answer-buy"]["rows_gone"] == ["Trees · 10 · –"]


def test_days_that_may_only_be_read_are_days_on_the_sheet(application, part, partner, ana, bruno):
    save_answer(application, "past", "buy", "Seeds\t10\t31/12/2026", ana)

    day = sheet_of(export(application, bruno), "table:buy")["D4"]
    assert (str(day.value), day.number_format, day.protection.locked) == ("2026-12-31 00:00:00", "yyyy-mm-dd", True)


def test_a_number_that_was_left_out_prints_as_nothing(login, application, part, diego, ana):
    version = forms.copy_version(part.draft.version, by=diego)
    columns = [
        {"key": "item", "label": "Item", "kind": "short"},
        {"key": "cost", "label": "Cost", "kind": "money", "required": False, "is_totalled": True},
        {"key": "people", "label": "People", "kind": "number", "required": False},
    ]
    forms.add_question(version.sections.get(), key="done", kind="table", label="Done", columns=columns, by=diego)
    forms.freeze_version(version, by=diego)
    part.draft.version = version
    part.draft.save()
    save_answer(application, "past", "done", "Seeds\t\t4\nTrees\t10\t", ana)

    page = login(ana).get(reverse("applications:print", args=[application.public_id]))

    assert page.status_code == 200
    assert html_of(page).count("10.00") == 2  # of its row, and in all
    assert page.text.count("no value") == 2  # each where it was left out, none in the row of the sums
