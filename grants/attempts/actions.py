"""Keeping the trace of tries."""

from contextlib import contextmanager
from contextvars import ContextVar

from django.db import transaction

from grants import clock
from grants.attempts.models import Attempt, Outcome
from grants.loading import is_loading

_current = ContextVar("grants_current_attempt", default=None)


@contextmanager
def attempt(action, document, *, by, received_at=None):
    """Write an Attempt before the body and complete it after, however the body ends.

    An exception with ``reasons`` (Refused) makes the outcome *refused*, any other *failed*; both go
    on to the caller. The body may set ``trace.sha256``. Reasons are kept in the words in which the
    person read them. Raises RuntimeError inside a transaction, whose end could take the trace away.
    """
    with transaction.atomic(durable=not is_loading()):
        trace = Attempt.objects.create(
            user=by if by and by.is_authenticated else None,
            action=action,
            document_model=document._meta.label_lower,
            document_id=document.pk,
            received_at=received_at or clock.now(),
        )
    token = _current.set(trace)
    try:
        yield trace
    except Exception as error:
        reasons = getattr(error, "reasons", None)
        trace.reasons = [str(reason) for reason in reasons or []] or [type(error).__name__]
        _finish(trace, Outcome.FAILED if reasons is None else Outcome.REFUSED)
        raise
    finally:
        _current.reset(token)
    _finish(trace, Outcome.DONE)


def note_content(sha256):
    """Have the try under way remember the hash of what it was about; nothing outside a try.

    For actions: the hash stays in the log also when the action is refused and rolls back.
    """
    trace = _current.get()
    if trace is not None:
        trace.sha256 = sha256


def _finish(trace, outcome):
    trace.outcome = outcome
    trace.finished_at = clock.now()
    trace.save(update_fields=["outcome", "finished_at", "reasons", "sha256"])
