"""Whom a comment concerns, and what a letter tells of comments."""

import re

from grants.applications.models import ApplicationEvent, Comment
from grants.applications.places import PART, title_of, url_of
from grants.messages.models import Message, MessageState

LETTER = "application_comment"


def concerned(comment) -> list:
    """Who is written to about a comment: those who said something in its thread and those it names with “@”.

    A first comment that names nobody concerns those who write its part. All of them are of the consortium
    now; nobody is told what they said themselves.
    """
    thread, people = comment.thread, list(comment.thread.application.people().order_by("pk"))
    speakers = set(thread.comments.filter(pk__lte=comment.pk).values_list("by_id", flat=True))
    told = [person for person in people if person.pk in speakers or names(comment.text, person)]
    if len(speakers) == 1 and not any(person.pk != comment.by_id for person in told):
        writers = thread.application.people([_writing(thread)])
        told = list(writers.order_by("pk"))
    return [person for person in told if person.pk != comment.by_id]


def names(text, person) -> bool:
    """Whether a text names somebody: "@Ana", or "@Ana Quispe", in any letters.

    A first name that begins another word names nobody.
    """
    whole = str(person).strip()
    for name in {whole, whole.partition(" ")[0]} - {""}:
        if re.search(rf"(?<!\w)@{re.escape(name)}(?!\w)", text, re.IGNORECASE):
            return True
    return False


def _writing(thread):
    """Number of the organisation that writes the part of a thread; the lead where nobody was named."""
    application = thread.application
    slug = thread.place.removeprefix(PART) if thread.place.startswith(PART) else None
    owner = application.draft.parts.filter(slug=slug).values_list("owner", flat=True).first() if slug else None
    return owner or application.lead_id


def is_waiting_for(person, application) -> bool:
    """Whether a letter about comments waits to be sent to somebody: it will tell of the newest, too."""
    waiting = Message.objects.filter(kind=LETTER, recipient=person, state=MessageState.QUEUED)
    numbers = waiting.filter(event_model=ApplicationEvent._meta.label_lower).values("event_id")
    return ApplicationEvent.objects.filter(document=application, pk__in=numbers).exists()


def comments_told(event, person) -> list[dict]:
    """What a letter tells of: each comment since its event that concerns this person, by part.

    Nothing to somebody who has left the consortium meanwhile.
    """
    application = event.document
    if not person or not application.people().filter(pk=person.pk).exists():
        return []
    rows = Comment.objects.filter(thread__application=application, at__gte=event.at).exclude(by=person)
    found = []
    for row in rows.select_related("thread__application__draft__version", "by"):
        title = title_of(application, row.thread.place)
        if title and person in concerned(row):
            found.append({"title": title, "by": row.by, "text": row.text, "url": url_of(application, row.thread.place)})
    return found
