"""Saving answers: compare-and-set, and nothing typed is lost."""

from datetime import timedelta

import pytest

from grants import clock
from grants.drafts import actions
from grants.drafts.outcomes import Conflict, Saved
from grants.drafts.queries import answers_of, history_of
from grants.models import Cell, Part, Revision
from grants.questionnaire import actions as questionnaire
from grants.questionnaire.answers import LONGEST, Answer
from grants.workflow import Refused
from tests.factories import form_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(noon):
    return actions.open_draft(form_version())


@pytest.fixture
def relevance(draft):
    return Part.objects.select_related("draft__version").get(draft=draft, slug="relevance")


def save(part, by, rev, text, key="problem"):
    return actions.save_answers(part, {key: text}, based_on={key: rev}, by=by)[key]


def texts(draft, key="problem"):
    """The history, oldest first: revision, text, whether it came too late, who."""
    return [(r.rev, r.raw, r.is_aside, r.by.name) for r in reversed(history_of(draft, key))]


def test_a_draft_has_a_part_per_section_of_its_form(draft):
    assert list(draft.parts.values_list("slug", "owner")) == [("relevance", None), ("design", None)]
    assert answers_of(draft) == {}


def test_a_first_text_is_saved_with_its_author_and_moment(relevance, draft, ana, noon):
    result = save(relevance, ana, 0, "Soil is lost.")

    assert result == Saved(1, noon, Answer("Soil is lost."))
    cell = answers_of(draft)["problem"]
    assert (cell.raw, cell.value, cell.problem, cell.rev, cell.by, cell.at) == (
        "Soil is lost.", "Soil is lost.", "", 1, ana, noon,
    )  # fmt: skip
    assert texts(draft) == [(1, "Soil is lost.", False, "Ana")]


def test_a_later_text_based_on_the_present_one_takes_its_place(relevance, draft, ana, bruno, noon):
    save(relevance, ana, 0, "First")
    with clock.at(noon + timedelta(minutes=1)) as later:
        result = save(relevance, bruno, 1, "Second")

    assert result == Saved(2, later, Answer("Second"))
    assert texts(draft) == [(1, "First", False, "Ana"), (2, "Second", False, "Bruno")]


@pytest.mark.parametrize("based_on", [0, 1])
def test_a_text_that_comes_too_late_is_shown_beside_the_other_and_kept_aside(
    relevance, draft, ana, bruno, noon, based_on
):
    save(relevance, ana, 0, "First")
    save(relevance, ana, 1, "Second")

    result = save(relevance, bruno, based_on, "Mine")

    assert result == Conflict(2, "Second", ana, noon, "Mine")
    assert answers_of(draft)["problem"].raw == "Second"
    assert texts(draft)[2:] == [(based_on, "Mine", True, "Bruno")]


def test_after_a_conflict_the_choice_is_saved_against_the_revision_shown(relevance, draft, ana, bruno):
    save(relevance, ana, 0, "First")
    conflict = save(relevance, bruno, 0, "Mine")

    result = save(relevance, bruno, conflict.rev, "Mine")

    assert (result.rev, result.changed) == (2, True)
    assert answers_of(draft)["problem"].by == bruno


@pytest.mark.parametrize("based_on", [0, 1])
def test_a_save_of_what_stands_already_changes_nothing(relevance, draft, ana, based_on):
    """Repeated because its answer was lost (0), or because the button was pressed once more (1)."""
    save(relevance, ana, 0, "First")

    again = save(relevance, ana, based_on, "First")

    assert (again.rev, again.changed) == (1, False)
    assert texts(draft) == [(1, "First", False, "Ana")]


def test_a_field_nobody_touched_does_not_undo_a_colleagues_text(relevance, draft, ana, bruno):
    save(relevance, ana, 0, "First")
    save(relevance, ana, 1, "Second")

    untouched = save(relevance, bruno, 1, "First")
    never_filled = save(relevance, bruno, 0, "")

    assert [(r.rev, r.answer.value, r.changed) for r in (untouched, never_filled)] == [
        (2, "Second", False), (2, "Second", False),
    ]  # fmt: skip
    assert answers_of(draft)["problem"].raw == "Second"
    assert len(texts(draft)) == 2


def test_an_empty_field_leaves_no_trace(relevance, draft, ana, noon):
    assert save(relevance, ana, 0, "") == Saved(0, noon, Answer(), changed=False)
    assert (Cell.objects.count(), Revision.objects.count()) == (0, 0)


def test_emptying_a_field_is_a_change(relevance, draft, ana):
    save(relevance, ana, 0, "First")

    assert save(relevance, ana, 1, "").rev == 2
    assert (answers_of(draft)["problem"].raw, answers_of(draft)["problem"].value) == ("", None)
    assert texts(draft) == [(1, "First", False, "Ana"), (2, "", False, "Ana")]


def test_a_text_that_is_not_understood_is_kept_and_flagged(relevance, draft, ana):
    result = save(relevance, ana, 0, "1,234", key="firms")

    assert result.answer == Answer(None, "number_ambiguous", {"places": 0})
    cell = answers_of(draft)["firms"]
    assert (cell.raw, cell.value, cell.problem, cell.problem_params) == (
        "1,234", None, "number_ambiguous", {"places": 0},
    )  # fmt: skip


def test_a_text_over_its_limit_is_kept_and_flagged(relevance, draft, ana):
    text = "word " * 60

    assert save(relevance, ana, 0, text).answer.problem == "too_many_words"
    assert answers_of(draft)["problem"].raw == text


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("nul\x00 half \ud83d pair\r\nline", "nul half \ufffd pair\nline"),
        ("👩🏽‍🌾 שלום cafe\u0301 %s %(x)s \\u0000 'quoted' \"", "👩🏽‍🌾 שלום café %s %(x)s \\u0000 'quoted' \""),
        ("x" * LONGEST, "x" * LONGEST),
    ],
)
def test_odd_texts_are_kept_as_they_can_be_stored(relevance, draft, ana, typed, kept):
    save(relevance, ana, 0, typed)

    assert answers_of(draft)["problem"].raw == kept
    assert save(relevance, ana, 0, typed).changed is False


def test_an_endless_text_is_refused_and_nothing_is_written(relevance, ana):
    with pytest.raises(Refused) as refused:
        actions.save_answers(
            relevance, {"firms": "5", "problem": "x" * (LONGEST + 1)}, based_on={"firms": 0, "problem": 0}, by=ana
        )

    assert str(refused.value) == (
        "A text can have at most 200,000 characters; this one has 200,001. Nothing was saved."
    )
    assert Revision.objects.count() == 0


@pytest.mark.parametrize("key", ["approach", "nonsense", ""])
def test_an_answer_to_a_question_of_another_part_is_refused(relevance, ana, key):
    with pytest.raises(Refused, match="no such question"):
        actions.save_answers(relevance, {"problem": "x", key: "y"}, based_on={}, by=ana)

    assert Revision.objects.count() == 0


@pytest.mark.parametrize("rev", [-1, 7, 2**31, 2**70])
@pytest.mark.parametrize("exists", [True, False])
def test_a_revision_that_never_stood_is_a_conflict_not_an_error(relevance, draft, ana, rev, exists):
    if exists:
        save(relevance, ana, 0, "First")

    result = save(relevance, ana, rev, "Mine")

    if exists or rev > 0:
        assert isinstance(result, Conflict)
        assert result.rev == (1 if exists else 0)
        assert texts(draft)[-1][1:3] == ("Mine", True)
    else:
        assert result.rev == 1


def test_a_whole_part_is_saved_at_once_each_answer_for_itself(relevance, draft, ana, bruno):
    save(relevance, bruno, 0, "Bruno's")

    results = actions.save_answers(
        relevance, {"problem": "Ana's", "firms": "40"}, based_on={"problem": 0, "firms": 0}, by=ana
    )

    assert {key: type(result) for key, result in results.items()} == {"problem": Conflict, "firms": Saved}
    assert {key: cell.raw for key, cell in answers_of(draft).items()} == {"problem": "Bruno's", "firms": "40"}


@pytest.mark.parametrize("rev", [0, 1])
@pytest.mark.parametrize("keys", [("problem",), ("problem", "firms")])
def test_saving_takes_few_queries_whatever_is_saved(relevance, ana, keys, rev, django_assert_max_num_queries):
    """Savepoint twice, form once, one statement to compare and set, two to settle, one for the history."""
    save(relevance, ana, 0, "First")
    raws = dict.fromkeys(keys, "5")

    with django_assert_max_num_queries(7):
        actions.save_answers(relevance, raws, based_on=dict.fromkeys(keys, rev), by=ana)


def test_an_earlier_text_is_restored_as_a_new_revision(relevance, draft, ana, bruno):
    save(relevance, ana, 0, "First")
    save(relevance, ana, 1, "Second")
    save(relevance, bruno, 0, "Late")
    late, _second, first = history_of(draft, "problem")

    assert actions.restore_revision(relevance, first, based_on=2, by=bruno).rev == 3
    assert actions.restore_revision(relevance, late, based_on=3, by=ana).rev == 4

    assert [(rev, text) for rev, text, _aside, _by in texts(draft)] == [
        (1, "First"), (2, "Second"), (0, "Late"), (3, "First"), (4, "Late"),
    ]  # fmt: skip


def test_restoring_over_a_newer_text_is_a_conflict(relevance, draft, ana):
    save(relevance, ana, 0, "First")
    save(relevance, ana, 1, "Second")
    save(relevance, ana, 2, "Third")

    result = actions.restore_revision(relevance, history_of(draft, "problem")[1], based_on=1, by=ana)

    assert (result.rev, result.raw, result.mine) == (3, "Third", "Second")


def test_a_text_of_another_draft_is_not_restored_here(relevance, ana):
    other = actions.open_draft(form_version())
    save(other.parts.get(slug="relevance"), ana, 0, "Secret")

    with pytest.raises(Refused, match="another document"):
        actions.restore_revision(relevance, history_of(other, "problem")[0], based_on=0, by=ana)


def test_a_corrected_form_keeps_every_answer_and_understands_it_anew(relevance, draft, ana):
    save(relevance, ana, 0, "one two three four")
    save(relevance, ana, 0, "40", key="firms")
    corrected = questionnaire.copy_version(draft.version)
    section = corrected.sections.get(slug="relevance")
    section.questions.filter(key="problem").update(most_words=3)
    section.questions.filter(key="firms").delete()
    questionnaire.add_section(corrected, slug="impact", title="Impacto")

    actions.repoint_draft(draft, corrected)

    cells = answers_of(draft)
    assert (cells["problem"].raw, cells["problem"].problem, cells["problem"].rev) == (
        "one two three four", "too_many_words", 1,
    )  # fmt: skip
    assert cells["firms"].raw == "40"
    assert list(draft.parts.values_list("slug", flat=True)) == ["relevance", "design", "impact"]


def test_texts_of_several_parts_are_saved_at_once(relevance, draft, ana, django_assert_num_queries):
    whole = {"problem": "Erosion", "approach": "Shade trees"}
    save(relevance, ana, 0, "Deforestation")

    with django_assert_num_queries(6):
        results = actions.save_whole(draft, whole, based_on={"problem": 0}, by=ana)

    assert isinstance(results["problem"], Conflict)
    assert results["approach"].rev == 1
    assert {key: cell.raw for key, cell in answers_of(draft).items()} == {
        "problem": "Deforestation",
        "approach": "Shade trees",
    }
    with pytest.raises(Refused):
        actions.save_whole(draft, {"no-such": "x"}, based_on={}, by=ana)
