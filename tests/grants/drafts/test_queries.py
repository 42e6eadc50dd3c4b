"""Reading drafts: histories, completeness, the fields of a page."""

import pytest

from grants.drafts import actions
from grants.drafts.outcomes import Conflict
from grants.drafts.queries import (
    PartState,
    Problem,
    answers_of,
    completeness,
    fields_of,
    histories_of,
    history_of,
)
from grants.models import Part
from grants.questionnaire.queries import form_of
from tests.factories import form_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(noon):
    return actions.open_draft(form_version())


@pytest.fixture
def relevance(draft):
    return Part.objects.select_related("draft__version").get(draft=draft, slug="relevance")


def save(part, by, **texts):
    based_on = {key: cell.rev for key, cell in answers_of(part.draft).items()}
    actions.save_answers(part, texts, based_on=based_on, by=by)


@pytest.mark.parametrize("rounds", [1, 3])
def test_answers_and_histories_are_one_query_each_with_their_authors(
    relevance, draft, ana, rounds, django_assert_num_queries
):
    for number in range(rounds):
        save(relevance, ana, problem=f"text {number}", firms=f"{number + 1}")

    with django_assert_num_queries(1):
        assert [cell.by.name for cell in answers_of(draft).values()] == ["Ana", "Ana"]
    with django_assert_num_queries(1):
        assert [r.by.name for r in history_of(draft, "problem")] == ["Ana"] * rounds
    with django_assert_num_queries(1):
        histories = histories_of(draft, ["problem", "firms", "notes"])
    assert [r.raw for r in histories["problem"]] == [f"text {n}" for n in reversed(range(rounds))]
    assert histories["notes"] == []


def test_completeness_counts_required_answers_and_names_what_is_open(relevance, draft, ana):
    save(relevance, ana, problem="word " * 51)
    design = draft.parts.get(slug="design")
    save(design, ana, approach="By training.", notes="x" * 101)

    states = completeness(form_of(draft.version), answers_of(draft))

    assert states == [
        PartState(
            slug="relevance",
            title="Relevance",
            answered=0,
            required=2,
            missing=("firms",),
            problems=(Problem("problem", "too_many_words", {"count": 51, "limit": 50}),),
        ),
        PartState(
            slug="design",
            title="Design",
            answered=1,
            required=2,
            missing=("approach-kind",),
            problems=(Problem("notes", "too_many_characters", {"count": 101, "limit": 100}),),
        ),
    ]
    assert [state.is_complete for state in states] == [False, False]
    assert states[1].problems[0].sentence() == (
        "The text has 101 characters, 1 more than the 100 allowed. It is kept; shorten it before you submit."
    )


def test_a_part_with_every_required_answer_is_complete(relevance, draft, ana):
    save(relevance, ana, problem="Soil is lost.", firms="40")

    state = completeness(form_of(draft.version), answers_of(draft))[0]

    assert (state.answered, state.required, state.is_complete) == (2, 2, True)


def test_an_emptied_answer_is_missing_again(relevance, draft, ana):
    save(relevance, ana, problem="Soil is lost.", firms="40")
    save(relevance, ana, problem="   ")

    assert completeness(form_of(draft.version), answers_of(draft))[0].missing == ("problem",)


def fields(draft, **options):
    section = form_of(draft.version).section("relevance")
    return {field.question.key: field for field in fields_of(section, answers_of(draft), **options)}


def test_fields_show_what_stands_what_was_understood_and_what_was_not(relevance, draft, ana, noon):
    save(relevance, ana, firms="4000", problem="word " * 51)

    page = fields(draft, country="CO")

    assert (page["firms"].raw, page["firms"].rev, page["firms"].understood) == ("4000", 1, "Understood: 4.000")
    assert page["problem"].problem.startswith("The text has 51 words, 1 more")
    assert page["problem"].described == "answer-problem-problem"
    assert (page["firms"].by, page["firms"].at) == (ana, noon)


def test_an_empty_field_is_based_on_nothing(draft):
    page = fields(draft)

    assert (page["problem"].raw, page["problem"].rev, page["problem"].by) == ("", 0, None)


def test_after_a_conflict_the_field_keeps_the_typed_text_and_names_the_revision_shown(relevance, draft, ana, bruno):
    save(relevance, ana, problem="Ana's")
    results = actions.save_answers(relevance, {"problem": "Bruno's"}, based_on={"problem": 0}, by=bruno)

    field = fields(draft, results=results, time_zone="America/Lima")["problem"]

    assert (field.raw, field.rev, field.conflict_time) == ("Bruno's", 1, "07:00")
    assert isinstance(field.conflict, Conflict)
    assert field.conflict.raw == "Ana's"


def test_what_could_not_be_saved_stays_in_its_field(relevance, draft, ana):
    save(relevance, ana, firms="4")

    field = fields(draft, typed={"firms": "1,234"})["firms"]

    assert (field.raw, field.rev) == ("1,234", 1)
    assert field.problem.startswith("This could mean a thousand or a decimal.")
