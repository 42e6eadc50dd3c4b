"""What the pages of a visit are drawn from, ready for their templates."""

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from grants import clock
from grants.applications.queries.record import country_of
from grants.formats import number
from grants.indicators.queries import names_of_indicators
from grants.payments.standing import booking_day
from grants.workflow import reasons_against
from reporting.monitoring.models import Finding
from reporting.monitoring.queries.listing import is_late, shortened
from reporting.monitoring.queries.projects import firms_reported, parts_in_force
from reporting.monitoring.workflow import Outcome, VisitAction, VisitState
from reporting.progress.models import Fact

QUIET = frozenset({VisitAction.NOTE, VisitAction.REPORT, VisitAction.ADD_FILE, VisitAction.REMOVE_FILE})
"""What the history does not say line by line: the work on the report."""

LOOKS = {
    "": ("neutral", "circle"),
    Outcome.SEEN: ("good", "check"),
    Outcome.DIFFERS: ("waiting", "warning"),
    Outcome.NOT_FOUND: ("bad", "warning"),
}
"""Outcome -> tone and icon of its badge."""


def above(visit=None):
    """The way back: the list, and the visit."""
    pages = [{"url": reverse("visits:list"), "label": _("Visits")}]
    if visit is not None:
        pages.append({"url": visit.get_absolute_url(), "label": title_of(visit)})
    return pages


def title_of(visit):
    """What the pages of a visit are called."""
    return _("Visit of %(day)s") % {"day": date_format(visit.day, "DATE_FORMAT")}


def frame(visit, **more) -> dict:
    """What every page of a visit shows."""
    facts = [visit.project.title, str(visit.project.lead), visit.place]
    return {"visit": visit, "title": title_of(visit), "facts": facts, "pages": above(visit)} | more


def record_page(visit, user) -> dict:
    """The record: the plan, the report, the firms, the findings, what stands against handing it in."""
    reads_details = user.has_perm("reporting.read_visit_details", visit)
    may_write = visit.state == VisitState.PLANNED and user.has_perm("reporting.write_visit", visit)
    history = list(visit.events.select_related("actor").order_by("-at", "-pk"))
    page = frame(
        visit,
        pages=above(),
        reads_details=reads_details,
        may_write=may_write,
        reasons=reasons_against(visit, VisitAction.CARRY_OUT) if may_write else [],
        is_due=visit.state == VisitState.PLANNED and visit.planned_on <= booking_day(clock.now()),
        sample=sample_of(visit, country_of(user)) if reads_details else [],
        files=list(visit.files.select_related("file", "added_by")) if reads_details else [],
        findings=findings_of(visit, user),
        version=getattr(visit, "version", None) if visit.state == VisitState.CARRIED_OUT else None,
        history=timeline(history),
        may_raise=visit.state == VisitState.CARRIED_OUT and user.has_perm("reporting.raise_finding", visit),
        action=None,
    )
    page["outcomes"] = outcomes_in_words(page["sample"])
    if may_write:
        page["action"] = _next_step(visit, page)
    return page | {"links": _links(visit, user, page)}


def _next_step(visit, page):
    if not page["reasons"]:
        return {"url": reverse("visits:carry_out", args=[visit.public_id]), "label": _("Hand in the report")}
    return {"url": reverse("visits:report", args=[visit.public_id]), "label": _("Write the report")}


def _links(visit, user, page):
    links = []
    if page["may_write"] and not page["reasons"]:
        links.append({"url": reverse("visits:report", args=[visit.public_id]), "label": _("Change the report")})
    contract = getattr(visit.project, "contract", None)
    if contract and user.has_perm("grants.read_contract", contract):
        links.append({"url": contract.get_absolute_url(), "label": _("Contract")})
    return links


def sample_of(visit, country="") -> list[dict]:
    """The firms of the sample in their order: what the project reported of each, what became of it. Four queries."""
    facts = Prefetch("facts", Fact.objects.select_related("indicator").order_by("on", "pk"))
    parts = {}
    firms = visit.observations.values("firm_id")
    for part in parts_in_force(visit.project).filter(firm__in=firms).prefetch_related(facts):
        parts.setdefault(part.firm_id, []).append(part)
    names = names_of_indicators() if parts else {}
    return [
        {
            "observation": one,
            "firm": one.firm,
            "said": [_said(fact, names, country) for part in parts.get(one.firm_id, []) for fact in part.facts.all()],
            "word": one.get_outcome_display() if one.outcome else _("open"),
            "tone": LOOKS[one.outcome][0],
            "icon": LOOKS[one.outcome][1],
        }
        for one in visit.observations.select_related("firm").order_by("position")
    ]


def _said(fact, names, country):
    """What the project reported of a firm, in one line."""
    words = [names.get(fact.indicator_id) or fact.indicator.code, fact.item]
    words += [number(fact.quantity, 2, country)] if fact.quantity is not None else []
    return " · ".join([*filter(None, words), date_format(fact.on, "SHORT_DATE_FORMAT"), fact.get_status_display()])


def outcomes_in_words(sample) -> str:
    """How many firms of the sample were seen, say otherwise, were not found."""
    counts = {outcome: sum(row["observation"].outcome == outcome for row in sample) for outcome in ("", *Outcome)}
    words = [
        ngettext("%d as the project says", "%d as the project says", counts[Outcome.SEEN]) % counts[Outcome.SEEN],
        ngettext("%d says otherwise", "%d say otherwise", counts[Outcome.DIFFERS]) % counts[Outcome.DIFFERS],
        ngettext("%d not found", "%d not found", counts[Outcome.NOT_FOUND]) % counts[Outcome.NOT_FOUND],
    ]
    if counts[""]:
        words.append(ngettext("%d still open", "%d still open", counts[""]) % counts[""])
    return ", ".join(words)


def findings_of(visit, user) -> list[dict]:
    """The findings of the visit one may see, as components/worklist.html takes them."""
    today = booking_day(clock.now())
    rows = Finding.objects.visible_to(user).filter(visit=visit).order_by("number")
    return [finding_line(finding, today) for finding in rows]


def finding_line(finding, today) -> dict:
    """A finding as a line."""
    day = {"day": date_format(finding.due_on, "DATE_FORMAT")}
    due = _("overdue, was due on %(day)s") % day if is_late(finding, today) else _("due on %(day)s") % day
    words = [finding.reference, _("severity: %(severity)s") % {"severity": finding.get_severity_display().lower()}]
    return {
        "title": shortened(finding.what),
        "url": finding.get_absolute_url(),
        "note": " · ".join([*words, due] if finding.state != "closed" else words),
        "document": finding,
    }


def timeline(history) -> list[dict]:
    """What happened, newest first, without the work on the report."""
    return [
        {"what": event.get_action_display(), "who": str(event.actor or ""), "at": event.at, "note": event.note}
        for event in history
        if event.action not in QUIET
    ]


def plan_of(visit) -> dict:
    """What the form for the plan begins with."""
    return {"planned_on": visit.planned_on, "place": visit.place, "purpose": visit.purpose}


def firms_to_pick(visit, *, q=""):
    """Firms of the lists that count, not yet in the sample."""
    rows = firms_reported(visit.project)
    if q:
        rows = rows.filter(search_name__contains=q)
    return rows.exclude(observations__visit=visit).order_by("search_name", "pk")
