"""Keeping the trace of tries."""

from contextlib import contextmanager

from django.utils.translation import override

from grants import clock
from grants.attempts.models import Attempt, Outcome


@contextmanager
def attempt(action, document, *, by, received_at=None):
    """Write an Attempt before the body and complete it after, however the body ends.

    Must be entered outside the action's transaction. An exception with ``reasons`` (Refused) makes
    the outcome *refused*, any other *failed*; both go on to the caller. The body may set
    ``trace.sha256``. Reasons are kept in English, so that the log reads the same for everybody.
    """
    trace = Attempt.objects.create(
        user=by if by and by.is_authenticated else None,
        action=action,
        document_model=document._meta.label_lower,
        document_id=document.pk,
        received_at=received_at or clock.now(),
    )
    try:
        yield trace
    except Exception as error:
        reasons = getattr(error, "reasons", None)
        with override("en"):
            trace.reasons = [str(reason) for reason in reasons or []] or [type(error).__name__]
        _finish(trace, Outcome.FAILED if reasons is None else Outcome.REFUSED)
        raise
    _finish(trace, Outcome.DONE)


def _finish(trace, outcome):
    trace.outcome = outcome
    trace.finished_at = clock.now()
    trace.save(update_fields=["outcome", "finished_at", "reasons", "sha256"])


def attempts_at(document):
    """All tries at this document, newest first."""
    return Attempt.objects.filter(document_model=document._meta.label_lower, document_id=document.pk).select_related(
        "user"
    )
