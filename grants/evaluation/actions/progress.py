"""How far the assessing of a candidate is, written anew with each assessment that comes or goes."""

from grants.evaluation import scoring
from grants.evaluation.models import LIVE, Assessment, Candidate, Progress, Standing
from grants.evaluation.queries.grids import grid_of, plain_rules, rules_of
from grants.evaluation.workflow import AssessmentState


def refresh(candidate, rules=None) -> Progress:
    """Write the standing of a candidate from its live assessments. Runs inside an action.

    The candidate's row is locked, so that two assessments submitted at once are both counted.
    """
    Candidate.objects.select_for_update(of=("self",)).get(pk=candidate.pk)
    rules = rules or rules_of(candidate.evaluation.call)
    live = Assessment.objects.filter(candidate=candidate, state__in=LIVE).order_by("pk")
    rows = list(live.values_list("state", "scores"))
    given = [scores for state, scores in rows if state == AssessmentState.SUBMITTED]
    values = {"assigned": len(rows), "submitted": len(given)} | standing_of(rules, given)
    progress, _made = Progress.objects.update_or_create(candidate=candidate, defaults=values)
    return progress


def standing_of(rules, given) -> dict:
    """What these submitted scores come to: the columns of Progress."""
    grid, plain = grid_of(rules), plain_rules(rules)
    if scoring.needs_third(grid, plain, given):
        standing = Standing.THIRD
    elif scoring.still_needed(grid, plain, given):
        standing = Standing.MISSING
    else:
        standing = Standing.COMPLETE
    counted = [given[place] for place in scoring.counted(grid, plain, given)]
    return {
        "standing": standing,
        "mean": scoring.outcome(grid, counted).total if counted else None,
        "spread": scoring.spread([scoring.total(grid, scores) for scores in given]),
    }
