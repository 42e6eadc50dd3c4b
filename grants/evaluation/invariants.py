"""What must be true of what was opened."""

from django.db.models import Exists, F, OuterRef

from grants.applications.models import Application, Submission
from grants.applications.workflow import ApplicationState
from grants.calls.models import Call
from grants.evaluation.models import Candidate, CandidateParty, Evaluation
from grants.invariants import invariant


@invariant("A call is opened exactly when its evaluation and the record of the opening exist")
def opened_calls_have_their_record():
    """The call's own column locks it; the evaluation and the record say who opened it."""
    for call in Call.objects.filter(opened_at__isnull=False, evaluation__record__isnull=True).order_by("pk"):
        yield f"call {call.reference} has no record of its opening"
    for evaluation in Evaluation.objects.exclude(opened_at=F("call__opened_at")).order_by("pk"):
        yield f"evaluation {evaluation.public_id} and its call name different moments"


@invariant("Each submitted application of an opened call is a candidate with its official submission")
def submitted_applications_are_candidates():
    """The official submission is the last one received in time (decisions.md C2)."""
    submitted = Application.objects.filter(call__opened_at__isnull=False, state=ApplicationState.SUBMITTED)
    for application in submitted.filter(candidate__isnull=True).order_by("pk"):
        yield f"application {application.public_id} is no candidate"
    later = Submission.objects.filter(application=OuterRef("application"), number__gt=OuterRef("submission__number"))
    wrong = Candidate.objects.filter(Exists(later)) | Candidate.objects.exclude(
        submission__application=F("application")
    )
    for candidate in wrong.order_by("pk"):
        yield f"candidate {candidate.reference} has not its official submission"


@invariant("Each candidate names its consortium, the lead among it")
def candidates_name_their_consortium():
    """Conflicts are found by these organisations: a candidate without them would hide from nobody."""
    lead = CandidateParty.objects.filter(candidate=OuterRef("pk"), organisation=OuterRef("lead"), role="lead")
    for candidate in Candidate.objects.exclude(Exists(lead)).order_by("pk"):
        yield f"candidate {candidate.reference}"
