"""The outbox: letters are rows first, and leave after the commit."""

import re
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.apps import apps
from django.conf import settings
from django.core.exceptions import FieldDoesNotExist
from django.core.mail import EmailMessage
from django.db import transaction
from django.template import Context
from django.template.loader import get_template
from django.utils import timezone
from django.utils.translation import override

from grants import clock
from grants.jobs import actions as jobs
from grants.messages.models import Message, MessageState
from grants.messages.sealing import seal, unseal

MOST_ATTEMPTS = 10
"""Tries at one letter, with growing pauses: about a day."""

NOBODYS_ZONE = "Europe/Brussels"
"""Zone of the moments in letters to people without an account: the contracting authority's."""

_FOREIGN_LINK = re.compile(
    rf"(?i)\b(?:(https?|ftp)://(?!{re.escape(settings.SITE_URL.partition('://')[2])}(?:[/\s]|$))|www\.)"
)

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
            **({"state": MessageState.SENT, "sent_at": not_before or now} if _past.get() else {}),
        )
        for person in seen.values()
    ]
    if _past.get():
        for row in rows:
            row.subject, row.body = render(row, event)
    Message.objects.bulk_create(rows)
    if rows and not _past.get():
        queue(rows, not_before=rows[0].not_before)
    return rows


def tell_in_secret(kind, subject, body, *, address, language, recipient=None):
    """Write a letter with a one-time link: its text is closed until it is sent, and then not kept.

    Without an event, since what it answers (a sign-up, a forgotten password) may come from anybody.
    """
    now = clock.now()
    with transaction.atomic():
        row = Message.objects.create(
            kind=kind,
            recipient=recipient,
            address=address,
            language=language,
            not_before=now,
            created_at=now,
            sealed=seal(subject, _signed(body)),
        )
        queue([row], not_before=now)
    return row


def queue(rows, *, not_before):
    """A job for each of these new messages."""
    numbers = [row.pk for row in rows]
    jobs.enqueue_each("send_message", numbers, key="message", not_before=not_before, most_attempts=MOST_ATTEMPTS)


def queue_again(message):
    """Another job for a message somebody sends again; the first one may just be ending."""
    key = f"message:{message.pk}.{message.resends}"
    jobs.enqueue("send_message", target=message.pk, key=key, most_attempts=MOST_ATTEMPTS)


@contextmanager
def as_past_mail():
    """Inside, letters are stored as sent and never handed over: for ``load_demo``."""
    token = _past.set(True)
    try:
        yield
    finally:
        _past.reset(token)


def event_of(message):
    """The event a message tells of, with its document; a job that ended badly is its own event."""
    model = apps.get_model(message.event_model)
    try:
        model._meta.get_field("document")
    except FieldDoesNotExist:
        return model._base_manager.get(pk=message.event_id)
    return model._base_manager.select_related("document").get(pk=message.event_id)


def render(message, event=None):
    """Subject and body in the recipient's language, from ``emails/<kind>.txt``.

    The first line of the template is the subject. The text is plain, so nothing is escaped. Mail
    programs make links of addresses even there: those that are not ours are written so that they do
    not, since names of organisations come from strangers (security.md T-IN-07).
    """
    event = event or event_of(message)
    context = {
        "event": event,
        "document": getattr(event, "document", event),
        "recipient": message.recipient,
        "address": message.address,
        "site_url": settings.SITE_URL,
    }
    zone = message.recipient.time_zone if message.recipient else NOBODYS_ZONE
    with override(message.language), timezone.override(ZoneInfo(zone)):
        template = get_template(f"emails/{message.kind}.txt").template
        text = template.render(Context(context, autoescape=False))
    text = _FOREIGN_LINK.sub(lambda link: link[0].replace("://", "[:]//").replace(".", "[.]"), text)
    subject, _, body = text.strip().partition("\n")
    return " ".join(subject.split())[:250], _signed(body)


def _signed(body):
    """Every letter ends with who writes."""
    return f"{body.strip()}\n\n-- \nAL-INVEST Verde\n{settings.SITE_URL}\n"


def send(message_id, job=None):
    """Render and hand over one message; does nothing if it was sent already.

    The text is committed before it is handed over, and the lease of ``job`` renewed: a worker that
    lost it raises LeaseLost instead of sending. If the worker dies between handing over and noting
    it, the letter goes out again under the same Message-ID, by which mail systems know it for the
    same letter.
    """
    waiting = Message.objects.filter(pk=message_id, state__in=[MessageState.QUEUED, MessageState.SENDING])
    message = waiting.select_related("recipient").first()
    if message is None:
        return
    if not message.body and not message.is_secret:
        message.subject, message.body = render(message)
    waiting.update(
        state=MessageState.SENDING, subject=message.subject, body=message.body, attempts=message.attempts + 1
    )
    if job is not None:
        jobs.renew(job)
    headers = {"Message-ID": message_name(message), "Auto-Submitted": "auto-generated"}
    subject, body = unseal(message.sealed) if message.is_secret else (message.subject, message.body)
    EmailMessage(subject, body, to=[message.address], headers=headers).send()
    waiting.update(state=MessageState.SENT, sent_at=clock.now(), error="", sealed="")


def message_name(message):
    """The Message-ID: the same at every try, another when a person sends the letter again."""
    again = f".{message.resends}" if message.resends else ""
    return f"<{message.public_id}{again}@{settings.SITE_HOST}>"


def note_trouble(message_id, error):
    """Note why a letter has not left yet; it stays in the queue."""
    Message.objects.filter(pk=message_id, state=MessageState.SENDING).update(state=MessageState.QUEUED, error=error)


def give_up(message_id, error):
    """Note that a letter could not be sent after all attempts: staff see it and may send it again."""
    unsent = Message.objects.filter(pk=message_id).exclude(state=MessageState.SENT)
    unsent.filter(error="").update(error=error)  # else what the mail server said says more
    unsent.update(state=MessageState.FAILED)
