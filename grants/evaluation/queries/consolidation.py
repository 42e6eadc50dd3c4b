"""The scores of an evaluation brought together: every input, what each candidate comes to, the ranking.

Deterministic: the same assessments in whatever order give the same bytes (security.md T-CE-16). Scores
of people in conflict with a candidate are no input, whenever the conflict was declared.
"""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from grants.calls.models import CallStep
from grants.evaluation import scoring
from grants.evaluation.models import Assessment, Candidate, Consolidation, Standing
from grants.evaluation.queries.grids import carried_titles, grid_for, plain_rules
from grants.evaluation.workflow import LIVE, AssessmentState, BallotState, CandidateState
from grants.workflow import Reason


@dataclass(frozen=True)
class Input:
    """One submitted assessment: its number in the record, the hash of its frozen content, its scores."""

    assessment: str
    sha256: str
    scores: dict
    is_third: bool


@dataclass(frozen=True)
class Assessed:
    """A candidate with its assessments, in a fixed order."""

    reference: str
    lot: str
    received_at: datetime
    submission_sha256: str
    inputs: tuple[Input, ...]
    concept_scores: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Placed:
    """What a candidate comes to: final score, totals by section, why it is rejected, rank in its lot."""

    reference: str
    outcome: scoring.Outcome
    rank: int | None


def assessed(evaluation) -> list[Assessed]:
    """Every eligible candidate with its submitted assessments: two queries."""
    submitted = {}
    rows = Assessment.objects.filter(
        candidate__evaluation=evaluation,
        candidate__state=CandidateState.ELIGIBLE,
        state=AssessmentState.SUBMITTED,
    ).prefetch_related("versions")
    for row in rows:
        newest = max(row.versions.all(), key=lambda version: version.number)
        one = Input(str(row.public_id), newest.sha256, row.scores, row.is_third)
        submitted.setdefault(row.candidate_id, []).append(one)
    eligible = Candidate.objects.filter(evaluation=evaluation, state=CandidateState.ELIGIBLE)
    return [
        Assessed(
            candidate.reference,
            candidate.lot.code,
            candidate.submission.received_at,
            candidate.submission.sha256,
            tuple(sorted(submitted.get(candidate.pk, []), key=lambda one: one.assessment)),
            candidate.concept_scores,
        )
        for candidate in eligible.select_related("lot", "submission").order_by("reference")
    ]


def open_matters(evaluation, rules) -> list[Reason]:
    """Everything that stands against consolidating: nobody's scores are told, only what is missing."""
    if rules is None:
        return [Reason(_("The call has no scoring rules yet: choose its evaluation grid first."))]
    states = evaluation.candidates.values_list("state", "progress__standing")
    unchecked = sum(1 for state, _standing in states if state == CandidateState.RECEIVED)
    standings = [standing for state, standing in states if state == CandidateState.ELIGIBLE]
    if not standings and not unchecked:
        return [Reason(_("No candidate is eligible: there is nothing to consolidate."))]
    counted = [
        (unchecked, _unchecked),
        (sum(1 for one in standings if one in (None, Standing.MISSING)), _missing),
        (standings.count(Standing.THIRD), _divergent),
        (_still_typing(evaluation), _typing),
    ]
    return [Reason(sentence(count)) for count, sentence in counted if count]


def _unchecked(count):
    return ngettext(
        "%d application is not checked for eligibility yet.",
        "%d applications are not checked for eligibility yet.",
        count,
    ) % count  # fmt: skip


def _missing(count):
    return ngettext("%d application lacks assessments.", "%d applications lack assessments.", count) % count


def _divergent(count):
    return ngettext(
        "%d application has divergent assessments: assign a third assessor.",
        "%d applications have divergent assessments: assign a third assessor.",
        count,
    ) % count  # fmt: skip


def _typing(count):
    return ngettext(
        "%d assessment is still being written: wait for it or withdraw it.",
        "%d assessments are still being written: wait for them or withdraw them.",
        count,
    ) % count  # fmt: skip


def _still_typing(evaluation):
    """Assigned, not submitted, of candidates that are complete without it."""
    return Assessment.objects.filter(
        candidate__evaluation=evaluation,
        candidate__state=CandidateState.ELIGIBLE,
        candidate__progress__standing=Standing.COMPLETE,
        state=AssessmentState.ASSIGNED,
    ).count()


def placed(rows: list[Assessed], rules) -> list[Placed]:
    """Final score of each candidate, and its rank among those of its lot that pass."""
    plain = plain_rules(rules)
    outcomes = {
        row.reference: scoring.final(grid_for(rules, row.concept_scores), plain, [one.scores for one in row.inputs])
        for row in rows
    }
    ranks = {}
    for lot in sorted({row.lot for row in rows}):
        passing = [
            _contender(row, outcomes, rules) for row in rows if row.lot == lot and outcomes[row.reference].passes
        ]
        ranks |= {one.reference: rank for rank, one in enumerate(scoring.ranked(passing), start=1)}
    ordered = sorted(rows, key=lambda row: row.reference)
    return [Placed(row.reference, outcomes[row.reference], ranks.get(row.reference)) for row in ordered]


def _contender(row, outcomes, rules):
    outcome = outcomes[row.reference]
    tie = outcome.sections.get(rules.tie_section, Decimal(0))
    return scoring.Contender(row.reference, outcome.total, tie, row.received_at)


def decided_rows(evaluation) -> list[dict]:
    """What the newest consolidation says of lots that are decided already: it stands, word for word."""
    newest = evaluation.consolidations.order_by("-number").first()
    decided = set(evaluation.ballots.filter(state=BallotState.ACCEPTED).values_list("lot__code", flat=True))
    return [row for row in newest.document["candidates"] if row["lot"] in decided] if newest else []


def content(evaluation, rules, rows: list[Assessed], results: list[Placed], left_out, decided=()) -> dict:
    """The consolidation as plain data: rules, inputs, results. ``left_out`` are numbers of void assessments,
    ``decided`` the rows of ``decided_rows``."""
    by_reference = {one.reference: one for one in results}
    return {
        "kind": "consolidation",
        "call": evaluation.call.reference,
        "rules": {
            "grid": {"questionnaire": str(rules.grid.questionnaire.public_id), "version": rules.grid.number},
            "threshold": rules.threshold,
            "assessors": rules.assessors,
            "percent": rules.percent,
            "across": rules.across,
            "by_section": rules.by_section,
            "third": rules.third,
            "ties": [rules.tie_section, "received_at", "reference"],
            "carried": sorted(carried_titles(rules)),
        },
        "left_out": sorted(left_out),
        "candidates": sorted(
            [*decided, *(_row(row, by_reference[row.reference]) for row in rows)], key=lambda row: row["reference"]
        ),
    }


def _row(row, place):
    return {
        "reference": row.reference,
        "lot": row.lot,
        "received_at": row.received_at,
        "submission": row.submission_sha256,
        "assessments": [
            {"assessment": one.assessment, "sha256": one.sha256, "scores": one.scores, "is_third": one.is_third}
            for one in sorted(row.inputs, key=lambda one: one.assessment)
        ],
        "sections": place.outcome.sections,
        "score": place.outcome.total,
        "findings": [{"code": finding.code, "params": finding.params} for finding in place.outcome.findings],
        "rank": place.rank,
    }


def void_numbers(evaluation) -> list[str]:
    """Numbers of the void assessments of an evaluation: named in the consolidation as left out."""
    void = Assessment.objects.filter(candidate__evaluation=evaluation, state=AssessmentState.VOID)
    return [str(number) for number in void.values_list("public_id", flat=True)]


def scored_in_conflict(evaluation, lot) -> list[str]:
    """References of the lot's candidates whose consolidated score counts an assessment that is void since."""
    newest, void = evaluation.consolidations.order_by("-number").first(), set(void_numbers(evaluation))
    if newest is None or not void:
        return []
    return [
        row["reference"]
        for row in newest.document["candidates"]
        if row["lot"] == lot.code and not void.isdisjoint(one["assessment"] for one in row["assessments"])
    ]


def live_of(evaluation):
    """Every assessment that counts or will, in the order in which rows are locked."""
    return Assessment.objects.filter(candidate__evaluation=evaluation, state__in=LIVE).order_by("pk")


def scores_of_concepts(call) -> dict[str, dict]:
    """Reference -> totals by section of its concept note, once the call is in its second step; one query then."""
    if not call.is_by_invitation:
        return {}
    of_first = Consolidation.objects.filter(evaluation__call=call, evaluation__step=CallStep.CONCEPT)
    newest = of_first.order_by("-number").first()
    return {row["reference"]: row["sections"] for row in newest.document["candidates"]} if newest else {}
