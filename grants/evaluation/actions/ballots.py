"""The vote of the committee on a lot: put by the secretary, cast by the voters, closed by the chair.

Full applications are selected and awarded by it, concept notes invited to the full application.

Every action locks in one order: the evaluation, the lot, the ballot, the candidates. Two chairs, or
one who clicks twice, therefore decide one after the other, and the second finds it decided.
"""

from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from grants import clock
from grants.audit import canonical, content_hash
from grants.evaluation.actions.minutes import freeze_minutes
from grants.evaluation.models import Award, AwardList, Ballot, BallotSeat, Vote
from grants.evaluation.queries.committee import committee_of, people_in, reasons_against_committee
from grants.evaluation.queries.concerns import concerns_about, selected_in
from grants.evaluation.queries.consolidation import scored_in_conflict
from grants.evaluation.queries.cuts import proposed_cuts
from grants.evaluation.queries.declaration import has_declared
from grants.evaluation.queries.envelopes import envelope_of
from grants.evaluation.queries.lists import plain, proposed_list, standing
from grants.evaluation.queries.ranking import ranked
from grants.evaluation.queries.withheld import has_conflict_in
from grants.evaluation.workflow import BallotState, CandidateState, Choice, EvaluationState
from grants.permissions import Role
from grants.workflow import Reason, Refused, action, advance, locked, reasons_against, record


@action
def put_to_vote(lot, *, by, passed_over=None):
    """Freeze the lot's ranking with its funding line, or its cut, and put it to the vote. Returns the Ballot.

    ``passed_over`` maps candidates that do not fit into what is left to the committee's reason for going
    on below them. The voters of this moment get a seat each and a letter. Raises Refused with all reasons.
    """
    evaluation = locked(lot.call.evaluation)
    lot = locked(lot)
    passed_over = {candidate.pk: reason.strip() for candidate, reason in (passed_over or {}).items()}
    members = committee_of(lot.call)
    document, line = _proposed(lot, evaluation, passed_over)
    reasons = reasons_against_committee(members) + _reasons_against_list(lot, evaluation, document, line, passed_over)
    reasons += _conflict(by, lot) + concerns_about(selected_in(lot, document))
    if reasons:
        raise Refused(reasons)
    document["committee"] = [{"name": str(member.person), "role": member.role} for member in members]
    frozen = AwardList.objects.create(
        lot=lot,
        number=lot.award_lists.count() + 1,
        document=plain(document),
        sha256=content_hash(canonical(document)),
        frozen_at=clock.now(),
        frozen_by=by,
    )
    ballot = _open(evaluation, lot, frozen, by)
    voters = people_in(members, Role.VOTER)
    BallotSeat.objects.bulk_create(BallotSeat(ballot=ballot, voter=voter) for voter in voters)
    record(ballot, "put", by=by, changes={"sha256": frozen.sha256}, tells=(lambda _ballot: voters,))
    return ballot


def _proposed(lot, evaluation, passed_over):
    if evaluation.is_of_concepts:
        return proposed_cuts(evaluation)[lot.pk], None
    return proposed_list(lot, passed_over)


def _open(evaluation, lot, frozen, by):
    try:
        with transaction.atomic():
            return Ballot.objects.create(evaluation=evaluation, lot=lot, proposed=frozen, put_by=by, put_at=clock.now())
    except IntegrityError as error:
        raise Refused([_("This lot is put to the vote or decided already.")]) from error


def _reasons_against_list(lot, evaluation, document, line, passed_over):
    if evaluation.state != EvaluationState.CONSOLIDATED:
        return [_("The scores of this call are not consolidated, or it is decided already.")]
    reasons = _late_conflicts(lot, evaluation)
    if evaluation.is_of_concepts and passed_over:
        reasons.append(_("The rule of the call says who is invited: nobody is passed over in a cut."))
    if not document["ranking"]:
        reasons.append(_("Nobody in this lot reached the threshold: there is nothing to decide."))
    if not all(passed_over.values()):
        reasons.append(_("Say for each candidate that is passed over why."))
    if line and line.needless:
        sentence = _("%(who)s fits into what is left, and cannot be passed over.")
        named = ", ".join(row.reference for row in ranked(lot).filter(pk__in=[e.key for e in line.needless]))
        reasons.append(sentence % {"who": named})
    return reasons


def _late_conflicts(lot, evaluation):
    """A conflict that began after the scores were consolidated."""
    sentence = _(
        "The score of %(who)s counts an assessment by somebody with a conflict of interest since. Open the scores "
        "again and consolidate them anew."
    )
    return [sentence % {"who": reference} for reference in scored_in_conflict(evaluation, lot)]


def _conflict(person, lot):
    if has_conflict_in(person, lot=lot):
        return [_("You have a conflict of interest in this lot: another person has to do this.")]
    return []


@action
def cast_vote(ballot, *, by, choice, reason=""):
    """Vote, once. Raises Refused without a seat or a declaration, for a no without reason, for a second vote,
    and for anything but an abstention where the voter has a conflict in the lot."""
    ballot = locked(ballot)
    seat = ballot.seats.filter(voter=by).first()
    reasons = []
    if ballot.state != BallotState.OPEN:
        reasons.append(_("This vote is closed."))
    if seat is None:
        reasons.append(_("You had no seat on the committee when this was put to the vote."))
    elif Vote.objects.filter(seat=seat).exists():
        reasons.append(_("You have voted already. A vote is not changed."))
    if not has_declared(by, ballot.evaluation):
        reasons.append(_("Sign the declaration of impartiality and confidentiality first."))
    if choice == Choice.NO and not reason.strip():
        reasons.append(Reason(_("Say why not: the reason stands in the minutes."), code="reason"))
    if choice != Choice.ABSTAIN and has_conflict_in(by, lot=ballot.lot):
        reasons.append(_("You have a conflict of interest in this lot: you can only abstain."))
    if reasons:
        raise Refused(reasons)
    vote = Vote.objects.create(seat=seat, choice=choice, reason=reason.strip(), at=clock.now())
    record(ballot, "vote", by=by, changes={"choice": choice})
    return vote


@action
def withdraw_ballot(ballot, *, by, note):
    """Take a proposal back before it is decided, with a reason; then a new one can be put."""
    ballot = locked(ballot)
    if not note.strip():
        raise Refused([_("Say why: the reason stands in the minutes.")])
    _close(ballot, by)
    advance(ballot, "withdraw", by=by, note=note.strip(), fields=["decided_by", "decided_at"])
    return ballot


@action
def decide_ballot(ballot, *, by):
    """Close the vote. With a majority of all seats the candidates are selected, put in reserve or left unfunded
    as the frozen list says, and the awards are made out of the lot's envelope; concept notes are invited or not.
    Else the secretary puts anew.

    It cannot be undone. Nobody is told before the announcement. Raises Refused while votes are missing that
    can change the outcome, when ranking or envelope are no longer those that were voted on, and while a concern
    that stops awards is open about an organisation of a selected candidate.
    """
    evaluation = locked(ballot.evaluation)
    lot = locked(ballot.lot)
    ballot = locked(ballot)
    if reasons := _conflict(by, lot) or reasons_against(ballot, "reject"):
        raise Refused(reasons)
    _close(ballot, by)
    fields = ["decided_by", "decided_at"]
    if not ballot.count().is_accepted:
        advance(ballot, "reject", by=by, fields=fields)
        return ballot
    _refuse_if_changed(lot, evaluation, ballot.proposed.document)
    advance(ballot, "accept", by=by, fields=fields)
    _carry_out(lot, evaluation, ballot.proposed.document, by)
    if not reasons_against(evaluation, "decide"):
        advance(evaluation, "decide", by=by)
        freeze_minutes(evaluation, by=by)
    return ballot


@action
def decide_evaluation(evaluation, *, by):
    """Decide an evaluation in which nobody reached the threshold: there is nothing to vote on.

    The minutes are frozen. It cannot be undone. Raises Refused before the scores are consolidated and where
    somebody is ranked.
    """
    evaluation = locked(evaluation)
    if has_conflict_in(by, evaluation=evaluation):
        raise Refused([_("You have a conflict of interest in this call: another person has to do this.")])
    advance(evaluation, "decide", by=by)
    freeze_minutes(evaluation, by=by)
    return evaluation


def _close(ballot, by):
    """Name who closes it and when, and keep which seats a conflict takes out of the count now."""
    ballot.decided_by, ballot.decided_at = by, clock.now()
    ballot.barred().update(is_out=True)


def _refuse_if_changed(lot, evaluation, document):
    now, _line = _proposed(lot, evaluation, {})
    reasons = _late_conflicts(lot, evaluation)
    if standing(plain(now)) != standing(document):
        reasons.append(
            _("The ranking has changed since it was put to the vote. Withdraw the proposal and put it anew.")
        )
    if not _is_held(lot, evaluation, document):
        reasons.append(
            _("The envelope does not hold what was voted on any more. Withdraw the proposal and put it anew.")
        )
    if reasons := reasons + concerns_about(selected_in(lot, document)):
        raise Refused(reasons)


def _is_held(lot, evaluation, document):
    """Whether the awards fit into what is left, or, before there are any, the cut is that of the envelope in force."""
    if evaluation.is_of_concepts:
        return Decimal(document["envelope"]) == envelope_of(lot).in_force
    return Decimal(document["used"]) <= envelope_of(lot).left


STEP_OF = {
    "selected": "select", "reserve": "put_in_reserve", "unfunded": "leave_unfunded",
    "invited": "invite", "not_invited": "leave_uninvited",
}  # fmt: skip


def _carry_out(lot, evaluation, document, by):
    place_of = {row["candidate"]: row["place"] for row in document["ranking"]}
    standing_for = evaluation.candidates.filter(lot=lot, state=CandidateState.RANKED).order_by("rank")
    for candidate in standing_for.select_for_update(of=("self",)):
        place = place_of[str(candidate.public_id)]
        advance(candidate, STEP_OF[place], by=by)
        if place == "selected":
            make_award(candidate, by=by)


def make_award(candidate, *, by):
    """The award of a selected candidate, at what it asked for; inside an action that holds the lot's lock."""
    award = Award.objects.create(
        candidate=candidate,
        lot=candidate.lot,
        grant=candidate.requested,
        total_cost=candidate.total_cost,
        decided_at=clock.now(),
    )
    record(award, "decide", by=by)
    return award
