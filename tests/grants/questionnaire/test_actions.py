"""Setting up a form as data."""

from decimal import Decimal

import pytest
from django.utils.translation import override

from grants.models import Question, QuestionnaireEvent, QuestionnaireVersion
from grants.questionnaire import actions
from grants.questionnaire.queries import form_of, keys_used_before
from grants.questionnaire.specs import OptionSpec, QuestionSpec, SectionSpec
from grants.workflow import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(diego):
    """A form with one section of two questions, still open."""
    questionnaire = actions.new_questionnaire(purpose="application", name="Call 3", by=diego)
    version = questionnaire.versions.get()
    section = actions.add_section(version, slug="relevance", title={"es": "Pertinencia", "en": "Relevance"}, by=diego)
    actions.add_question(
        section, key="firms", kind="number", label={"es": "¿Cuántas?", "en": "How many?"}, least=Decimal(1), by=diego
    )
    actions.add_question(
        section,
        key="products",
        kind="choices",
        label="¿Cuáles?",
        help={"es": "Marque", "pt-br": "Marque aqui"},
        required=False,
        options=[("coffee", {"es": "Café", "en": "Coffee"}), ("cocoa", "Cacao")],
        by=diego,
    )
    return version


def test_a_form_is_read_in_the_readers_language_with_spanish_where_a_text_is_missing(version):
    form = form_of(version)

    assert form.sections == (
        SectionSpec(
            slug="relevance",
            title="Relevance",
            intro="",
            questions=(
                QuestionSpec("firms", "number", label="How many?", least=Decimal("1.00")),
                QuestionSpec(
                    "products",
                    "choices",
                    label="¿Cuáles?",
                    help="Marque",
                    required=False,
                    options=(OptionSpec("coffee", "Coffee"), OptionSpec("cocoa", "Cacao")),
                ),
            ),
        ),
    )


@pytest.mark.parametrize("sections", [1, 3])
def test_a_form_is_read_in_three_queries(version, sections, django_assert_num_queries):
    for number in range(1, sections):
        section = actions.add_section(version, slug=f"s{number}", title="S")
        actions.add_question(section, key=f"q{number}", kind="choice", label="Q", options=[("a", "A"), ("b", "B")])

    with django_assert_num_queries(3):
        form_of(version)


def test_a_frozen_form_is_read_once_per_language(version, django_assert_num_queries):
    version = actions.freeze_version(version)

    with override("es"):
        first = form_of(version)
    with override("es"), django_assert_num_queries(0):
        assert form_of(version) == first
    with override("en"):
        assert form_of(version).section("relevance").title == "Relevance"


def test_a_copy_has_the_same_keys_and_texts_and_is_open(version, diego):
    actions.freeze_version(version, by=diego)

    copy = actions.copy_version(version, by=diego)

    assert (copy.number, copy.frozen_at) == (2, None)
    assert form_of(copy) == form_of(version)
    assert Question.objects.filter(section__version=version).count() == 2


def test_a_copy_can_go_on_changing_without_touching_the_original(version, diego):
    actions.freeze_version(version, by=diego)
    copy = actions.copy_version(version, by=diego)

    actions.add_question(copy.sections.get(), key="method", kind="long", label="¿Cómo?", by=diego)

    assert [q.key for q in form_of(copy).section("relevance").questions] == ["firms", "products", "method"]
    assert [q.key for q in form_of(version).section("relevance").questions] == ["firms", "products"]


def test_a_frozen_version_does_not_change(version, noon, diego):
    version = actions.freeze_version(version, by=diego)

    assert version.frozen_at == noon
    for change in (
        lambda: actions.add_section(version, slug="more", title="Más"),
        lambda: actions.add_question(version.sections.get(), key="more", kind="long", label="Más"),
        lambda: actions.record_edit(version, changes={}),
    ):
        with pytest.raises(Refused, match="no longer changes"):
            change()


def test_freezing_twice_changes_nothing(version, noon, diego):
    actions.freeze_version(version, by=diego)
    actions.freeze_version(version, by=diego)

    assert QuestionnaireEvent.objects.filter(action="freeze_version").count() == 1


def test_an_unfinished_form_is_not_frozen_and_says_all_of_why(diego):
    questionnaire = actions.new_questionnaire(purpose="grid", name="Grid", by=diego)
    version = questionnaire.versions.get()
    with pytest.raises(Refused, match=r"^The form has no section yet\.$"):
        actions.freeze_version(version)
    actions.add_section(version, slug="a", title="Empty")
    section = actions.add_section(version, slug="b", title="Choices")
    actions.add_question(section, key="q", kind="choice", label="Which?", options=[("only", "One")])

    with pytest.raises(Refused) as refused:
        actions.freeze_version(version)

    assert len(refused.value.reasons) == 2
    assert QuestionnaireVersion.objects.get(pk=version.pk).frozen_at is None


def test_a_key_is_used_once_in_a_form(version):
    section = actions.add_section(version, slug="design", title="Diseño")

    with pytest.raises(Refused, match="has a question with the key “firms” already"):
        actions.add_question(section, key="firms", kind="long", label="¿Otra vez?")
    with pytest.raises(Refused, match="has a section with the key “design” already"):
        actions.add_section(version, slug="design", title="Diseño")


def test_a_key_keeps_its_kind_in_every_later_version(version):
    actions.freeze_version(version)
    later = actions.new_version(version.questionnaire)
    section = actions.add_section(later, slug="relevance", title="Pertinencia")

    with pytest.raises(Refused, match="meant another kind of question"):
        actions.add_question(section, key="firms", kind="long", label="¿Cuáles?")
    actions.add_question(section, key="firms", kind="number", label="¿Cuántas empresas?")

    assert keys_used_before(later) == {"firms": "number", "products": "choices"}


def test_set_up_leaves_a_trace(version, diego):
    events = QuestionnaireEvent.objects.filter(document=version.questionnaire)

    assert [(e.action, e.actor, e.changes) for e in events] == [
        ("create", diego, {}),
        ("new_version", diego, {"version": 1}),
        ("add_section", diego, {"version": 1, "section": "relevance"}),
        ("add_question", diego, {"version": 1, "question": "firms"}),
        ("add_question", diego, {"version": 1, "question": "products"}),
    ]
