"""What must be true of decisions, awards and announcements."""

from django.db.models import Count, Q

from grants.calls.models import Lot
from grants.evaluation.models import Announcement, Award, AwardList, Ballot, Candidate, Evaluation, Minutes
from grants.evaluation.queries.envelopes import envelopes_of
from grants.evaluation.workflow import AwardState, BallotState, CandidateState, EvaluationState
from grants.invariants import invariant
from grants.messages.models import Message


@invariant("The live awards of a lot are at most its envelope in force")
def awards_are_within_envelopes():
    """Added up a second time, beside the trigger."""
    lots = list(Lot.objects.order_by("pk"))
    money = envelopes_of(lots)
    for lot in lots:
        if money[lot.pk].left < 0:
            yield f"lot {lot.public_id}: {money[lot.pk].awarded} of {money[lot.pk].in_force}"


@invariant("Every selected candidate has one live award in its lot at what it asked for, and nobody else has one")
def selected_candidates_have_awards():
    """In both directions."""
    live = Q(award__isnull=False) & ~Q(award__state=AwardState.RENOUNCED)
    selected = Q(state=CandidateState.SELECTED)
    for candidate in Candidate.objects.filter((selected & ~live) | (~selected & live)).order_by("pk"):
        yield f"candidate {candidate.reference} is {candidate.state}"
    for award in Award.objects.live().select_related("candidate").order_by("pk"):
        if award.lot_id != award.candidate.lot_id or award.grant != award.candidate.requested:
            yield f"award of candidate {award.candidate.reference}"


@invariant("Every vote has an odd number of seats, three or more, and an accepted one the majority of them")
def ballots_are_in_order():
    """A conflict declared after the vote was closed does not undo it: the majority is that of the votes cast."""
    yes = Count("seats", filter=Q(seats__vote__choice="yes"))
    for ballot in Ballot.objects.annotate(all_seats=Count("seats"), yes=yes).order_by("pk"):
        has_majority = 2 * ballot.yes > ballot.all_seats
        if ballot.all_seats < 3 or ballot.all_seats % 2 == 0:
            yield f"ballot {ballot.public_id} has {ballot.all_seats} seats"
        if ballot.state == BallotState.ACCEPTED and not has_majority:
            yield f"ballot {ballot.public_id} is accepted with {ballot.yes} yes of {ballot.all_seats}"


@invariant("Every lot of a decided evaluation is decided, and its minutes are frozen")
def decided_evaluations_are_complete():
    """Nobody is left ranked without a decision."""
    decided = Evaluation.objects.filter(state__in=[EvaluationState.DECIDED, EvaluationState.ANNOUNCED])
    ranked = Count("candidates", filter=Q(candidates__state=CandidateState.RANKED), distinct=True)
    for evaluation in decided.annotate(undecided=ranked, frozen=Count("minutes", distinct=True)).order_by("pk"):
        if evaluation.undecided or not evaluation.frozen:
            yield f"evaluation {evaluation.public_id}"


@invariant("What the committee voted on and its minutes still have the hash they were frozen with")
def frozen_decisions_are_intact():
    """Word for word."""
    for version in [*AwardList.objects.order_by("pk"), *Minutes.objects.order_by("pk")]:
        if not version.is_intact:
            yield f"{version._meta.model_name} {version.pk}"
        yield None


@invariant(
    "Once all letters of an announcement are written, each candidate was told once, with every letter of its event"
)
def everybody_was_told_once():
    """One event per candidate, and as many letters as people were found."""
    for announcement in Announcement.objects.exclude(told_at=None).order_by("pk"):
        told = Count("events", filter=Q(events__action="announce"))
        candidates = Candidate.objects.filter(evaluation=announcement.evaluation_id).annotate(told=told)
        for candidate in candidates.exclude(told=1).order_by("pk"):
            yield f"candidate {candidate.reference} was told {candidate.told} times"
        events = {
            event.pk: event.changes["letters"]
            for candidate in candidates.prefetch_related("events")
            for event in candidate.events.all()
            if event.action == "announce"
        }
        rows = Message.objects.filter(event_model="grants.candidateevent", kind="candidate_announced")
        written = dict(rows.filter(event_id__in=events).order_by().values_list("event_id").annotate(n=Count("pk")))
        for event, number in events.items():
            if written.get(event, 0) != number:
                yield f"event {event}: {written.get(event, 0)} letters of {number}"
        yield None


@invariant("An announced evaluation has its instant behind it, and no award of it is undisclosed")
def announced_means_told():
    """Awards made later by promotion are announced at once."""
    for evaluation in Evaluation.objects.filter(state=EvaluationState.ANNOUNCED).order_by("pk"):
        announcement = Announcement.objects.filter(evaluation=evaluation).first()
        hidden = Award.objects.filter(candidate__evaluation=evaluation, state=AwardState.DECIDED)
        if announcement is None or announcement.told_at is None or hidden.exists():
            yield f"evaluation {evaluation.public_id}"
