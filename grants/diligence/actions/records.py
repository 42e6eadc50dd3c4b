"""Recording what was looked up about an organisation; raising, escalating and clearing a concern."""

from django.utils.translation import gettext_lazy as _

from grants import clock
from grants.diligence.models import Check, ConcernSeverity, Flag, Result, Source
from grants.diligence.severities import Found
from grants.diligence.workflow import FlagAction, FlagState, those_it_is_escalated_to
from grants.files.actions import store
from grants.proposals.actions import propose
from grants.proposals.kinds import needs_two
from grants.workflow import Reason, Refused, action, advance, locked, reasons_against, record

EVIDENCE_KINDS = ("pdf", "jpg", "png")
"""A printed page, a letter, a picture of the screen."""

GRAVE_SOURCES = frozenset({Source.EDES, Source.SANCTIONS, Source.EU_ANSWER})
"""What is found there excludes; what a register or a declaration says has to be looked into."""


@action
def record_check(organisation, *, by, source, version, dated, result, note="", evidence=None):
    """Keep what was looked up about an organisation. Something found raises a flag at once.

    Raises Refused for a day to come, and when what was found is not described.
    """
    organisation, note, reasons = locked(organisation), note.strip(), []
    if dated > clock.today():
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
        found = Found.GRAVE if source in GRAVE_SOURCES else Found.OTHER
        severity = ConcernSeverity.objects.get(raised_for=found)
        raise_flag(organisation, by=by, concern=f"{check}: {note}", severity=severity.code)
    return check


@action
def raise_flag(organisation, *, by, concern, severity):
    """Note a concern about an organisation; what it stops from now on its ``severity`` says, named by its code.

    Those it would be escalated to are told at once of one that stops something. Raises Refused without words, and
    for a severity that is not offered any more.
    """
    if not ConcernSeverity.objects.filter(code=severity, is_offered=True).exists():
        raise Refused([Reason(_("This severity is not offered any more. Choose another."), code="severity")])
    if not concern.strip():
        raise Refused([Reason(_("Say what the concern is."), code="concern")])
    flag = Flag.objects.create(
        organisation=locked(organisation), concern=concern.strip(), severity_id=severity, raised_by=by,
        raised_at=clock.now(),
    )  # fmt: skip
    tells = (those_it_is_escalated_to,) if flag.severity.stops else ()
    record(flag, FlagAction.RAISE, by=by, tells=tells, changes={"severity": severity})
    return flag


@action
def escalate_flag(flag, *, by, reason):
    """Stop awards, contracts and payments; those its severity names are told. Raises Refused without a reason."""
    flag = locked(flag)
    if not reason.strip():
        raise Refused([Reason(_("Say why."), code="reason")])
    advance(flag, FlagAction.ESCALATE, by=by, note=reason.strip())
    return flag


def escalate_overdue_flags(at_work=lambda done, total: None):
    """Escalate every concern that was open longer than its severity allows; returns how many."""
    now = clock.now()
    raised = Flag.objects.filter(state=FlagState.RAISED).select_related("severity").order_by("pk")
    waiting = [flag for flag in raised if flag.escalated_by_itself_at <= now]
    for number, flag in enumerate(waiting):
        at_work(number, len(waiting))
        escalate_overdue_flag(flag)
    return len(waiting)


@action
def escalate_overdue_flag(flag):
    """Escalate it in nobody's name, unless somebody has escalated or cleared it meanwhile."""
    flag = locked(flag)
    if flag.state == FlagState.RAISED:
        advance(flag, FlagAction.ESCALATE, by=None, changes={"days": flag.severity.escalated_after_days})
    return flag


@action
def propose_clearing_flag(flag, *, by, reason):
    """Say that the concern is settled. A second person has to find the same."""
    flag = locked(flag)
    if reasons := reasons_against(flag, FlagAction.CLEAR):
        raise Refused(reasons)
    return propose("clear_flag", flag, {"flag": str(flag.public_id)}, reason=reason, by=by)


def _seen(flag):
    return {
        "organisation": str(flag.organisation.public_id), "concern": flag.concern, "severity": flag.severity_id,
        "state": str(flag.state),
    }  # fmt: skip


def _shown(flag, payload):
    return [
        {"label": _("Organisation"), "value": flag.organisation.legal_name},
        {"label": _("Concern"), "value": flag.concern},
        {"label": _("Severity"), "value": str(flag.severity)},
        {"label": _("State"), "value": flag.get_state_display()},
    ]


@needs_two(
    "clear_flag", label=_("Clear a concern about an organisation"), permission="grants.clear_flag", seen=_seen,
    show=_shown,
)  # fmt: skip
def clear_flag(flag, payload, *, by, proposal):
    """Carry out an approved clearing: the concern no longer stops anything."""
    advance(flag, FlagAction.CLEAR, by=by, note=proposal.reason)
    return flag
