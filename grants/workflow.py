"""How a document changes its state: by a table of steps, and only here.

Each stage has a ``workflow.py`` with ``STEPS: {action: Step}``; its model carries that table as
``STEPS``, and ``events``, the reverse name of its event table. An action that does not change the
state is written by ``record``.
"""

import functools
import logging
import operator
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from dataclasses import dataclass, replace

from django.conf import settings
from django.db import connection, transaction
from django.utils.functional import Promise, lazy
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from grants import clock
from grants.loading import is_loading
from grants.messages import outbox

log = logging.getLogger(__name__)

_repairs = ContextVar("grants_repairs", default=None)
"""What to take back outside the database if the action under way fails; see ``if_undone``."""


@dataclass(frozen=True)
class Reason:
    """Why something cannot be done yet: a sentence, and where it can be put right."""

    sentence: str
    url: str = ""
    code: str = ""

    def __str__(self):
        return str(self.sentence)


filled = lazy(operator.mod, str)
"""``filled(_("%(name)s is …"), {"name": …})``: filled in where it is read, in the reader's language."""


def in_every_language(reasons):
    """What ``reasons()`` finds, each sentence kept in every language of the site, to be read later in any.

    For sentences made of texts of a form or a call, which exist only in the language they were read in.
    """
    found = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            found[language] = [(reason, str(reason)) for reason in reasons()]
    spoken = lazy(lambda place: found.get(get_language(), found["es"])[place][1], str)
    return [replace(reason, sentence=spoken(place)) for place, (reason, _text) in enumerate(found["es"])]


class Refused(Exception):
    """The action is not possible now; ``reasons`` says all of why, in sentences."""

    def __init__(self, reasons):
        self.reasons = _as_reasons(reasons)
        super().__init__("; ".join(str(reason) for reason in self.reasons))


Guard = Callable[[object], "str | Reason | Iterable[Reason] | None"]


@dataclass(frozen=True)
class Step:
    """From which states, to which, provided that what, and who is told.

    ``guards`` return None, a sentence, a Reason or several. ``tells`` return the people to write
    to: users, or (address, language) pairs for those without an account.
    """

    sources: frozenset
    target: str
    guards: tuple[Guard, ...] = ()
    tells: tuple[Callable[[object], Iterable], ...] = ()


def reasons_against(document, action) -> list[Reason]:
    """Everything that stands against ``action`` now; empty when it may be done."""
    step = document.STEPS[action]
    if document.state not in step.sources:
        sentence = _("This is not possible while the state is “%(state)s”.")
        states = dict(document._meta.get_field("state").flatchoices)
        return [Reason(filled(sentence, {"state": states[document.state]}), code="wrong_state")]
    reasons = []
    for guard in step.guards:
        answer = guard(document)
        if answer is not None:
            reasons += _as_reasons(answer)
    return reasons


def _as_reasons(answer):
    """One sentence, translated or still lazy, one Reason, or several of either: as a list of Reasons."""
    answers = [answer] if isinstance(answer, (str, Promise, Reason)) else answer
    return [a if isinstance(a, Reason) else Reason(a) for a in answers]


def advance(document, action, *, by, note="", fields=(), changes=None):
    """Take one step of the document's table: check, set the state, save, record, tell.

    ``fields`` are further fields the caller has set and wants saved with the state. Returns the
    event. Raises Refused with every reason, and then nothing is written. Runs inside the action's
    transaction, with the document's row locked by it.
    """
    reasons = reasons_against(document, action)
    if reasons:
        raise Refused(reasons)
    step = document.STEPS[action]
    before, document.state = document.state, step.target
    document.save(update_fields=["state", *fields])
    return _write(document, action, by, before, document.state, note, changes, step.tells)


def record(document, action, *, by, note="", changes=None, tells=()):
    """Write an event that changes no state, and tell ``tells(document)``. Returns the event."""
    state = getattr(document, "state", "")
    return _write(document, action, by, state, state, note, changes, tells)


def record_each(documents, action, *, by, changes=None):
    """``record`` for many documents of one kind, in one query; nobody is told."""
    if not documents:
        return []
    at, events = clock.now(), documents[0].events.model
    return events.objects.bulk_create(
        events(
            document=document, actor=by, action=action, before=getattr(document, "state", ""),
            after=getattr(document, "state", ""), changes=changes or {}, at=at,
        )
        for document in documents
    )  # fmt: skip


def _write(document, action, by, before, after, note, changes, tells):
    event = document.events.create(
        actor=by, action=action, before=before, after=after, note=note, changes=changes or {}, at=clock.now()
    )
    recipients = [recipient for tell in tells for recipient in tell(document)]
    outbox.tell(event, f"{document._meta.model_name}_{action}", recipients)
    return event


def action(function):
    """Decorator of every business action: one transaction, one moment of the clock.

    When it fails, what ``if_undone`` was told is taken back, the newest first. An action inside
    another belongs to the outer one: it is taken back when that fails.
    """

    @functools.wraps(function)
    def act(*args, **kwargs):
        outer, own = _repairs.get(), []
        token = _repairs.set(own)
        try:
            with transaction.atomic(savepoint=not is_loading()), clock.one_moment():
                result = function(*args, **kwargs)
        except BaseException:
            _take_back(own)
            raise
        finally:
            _repairs.reset(token)
        if outer is not None:
            outer += own
        return result

    return act


def if_committed(follow_up):
    """Have ``follow_up()`` called after the commit; if it fails that is logged, and what follows still happens.

    A plain function: Django's own handling of a failing ``functools.partial`` fails (5.2.19).
    """
    transaction.on_commit(lambda: follow_up(), robust=True)


def if_undone(repair):
    """Have ``repair()`` called if the action under way fails: for what no rollback takes back, like files.

    Raises RuntimeError outside an action, where nobody would call it.
    """
    repairs = _repairs.get()
    if repairs is None:
        raise RuntimeError("Only an action can be undone.")
    repairs.append(repair)


def _take_back(repairs):
    for repair in reversed(repairs):
        try:
            repair()
        except Exception:
            # The failure of the action is what the caller must hear of; the nightly check finds the rest.
            log.exception("Something outside the database could not be taken back")


def locked(document):
    """The document's row, freshly read and locked until the action's transaction ends."""
    # By its class in ``_meta``: request.user is a proxy of its own type.
    return document._meta.model._base_manager.select_for_update(of=("self",)).get(pk=document.pk)


def take_turns(name):
    """Wait until no other transaction has taken this turn, and hold it until one's own ends.

    For actions that have no one row to lock: they number, gather what is new, or look whether something is there.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [name])
