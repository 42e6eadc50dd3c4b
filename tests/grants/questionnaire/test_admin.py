"""Forms in the administration: changed until they are in use, then only to read."""

import pytest

from grants.models import Question, Questionnaire, QuestionnaireEvent, QuestionnaireVersion, Section
from grants.questionnaire import actions

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english_administrator(admin):
    admin.language = "en"
    admin.save()


@pytest.fixture
def version(noon):
    version = actions.new_questionnaire(purpose="application", name="Call 3").versions.get()
    section = actions.add_section(version, slug="relevance", title="Pertinencia")
    actions.add_question(
        section, key="products", kind="choice", label="¿Cuáles?", options=[("coffee", "Café"), ("cocoa", "Cacao")]
    )
    return version


@pytest.fixture
def browser_of(login, admin):
    return login(admin)


def question_form(question, **fields):
    """What the page of a question with two choices sends."""
    sent = {
        "section": question.section_id, "key": question.key, "kind": question.kind,
        "label_es": question.label_es, "label_pt_br": "", "label_en": "",
        "help_es": "", "help_pt_br": "", "help_en": "",
        "required": "on", "most_words": "", "most_characters": "", "places": "0", "least": "", "most": "",
        "weight": "1", "most_files": "1", "most_megabytes": "10",
        "columns-TOTAL_FORMS": "0", "columns-INITIAL_FORMS": "0",
        "position": "1", "options-TOTAL_FORMS": "2", "options-INITIAL_FORMS": "2", "options-MIN_NUM_FORMS": "0",
        "options-MAX_NUM_FORMS": "1000",
    }  # fmt: skip
    for number, option in enumerate(question.options.all()):
        prefix = f"options-{number}-"
        sent |= {
            f"{prefix}id": option.pk, f"{prefix}question": question.pk, f"{prefix}position": option.position,
            f"{prefix}key": option.key, f"{prefix}label_es": option.label_es, f"{prefix}label_pt_br": "",
            f"{prefix}label_en": "",
        }  # fmt: skip
    return sent | fields


def page_of(record):
    return f"/admin/grants/{record._meta.model_name}/{record.pk}/change/"


NAMES = ["questionnaire", "questionnaireversion", "section", "question", "questionnaireevent"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("frozen", [False, True])
def test_every_list_and_record_opens(browser_of, version, name, frozen):
    if frozen:
        actions.freeze_version(version)
    models = (Questionnaire, QuestionnaireVersion, Section, Question, QuestionnaireEvent)
    model = dict(zip(NAMES, models, strict=True))[name]

    assert browser_of.get(f"/admin/grants/{name}/").status_code == 200
    assert browser_of.get(page_of(model.objects.first())).status_code == 200


def test_a_question_is_edited_while_its_form_is_not_in_use_and_leaves_a_trace(browser_of, version, admin):
    question = Question.objects.get()

    answer = browser_of.post(page_of(question), question_form(question, label_en="Which ones?"))

    assert answer.status_code == 302
    question.refresh_from_db()
    assert question.label_en == "Which ones?"
    event = QuestionnaireEvent.objects.last()
    assert (event.action, event.actor) == ("edit", admin)
    assert event.changes == {"version": 1, "record": "products", "fields": ["label_en"], "new": False}


def test_changed_choices_leave_a_trace(browser_of, version):
    question = Question.objects.get()

    browser_of.post(page_of(question), question_form(question, **{"options-0-label_en": "Coffee"}))

    assert question.options.first().label_en == "Coffee"
    assert QuestionnaireEvent.objects.last().changes == {"version": 1, "record": "products", "rows": "choice"}


@pytest.mark.parametrize("path", ["change/", "delete/"])
def test_nothing_of_a_form_in_use_is_changed_or_deleted(browser_of, version, path):
    actions.freeze_version(version)
    for record in (Question.objects.get(), Section.objects.get()):
        url = f"/admin/grants/{record._meta.model_name}/{record.pk}/{path}"

        assert browser_of.post(url, {"post": "yes", "label_es": "x", "title_es": "x"}).status_code == 403

    assert (Question.objects.get().label_es, Section.objects.get().title_es) == ("¿Cuáles?", "Pertinencia")


def test_a_question_is_added_only_to_forms_not_in_use(browser_of, version):
    section = Section.objects.get()
    actions.freeze_version(version)
    form = {
        "section": section.pk, "key": "more", "kind": "long", "label_es": "Más", "places": "0", "position": "2",
        "weight": "1", "options-TOTAL_FORMS": "0", "options-INITIAL_FORMS": "0",
        "columns-TOTAL_FORMS": "0", "columns-INITIAL_FORMS": "0",
    }  # fmt: skip

    assert browser_of.post("/admin/grants/question/add/", form).status_code == 200
    assert Question.objects.count() == 1

    copy = actions.copy_version(version)
    assert browser_of.post("/admin/grants/question/add/", form | {"section": copy.sections.get().pk}).status_code == 302
    assert QuestionnaireEvent.objects.last().changes["new"] is True


@pytest.mark.parametrize(
    ("key", "kind", "sentence"),
    [
        ("products", "choice", "has a question with the key “products” already"),
        ("firms", "long", "meant another kind of question in an earlier version"),
    ],
)
def test_a_key_is_checked_against_this_form_and_its_earlier_versions(browser_of, version, key, kind, sentence):
    actions.add_question(version.sections.get(), key="firms", kind="number", label="¿Cuántas?")
    actions.freeze_version(version)
    copy = actions.copy_version(version)
    section = copy.sections.get()
    section.questions.filter(key="firms").delete()
    form = {
        "section": section.pk, "key": key, "kind": kind, "label_es": "Más", "places": "0", "position": "2",
        "options-TOTAL_FORMS": "0", "options-INITIAL_FORMS": "0",
    }  # fmt: skip

    answer = browser_of.post("/admin/grants/question/add/", form)

    assert sentence in answer.content.decode()
    assert section.questions.count() == 1


def test_a_question_not_in_use_is_deleted_with_a_trace(browser_of, version):
    browser_of.post(f"/admin/grants/question/{Question.objects.get().pk}/delete/", {"post": "yes"})

    assert Question.objects.count() == 0
    assert QuestionnaireEvent.objects.last().changes == {"version": 1, "record": "products", "deleted": True}


def test_a_new_form_has_a_first_version_and_is_renamed_with_a_trace(browser_of, admin):
    browser_of.post("/admin/grants/questionnaire/add/", {"name": "Grid", "purpose": "grid"})
    made = Questionnaire.objects.get()
    browser_of.post(page_of(made), {"name": "Grid 2026", "purpose": "report"})

    made.refresh_from_db()
    assert (made.name, made.purpose, made.versions.get().number) == ("Grid 2026", "grid", 1)
    assert [(e.action, e.actor) for e in made.events.all()] == [
        ("create", admin), ("new_version", admin), ("rename", admin),
    ]  # fmt: skip


def test_versions_are_copied_and_frozen_from_the_list(browser_of, version, noon):
    for name in ("copy", "freeze", "copy", "copy"):  # copied only once it is frozen, and then once
        browser_of.post("/admin/grants/questionnaireversion/", {"action": name, "_selected_action": [version.pk]})

    numbers = QuestionnaireVersion.objects.order_by("number").values_list("number", "frozen_at")
    assert list(numbers) == [(1, noon), (2, None)]


def test_forms_and_versions_are_never_deleted(browser_of, version):
    for record in (version, version.questionnaire):
        url = f"/admin/grants/{record._meta.model_name}/{record.pk}/delete/"
        assert browser_of.post(url, {"post": "yes"}).status_code == 403
