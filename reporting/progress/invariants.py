"""What must be true of results updates, computed a second time."""

from django.db.models import F, Q

from grants.invariants import invariant
from reporting.progress.models import IndicatorValue, ResultsUpdate, ResultsUpdateVersion
from reporting.progress.queries.content import content_of
from reporting.progress.queries.freezing import rows_hash
from reporting.progress.splits import WHOLE
from reporting.progress.workflow import UpdateAction, UpdateState


@invariant("Every approved results update, and no other, is kept as it was approved, under its hash")
def approved_updates_are_kept():
    approved = Q(state=UpdateState.APPROVED)
    for update in ResultsUpdate.objects.filter(approved, version=None).order_by("pk"):
        yield f"update {update.public_id}: not kept"
    for version in ResultsUpdateVersion.objects.exclude(update__state=UpdateState.APPROVED).order_by("pk"):
        yield f"version {version.pk}: of an update that is not approved"
    for version in ResultsUpdateVersion.objects.order_by("pk").iterator(chunk_size=500):
        if not version.is_intact:
            yield f"version {version.pk}: other than its hash"
        yield None


@invariant("The values and the firm list of every approved update are still those that were approved")
def approved_rows_stand():
    kept = ResultsUpdateVersion.objects.select_related("update__project__lead", "update__submitted_by")
    for version in kept.order_by("pk").iterator(chunk_size=200):
        content = content_of(version.update)
        values = {
            one.code: {split or "whole": str(row.value) for split, row in one.rows.items() if row.value is not None}
            for one in content.reported
            if one.value is not None
        }
        if values != {one["code"]: one["values"] for one in version.document["indicators"]}:
            yield f"update {version.update.public_id}: values"
        yield None
        listed = version.document["list"]
        if (listed or {}).get("rows_sha256") != (rows_hash(content.taken) if content.taken else None):
            yield f"update {version.update.public_id}: firm list"
        yield None


@invariant("Every approved results update was submitted by one person and approved by another")
def two_persons_approved():
    approved = ResultsUpdate.objects.filter(state=UpdateState.APPROVED)
    alone = approved.filter(Q(submitted_by=F("approved_by")) | Q(approved_by=None) | Q(submitted_by=None))
    for update in alone.order_by("pk"):
        yield f"update {update.public_id}"
    for update in approved.prefetch_related("events").order_by("pk").iterator(chunk_size=500):
        acted = {event.action: event.actor_id for event in update.events.order_by("pk")}
        if acted.get(UpdateAction.APPROVE) in (None, acted.get(UpdateAction.SUBMIT)):
            yield f"update {update.public_id}: by its history"


@invariant("No part of a reported number is counted without its whole, none is larger than it once approved")
def parts_stay_within_the_whole():
    parts = IndicatorValue.objects.filter(update__state=UpdateState.APPROVED, value__isnull=False).exclude(split=WHOLE)
    for part in parts.order_by("pk").iterator(chunk_size=1_000):
        whole = IndicatorValue.objects.filter(update=part.update_id, indicator=part.indicator_id, split=WHOLE).first()
        if whole is None or whole.value is None or part.value > whole.value:
            yield f"value {part.pk}"
