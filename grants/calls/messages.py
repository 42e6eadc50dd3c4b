"""Codes of the stage in words: what happened to a call, and what is proposed for its deadline."""

from datetime import date
from decimal import Decimal

from django.utils.dateparse import parse_datetime
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from grants import formats
from grants.calls.models import MandateEvidence
from grants.calls.queries import next_deadline
from grants.templatetags.grants import OFFICIAL_ZONE, date_text, moment_text
from grants.words import LANGUAGE_NAMES

HAPPENED = {
    "set_up": _("Begun"),
    "copy": _("Copied from another call"),
    "edit": _("Basic data changed"),
    "set_countries": _("Countries changed"),
    "set_catalogue": _("Indicators chosen"),
    "choose_form": _("Application form chosen"),
    "add_lot": _("Lot added"),
    "change_lot": _("Lot changed"),
    "remove_lot": _("Lot removed"),
    "add_required_document": _("Document slot added"),
    "change_required_document": _("Document slot changed"),
    "remove_required_document": _("Document slot removed"),
    "add_slot_template": _("Template added"),
    "remove_slot_template": _("Template removed"),
    "announce_document": _("Document published"),
    "remove_document": _("Document removed"),
    "publish": _("Call published"),
    "corrigendum": _("Corrigendum published"),
    "correct_form": _("Application form corrected"),
    "correct_call": _("Texts or limits corrected"),
    "add_date": _("Day added to the calendar"),
    "change_date": _("Day of the calendar changed"),
    "remove_date": _("Day taken out of the calendar"),
    "set_award_rules": _("Rules of the award set"),
    "move_envelope": _("Money moved between lots"),
    "cancel": _("Call cancelled"),
    "change_criteria": _("Criteria of the checks changed"),
    "set_scoring_rules": _("Scoring rules set"),
    "freeze_scoring_rules": _("Scoring rules fixed"),
    "open_submissions": _("Submissions opened"),
    "plan_steps": _("One or two steps set up"),
    "begin_second_step": _("Full applications of those invited begin"),
}
"""Code of an event of a call -> what its timeline says."""


MANDATE_RULES = {
    MandateEvidence.EITHER: _("Each partner signs a mandate for the lead applicant, on line or on paper."),
    MandateEvidence.ONLINE: _("Each partner signs a mandate for the lead applicant on line; a scan is not accepted."),
    MandateEvidence.SCAN: _(
        "Each partner signs a mandate for the lead applicant on paper, and its scan is uploaded; "
        "signatures on line are not accepted."
    ),
}
"""How partners sign, as the rules of a call say it."""

MANDATE_EDITS = {
    True: _(
        "In it, a partner may allow the lead applicant later corrections that do not concern the partner: "
        "its name, role, tasks, amounts and declarations are never corrected without a new signature."
    ),
    False: _(
        "It covers the application as the partner saw it: each later correction stands as a warning on the "
        "receipt until the partner signs again."
    ),
}
"""What a mandate may allow under a call."""


def mandate_rules(call) -> list[str]:
    """What a call says of its partners' mandates."""
    return [MANDATE_RULES[call.mandate_evidence], MANDATE_EDITS[call.mandate_edits]]


def timeline(call):
    """What happened to the call, newest first, for components/timeline.html; one query."""
    return [
        {
            "what": HAPPENED[event.action],
            "who": str(event.actor) if event.actor else "",
            "at": event.at,
            "note": event.note,
        }
        for event in call.events.select_related("actor").order_by("-at", "-pk")
    ]


def corrigenda(call, country=formats.NEUTRAL):
    """The corrections of a call, the latest first, each with its lines: what, and before → after where it is short."""
    return [{"row": row, "lines": _corrected(call, row.changes, country)} for row in call.corrigenda.all()]


def _corrected(call, changes, country):
    lines = {}
    for name, told in changes.items():
        if name == "calendar":
            words, before, after = told
            lines[words.get(get_language().replace("-", "_")) or words["es"]] = _arrow(_day(before), _day(after))
        elif text := next((TEXTS[text] for text in TEXTS if name.startswith(f"{text}_")), None):
            lines[text] = ""
        else:
            label = capfirst(call._meta.get_field(name).verbose_name)
            lines[label] = _arrow(*(_fact(call, name, value, country) for value in told))
    return [{"label": label, "change": change} for label, change in lines.items()]


def _arrow(before, after):
    if before == after:
        return after
    return f"{before} → {after or '–'}" if before else gettext("new: %(value)s") % {"value": after}


def _fact(call, name, value, country):
    """A column of a call as it stands in an event, in words."""
    if value in (None, "") or name == "contact":
        return value or ""
    if name == "languages":
        return ", ".join(str(word) for code, word in LANGUAGE_NAMES if code in value.split(", "))
    if name == "questions_until":
        return moment_text(parse_datetime(value), call.time_zone)
    if name == "results_expected":
        return _day(value)
    return formats.short_number(Decimal(value), country)


def _day(value):
    return date_text(date.fromisoformat(value)) if value else ""


TEXTS = {"title": _("Title"), "summary": _("Summary"), "description": _("Full text")}
"""Columns of a call in three languages, as their corrections name them."""


def shown_deadline(call, payload):
    """A proposed deadline for the page of its decision: before and after, in the call's zone and Brussels."""
    closes_at = parse_datetime(payload["closes_at"])
    rows = [
        {
            "label": _("Deadline now"),
            "value": _in_zones(next_deadline(call).closes_at, call.time_zone),
            "is_now": True,
        },
        {"label": _("Proposed deadline"), "value": _in_zones(closes_at, call.time_zone)},
    ]
    if payload["outage"]:
        rows.append({"label": _("Outage"), "value": payload["outage"]})
    return rows


def _in_zones(moment, zone):
    zones = [zone] if zone == OFFICIAL_ZONE else [zone, OFFICIAL_ZONE]
    return " · ".join(moment_text(moment, name) for name in zones)
