"""What must be true of what was opened, assessed and consolidated."""

from django.db.models import Count, Exists, F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from grants.applications.models import Application, Submission
from grants.applications.workflow import ApplicationState
from grants.calls.models import Call
from grants.evaluation.models import (
    LIVE,
    Assessment,
    AssessmentVersion,
    Candidate,
    CandidateParty,
    Evaluation,
    Progress,
)
from grants.evaluation.workflow import AssessmentState, EvaluationState
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
    """Nothing opens without the declaration (security.md T-RV-17)."""
    for assessment in Assessment.objects.filter(state__in=LIVE, assessor__signed_at=None).order_by("pk"):
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
