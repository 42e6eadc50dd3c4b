"""What waits for somebody about visits and findings, as components/worklist.html takes it: one query each."""

from datetime import timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from grants import clock
from grants.contracts.models import Project
from grants.payments.standing import booking_day
from grants.permissions import Role
from grants.templatetags.grants import OFFICIAL_ZONE
from reporting.monitoring.finding_workflow import WAITING, FindingState, Side
from reporting.monitoring.models import Finding, Visit
from reporting.monitoring.queries.listing import is_late, shortened
from reporting.monitoring.queries.pages import finding_line, title_of
from reporting.monitoring.queries.projects import by_last_visit
from reporting.monitoring.readers import reads_visits_by_role
from reporting.monitoring.workflow import VisitState
from reporting.worklists import first_and_count

SHOWN = 10
"""Lines of what waits before it refers to the whole."""

GLIMPSE = 5
"""Lines of the lists below it."""

SOON = timedelta(days=30)
"""How long before its day a planned visit stands among what waits."""


NOTHING_SHOWN = {"visits": [], "findings": [], "accompanied": []}


def waiting(user) -> list[dict]:
    """Everything about visits and findings that somebody expects from this person."""
    return [*waiting_for_project(user), *waiting_for_officers(user), *waiting_for_monitors(user)]


def shown(user) -> dict:
    """The lists of the home page: last visits, findings not closed, for monitors the projects they accompany.

    Of use to monitors and to the people of projects; the others find theirs in the navigation.
    """
    if not user.has_role(Role.MONITOR) and not user.organisation_ids():
        return NOTHING_SHOWN
    return {"visits": visits_shown(user), "findings": findings_shown(user), "accompanied": projects_shown(user)}


def waiting_for_project(user) -> list[dict]:
    """Findings that people of the lead have to answer, the nearest first."""
    writes = user.organisation_ids("manager", "editor")
    if not writes:
        return []
    rows = _findings(user).filter(state__in=WAITING, side=Side.PROJECT, project__lead__in=writes)
    if not user.has_role(Role.CHAMBER_REPORTER):
        rows = rows.exclude(project__kind="own_action")
    return _to_answer(rows.order_by("due_on", "pk")[:SHOWN])


def waiting_for_officers(user) -> list[dict]:
    """Findings the programme has to answer, and one line for all of projects that are overdue."""
    if not user.has_role(Role.OFFICER):
        return []
    rows = _findings(user).filter(state__in=WAITING).exclude(project__in=_own(user))
    late = Q(side=Side.PROJECT, due_on__lt=booking_day(clock.now()))
    ours, count = first_and_count(rows, Q(side=Side.PROGRAMME), late, ("due_on", "pk"), SHOWN)
    return [*_to_answer(ours), *_overdue(count)]


def waiting_for_monitors(user) -> list[dict]:
    """Answers to judge, visits to make or to report on, and one line for all findings that are overdue."""
    if not user.has_role(Role.MONITOR):
        return []
    seen = _findings(user).exclude(project__in=_own(user))
    late = Q(state__in=WAITING, due_on__lt=booking_day(clock.now()))
    answered, count = first_and_count(seen, Q(state=FindingState.ANSWERED), late, ("answered_at", "pk"), SHOWN)
    items = [
        {
            "title": _("Decide about the answer to “%(what)s”") % {"what": shortened(finding.what, 60)},
            "url": finding.get_absolute_url(),
            "note": f"{finding.reference} · {finding.project.lead}",
            "document": finding,
        }
        for finding in answered
    ]
    return [*items, *_visits_to_make(user), *_overdue(count)]


def _findings(user):
    """Those the person sees, with what a line shows."""
    return Finding.objects.visible_to(user).for_lines("number", "what", "severity", "side", "due_on", "answered_at")


def _own(user):
    return Project.objects.filter(lead_id__in=user.organisation_ids())


def _visits_to_make(user):
    """One's own visits of the next weeks, and those whose report is missing."""
    today = booking_day(clock.now())
    rows = Visit.objects.visible_to(user).filter(
        monitor=user, state=VisitState.PLANNED, planned_on__lte=today + SOON
    ).order_by("planned_on", "pk")  # fmt: skip
    return [
        {
            "title": (_("Write the report of the visit to “%(title)s”") if visit.planned_on <= today
                      else _("Visit “%(title)s”")) % {"title": visit.project.title},
            "url": visit.get_absolute_url(),
            "note": f"{visit.project.reference} · {visit.place}",
            "document": visit,
            "due": clock.end_of(visit.planned_on, OFFICIAL_ZONE),
        }
        for visit in rows[:SHOWN]
    ]  # fmt: skip


def _to_answer(findings):
    today = booking_day(clock.now())
    return [
        {
            "title": _("Answer the finding “%(what)s”") % {"what": shortened(finding.what, 60)},
            "url": finding.get_absolute_url(),
            "note": _("overdue") if is_late(finding, today) else finding.reference,
            "document": finding,
            "due": clock.end_of(finding.due_on, OFFICIAL_ZONE),
        }
        for finding in findings
    ]


def _overdue(count):
    if not count:
        return []
    title = ngettext("%d finding is overdue", "%d findings are overdue", count) % count
    return [{"title": title, "url": f"{reverse('findings:list')}?state=overdue"}]


def findings_shown(user) -> list[dict]:
    """Findings that are not closed, as lines of the home page: of one's projects, or those a role reads."""
    rows = _findings(user).exclude(state=FindingState.CLOSED).order_by("due_on", "pk")
    today = booking_day(clock.now())
    return [finding_line(finding, today) for finding in rows[:GLIMPSE]]


def visits_shown(user) -> list[dict]:
    """The last and the next visits, as lines of the home page."""
    rows = Visit.objects.visible_to(user).exclude(state=VisitState.CANCELLED).order_by("-planned_on", "-pk")
    return [
        {
            "title": f"{title_of(visit)}: {visit.project.title}",
            "url": visit.get_absolute_url(),
            "note": f"{visit.project.reference} · {visit.place} · {visit.monitor}",
            "document": visit,
        }
        for visit in rows[:GLIMPSE]
    ]


def projects_shown(user) -> list[dict]:
    """The projects a monitor accompanies, the one longest without a visit first."""
    if not user.has_role(Role.MONITOR):
        return []
    return [
        {
            "title": project.title,
            "url": f"{reverse('visits:new')}?project={project.public_id}",
            "note": f"{project.reference} · {project.lead}",
            "side": _last_visit(project),
        }
        for project in by_last_visit(user)[:GLIMPSE]
    ]


def _last_visit(project):
    if project.next_visit:
        return _("planned for %(day)s") % {"day": date_format(project.next_visit, "SHORT_DATE_FORMAT")}
    if project.last_visit:
        return _("last visit %(day)s") % {"day": date_format(project.last_visit, "SHORT_DATE_FORMAT")}
    return _("never visited")


def has_a_desk(user, contracts):
    """Whether visits and findings can concern the person at all."""
    return bool(contracts) or user.has_role(Role.CHAMBER_REPORTER) or reads_visits_by_role(user)
