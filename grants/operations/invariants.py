"""What must be true of every table that is never changed."""

from django.apps import apps

from grants.audit import Version
from grants.invariants import invariant


@invariant("Every frozen version still has the hash it was frozen with")
def versions_match_their_hash():
    """Recomputes the canonical form of each: submissions, dated copies of organisations, calls."""
    for model in (m for m in apps.get_models() if issubclass(m, Version)):
        for version in model.objects.order_by("pk").iterator(chunk_size=200):
            if not version.is_intact:
                yield f"{model._meta.label} {version.pk}"
            yield None
