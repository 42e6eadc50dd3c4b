"""Awards after the announcement: renounced, and replaced by the next of the reserve list."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grants import clock, formats
from grants.calls.models import CallStep
from grants.evaluation.actions.ballots import make_award
from grants.evaluation.models import Evaluation
from grants.evaluation.queries.concerns import concerns_about
from grants.evaluation.queries.envelopes import envelope_of
from grants.evaluation.queries.letters import recipients_of
from grants.evaluation.queries.ranking import next_in_reserve
from grants.evaluation.queries.withheld import has_conflict_in
from grants.evaluation.workflow import EvaluationState
from grants.messages import outbox
from grants.organisations.models import RoleAssignment, User
from grants.permissions import Role
from grants.proposals.actions import propose
from grants.proposals.kinds import needs_two
from grants.workflow import Refused, action, advance, locked


@action
def renounce_award(award, *, by, note):
    """Give an announced award back, before there is a contract; its money is free again at once.

    By the lead's manager, or recorded by an officer from the lead's letter. It cannot be taken back.
    Raises Refused without a reason.
    """
    if not note.strip():
        raise Refused([_("Say why: the reason is kept with the award.")])
    locked(award.lot)
    award = locked(award)
    advance(award, "renounce", by=by, note=note.strip())
    advance(locked(award.candidate), "renounce", by=by, note=note.strip())
    event = award.events.latest("pk")
    outbox.tell(event, "award_renounce", _officers_and_secretary(award.lot.call))
    return award


def _officers_and_secretary(call):
    held = RoleAssignment.objects.in_force(clock.now()).filter(role__in=[Role.OFFICER, Role.SECRETARY])
    people = [assignment.user_id for assignment in held if assignment.call_id in (None, call.pk)]
    return User.objects.filter(is_active=True, pk__in=people).order_by("pk")


@action
def propose_promotion(lot, *, by, reason):
    """Put the next of the lot's reserve list before a second person.

    Raises Refused when nobody waits, when the money is not there, before the lot is decided.
    """
    lot = locked(lot)
    candidate = _next(lot, by)
    return propose("promote_reserve", lot, {"candidate": str(candidate.public_id)}, reason=reason, by=by)


def promotion_seen(lot):
    """What a promotion rests on: who is next, and what is left."""
    candidate = next_in_reserve(lot)
    return {"lot": lot.public_id, "next": candidate.public_id if candidate else None, "left": envelope_of(lot).left}


def shown_promotion(lot, payload):
    """A proposed promotion for the page of its decision. By its rank: the ranking names it to who may see it."""
    candidate = lot.candidates.get(public_id=payload["candidate"])
    ranking = reverse("evaluation:ranking", args=[lot.public_id])
    return [
        {"label": _("Lot"), "value": f"{lot.call.reference} · {lot}"},
        {"label": _("Next on the reserve list"), "value": _("rank %d") % candidate.rank, "url": ranking},
        {
            "label": _("Unconsumed in the lot"),
            "value": formats.money(envelope_of(lot).left, formats.NEUTRAL),
            "is_now": True,
        },
    ]


@needs_two(
    "promote_reserve",
    label=gettext_lazy("Promote the next of the reserve list"),
    permission="grants.promote_reserve",
    seen=promotion_seen,
    show=shown_promotion,
)
def promote_reserve(lot, payload, *, by, proposal):
    """Select the next of the reserve list and make its award.

    Once the call is announced the consortium is told at once; before, with all the others.
    """
    candidate = locked(_next(lot, by))
    advance(candidate, "promote", by=by, note=proposal.reason)
    award = make_award(candidate, by=by)
    if candidate.evaluation.state == EvaluationState.ANNOUNCED:
        award.announced_at = clock.now()
        advance(award, "announce", by=by, fields=["announced_at"])
        event = candidate.events.latest("pk")
        outbox.tell(event, "candidate_promoted", recipients_of(candidate))
    return award


def _next(lot, by):
    evaluation = Evaluation.objects.get(call=lot.call_id, step=CallStep.FULL)
    candidate = next_in_reserve(lot)
    if candidate is None:
        raise Refused([_("Nobody waits on the reserve list of this lot.")])
    reasons = concerns_about([candidate])
    if getattr(evaluation, "announcement", None) and evaluation.state != EvaluationState.ANNOUNCED:
        reasons.append(_("The announcement is under way: promote after it."))
    if candidate.requested > envelope_of(lot).left:
        left = formats.money(envelope_of(lot).left, formats.NEUTRAL)
        reasons.append(_("The envelope does not hold it: %(left)s are unconsumed.") % {"left": left})
    if has_conflict_in(by, lot=lot):
        reasons.append(_("You have a conflict of interest in this lot: another person has to do this."))
    if reasons:
        raise Refused(reasons)
    return candidate
