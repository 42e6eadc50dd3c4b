"""Keeping the trace of tries and of readings."""

from contextlib import contextmanager, suppress
from contextvars import ContextVar

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import get_language, override

from grants import clock
from grants.attempts.models import Attempt, Outcome, Reading
from grants.loading import is_loading

_current = ContextVar("grants_current_attempt", default=None)


@contextmanager
def attempt(action, document, *, by, received_at=None):
    """Write an Attempt before the body and complete it after, however the body ends.

    An exception with ``reasons`` (Refused) makes the outcome *refused*, any other *failed*; both go
    on to the caller. A document whose action was refused is read anew: the page that says why shows what
    somebody else made of it meanwhile. The body may set ``trace.sha256``. Reasons are kept in words, in every language
    they can be said in, so that each reads them in their own. Raises RuntimeError inside a
    transaction, whose end could take the trace away.
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
        trace.reasons = [_words(reason) for reason in reasons or []] or [{"": type(error).__name__}]
        _finish(trace, Outcome.FAILED if reasons is None else Outcome.REFUSED)
        if reasons is not None:
            _read_anew(document)
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


def note_reading(user, *, address, document=None, sha256=""):
    """Keep who reads what, at the moment it is handed out."""
    Reading.objects.create(
        user=user,
        at=clock.now(),
        address=address[:500],
        document_model=document._meta.label_lower if document else "",
        document_id=document.pk if document else None,
        sha256=sha256,
    )


def _read_anew(document):
    with suppress(ObjectDoesNotExist):  # removed meanwhile: it stays as it was seen last
        document.refresh_from_db()


def _words(reason):
    """Language -> sentence; one that is no longer lazy only in the language the person read."""
    if not isinstance(reason.sentence, Promise):
        return {get_language(): str(reason)}
    words = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            words[language] = str(reason)
    return words


def _finish(trace, outcome):
    trace.outcome = outcome
    trace.finished_at = clock.now()
    trace.save(update_fields=["outcome", "finished_at", "reasons", "sha256"])
