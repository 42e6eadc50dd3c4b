"""Consolidating the scores: the moment from which no assessment changes and the ranking stands."""

import json

from django.utils.translation import gettext_lazy as _

from grants import clock
from grants.audit import canonical, content_hash
from grants.evaluation.actions.assigning import void_assessments
from grants.evaluation.models import Candidate, Consolidation
from grants.evaluation.queries import consolidation as queries
from grants.evaluation.queries.grids import rules_in
from grants.evaluation.workflow import BallotState, CandidateState, EvaluationState
from grants.workflow import Refused, action, advance, locked, reasons_against, record


@action
def consolidate_evaluation(evaluation, *, by) -> Consolidation:
    """Lock every assessment, write each candidate's final score and its rank within the lot, freeze it all.

    What passes is ranked by score, then by the section that decides ties, then by arrival, then by
    reference. Assessments of people in conflict are void before anything is counted. Where the scores were
    opened again, lots decided by then stay as they were consolidated. Refused with
    every reason while an assessment or a third one is missing, and for a person who has a conflict
    of interest in this evaluation.
    """
    evaluation = locked(evaluation)
    barred = evaluation.candidates.count() - evaluation.candidates.without_conflict(by).count()
    if barred:
        raise Refused([_("You have a conflict of interest in this evaluation: somebody without one consolidates.")])
    list(queries.live_of(evaluation).select_for_update(of=("self",)))
    void_assessments(evaluation, by=by)
    rules = rules_in(evaluation)
    if evaluation.state == EvaluationState.OPEN:
        evaluation.open_matters = queries.open_matters(evaluation, rules)
    reasons = reasons_against(evaluation, "consolidate_evaluation")
    if reasons:
        raise Refused(reasons)
    rows = queries.assessed(evaluation)
    results = queries.placed(rows, rules)
    left_out, decided = queries.void_numbers(evaluation), queries.decided_rows(evaluation)
    frozen = canonical(queries.content(evaluation, rules, rows, results, left_out, decided))
    version = Consolidation.objects.create(
        evaluation=evaluation,
        number=evaluation.consolidations.count() + 1,
        document=json.loads(frozen),
        sha256=content_hash(frozen),
        frozen_at=clock.now(),
        frozen_by=by,
    )
    candidates = Candidate.objects.select_for_update(of=("self",)).filter(
        evaluation=evaluation, state=CandidateState.ELIGIBLE
    )
    candidates = {candidate.reference: candidate for candidate in candidates.order_by("pk")}
    for one in results:
        place = rank_candidate if one.outcome.passes else reject_candidate
        place(candidates[one.reference], one, by=by)
    changes = {"number": version.number, "sha256": version.sha256, "candidates": len(results)}
    advance(evaluation, "consolidate_evaluation", by=by, changes=changes)
    return version


def rank_candidate(candidate, placed, *, by):
    """Write score and rank of a candidate that passes."""
    candidate.score, candidate.rank = placed.outcome.total, placed.rank
    changes = {"score": str(candidate.score), "rank": candidate.rank}
    advance(candidate, "rank_candidate", by=by, fields=["score", "rank"], changes=changes)


def reject_candidate(candidate, placed, *, by):
    """Write the score of a candidate that stays below a threshold, with the findings."""
    candidate.score = placed.outcome.total
    findings = [{"code": finding.code, **finding.params} for finding in placed.outcome.findings]
    changes = {"score": str(candidate.score), "findings": json.loads(canonical({"": findings}))[""]}
    advance(candidate, "reject_candidate", by=by, fields=["score"], changes=changes)


@action
def reopen_scores(evaluation, *, reason, by):
    """Take a consolidation back with a reason, for a conflict found late: of every lot that is not decided yet.

    Scores and ranks are taken off their candidates; what was consolidated stays on record, and the next
    consolidation is its next number. Refused while a lot is put to the vote.
    """
    evaluation = locked(evaluation)
    if not reason.strip():
        raise Refused([_("Say why the scores are opened again.")])
    advance(evaluation, "reopen_scores", by=by, note=reason.strip())
    judged = Candidate.objects.select_for_update(of=("self",)).filter(
        evaluation=evaluation, state__in=[CandidateState.RANKED, CandidateState.BELOW_THRESHOLD]
    )
    judged = judged.exclude(lot__in=evaluation.ballots.filter(state=BallotState.ACCEPTED).values("lot"))
    for candidate in judged.order_by("pk"):
        reopen_candidate(candidate, by=by)
    record(evaluation, "void_assessments", by=by, changes={"count": len(void_assessments(evaluation, by=by))})
    return evaluation


def reopen_candidate(candidate, *, by):
    """Take score and rank off a candidate whose assessing goes on."""
    candidate.score = candidate.rank = None
    advance(candidate, "reopen_candidate", by=by, fields=["score", "rank"])
