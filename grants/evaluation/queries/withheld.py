"""What a conflict withholds in rankings, votes and award lists.

The rule: who is in conflict with an organisation of a consortium sees, where that candidate would
stand, a line "withheld: conflict" without name, place, score, amount or outcome. Their ranking is numbered
without it, their funding line and every sum are drawn without it, so that no difference tells anything;
the page says that the sums are partial. They do not put, close, or count in, the vote on that lot, nor
move its money, since what is left of an envelope tells what was awarded.
"""

from django.db.models import F

from grants.evaluation.models import Candidate
from grants.evaluation.models.evaluations import in_conflict


def withheld_from(user, candidates, *, field="pk") -> set[int]:
    """Numbers of those of the candidates (a queryset) whose consortium the person is in conflict with.

    Or of their lots, with ``field="lot_id"``.
    """
    return set(candidates.filter(in_conflict(user)).values_list(field, flat=True))


def has_conflict_in(user, *, lot=None, call=None, evaluation=None) -> bool:
    """Whether anything of this lot or call in its step in progress, or of this evaluation, is withheld; one query."""
    if evaluation is not None:
        return bool(withheld_from(user, Candidate.objects.filter(evaluation=evaluation)))
    candidates = Candidate.objects.filter(lot=lot) if lot is not None else Candidate.objects.filter(lot__call=call)
    candidates = candidates.filter(evaluation__step=F("evaluation__call__step"))
    return bool(withheld_from(user, candidates))
