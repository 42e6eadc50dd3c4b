"""What must be true of what was opened, assessed and consolidated."""

from django.db.models import Case, Count, Exists, F, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce

from grants.applications.models import Application, Submission
from grants.applications.workflow import ApplicationState
from grants.calls.models import Call, CallStep, Lot
from grants.evaluation.models import (
    LIVE,
    Announcement,
    Assessment,
    AssessmentVersion,
    Award,
    AwardList,
    Ballot,
    Candidate,
    CandidateParty,
    Evaluation,
    Minutes,
    Progress,
)
from grants.evaluation.queries.envelopes import envelopes_of
from grants.evaluation.workflow import AssessmentState, AwardState, BallotState, CandidateState, EvaluationState
from grants.invariants import invariant
from grants.messages.models import Message


@invariant("A call is opened exactly when its evaluation and the record of the opening exist")
def opened_calls_have_their_record():
    """The call's own column locks it; the evaluation and the record say who opened it."""
    recorded = Evaluation.objects.filter(call=OuterRef("pk"), step=OuterRef("step"), record__isnull=False)
    for call in Call.objects.filter(~Exists(recorded), opened_at__isnull=False).order_by("pk"):
        yield f"call {call.reference} has no record of its opening"
    opened_at = Case(
        When(step=F("call__step"), then=F("call__opened_at")), default="call__two_steps__concept_opened_at"
    )
    rows = Evaluation.objects.annotate(of_call=opened_at)
    for evaluation in rows.filter(Q(of_call=None) | ~Q(opened_at=F("of_call"))).order_by("pk"):
        yield f"evaluation {evaluation.public_id} and its call name different moments"


@invariant("Each submitted application of an opened call is a candidate with its official submission")
def submitted_applications_are_candidates():
    """The official submission is the last one received in time (decisions.md C2)."""
    submitted = Application.objects.filter(call__opened_at__isnull=False, state=ApplicationState.SUBMITTED)
    candidates = Candidate.objects.filter(application=OuterRef("pk"), evaluation__step=OuterRef("step"))
    for application in submitted.filter(~Exists(candidates)).order_by("pk"):
        yield f"application {application.public_id} is no candidate"
    later = Submission.objects.filter(
        application=OuterRef("application"),
        step=OuterRef("evaluation__step"),
        number__gt=OuterRef("submission__number"),
    )
    own = Q(submission__application=F("application"), submission__step=F("evaluation__step"))
    wrong = Candidate.objects.filter(Exists(later)) | Candidate.objects.exclude(own)
    for candidate in wrong.order_by("pk"):
        yield f"candidate {candidate.reference} has not its official submission"


@invariant("Each candidate names its consortium, the lead among it")
def candidates_name_their_consortium():
    """Conflicts are found by these organisations: a candidate without them would hide from nobody."""
    lead = CandidateParty.objects.filter(candidate=OuterRef("pk"), organisation=OuterRef("lead"), role="lead")
    for candidate in Candidate.objects.exclude(Exists(lead)).order_by("pk"):
        yield f"candidate {candidate.reference}"


@invariant("Every submitted assessment has its frozen version, intact, with the same scores")
def submitted_assessments_are_frozen():
    """What counts is what the assessor has submitted."""
    newest = AssessmentVersion.objects.filter(assessment=OuterRef("pk")).order_by("-number")
    rows = Assessment.objects.filter(state=AssessmentState.SUBMITTED).order_by("pk")
    rows = rows.annotate(frozen_scores=Subquery(newest.values("document__scores")[:1]))
    for number, assessment in enumerate(rows.iterator(chunk_size=2000)):
        if number % 1000 == 999:
            yield None  # still at work
        if assessment.frozen_scores != assessment.scores:
            yield f"assessment {assessment.public_id}"
    for version in AssessmentVersion.objects.order_by("pk").iterator(chunk_size=500):
        if not version.is_intact:
            yield f"version {version.number} of assessment {version.assessment_id} has another hash"


@invariant("Assessments that count are of people who have signed the declaration")
def assessors_have_signed():
    """Nothing opens without the declaration (security.md T-RV-17), one's own and of this evaluation."""
    own = Q(
        assessor__declaration__person=F("assessor__user"), assessor__declaration__evaluation=F("assessor__evaluation")
    )
    for assessment in Assessment.objects.filter(state__in=LIVE).exclude(own).order_by("pk"):
        yield f"assessment {assessment.public_id}"


@invariant("The standing of each assessed candidate is what its assessments come to")
def progress_is_what_assessments_come_to():
    """Lists and counts go by it."""
    live = Assessment.objects.filter(candidate=OuterRef("candidate"), state__in=LIVE).order_by()
    count = live.values("candidate").annotate(count=Count("pk")).values("count")
    submitted = live.filter(state=AssessmentState.SUBMITTED).values("candidate")
    rows = Progress.objects.annotate(
        live=Coalesce(Subquery(count), 0),
        done=Coalesce(Subquery(submitted.annotate(count=Count("pk")).values("count")), 0),
    )
    for progress in rows.exclude(assigned=F("live"), submitted=F("done")).select_related("candidate").order_by("pk"):
        yield f"candidate {progress.candidate.reference}"


@invariant("Consolidated scores are those of the newest consolidation, and it is intact")
def consolidated_scores_are_frozen():
    """The ranking the committee decides on can be opened down to each assessment."""
    consolidated = Evaluation.objects.exclude(state=EvaluationState.OPEN).filter(consolidations__isnull=False)
    for evaluation in consolidated.distinct().order_by("pk"):
        newest = evaluation.consolidations.order_by("-number").first()
        if not newest.is_intact:
            yield f"consolidation {newest.number} of evaluation {evaluation.public_id} has another hash"
        frozen = {row["reference"]: (row["score"], row["rank"]) for row in newest.document["candidates"]}
        scored = evaluation.candidates.exclude(score=None).values_list("reference", "score", "rank")
        for reference, score, rank in scored.order_by("reference"):
            if frozen.get(reference) != (format(score, "f"), rank):
                yield f"candidate {reference}"


# Decisions, awards, announcements ---------------------------------------------------------------


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


@invariant("A call's moment of announcement is that of its evaluation's announcement")
def announced_at_the_same_instant():
    """It stands on the call only so that applicants' pages need not ask."""
    announced = Announcement.objects.filter(
        evaluation__call=OuterRef("pk"), evaluation__step=OuterRef("step"), at=OuterRef("announced_at")
    )
    for call in Call.objects.filter(~Exists(announced)).exclude(announced_at=None).order_by("pk"):
        yield f"call {call.public_id}"


@invariant("Who was invited stands in the second step, who was not in the first, and concept notes have no award")
def second_steps_are_of_the_invited():
    """From the moment the call has gone on; then the applications of its second step are those invited."""
    gone_on = Candidate.objects.filter(evaluation__step=CallStep.CONCEPT, evaluation__call__step=CallStep.FULL)
    invited = Q(state=CandidateState.INVITED, application__step=CallStep.FULL)
    left = ~Q(state=CandidateState.INVITED) & Q(application__step=CallStep.CONCEPT)
    for candidate in gone_on.exclude(invited | left).order_by("pk"):
        yield f"candidate {candidate.reference}"
    first = Candidate.objects.filter(
        application=OuterRef("pk"), evaluation__step=CallStep.CONCEPT, state=CandidateState.INVITED
    )
    uninvited = Application.objects.filter(~Exists(first), call__steps=2, step=CallStep.FULL)
    for application in uninvited.order_by("pk"):
        yield f"application {application.public_id} is in the second step and was not invited"
    for award in Award.objects.filter(candidate__evaluation__step=CallStep.CONCEPT).order_by("pk"):
        yield f"award of concept note {award.candidate.reference}"
