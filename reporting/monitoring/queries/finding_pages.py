"""What the pages of a finding are drawn from, ready for their templates."""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from grants import clock
from grants.payments.standing import booking_day
from reporting.monitoring.finding_workflow import WAITING, FindingState, Side
from reporting.monitoring.models import Visit
from reporting.monitoring.queries.listing import is_late, shortened
from reporting.monitoring.queries.pages import title_of


def above(finding=None):
    """The way back: the list, and the finding."""
    pages = [{"url": reverse("findings:list"), "label": _("Findings")}]
    if finding is not None:
        pages.append({"url": finding.get_absolute_url(), "label": finding.reference})
    return pages


def frame(finding, **more) -> dict:
    """What every page of a finding shows."""
    day = {"day": date_format(finding.due_on, "DATE_FORMAT")}
    facts = [finding.project.title, _("severity: %(severity)s") % {"severity": finding.get_severity_display().lower()}]
    if finding.state in WAITING:
        late = is_late(finding, booking_day(clock.now()))
        facts.append((_("overdue, was due on %(day)s") if late else _("due on %(day)s")) % day)
    context = {"finding": finding, "title": shortened(finding.what), "facts": facts, "pages": above(finding)}
    return context | more


def record_page(finding, user) -> dict:
    """The finding with its answers, what can be done about it, who did what."""
    reads_details = user.has_perm("reporting.read_finding_details", finding)
    history = list(finding.events.select_related("actor").order_by("-at", "-pk"))
    returned = next((event for event in history if event.action == "return"), None)
    page = frame(
        finding,
        pages=above(),
        reads_details=reads_details,
        answers=list(finding.answers.select_related("by").prefetch_related("files__file")),
        visit=_visit_of(finding, user),
        returned=returned if finding.state == FindingState.RETURNED else None,
        may_answer=finding.state in WAITING and user.has_perm("reporting.answer_finding", finding),
        by_project=finding.side == Side.PROJECT,
        history=[
            {"what": event.get_action_display(), "who": str(event.actor or ""), "at": event.at, "note": event.note}
            for event in history
        ],
        action=None,
        links=[],
    )
    if finding.state != FindingState.CLOSED and user.has_perm("reporting.close_finding", finding):
        page |= _decisions(finding, user)
    return page


def _decisions(finding, user):
    """Closing is the main step once there is an answer; before, it is a way out beside it."""
    close = {"url": reverse("findings:close", args=[finding.public_id]), "label": _("Close finding")}
    back = {"url": reverse("findings:return", args=[finding.public_id]), "label": _("Return finding")}
    if finding.answered_by_id == user.pk:
        return {}
    if finding.state == FindingState.ANSWERED:
        return {"action": close, "links": [back]}
    return {"links": [close]}


def _visit_of(finding, user):
    """The visit it comes from, where one may read it."""
    if finding.visit_id is None:
        return None
    visit = Visit.objects.visible_to(user).filter(pk=finding.visit_id).first()
    return {"title": title_of(visit), "url": visit.get_absolute_url()} if visit else None
