"""What must be true of visits and findings, computed a second time."""

import json

from django.db.models import F, Q

from grants.audit import canonical
from grants.invariants import invariant
from reporting.monitoring.finding_workflow import FindingAction, FindingState
from reporting.monitoring.models import Finding, Visit, VisitVersion
from reporting.monitoring.queries.freezing import document_of
from reporting.monitoring.queries.projects import firms_reported
from reporting.monitoring.sampling import drawn, population_hash
from reporting.monitoring.workflow import VisitState


@invariant("Every visit that was carried out, and no other, has a report kept as it was handed in, under its hash")
def reports_are_kept():
    for visit in Visit.objects.filter(state=VisitState.CARRIED_OUT, version=None).order_by("pk"):
        yield f"visit {visit.public_id}: not kept"
    kept = VisitVersion.objects.select_related("visit__project").order_by("pk")
    for version in kept.iterator(chunk_size=200):
        visit = version.visit
        if visit.state != VisitState.CARRIED_OUT or not visit.report:
            yield f"visit {visit.public_id}: kept, but not carried out"
        if not version.is_intact or json.loads(canonical(document_of(visit))) != version.document:
            yield f"visit {visit.public_id}: other than it was handed in"
        yield None


@invariant("Every drawn sample is the one its seed draws, while the firms it was drawn from are the same")
def samples_are_drawn():
    for visit in Visit.objects.exclude(seed="").select_related("project").order_by("pk").iterator(chunk_size=200):
        sample = visit.observations.filter(is_drawn=True).values_list("firm__public_id", flat=True)
        sample = {str(key) for key in sample.order_by()}
        keys = [str(key) for key in firms_reported(visit.project).values_list("public_id", flat=True).order_by()]
        stands = population_hash(keys) == visit.population_sha256
        if (
            not sample
            or len(sample) > visit.population
            or (stands and sample != set(drawn(keys, len(sample), visit.seed)))
        ):
            yield f"visit {visit.public_id}: sample"
        yield None


@invariant("Every closed finding has an answer or a reason, and was closed by another than who answered")
def closed_findings_have_an_answer():
    closed = Finding.objects.filter(state=FindingState.CLOSED)
    bare = closed.filter(Q(answers=None, closing_note="") | Q(closed_by=None) | Q(closed_by=F("answered_by")))
    for finding in bare.order_by("pk"):
        yield f"finding {finding.public_id}"
    for finding in Finding.objects.exclude(answered_at=None).filter(answers=None).order_by("pk"):
        yield f"finding {finding.public_id}: answered without an answer"


@invariant("Every finding belongs to the project of its visit, which was carried out, and its history tells its state")
def findings_follow_from_visits():
    strange = ~Q(visit__project=F("project")) | ~Q(visit__state=VisitState.CARRIED_OUT)
    for finding in Finding.objects.filter(visit__isnull=False).filter(strange).order_by("pk"):
        yield f"finding {finding.public_id}: visit"
    told = {FindingAction.RAISE: FindingState.OPEN, FindingAction.ANSWER: FindingState.ANSWERED,
            FindingAction.RETURN: FindingState.RETURNED, FindingAction.CLOSE: FindingState.CLOSED}  # fmt: skip
    for finding in Finding.objects.prefetch_related("events").order_by("pk").iterator(chunk_size=500):
        states = [told[event.action] for event in finding.events.all() if event.action in told]
        if not states or states[-1] != finding.state:
            yield f"finding {finding.public_id}: history"
        yield None
