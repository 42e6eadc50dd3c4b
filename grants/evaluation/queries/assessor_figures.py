"""The assessors of an evaluation: how far each is, and how severely each scores.

For officers, chair and secretary only. Severity and spread of assessors are quality control before
consolidation, never part of a ranking (decisions.md C7); they are shown from ``ENOUGH`` assessments
on, so that no single score follows from them.
"""

from django.db.models import Avg, Count, DecimalField, F, OuterRef, Q, StdDev, Subquery
from django.utils.translation import gettext as _

from grants import clock
from grants.applications.queries.record import country_of
from grants.evaluation.models import LIVE, Assessment, Assessor
from grants.evaluation.queries.cockpit import shown
from grants.evaluation.queries.ways import above_assessments
from grants.evaluation.workflow import AssessmentState, AssessorState, EvaluationState

ENOUGH = 3
"""Fewest submitted assessments of a person before means are shown."""


def page(evaluation, user) -> dict:
    """The assessors of an evaluation with their progress and, from enough assessments on, severity and spread."""
    visible = shown(evaluation, user).values("pk")
    now = clock.now()
    mine = Q(assessments__candidate__in=visible)
    people = Assessor.objects.filter(evaluation=evaluation).select_related("user", "employer")
    people = people.annotate(
        assigned=Count("assessments", filter=mine & Q(assessments__state__in=LIVE)),
        done=Count("assessments", filter=mine & Q(assessments__state=AssessmentState.SUBMITTED)),
        late=Count(
            "assessments",
            filter=mine & Q(assessments__state=AssessmentState.ASSIGNED, assessments__due_at__lte=now),
        ),
    )
    figures = _figures(visible)
    return {
        "evaluation": evaluation,
        "people": [
            {"assessor": person, "figures": figures.get(person.pk), "open": person.assigned - person.done}
            for person in people
        ],
        "is_open": evaluation.state == EvaluationState.OPEN,
        "above": above_assessments(evaluation),
        "enough": ENOUGH,
        "signed": sum(1 for person in people if person.state == AssessorState.ACCEPTED),
        "number_country": country_of(user),
    }


def columns():
    """Heads of the file of assessors."""
    return [
        {"label": _("Assessor"), "hint": _("Organisation")},
        {"label": _("State")},
        *[
            {"label": label, "kind": "number"}
            for label in (
                _("Submitted"), _("Open"), _("Late"), _("Mean"), _("Against the others"), _("Spread of totals"),
            )
        ],
    ]  # fmt: skip


def lines(people):
    """Assessors, as the page has them, as rows of the file."""
    return [
        [
            {"text": str(row["assessor"].user), "hint": str(row["assessor"].employer or "")},
            {"document": row["assessor"]},
            row["assessor"].done,
            row["open"],
            row["assessor"].late,
            *[row["figures"] and row["figures"][name] for name in ("mean", "severity", "deviation")],
        ]
        for row in people
    ]


def _figures(visible):
    """Assessor -> mean, distance from the others on the same candidates, spread; of those with enough."""
    decimal = DecimalField(max_digits=12, decimal_places=4)
    submitted = Assessment.objects.filter(candidate__in=visible, state=AssessmentState.SUBMITTED)
    others = submitted.filter(candidate=OuterRef("candidate")).exclude(pk=OuterRef("pk")).order_by()
    others = others.values("candidate").annotate(mean=Avg("total", output_field=decimal)).values("mean")
    rows = submitted.annotate(others=Subquery(others, output_field=decimal)).order_by().values("assessor")
    rows = rows.annotate(
        count=Count("pk"),
        mean=Avg("total", output_field=decimal),
        severity=Avg(F("total") - F("others"), output_field=decimal),
        deviation=StdDev("total", output_field=decimal),
    )
    return {row["assessor"]: row for row in rows if row["count"] >= ENOUGH}
