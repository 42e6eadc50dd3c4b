"""What must be true of what left."""

from django.db.models import F

from grants.invariants import invariant
from reporting.publishing.models import NoteVersion, Publication


@invariant("Every publication and every published note has the content it was approved with")
def published_content_is_intact():
    """Their tables refuse changes; this finds a database where that was circumvented."""
    for kind in (Publication, NoteVersion):
        for one in kind.objects.order_by("pk").iterator(chunk_size=1):
            if not one.is_intact:
                yield f"{kind._meta.model_name} {one.pk}"


@invariant("Every publication was proposed by one person and approved by another")
def two_persons_published():
    """The constraint holds it; this finds a database from which the constraint was taken."""
    for one in Publication.objects.light().filter(proposed_by=F("frozen_by")).order_by("pk"):
        yield f"publication {one.number}"


@invariant("Every publication shows the figures its compilation has")
def publications_show_their_compilation():
    """A compilation never changes after it is done; nor does what was published from it."""
    for one in Publication.objects.select_related("compilation").order_by("pk").iterator(chunk_size=1):
        if one.document["figures_sha256"] != one.compilation.figures_sha256:
            yield f"publication {one.number}"
