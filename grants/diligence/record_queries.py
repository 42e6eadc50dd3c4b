"""What pages read of due diligence about one organisation."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from grants.diligence.workflow import FlagState
from grants.organisations.queries import Entry
from grants.permissions import Role
from grants.proposals.models import Proposal


def of_organisation(organisation):
    """What was looked up about it, and concerns; two queries."""
    return {
        "organisation": organisation,
        "check_columns": [
            {"label": label}
            for label in (_("Looked up"), _("Result"), _("Version or reference"), _("Of the day"), _("By"), _("At"))
        ],
        "checks": [
            [
                str(check.get_source_display()),
                {"text": str(check.get_result_display()), "hint": check.note, "is_alert": check.result == "found"},
                check.version,
                date_format(check.dated, "SHORT_DATE_FORMAT"),
                str(check.by),
                {"moment": check.at},
            ]
            for check in organisation.checks.select_related("by")[:100]
        ],
        "flag_columns": [
            {"label": label} for label in (_("Concern"), _("State"), _("Severity"), _("Raised by"), _("At"))
        ],
        "flags": [
            [
                {"text": flag.concern[:120], "url": flag.get_absolute_url()},
                {"document": flag},
                str(flag.severity),
                str(flag.raised_by),
                {"moment": flag.raised_at},
            ]
            for flag in organisation.flags.select_related("raised_by", "severity")[:100]
        ],
    }


def of_flag(flag, reader):
    """The record of a concern, and what the reader may do about it."""
    proposal = Proposal.objects.open().filter(action="clear_flag", document_id=flag.pk).first()
    events = flag.events.select_related("actor").order_by("-at", "-pk")
    is_open = flag.state != FlagState.CLEARED and proposal is None
    return {
        "flag": flag,
        "organisation": flag.organisation,
        "facts": _facts(flag),
        "proposal": proposal,
        "may_escalate": flag.state == FlagState.RAISED and is_open and reader.has_perm("grants.escalate_flag", flag),
        "may_clear": is_open and reader.has_perm("grants.clear_flag", flag),
        "history": [Entry(str(e.get_action_display()), str(e.actor or ""), e.at, e.note) for e in events],
    }


def _facts(flag):
    roles = " · ".join(str(Role(role).label) for role in flag.severity.to)
    facts = [
        {"label": _("Severity"), "value": str(flag.severity)},
        {"label": _("Stops now"), "value": flag.stops_in_words or _("nothing")},
        {"label": _("Escalated to"), "value": roles},
    ]
    if flag.state == FlagState.RAISED:
        day = date_format(flag.escalated_by_itself_at, "DATE_FORMAT")
        facts.append({"label": _("Escalated by itself on"), "value": day})
    return facts
