"""Codes of the stage in words: what happened to a call, and what is proposed for its deadline."""

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from grants.calls.models import MandateEvidence
from grants.calls.queries import next_deadline
from grants.templatetags.grants import OFFICIAL_ZONE, moment_text

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
    "set_award_rules": _("Rules of the award set"),
    "move_envelope": _("Money moved between lots"),
    "cancel": _("Call cancelled"),
    "change_criteria": _("Criteria of the checks changed"),
    "set_scoring_rules": _("Scoring rules set"),
    "freeze_scoring_rules": _("Scoring rules fixed"),
    "open_submissions": _("Applications opened"),
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


def shown_deadline(call, payload):
    """A proposed deadline for the page of its decision: before and after, in the call's zone and Brussels."""
    closes_at = parse_datetime(payload["closes_at"])
    rows = [
        {"label": _("Deadline now"), "value": _in_zones(next_deadline(call).closes_at, call.time_zone)},
        {"label": _("Proposed deadline"), "value": _in_zones(closes_at, call.time_zone)},
    ]
    if payload["outage"]:
        rows.append({"label": _("Outage"), "value": payload["outage"]})
    return rows


def _in_zones(moment, zone):
    zones = [zone] if zone == OFFICIAL_ZONE else [zone, OFFICIAL_ZONE]
    return " · ".join(moment_text(moment, name) for name in zones)
