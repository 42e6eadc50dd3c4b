"""The outbox: letters are rows first, and leave after the commit."""

from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple

from django.apps import apps
from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils.translation import override

from grants import clock
from grants.jobs.actions import enqueue
from grants.messages.models import Message, MessageState

MOST_ATTEMPTS = 10
"""Tries at one letter, with growing pauses: about a day."""

_past = ContextVar("grants_past_mail", default=False)


class Recipient(NamedTuple):
    """Somebody to write to who need not have an account."""

    address: str
    language: str
    user: object = None


def tell(event, kind, recipients, *, not_before=None):
    """Write one Message per recipient of ``event``; users without address and doubles are left out.

    ``recipients`` are users or ``Recipient``. ``kind`` names the template ``emails/<kind>.txt``.
    """
    now = clock.now()
    seen = {}
    for somebody in recipients:
        person = somebody if isinstance(somebody, Recipient) else Recipient(somebody.email, somebody.language, somebody)
        if person.address:
            seen.setdefault(person.address.lower(), person)
    rows = [
        Message(
            event_model=event._meta.label_lower,
            event_id=event.pk,
            kind=kind,
            recipient=person.user,
            address=person.address,
            language=person.language or settings.LANGUAGE_CODE,
            not_before=not_before or now,
            created_at=now,
            **({"state": MessageState.SENT, "sent_at": now} if _past.get() else {}),
        )
        for person in seen.values()
    ]
    if _past.get():
        for row in rows:
            row.subject, row.body = render(row, event)
    Message.objects.bulk_create(rows)
    if rows and not _past.get():
        for row in rows:
            enqueue(
                "send_message",
                target=row.pk,
                key=f"message:{row.pk}",
                not_before=row.not_before,
                most_attempts=MOST_ATTEMPTS,
            )
    return rows


@contextmanager
def as_past_mail():
    """Inside, letters are stored as sent and never handed over: for ``load_demo``."""
    token = _past.set(True)
    try:
        yield
    finally:
        _past.reset(token)


def event_of(message):
    """The event a message tells of, with its document."""
    return apps.get_model(message.event_model).objects.select_related("document").get(pk=message.event_id)


def render(message, event=None):
    """Subject and body in the recipient's language, from ``emails/<kind>.txt``.

    The first line of the template is the subject. The text is plain: nothing a user typed can
    become a link or markup of ours.
    """
    event = event or event_of(message)
    context = {
        "event": event,
        "document": event.document,
        "recipient": message.recipient,
        "address": message.address,
        "site_url": settings.SITE_URL,
    }
    with override(message.language):
        text = render_to_string(f"emails/{message.kind}.txt", context)
    subject, _, body = text.strip().partition("\n")
    return " ".join(subject.split())[:250], body.strip() + "\n"


def send(message_id):
    """Render and hand over one message; does nothing if it was sent already.

    The text is committed before it is handed over. If the worker dies between handing over and
    noting it, the letter goes out again under the same Message-ID, by which mail systems know it
    for the same letter.
    """
    waiting = Message.objects.filter(pk=message_id, state__in=[MessageState.QUEUED, MessageState.SENDING])
    message = waiting.select_related("recipient").first()
    if message is None:
        return
    if not message.body:
        message.subject, message.body = render(message)
    waiting.update(
        state=MessageState.SENDING, subject=message.subject, body=message.body, attempts=message.attempts + 1
    )
    host = settings.SITE_URL.split("//")[-1].split(":")[0].rstrip("/")
    headers = {"Message-ID": f"<{message.public_id}@{host}>", "Auto-Submitted": "auto-generated"}
    EmailMessage(message.subject, message.body, to=[message.address], headers=headers).send()
    waiting.update(state=MessageState.SENT, sent_at=clock.now(), error="")


def give_up(message_id, error):
    """Note that a letter could not be sent after all attempts: staff see it and may send it again."""
    Message.objects.filter(pk=message_id).exclude(state=MessageState.SENT).update(
        state=MessageState.FAILED, error=error
    )
