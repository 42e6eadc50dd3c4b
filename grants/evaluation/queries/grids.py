"""The grid and the rules of a call as the plain data that scoring.py works on."""

from decimal import Decimal

from grants import clock
from grants.calls.models import CallStep
from grants.calls.workflow import CallState
from grants.evaluation.models import ScoringRules
from grants.evaluation.scoring import Criterion, Grid, GridSection, Rules
from grants.questionnaire.models import QuestionKind, QuestionnaireVersion
from grants.questionnaire.queries import form_of


def rules_of(call, step="") -> ScoringRules | None:
    """The scoring rules of a step of a call with their grid, of the one in progress if none is named; or None."""
    rules = ScoringRules.objects.select_related("grid__questionnaire")
    found = rules.filter(call=call, step=step or call.step).first()
    if found is not None:
        found.call = call
    return found


def rules_in(evaluation) -> ScoringRules | None:
    """The scoring rules of the step an evaluation judges."""
    return rules_of(evaluation.call, evaluation.step)


def are_fixed(rules: ScoringRules, call) -> bool:
    """Whether the rules no longer change: in use, or set up when the call opened for submissions."""
    opens_at = call.two_steps.concept_opens_at if call.is_by_invitation else call.opens_at
    opened = call.state == CallState.PUBLISHED and opens_at <= clock.now()
    return rules.frozen_at is not None or (opened and rules.set_at < opens_at)


def grid_of(rules: ScoringRules) -> Grid:
    """The grid of a call for the sums: no query once its version is frozen and was read before."""
    carries = rules.step == CallStep.FULL and rules.call.steps == 2
    return as_grid(rules.grid, rules.threshold, carries=carries)


def grid_for(rules: ScoringRules, concept_scores: dict) -> Grid:
    """The same for one candidate, with what it carries over: ``concept_scores`` as Candidate has them."""
    return grid_of(rules).carrying({slug: Decimal(total) for slug, total in concept_scores.items()})


def as_grid(version: QuestionnaireVersion, threshold: Decimal | None = None, *, carries=False) -> Grid:
    """The sections of a form version that have scores; whether it ``carries`` any over lies in the call."""
    sections = [_section(section, carries) for section in form_of(version).sections]
    return Grid(tuple(section for section in sections if section.criteria), threshold)


def carried_titles(rules: ScoringRules | None) -> dict[str, str]:
    """Key -> title, in the reader's language, of the sections whose score is that of the concept note."""
    if rules is None:
        return {}
    carried = {section.slug for section in grid_of(rules).sections if section.is_carried}
    return {section.slug: section.title for section in form_of(rules.grid).sections if section.slug in carried}


def _section(section, carries):
    criteria = tuple(
        Criterion(question.key, question.weight, question.scale[0], question.scale[-1])
        for question in section.questions
        if question.kind == QuestionKind.SCORE
    )
    is_carried = carries and section.is_carried
    return GridSection(section.slug, criteria, section.threshold, section.rejects_lowest, is_carried)


def plain_rules(rules: ScoringRules) -> Rules:
    """The rules of a call for the sums."""
    return Rules(rules.assessors, rules.percent, rules.across, rules.by_section, rules.third)


def comment_is_due(rules: ScoringRules, score: int) -> bool:
    """Whether this score needs a comment."""
    low = rules.comment_at_most is not None and score <= rules.comment_at_most
    return low or (rules.comment_at_least is not None and score >= rules.comment_at_least)


def scores_in(grid: Grid, cells) -> dict[str, int]:
    """The scores that stand in a draft: key -> score; without those not typed or not understood."""
    return {
        one.key: int(cells[one.key].value)
        for one in grid.criteria
        if one.key in cells and cells[one.key].value is not None
    }
