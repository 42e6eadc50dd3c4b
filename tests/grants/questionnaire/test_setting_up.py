"""Sections and questions made, ordered and changed by staff on their pages."""

import re

import pytest
from django.db import IntegrityError
from django.urls import reverse

from grants.models import Choice, Column, Question, QuestionnaireVersion, Section
from grants.questionnaire import actions
from grants.questionnaire.queries import form_of, gaps_in
from grants.workflow import Refused
from tests.client import html_of

pytestmark = pytest.mark.django_db


def address(name, document, *more):
    return reverse(f"forms:{name}", args=[document.public_id, *more])


def words(name, text):
    return {f"{name}_es": text, f"{name}_pt_br": f"pt {text}", f"{name}_en": f"en {text}"}


def rows(*lines, before=0):
    """A formset as browsers post it."""
    data = {"rows-TOTAL_FORMS": len(lines), "rows-INITIAL_FORMS": before}
    return data | {f"rows-{n}-{name}": value for n, line in enumerate(lines) for name, value in line.items()}


@pytest.fixture
def officer(login, diego, noon):
    return login(diego)


@pytest.fixture
def version(noon, diego):
    return actions.new_questionnaire(purpose="application", name="Form 2026", by=diego).versions.get()


@pytest.fixture
def section(version, diego):
    return actions.add_section(version, slug="past", title="Experiencia", by=diego)


@pytest.fixture
def grants(section, diego):
    options = [("yes", "Sí"), ("no", "No")]
    return actions.add_question(section, key="grants", kind="choice", label="¿Subvenciones?", options=options, by=diego)


def test_an_officer_makes_a_form_from_nothing(officer):
    response = officer.post(reverse("forms:new"), {"name": "Form 2026"})
    version = QuestionnaireVersion.objects.get()
    assert response.headers["Location"] == version.get_absolute_url()
    assert "The form has no section yet." in html_of(officer.get(version.get_absolute_url()))

    officer.post(address("section_new", version), words("title", "Pertinencia") | words("intro", ""))
    section = Section.objects.get()
    assert (section.slug, section.title_pt_br) == ("pertinencia", "pt Pertinencia")
    page = html_of(officer.get(address("kinds", section)))
    assert "Rows of text, numbers, amounts, dates or words to choose from, with totals." in page

    long = words("label", "¿Qué problema?") | words("help", "Sea concreto.") | {"most_words": "300", "required": "on"}
    officer.post(address("question_new", section, "long"), long)
    question = Question.objects.get()
    assert (question.key, question.kind, question.most_words, question.required) == ("que-problema", "long", 300, True)
    assert (question.help_en, question.label_pt_br) == ("en Sea concreto.", "pt ¿Qué problema?")
    assert gaps_in(version) == []


def test_answers_to_choose_from_keep_their_keys_when_their_words_change(officer, section, grants):
    _yes, _no = grants.options.all()
    sent = (
        words("label", "¿Otras?")
        | words("help", "")
        | rows(
            {"key": "yes", "label_es": "Sí, varias"},
            {"key": "no", "label_es": ""},
            {"key": "", "label_es": "No"},
            before=2,
        )
    )
    officer.post(address("question", grants), sent)

    assert list(Choice.objects.values_list("key", "label_es")) == [("yes", "Sí, varias"), ("no-2", "No")]


def test_a_whole_list_of_answers_is_pasted_and_the_next_question_asked_at_once(officer, section):
    url = address("question_new", section, "choices")
    sent = words("label", "¿Rubros?") | words("help", "") | rows({"label_es": "Café"}) | {"next": "1"}
    sent |= {"more_es": "Cacao\n\n Miel ", "more_pt_br": "Cacau", "more_en": ""}
    refused = officer.post(url, sent)
    assert "Write as many words as in Spanish, in the same order: 2." in html_of(refused)

    answer = officer.post(url, sent | {"more_pt_br": "Cacau\nMel"})

    assert answer.url == address("kinds", section)
    assert list(Choice.objects.values_list("key", "label_es", "label_pt_br")) == [
        ("cafe", "Café", ""), ("cacao", "Cacao", "Cacau"), ("miel", "Miel", "Mel"),
    ]  # fmt: skip


def test_a_question_is_copied_right_behind_itself(officer, section, grants, diego):
    hangs = {"key": "which", "kind": "table", "label": "¿Cuáles?", "condition": ("grants", ["yes"])}
    columns = [{"key": "donor", "label": {"es": "Donante"}, "kind": "short"}]
    table = actions.add_question(section, **hangs, columns=columns, by=diego)
    actions.add_question(section, key="last", kind="short", label="¿Algo más?", by=diego)

    answer = officer.post(address("question_copy", table))
    officer.post(address("question_copy", grants))

    keys = ["grants", "subvenciones", "which", "cuales", "last"]
    assert list(section.questions.values_list("key", flat=True)) == keys
    copy = section.questions.get(key="cuales")
    assert answer.url == address("question", copy)
    assert (copy.shown_if, copy.shown_when, copy.columns.get().key) == ("grants", ["yes"], "donor")
    assert list(section.questions.get(key="subvenciones").options.values_list("key", flat=True)) == ["yes", "no"]
    assert gaps_in(section.version) == []


def test_a_table_with_typed_columns_is_made_in_the_browser(officer, section):
    sent = (
        words("label", "Compras")
        | words("help", "")
        | {"most_rows": "20", "required": "on"}
        | rows(
            {"label_es": "Objeto", "label_en": "Item", "kind": "short", "required": "on"},
            {"label_es": "Costo", "kind": "money", "required": "on", "is_totalled": "on"},
            {"label_es": "", "kind": "short"},
        )
    )
    officer.post(address("question_new", section, "table"), sent)

    assert list(Column.objects.values_list("key", "kind", "is_totalled")) == [
        ("objeto", "short", False), ("costo", "money", True),
    ]  # fmt: skip
    page = html_of(officer.get(section.version.get_absolute_url()))
    assert "columns: Item, Costo; up to 20 rows" in page


def test_a_column_offers_words_in_three_languages(officer, section):
    offered = {"offered_es": "Compra\n Alquiler \n", "offered_pt_br": "Compra\nAluguel", "offered_en": "Purchase"}
    sent = words("label", "Bienes") | words("help", "")
    column = {"label_es": "Modo", "kind": "choice", "required": "on"}
    url = address("question_new", section, "table")
    refused = officer.post(url, sent | {"label_es": ""} | rows(column | offered))
    assert "2 things have to be put right" in html_of(refused)  # of the question and of its columns in one list
    assert "Write as many words as in Spanish, in the same order: 2." in html_of(refused)

    officer.post(url, sent | rows(column | offered | {"offered_en": "Purchase\nRent"}))

    (spec,) = form_of(section.version).question("bienes").columns
    assert [(word.key, word.label) for word in spec.words] == [("compra", "Purchase"), ("alquiler", "Rent")]
    assert spec.word("  ALUGUEL ").key == "alquiler"
    assert spec.word("leasing") is None


def test_a_question_for_files_has_its_limits(officer, section):
    sent = words("label", "Estados financieros") | words("help", "") | {"required": "on", "file_kinds": ["pdf", "xlsx"]}
    url = address("question_new", section, "file")
    assert officer.post(url, sent | {"most_files": "11", "most_megabytes": "5"}).status_code == 422
    officer.post(url, sent | {"most_files": "3", "most_megabytes": "5"})

    question = Question.objects.get(kind="file")
    assert (question.most_files, question.most_megabytes, question.file_kinds) == (3, 5, ["pdf", "xlsx"])
    assert "up to 3 files, up to 5 MB, PDF, XLSX" in html_of(officer.get(section.version.get_absolute_url()))


def test_a_second_next_version_is_refused_with_a_link_to_the_first(officer, grants):
    version = grants.section.version
    actions.freeze_version(version)
    url = address("next_version", version)
    officer.post(url)

    page = html_of(officer.post(url, follow=True))

    assert "Version 2 of this form is being set up already. Change that one." in page
    assert version.questionnaire.versions.count() == 2
    with pytest.raises(IntegrityError, match="questionnaire_one_open_version"):
        version.questionnaire.versions.create(number=3)


def test_a_text_cannot_be_added_up(officer, section):
    sent = (
        words("label", "Compras")
        | words("help", "")
        | rows({"label_es": "Objeto", "kind": "short", "is_totalled": "on"})
    )
    response = officer.post(address("question_new", section, "table"), sent)

    assert response.status_code == 422
    assert "Only numbers and amounts are added up." in html_of(response)
    assert not Question.objects.exists()


def test_a_question_hangs_on_the_answer_to_an_earlier_one(officer, section, grants):
    page = html_of(officer.get(address("question_new", section, "short")))
    assert 'value="grants:yes"' in page

    sent = words("label", "¿Cuáles?") | words("help", "") | {"condition": ["grants:yes"]}
    officer.post(address("question_new", section, "short"), sent)
    assert form_of(section.version).question("cuales").shown_when == ("yes",)
    assert "only after “¿Subvenciones?”: Sí" in html_of(officer.get(section.version.get_absolute_url()))

    page = html_of(officer.get(address("question", grants)))
    assert "condition" not in page  # nothing is asked before it

    officer.post(address("question_remove", grants))
    assert Question.objects.filter(key="grants").exists()


def test_a_condition_on_a_later_question_stands_against_publishing(section, grants, diego):
    later = actions.add_question(section, key="which", kind="short", label="¿Cuáles?", condition=("grants", ["yes"]))
    actions.move_question(later, up=True, by=diego)

    assert [str(gap) for gap in gaps_in(section.version)] == [
        "The question “¿Cuáles?” hangs on an answer that is not asked for before it."
    ]


def test_questions_move_within_their_section_and_over_its_edge(officer, section, grants, diego):
    second = actions.add_section(section.version, slug="more", title="Más", by=diego)
    other = actions.add_question(section, key="other", kind="short", label="Otra", by=diego)

    officer.post(address("question_move", other), {"up": ""})
    assert [q.key for q in form_of(section.version).section("past").questions] == ["other", "grants"]
    officer.post(address("question_move", grants), {"down": ""})
    assert [q.key for q in form_of(section.version).section("more").questions] == ["grants"]
    officer.post(address("section_move", second), {"up": ""})
    assert [s.slug for s in form_of(section.version).sections] == ["more", "past"]
    officer.post(address("section_move", second), {"up": ""})
    assert [s.slug for s in form_of(section.version).sections] == ["more", "past"]


def test_a_key_is_never_given_again_even_after_its_question_is_gone(officer, section, grants, diego):
    actions.freeze_version(section.version, by=diego)
    officer.post(address("next_version", section.version))
    copy = QuestionnaireVersion.objects.get(number=2)
    officer.post(address("question_remove", Question.objects.get(section__version=copy)))
    sent = words("label", "Grants") | words("help", "") | rows({"label_es": "Sí"}, {"label_es": "No"})
    officer.post(address("question_new", copy.sections.get(), "choice"), sent)

    assert Question.objects.get(section__version=copy).key == "grants-2"


def test_a_version_in_use_changes_no_more(officer, section, grants, diego):
    actions.freeze_version(section.version, by=diego)

    response = officer.post(address("question", grants), words("label", "¿?") | words("help", "") | rows(
        {"key": "yes", "label_es": "Sí"}, {"key": "no", "label_es": "No"}, before=2))  # fmt: skip
    assert response.status_code == 422
    assert "This version is in use and no longer changes." in html_of(response)
    officer.post(address("question_move", grants), {"up": ""})
    officer.post(address("section_remove", section))
    grants.refresh_from_db()
    assert grants.label_es == "¿Subvenciones?"


def test_columns_applicants_have_filled_in_stay_where_they_are(section, diego):
    columns = [{"key": "item", "label": "Objeto"}, {"key": "cost", "label": "Costo", "kind": "money"}]
    actions.add_question(section, key="buy", kind="table", label="Compras", columns=columns, by=diego)
    actions.freeze_version(section.version, by=diego)
    copy = actions.copy_version(section.version, by=diego)
    buy = Question.objects.get(section__version=copy)

    with pytest.raises(Refused, match="stay where they are"):
        actions.change_question(buy, label="Compras", columns=[{"key": "new", "label": "Nuevo"}, *columns], by=diego)
    actions.change_question(buy, label="Compras", columns=[*columns, {"key": "new", "label": "Nuevo"}], by=diego)
    assert [column.key for column in form_of(copy).question("buy").columns] == ["item", "cost", "new"]


def test_an_officer_of_one_call_changes_only_the_form_that_call_asks(login, call, version, dora, diego):
    dora.role_assignments.update(call=call)
    client = login(dora)

    assert client.get(version.get_absolute_url()).status_code == 200
    assert client.get(address("section_new", version)).status_code == 403
    mine = actions.copy_version(call.form, by=diego)
    assert client.get(address("section_new", mine)).status_code == 200


def test_the_pages_of_a_form_take_the_same_queries_whatever_its_size(
    officer, section, grants, diego, django_assert_num_queries
):
    url = section.version.get_absolute_url()
    officer.get(url)
    with django_assert_num_queries(14):
        officer.get(url)
    for number in range(3):
        actions.add_question(section, key=f"q{number}", kind="short", label="Otra", condition=("grants", ["yes"]))
    with django_assert_num_queries(14):
        officer.get(url)


def test_a_criterion_of_a_grid_has_its_comment_and_goes_with_it(officer, diego):
    grid = actions.new_questionnaire(purpose="grid", name="Grid", by=diego).versions.get()
    section = actions.add_section(grid, slug="relevance", title="Pertinencia", by=diego)
    assert officer.get(address("question_new", section, "table")).status_code == 404

    officer.post(
        address("question_new", section, "score"), words("label", "¿Claro?") | words("help", "") | {"weight": "2"}
    )
    assert next(iter(Question.objects.values_list("key", "weight", "least", "most").order_by("pk"))) == (
        "claro",
        2,
        1,
        5,
    )
    assert Question.objects.filter(key="claro-comment", kind="long").exists()
    assert "question-claro-comment" not in html_of(officer.get(grid.get_absolute_url()))

    officer.post(address("question_remove", Question.objects.get(key="claro")))
    assert not Question.objects.exists()


def test_a_criterion_moves_with_its_comment(officer, diego):
    grid = actions.new_questionnaire(purpose="grid", name="Grid", by=diego).versions.get()
    first = actions.add_section(grid, slug="relevance", title="Pertinencia", by=diego)
    actions.add_section(grid, slug="capacity", title="Capacidad", by=diego)
    for label in ("Uno", "Dos"):
        officer.post(
            address("question_new", first, "score"), words("label", label) | words("help", "") | {"weight": "1"}
        )

    officer.post(address("question_move", Question.objects.get(key="uno")), {"down": ""})
    assert list(first.questions.values_list("key", flat=True)) == ["dos", "dos-comment", "uno", "uno-comment"]

    officer.post(address("question_move", Question.objects.get(key="uno")), {"down": ""})
    assert [list(one.questions.values_list("key", flat=True)) for one in grid.sections.all()] == [
        ["dos", "dos-comment"], ["uno", "uno-comment"],
    ]  # fmt: skip


def test_a_preview_reads_what_is_typed_and_keeps_nothing(officer, section, grants, diego):
    actions.add_question(
        section, key="firms", kind="number", label="¿Cuántas?", condition=("grants", ["yes"]), by=diego
    )
    url = reverse("calls:form_preview", args=[section.version.public_id])
    page = html_of(officer.get(url))
    assert re.search('data-shown-if="answer-grants" data-shown-when="yes" hidden', page)

    page = html_of(officer.post(url, {"answer-grants": "yes", "rev-grants": "0", "answer-firms": "1,234"}))
    assert "This could mean a thousand or a decimal." in page
    assert re.search('data-shown-if="answer-grants" data-shown-when="yes" ?>', page)
    assert "1 of 2 required questions answered" in page
