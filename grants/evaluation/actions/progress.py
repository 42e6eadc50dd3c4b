"""How far the assessing of a candidate is, written anew with each assessment that comes or goes."""

from grants.evaluation import scoring
from grants.evaluation.models import LIVE, Assessment, Candidate, Progress, Standing
from grants.evaluation.queries.grids import grid_for, plain_rules, rules_in
from grants.evaluation.workflow import AssessmentState


def refresh(candidate, rules=None) -> Progress:
    """Write the standing of a candidate from its live assessments. Runs inside an action.

    The candidate's row is locked, so that two assessments submitted at once are both counted.
    """
    (progress,) = refresh_each([candidate], rules or rules_in(candidate.evaluation))
    return progress


def refresh_each(candidates, rules) -> list[Progress]:
    """``refresh`` for many candidates of one call, in three queries."""
    grids = {candidate.pk: grid_for(rules, candidate.concept_scores) for candidate in candidates}
    numbers = sorted(grids)
    list(Candidate.objects.filter(pk__in=numbers).order_by("pk").select_for_update(of=("self",)).values_list("pk"))
    rows = {number: [] for number in numbers}
    live = Assessment.objects.filter(candidate__in=numbers, state__in=LIVE).order_by("pk")
    for number, state, scores in live.values_list("candidate_id", "state", "scores"):
        rows[number].append((state, scores))
    return Progress.objects.bulk_create(
        [_progress(number, states, rules, grids[number]) for number, states in rows.items()],
        update_conflicts=True,
        unique_fields=["candidate"],
        update_fields=["standing", "assigned", "submitted", "mean", "spread"],
    )


def _progress(number, rows, rules, grid):
    given = [scores for state, scores in rows if state == AssessmentState.SUBMITTED]
    return Progress(candidate_id=number, assigned=len(rows), submitted=len(given), **standing_of(rules, grid, given))


def standing_of(rules, grid, given) -> dict:
    """What these submitted scores of a candidate come to, by its grid: the columns of Progress."""
    plain = plain_rules(rules)
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
