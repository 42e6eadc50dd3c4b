"""Reading the trace."""

from grants.attempts.models import Attempt


def attempts_at(document):
    """All tries at this document, newest first."""
    return Attempt.objects.filter(document_model=document._meta.label_lower, document_id=document.pk).select_related(
        "user"
    )
