"""What the people of a consortium say to each other about a draft; never part of what is handed in."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from grants import clock, formats
from grants.applications.models import Comment, CommentThread
from grants.applications.models.beside import LONGEST_COMMENT
from grants.applications.places import title_of
from grants.applications.queries.comments import LETTER, concerned, is_waiting_for
from grants.applications.queries.drafting import reasons_against_drafting
from grants.messages.outbox import tell
from grants.workflow import Reason, Refused, action, filled, locked, record

MOST_COMMENTS = 500
"""In one application: a conversation, not a store."""

LETTERS_AFTER = timedelta(minutes=20)
"""What is said until then goes into one letter."""


def _refuse(sentence, code):
    raise Refused([Reason(sentence, code=code)])


def _refuse_unless_open(application):
    reasons = reasons_against_drafting(application)
    if reasons:
        raise Refused(reasons)


def _clean(application, text):
    _refuse_unless_open(application)
    text = formats.clean_text(text).strip()
    if not text:
        _refuse(_("Write your comment first."), "empty")
    if len(text) > LONGEST_COMMENT:
        sentence = _("A comment has at most %(count)s characters.")
        _refuse(filled(sentence, {"count": formats.number(LONGEST_COMMENT)}), "too_long")
    if Comment.objects.filter(thread__application=application).count() >= MOST_COMMENTS:
        _refuse(filled(_("An application has at most %(count)d comments here."), {"count": MOST_COMMENTS}), "full")
    return text


@action
def begin_thread(application, *, place, text, by):
    """Say something about a part. Raises Refused for an unknown part, no text, and when drafting is over."""
    text = _clean(application, text)
    if not title_of(application, place):
        _refuse(_("This part is not in the application."), "no_part")
    thread = CommentThread.objects.create(application=application, place=place)
    _say(thread, text, by)
    return thread


@action
def answer_thread(thread, *, text, by):
    """Say something more; what was settled is open again. Raises Refused as ``begin_thread`` does."""
    text = _clean(thread.application, text)
    fresh = locked(thread)
    _say(fresh, text, by)
    if fresh.resolved_at:
        _settle(fresh, None, None)
    return fresh


def _say(thread, text, by):
    """Keep a comment and write to those it concerns: one letter for what comes within a while, not one each."""
    comment = Comment.objects.create(thread=thread, text=text, by=by, at=clock.now())
    people = [person for person in concerned(comment) if not is_waiting_for(person, thread.application)]
    if people:
        event = record(thread.application, "comment", by=by, changes={"place": thread.place})
        tell(event, LETTER, people, not_before=comment.at + LETTERS_AFTER)


@action
def resolve_thread(thread, *, by):
    """Say that it is settled: it is folded away, and can be opened again. Raises Refused if it is already."""
    _refuse_unless_open(thread.application)
    fresh = locked(thread)
    if fresh.resolved_at:
        _refuse(_("This comment is settled already."), "resolved")
    _settle(fresh, clock.now(), by)
    record(thread.application, "resolve_thread", by=by, changes={"thread": str(fresh.public_id)})
    return fresh


@action
def reopen_thread(thread, *, by):
    """Say that it is not settled after all. Raises Refused if it is open."""
    _refuse_unless_open(thread.application)
    fresh = locked(thread)
    if not fresh.resolved_at:
        _refuse(_("This comment is open already."), "open")
    _settle(fresh, None, None)
    record(thread.application, "reopen_thread", by=by, changes={"thread": str(fresh.public_id)})
    return fresh


def _settle(thread, at, by):
    thread.resolved_at, thread.resolved_by = at, by
    thread.save(update_fields=["resolved_at", "resolved_by"])
