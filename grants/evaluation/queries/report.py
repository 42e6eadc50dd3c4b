"""The evaluation report: who handed in, was checked, scored and decided on, with the sums of each lot.

For those who read the minutes, once the evaluation is decided: the minutes say what was decided and how,
the report all that led there and what became of it since. Made from rows when it is asked for.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Count, Max, Min, Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from grants import clock, formats
from grants.applications.queries.receipts import frame_words
from grants.evaluation.models import Assessor, Award, Candidate, CheckAnswer, Clarification, Verdict
from grants.evaluation.queries.conflicts import conflicts_page
from grants.evaluation.queries.minutes_text import minutes_words, moment_words, words
from grants.evaluation.workflow import AssessmentState, AwardState, CandidateState, EvaluationState

DECIDED = frozenset({EvaluationState.DECIDED, EvaluationState.ANNOUNCED})
"""States of an evaluation that has a report."""

REJECTED = (CandidateState.INADMISSIBLE, CandidateState.INELIGIBLE)
TAKEN = frozenset({CandidateState.SELECTED, CandidateState.INVITED, CandidateState.RENOUNCED})
"""States of candidates that were awarded or invited, also where the grant was renounced since."""


@dataclass(frozen=True)
class Report:
    """What the templates print, and the moment it tells of."""

    data: dict
    made_at: datetime


def evaluation_report(evaluation, user) -> Report:
    """The report as it stands now, in the language of the moment; a fixed number of queries."""
    call, zone, now = evaluation.call, evaluation.call.time_zone, clock.now()
    minutes = minutes_words(evaluation)
    lead = _("As it stands on %(moment)s. %(minutes)s") % {"moment": moment_words(now, zone), "minutes": minutes.lead}
    candidates = _candidates(evaluation)
    title = _("Evaluation report")
    data = {
        "frame": frame_words(title, call.reference, call),
        "lead": lead,
        "facts": [*minutes.facts, *_opening(evaluation)],
        "totals": _totals(candidates),
        "rejected": _rejected(evaluation, candidates),
        "clarifications": _clarifications(evaluation),
        "assessors": _assessors(evaluation, zone),
        "conflicts": [
            [str(line.person), str(line.organisation), str(line.origin_label), moment_words(line.since, zone) or "–"]
            for line in conflicts_page(evaluation, user)
        ],
        "committee": minutes.committee,
        "moves": minutes.moves,
        "lots": [
            vars(lot) | {"scores": _scores(rows)}
            for lot, rows in zip(minutes.lots, _by_lot(call, candidates), strict=True)
        ],
        "awards": _awards(evaluation),
        "sha256": minutes.sha256,
        "words": words() | _words(),
    }
    return Report(data=data, made_at=now)


def _words():
    return {
        "totals": _("Lots in numbers"),
        "totals_columns": [
            _("Lot"), _("Candidates"), _("Not admissible"), _("Not eligible"), _("Below the threshold"),
            _("Above the threshold"), _("Selected or invited"), _("Asked for by these, EUR"),
        ],
        "rejected": _("Not admissible or not eligible"),
        "rejected_columns": [_("Candidate"), _("Decision"), _("Reasons")],
        "clarifications": _("Clarifications"),
        "assessors": _("Assessors"),
        "assessors_columns": [_("Name"), _("Declaration signed"), _("Assessments submitted")],
        "conflicts": _("Conflicts of interest"),
        "no_conflicts": _("No conflict is on record."),
        "conflicts_columns": [_("Person"), _("Organisation"), _("Origin"), _("Since")],
        "scores": _("Scores"),
        "scores_columns": [
            _("Candidate"), _("Assessments"), _("Lowest"), _("Highest"), _("Spread, %"), _("Score"), _("Decision"),
        ],
        "awards": _("Grants as they stand"),
        "awards_columns": [_("Candidate"), _("State"), capfirst(_("EU contribution, EUR")), _("Total cost, EUR")],
        "hash": _("SHA-256 of the frozen minutes"),
    }  # fmt: skip


def _candidates(evaluation):
    """Every candidate with what its submitted assessments came to; one query."""
    counted = Q(assessments__state=AssessmentState.SUBMITTED)
    rows = Candidate.objects.filter(evaluation=evaluation).select_related("lot", "lead", "progress")
    rows = rows.annotate(
        counted=Count("assessments", filter=counted),
        thirds=Count("assessments", filter=counted & Q(assessments__is_third=True)),
        lowest=Min("assessments__total", filter=counted),
        highest=Max("assessments__total", filter=counted),
    )
    return list(rows.order_by("lot__position", "lot__code", "rank", "reference"))


def _by_lot(call, candidates):
    lots = call.lots.order_by("position", "code").values_list("pk", flat=True)
    return [[one for one in candidates if one.lot_id == lot] for lot in lots]


def _name(candidate):
    return f"{candidate.reference} {candidate.title} · {candidate.lead}"


def _number(value, places=2):
    return "–" if value is None else formats.number(Decimal(value), places, formats.NEUTRAL)


def _opening(evaluation):
    record = evaluation.record
    document = record.document
    return [
        {"label": _("Witness"), "value": str(record.witness)},
        {"label": _("Submissions opened"), "value": str(document["count"])},
        {"label": _("Withdrawn before the deadline"), "value": str(len(document["withdrawn"]))},
        {"label": _("Received late and refused"), "value": str(len(document["late"]))},
    ]


def _totals(candidates):
    """A line for each lot, and their sum."""
    lots = {}
    for one in candidates:
        lots.setdefault(one.lot_id, []).append(one)
    lines = [_line(rows[0].lot.code, rows) for rows in lots.values()]
    return [*lines, _line(_("All lots"), candidates)]


def _line(name, rows):
    states = Counter(one.state for one in rows)
    out = [states[state] for state in (*REJECTED, CandidateState.BELOW_THRESHOLD)]
    taken = [one for one in rows if one.state in TAKEN]
    requested = sum((one.requested for one in taken), start=Decimal(0))
    counts = [len(rows), *out, len(rows) - sum(out), len(taken)]
    return [name, *map(str, counts), _number(requested)]


def _rejected(evaluation, candidates):
    """Who fell out in the checks, with the criteria that were not met."""
    failed = {}
    answers = CheckAnswer.objects.filter(
        candidate__evaluation=evaluation, candidate__state__in=REJECTED, verdict=Verdict.NO
    )
    for answer in answers.select_related("criterion").order_by("criterion__position", "pk"):
        failed.setdefault(answer.candidate_id, []).append(answer.criterion.reason)
    return [
        [_name(one), str(CandidateState(one.state).label), "\n".join(failed.get(one.pk, [])) or "–"]
        for one in candidates
        if one.state in REJECTED
    ]


def _clarifications(evaluation):
    asked = Clarification.objects.filter(candidate__evaluation=evaluation)
    counts = asked.aggregate(asked=Count("pk"), answered=Count("answered_at"))
    return _("Clarifications asked for: %(asked)d. Answered: %(answered)d.") % counts


def _assessors(evaluation, zone):
    rows = Assessor.objects.filter(evaluation=evaluation, declaration__isnull=False)
    rows = rows.select_related("user", "declaration").annotate(
        submitted=Count("assessments", filter=Q(assessments__state=AssessmentState.SUBMITTED))
    )
    return [[str(row.user), moment_words(row.declaration.signed_at, zone), str(row.submitted)] for row in rows]


def _scores(rows):
    """What the assessments of each candidate came to: those that passed the checks, by rank."""
    return [
        [
            _name(one),
            _("%(count)d, one of them the third") % {"count": one.counted} if one.thirds else str(one.counted),
            _number(one.lowest),
            _number(one.highest),
            _number(one.progress.spread if hasattr(one, "progress") else None, 1),
            _number(one.score),
            str(CandidateState(one.state).label),
        ]
        for one in rows
        if one.state not in REJECTED
    ]


def _awards(evaluation):
    rows = Award.objects.filter(candidate__evaluation=evaluation).select_related("candidate__lead", "lot")
    rows = list(rows.order_by("lot__position", "candidate__rank", "pk"))
    lines = [
        [_name(row.candidate), str(row.get_state_display()), _number(row.grant), _number(row.total_cost)]
        for row in rows
    ]
    live = [row for row in rows if row.state != AwardState.RENOUNCED]
    sums = [_number(sum((getattr(row, name) for row in live), start=Decimal(0))) for name in ("grant", "total_cost")]
    return [*lines, [_("All that were not renounced"), str(len(live)), *sums]] if rows else []
