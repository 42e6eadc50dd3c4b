"""Recording what was looked up about an organisation; raising, escalating and clearing a concern."""

from django.utils.translation import gettext_lazy as _

from grants import clock
from grants.diligence.models import Check, Flag, Result
from grants.diligence.workflow import FlagAction
from grants.files.actions import store
from grants.proposals.actions import propose
from grants.proposals.kinds import needs_two
from grants.workflow import Reason, Refused, action, advance, locked, reasons_against, record

EVIDENCE_KINDS = ("pdf", "jpg", "png")
"""A printed page, a letter, a picture of the screen."""


@action
def record_check(organisation, *, by, source, version, dated, result, note="", evidence=None):
    """Keep what was looked up about an organisation. Something found raises a flag at once.

    Raises Refused for a day to come, and when what was found is not described.
    """
    organisation, note, reasons = locked(organisation), note.strip(), []
    if dated > clock.now().date():
        reasons.append(Reason(_("What was looked up cannot be of a day to come."), code="dated"))
    if result != Result.NOTHING and not note:
        reasons.append(Reason(_("Describe what was found, or why it could not be looked up."), code="note"))
    if reasons:
        raise Refused(reasons)
    check = Check.objects.create(
        organisation=organisation, source=source, version=version.strip(), dated=dated, result=result, note=note,
        stored=store(evidence, by=by, allow=EVIDENCE_KINDS) if evidence else None, by=by, at=clock.now(),
    )  # fmt: skip
    if result == Result.FOUND:
        raise_flag(organisation, by=by, concern=f"{check}: {note}")
    return check


@action
def raise_flag(organisation, *, by, concern):
    """Note a concern about an organisation. Raises Refused without words."""
    if not concern.strip():
        raise Refused([Reason(_("Say what the concern is."), code="concern")])
    flag = Flag.objects.create(
        organisation=locked(organisation), concern=concern.strip(), raised_by=by, raised_at=clock.now()
    )
    record(flag, FlagAction.RAISE, by=by)
    return flag


@action
def escalate_flag(flag, *, by, reason):
    """Stop payments to the organisation's consortia; finance and officers are told. Raises Refused without a reason."""
    flag = locked(flag)
    if not reason.strip():
        raise Refused([Reason(_("Say why."), code="reason")])
    advance(flag, FlagAction.ESCALATE, by=by, note=reason.strip())
    return flag


@action
def propose_clearing_flag(flag, *, by, reason):
    """Say that the concern is settled. A second person has to find the same."""
    flag = locked(flag)
    if reasons := reasons_against(flag, FlagAction.CLEAR):
        raise Refused(reasons)
    return propose("clear_flag", flag, {"flag": str(flag.public_id)}, reason=reason, by=by)


def _seen(flag):
    return {"organisation": str(flag.organisation.public_id), "concern": flag.concern, "state": str(flag.state)}


def _shown(flag, payload):
    return [
        {"label": _("Organisation"), "value": flag.organisation.legal_name},
        {"label": _("Concern"), "value": flag.concern},
        {"label": _("State"), "value": flag.get_state_display()},
    ]


@needs_two(
    "clear_flag", label=_("Clear a concern about an organisation"), permission="grants.clear_flag", seen=_seen,
    show=_shown,
)  # fmt: skip
def clear_flag(flag, payload, *, by, proposal):
    """Carry out an approved clearing: the concern no longer stops payments."""
    advance(flag, FlagAction.CLEAR, by=by, note=proposal.reason)
    return flag
