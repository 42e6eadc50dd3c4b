"""What every page of an application shows around its own matter: where one is, what is missing, what is next."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from grants import clock, formats
from grants.applications.history import EVENT_WORDS
from grants.applications.models import Application, Partner, PartnerRole, PartnerState
from grants.applications.queries.completeness import Item, checklist, summary
from grants.applications.queries.drafting import reasons_against_drafting
from grants.applications.queries.reading import read
from grants.applications.queries.receipts import handed_in, receipt_action
from grants.applications.queries.starting import open_calls
from grants.applications.workflow import Action, ApplicationState
from grants.calls.queries import CALL_TITLE, deadline_of
from grants.organisations.models import Membership
from grants.templatetags.grants import deadline_rows, time_left, when_html

TIMELINE_LENGTH = 12

SHOWN_IN_ROWS = ("public_id", "reference", "title", "state", "step", "changed_at", "lead_id", "lot__code", "lot__title",
                 "lot__title_es", "lot__title_pt_br", "lot__title_en")  # fmt: skip
CALL_DATES = ("state", "steps", "step", "opens_at", "closes_at", "opened_at", "announced_at")
"""What lists of one's applications read of an application and of its call."""


@dataclass(frozen=True)
class Row:
    """A line of "your applications": in which role, and for which of the person's organisations."""

    application: Application
    role: str
    organisation: str


def country_of(user) -> str:
    """The country whose number format the person reads."""
    return user.number_country()


def own_applications(user) -> list[Row]:
    """The applications of the person's organisations, last changed first: one query besides the memberships."""
    names = {held.organisation_id: str(held.organisation) for held in user.memberships_now()}
    rows = []
    applications = Application.objects.of_consortia_of(user).with_consortium()
    for application in applications.only(*SHOWN_IN_ROWS, *(f"call__{name}" for name in (*CALL_TITLE, *CALL_DATES))):
        leads = application.lead_id in names
        role = PartnerRole.LEAD.label if leads else _("Partner")
        acting = [application.lead_id] if leads else application.joined_ids
        rows.append(Row(application, role, ", ".join(names[number] for number in acting if number in names)))
    return rows


def own_columns() -> list[dict]:
    """The heads of "your applications"."""
    return [
        {"label": _("Project"), "hint": _("Reference")},
        {"label": _("State")},
        {"label": _("Call"), "hint": _("Lot")},
        {"label": _("Your part in it"), "hint": _("Organisation")},
        {"label": _("Deadline")},
        {"label": _("Last change")},
    ]


def own_lines(rows, *, zone) -> list[list]:
    """Rows of "your applications" as cells of the page and of its file; ``zone`` is the reader's."""
    return [_own_line(row, row.application, row.application.call, zone) for row in rows]


def _own_line(row, application, call, zone):
    reference = application.reference or ""
    notes = [reference, application.get_step_display() if call.steps == 2 else ""]
    closing = {"text": "–"}
    if application.step == call.step:
        closing = {"text": time_left(call.closes_at), "hint": when_html(call.closes_at, zone, "time")}
        closing |= {"value": call.closes_at, "hint_value": None}
    return [
        {
            "text": application.title,
            "url": application.get_absolute_url(),
            "hint": " · ".join(filter(None, notes)),
            "hint_value": reference,
        },
        {"document": application},
        {"text": call.title, "hint": str(application.lot)},
        {"text": row.role, "hint": row.organisation},
        closing,
        {"moment": application.changed_at},
    ]


def open_invitations(user) -> list[dict]:
    """Invitations to a consortium that wait for this person's answer, the next to expire first."""
    waiting = Partner.objects.filter(state=PartnerState.INVITED, invited_email=user.email, expires_at__gt=clock.now())
    waiting = waiting.select_related("application__call", "application__lead").only(
        "public_id", "expires_at", "application__title", "application__lead__legal_name",
        "application__lead__short_name", *(f"application__call__{name}" for name in CALL_TITLE),
    )  # fmt: skip
    return [
        {
            "title": _("%(lead)s invites you to “%(title)s”")
            % {"lead": partner.application.lead, "title": partner.application.title},
            "url": reverse("applications:invitation", args=[partner.public_id]),
            "note": partner.application.call.title,
            "due": partner.expires_at,
        }
        for partner in waiting.order_by("expires_at")
    ]


def list_page(user) -> dict:
    """Everything the page "your applications" shows."""
    return {
        "columns": own_columns(),
        "invitations": open_invitations(user),
        "open_calls": open_calls(user),
        "start": {"url": reverse("applications:new"), "label": _("New application")},
        "register": {"url": reverse("organisations:register"), "label": _("Register your organisation")},
    }


def detail_page(application, user) -> dict:
    """Everything the record shows: standing, next step, what is missing, facts, dates, people, history."""
    page = frame(application, user, url=application.get_absolute_url())
    handed = handed_in(application, page["reading"], is_closed=bool(page["locked_sentence"]))
    printed, paper = (reverse(f"applications:{name}", args=[application.public_id]) for name in ("print", "draft_pdf"))
    links = [{"url": printed, "label": _("Print"), "icon": "print"}]
    links.append({"url": paper, "label": _("Download as PDF"), "icon": "download"})
    if not page["locked_sentence"] and user.has_perm("grants.work_offline", application):
        offline = reverse("applications:offline", args=[application.public_id])
        links.append({"url": offline, "label": _("Work offline"), "icon": "download"})
    return page | {
        "above": page["above"][:1],
        "action": receipt_action(handed) or next_step(application, page["checklist"], user),
        "handed": handed,
        "may_withdraw": not page["locked_sentence"]
        and handed["counts"] is not None
        and user.has_perm("grants.withdraw_application", application),
        "links": links,
        "missing": [] if page["locked_sentence"] else page["checklist"].reasons(),
        "may_edit": not page["locked_sentence"] and user.has_perm("grants.edit_application", application),
        "facts_shown": application_facts(page),
        "entries": timeline(application),
        "people": people(application),
    }


def frame(application, user, *, url):
    """The head, the contents and the standing of an application, for the page at ``url``."""
    reading = read(application)
    found = checklist(application, reading=reading)
    locked = reasons_against_drafting(application)
    return {
        "application": application,
        "call": application.call,
        "reading": reading,
        "checklist": found,
        "contents": [_line(item, url) for item in found.to_do],
        "facts": [*_step(application), summary(found), *_closing(application)],
        "locked_sentence": str(locked[0]) if locked else "",
        "above": pages_above(application),
        "number_country": country_of(user),
    }


def pages_above(application) -> list[dict]:
    """The pages above every page of an application."""
    return [
        {"url": reverse("applications:list"), "label": _("Your applications")},
        {"url": application.get_absolute_url(), "label": application.title},
    ]


def _line(item: Item, url):
    return {
        "label": item.title,
        "url": item.url,
        "state": item.state,
        "note": "",
        "current": item.url == url,
    }


def _step(application):
    return [application.get_step_display()] if application.call.steps == 2 else []


def _closing(application):
    """How far the deadline of its step is, for a page that stays open: it follows what ``standing_now`` says."""
    if application.step != application.call.step:
        return []
    return [format_html("<span data-closing>{}</span>", _closing_text(application.call))]


def _closing_text(call):
    moment = time_left(call.closes_at)
    if clock.now() < call.closes_at:
        return _("closes %(moment)s") % {"moment": moment}
    return _("closed %(moment)s") % {"moment": moment}


def next_step(application, found, user):
    """The one thing to do next as ``{url, label}``: the first part not complete, or handing in; None when over."""
    if reasons_against_drafting(application):
        return None
    waiting = next((item for item in found.to_do if not item.is_done), None)
    if waiting is not None:
        return {"url": waiting.url, "label": _("Continue: %(part)s") % {"part": waiting.title}}
    if not user.has_perm("grants.submit_application", application):
        return None
    label = _("Check and submit") if application.state == ApplicationState.DRAFT else _("Submit again")
    return {"url": reverse("applications:check", args=[application.public_id]), "label": label}


def application_facts(page) -> list[dict]:
    """The facts in the middle of the record."""
    application, reading = page["application"], page["reading"]
    country = page["number_country"]
    months = application.months
    return [
        {"label": _("Call"), "value": application.call.title, "hint": _in_call(application)},
        {"label": _("Lot"), "value": application.lot},
        {"label": _("Lead applicant"), "value": str(page["reading"].partners[0])},
        {"label": _("Duration"), "value": _("%(count)d months") % {"count": months} if months else ""},
        {"label": _("Countries"), "value": ", ".join(place.name for place in application.countries)},
        {"label": _("Total cost"), "value": formats.money(reading.total, country)},
        {"label": _("EU contribution requested"), "value": formats.money(reading.requested, country)},
    ]


def _in_call(application):
    call = application.call
    return call.reference if call.steps == 1 else f"{call.reference} · {application.get_step_display()}"


def stored_facts(application, user) -> list[dict]:
    """What a colleague saved meanwhile, shown beside what was typed."""
    return [
        {"label": _("Title of the project"), "value": application.title},
        {"label": _("Lot"), "value": str(application.lot)},
        {"label": _("Duration in months"), "value": application.months},
        {"label": _("Countries"), "value": ", ".join(place.name for place in application.countries)},
        *_stated(application, country_of(user)),
    ]


def _stated(application, country):
    if application.asked.budget:
        return []
    return [
        {
            "label": _("EU contribution you will ask for, EUR"),
            "value": formats.money(application.stated_grant, country),
        },
        {"label": _("Total cost of the project, EUR"), "value": formats.money(application.stated_cost, country)},
    ]


def standing_now(application, user) -> dict:
    """What open pages ask for every half minute: the deadline as it stands, and each answer's revision."""
    deadline = deadline_of(application.call)
    return {
        "deadline_iso": deadline.closes_at.isoformat(),
        "deadline_text": time_left(deadline.closes_at),
        "deadline_times": [row["text"] for row in deadline_rows(deadline.closes_at, deadline.time_zone, user)],
        "closing_text": _closing_text(deadline),
        "revs": dict(application.draft.cells.values_list("key", "rev")),
    }


def timeline(application) -> list[dict]:
    """What happened last, newest first."""
    events = application.events.order_by("-at", "-pk")[:TIMELINE_LENGTH]
    words = dict(Action.choices) | EVENT_WORDS
    return [
        {"what": words.get(action, action), "who": name or email or "", "at": at, "note": note}
        for action, at, note, name, email in events.values_list("action", "at", "note", "actor__name", "actor__email")
    ]


def people(application) -> list[dict]:
    """Who works on it, organisation by organisation, the lead first."""
    held = Membership.objects.filter(
        organisation_id__in=application.organisation_ids(), ended_at=None, user__is_active=True
    )
    held = held.order_by("organisation_id", "pk").values_list(
        "organisation_id", "organisation__short_name", "organisation__legal_name", "user__name", "user__email"
    )
    rows = {}
    for _number, short_name, legal_name, name, email in sorted(held, key=lambda row: row[0] != application.lead_id):
        rows.setdefault(short_name or legal_name, []).append(name or email)
    return [{"label": organisation, "value": ", ".join(names)} for organisation, names in rows.items()]
