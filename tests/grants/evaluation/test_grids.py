"""The programme's grids as data, and the rules of a call."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import translation

from grants.evaluation.actions.grids import GRIDS, load_grids, set_scoring_rules
from grants.evaluation.queries.grids import as_grid, comment_is_due, rules_of
from grants.questionnaire.models import Question
from grants.workflow import Refused
from tests.factories import form_version
from tests.grants.evaluation.scored import small_grid

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def test_the_grids_have_the_points_and_thresholds_of_the_guide():
    concept, full = (as_grid(version) for version in load_grids())

    assert {section.slug: section.maximum for section in concept.sections} == {"relevance": 20, "design": 30}
    assert {section.slug: section.maximum for section in full.sections} == {
        "capacity": 20, "relevance": 20, "design": 15, "implementation": 15, "sustainability": 15, "budget": 15,
    }  # fmt: skip
    assert full.maximum == 100
    capacity = full.sections[0]
    assert (capacity.threshold, capacity.rejects_lowest) == (Decimal("12.00"), True)


def test_every_criterion_has_a_comment_and_every_text_three_languages():
    load_grids()

    keys = set(Question.objects.filter(section__version__number=1).values_list("key", flat=True))
    scores = Question.objects.filter(kind="score")
    assert {f"{score.key}-comment" for score in scores} <= keys
    for question in Question.objects.all():
        assert all((question.label_es, question.label_pt_br, question.label_en)), question.key


def test_loading_again_changes_nothing_and_a_changed_file_is_the_next_version(tmp_path):
    first, again = load_grids(), load_grids()
    assert [version.pk for version in first] == [version.pk for version in again]
    changed = tmp_path / "grids.toml"
    changed.write_text(GRIDS.read_text().replace("threshold = 12", "threshold = 14"))

    concept, full = load_grids(changed)

    assert (concept.number, full.number) == (1, 2)
    changed.write_text(GRIDS.read_text().replace('en = "Relevance" }', 'en = "" }'))
    with pytest.raises(Refused, match="PRAG full application: relevance"):
        load_grids(changed)


def given(grid, **fields):
    return {"grid": grid, "threshold": Decimal("12.00"), "tie_section": "relevance"} | fields


def test_rules_are_set_changed_and_written_into_the_history(noon, call, diego):
    rules = set_scoring_rules(call, by=diego, **given(small_grid()))

    set_scoring_rules(call, by=diego, **given(rules.grid, threshold=Decimal("15.00")))

    assert rules_of(call).threshold == Decimal("15.00")
    assert call.events.filter(action="set_scoring_rules").last().changes == {"threshold": ["12.00", "15.00"]}


def test_what_is_no_grid_has_no_such_section_or_too_many_assessors_is_refused(noon, call, diego):
    with pytest.raises(Refused, match="no section “budget”"):
        set_scoring_rules(call, by=diego, **given(small_grid(), tie_section="budget"))
    with pytest.raises(Refused, match="not an evaluation grid"):
        set_scoring_rules(call, by=diego, **given(form_version()))
    with pytest.raises(Refused):
        set_scoring_rules(call, by=diego, **given(small_grid(), assessors=4))
    with pytest.raises(Refused, match="The scores of this grid come to 25 points at most"):
        set_scoring_rules(call, by=diego, **given(small_grid(), threshold=Decimal(26)))
    grid = small_grid()
    grid.sections.filter(slug="relevance").update(threshold=Decimal(99))
    with pytest.raises(Refused, match=r"“relevance” passes from 99\.00 points on"):
        set_scoring_rules(call, by=diego, **given(grid))


def test_rules_set_before_the_opening_of_submissions_are_fixed_by_it(noon, call, diego):
    rules = set_scoring_rules(call, by=diego, **given(small_grid()))
    rules.set_at = call.opens_at - timedelta(days=1)
    rules.save()

    with pytest.raises(Refused, match="are fixed"):
        set_scoring_rules(call, by=diego, **given(rules.grid, threshold=None))


def test_a_comment_is_due_at_the_ends_of_the_scale(noon, call, diego):
    rules = set_scoring_rules(call, by=diego, **given(small_grid(), comment_at_most=2, comment_at_least=5))

    assert [comment_is_due(rules, score) for score in range(1, 6)] == [True, True, False, False, True]
