"""The lists of visits and of findings: what one may see, searched and filtered."""

from django.db.models import Case, Count, F, Q, Value, When
from django.db.models.functions import Coalesce, ExtractYear
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from grants import clock
from grants.organisations.names import search_form
from grants.payments.standing import booking_day
from reporting.monitoring.finding_workflow import WAITING, FindingState, Severity
from reporting.monitoring.models import Finding, Visit
from reporting.monitoring.workflow import VisitState

OVERDUE, UNFINISHED = "overdue", "unfinished"
"""Filters of the state: due before today; for a finding, whatever is not closed."""

WEIGHT = Case(*(When(severity=one, then=Value(place)) for place, one in enumerate(Severity.values)))


def visits(user, *, search="", state="", country="", year=""):
    """The visits a person sees, the latest day first, with those of their findings the person sees."""
    rows = _searched(Visit.objects.visible_to(user), search, country)
    if state == OVERDUE:
        rows = rows.filter(state=VisitState.PLANNED, planned_on__lt=booking_day(clock.now()))
    elif state:
        rows = rows.filter(state=state)
    if year:
        rows = rows.filter(Q(held_on__year=year) | Q(held_on=None, planned_on__year=year))
    seen = Q(findings__in=Finding.objects.visible_to(user).select_related(None).order_by().values("pk"))
    rows = rows.annotate(
        sampled=Count("observations", distinct=True),
        found=Count("findings", filter=seen, distinct=True),
        left=Count("findings", filter=seen & ~Q(findings__state=FindingState.CLOSED), distinct=True),
    )
    return rows.order_by("-planned_on", "-pk")


def findings(user, *, search="", state="", severity="", side="", country=""):
    """The findings a person sees: those not closed first, the nearest due date first; then the last closed."""
    rows = _searched(Finding.objects.visible_to(user), search, country)
    if state == OVERDUE:
        rows = rows.filter(state__in=WAITING, due_on__lt=booking_day(clock.now()))
    elif state == UNFINISHED:
        rows = rows.exclude(state=FindingState.CLOSED)
    elif state:
        rows = rows.filter(state=state)
    if severity:
        rows = rows.filter(severity=severity)
    if side:
        rows = rows.filter(side=side)
    is_closed = Case(When(state=FindingState.CLOSED, then=Value(1)), default=Value(0))
    latest = F("closed_at").desc(nulls_first=True)
    return rows.order_by(is_closed, latest, "due_on", WEIGHT, "project__reference", "number")


def _searched(rows, search, country):
    for word in search_form(search).split():
        named = Q(project__lead__search_name__contains=word) | Q(project__title__icontains=word)
        rows = rows.filter(named | Q(project__reference__icontains=word))
    return rows.filter(project__countries__country=country) if country else rows


def years_visited(user):
    """The years there are visits of, the latest first."""
    visits = Visit.objects.visible_to(user).annotate(year=ExtractYear(Coalesce("held_on", "planned_on")))
    return visits.order_by("-year").values_list("year", flat=True).distinct()


def visit_columns():
    """Heads of the table of visits."""
    return [
        {"label": _("Project"), "hint": _("Number")},
        {"label": _("State")},
        {"label": pgettext("of a visit", "Day"), "hint": _("Report")},
        {"label": pgettext("of a visit", "Place")},
        {"label": _("Monitor")},
        {"label": _("Firms looked at"), "kind": "number"},
        {"label": _("Findings"), "hint": _("Not closed")},
    ]


def visit_rows(visits, today):
    """The rows of the table for a part of the visits."""
    return [visit_cells(visit, today) for visit in visits]


def visit_cells(visit, today):
    """One row of the table of visits."""
    late = visit.state == VisitState.PLANNED and visit.planned_on < today
    return [
        {"text": visit.project.title, "url": visit.get_absolute_url(), "hint": visit.project.reference},
        {"document": visit},
        {
            "text": date_format(visit.day, "SHORT_DATE_FORMAT"),
            "value": visit.day,
            "hint": _("report missing") if late else "",
        },
        {"text": visit.place},
        {"text": str(visit.monitor)},
        visit.sampled,
        {
            "text": str(visit.found),
            "value": visit.found,
            "hint": _("%(count)d not closed") % {"count": visit.left} if visit.left else "",
        },
    ]


def finding_columns():
    """Heads of the table of findings."""
    return [
        {"label": _("Finding"), "hint": _("Number")},
        {"label": _("State")},
        {"label": _("Severity")},
        {"label": _("Due"), "hint": _("Overdue")},
        {"label": _("Who answers")},
        {"label": _("Project"), "hint": _("Lead")},
    ]


def finding_rows(findings, today):
    """The rows of the table for a part of the findings."""
    return [finding_cells(finding, today) for finding in findings]


def finding_cells(finding, today):
    """One row of the table of findings."""
    late = is_late(finding, today)
    return [
        {
            "text": shortened(finding.what),
            "value": finding.what,
            "url": finding.get_absolute_url(),
            "hint": finding.reference,
        },
        {"document": finding},
        {"text": finding.get_severity_display()},
        {
            "text": date_format(finding.due_on, "SHORT_DATE_FORMAT"),
            "value": finding.due_on,
            "hint": _("overdue") if late else "",
            "is_alert": late,
        },
        {"text": finding.get_side_display()},
        {"text": finding.project.title, "hint": str(finding.project.lead)},
    ]


def is_late(finding, today):
    """Whether an answer was due before today."""
    return finding.state in WAITING and finding.due_on < today


def shortened(text, longest=90):
    """The beginning of a text, whole words of it."""
    line = " ".join(text.split())
    return line if len(line) <= longest else line[:longest].rsplit(" ", 1)[0] + " …"
