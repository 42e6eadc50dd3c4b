"""Calls on home pages: what waits for their officers, the last of them, the next that closes."""

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from grants import clock
from grants.applications.models import HelpAccess
from grants.applications.queries.helping import waiting_for_help_desk
from grants.calls.queries import CALL_TITLE, applications_per_call
from grants.calls.workflow import CallState, CallStep, QuestionState
from grants.models import Call, CallQuestion
from grants.permissions import Role
from grants.templatetags.grants import time_left
from grants.web import ARRIVAL_SLACK

SHOWN = 10
"""Lines of a list before it refers to the whole."""


def officer_calls(user) -> list[Call]:
    """The calls an officer works on, first to close first: set up, over but not opened, asked about, last published."""
    own = {held.call_id for held in user.roles() if held.role == Role.OFFICER}
    calls = Call.objects.all() if None in own else Call.objects.filter(pk__in=own)
    last = calls.published().order_by("-closes_at").values("pk")[:SHOWN]
    asked = Exists(CallQuestion.objects.filter(call=OuterRef("pk"), state=QuestionState.ASKED))
    helped = Exists(HelpAccess.objects.live().filter(application__call=OuterRef("pk")))
    calls = calls.annotate(is_over=_is_over(), is_asked=asked, is_helped=helped)
    of_today = Q(is_over=True) | Q(is_asked=True) | Q(is_helped=True) | Q(state=CallState.DRAFT)
    calls = calls.filter(of_today | Q(pk__in=last))
    fields = ("public_id", "reference", "state", "step", "opens_at", "closes_at", "opened_at", *CALL_TITLE)
    return list(calls.order_by("closes_at", "opens_at").only(*fields))


def _is_over():
    """The deadline has passed and nobody has opened the applications."""
    return Q(state=CallState.PUBLISHED, opened_at=None, closes_at__lte=clock.now() - ARRIVAL_SLACK)


def waiting_calls(user, calls) -> list[dict]:
    """Calls being set up, those with questions to answer, and those that are over and that nobody has opened."""
    drafts = [call for call in calls if call.state == CallState.DRAFT]
    to_answer = [call for call in calls if call.state == CallState.PUBLISHED and call.is_asked]
    to_open = [call for call in calls if call.is_over]
    helped = waiting_for_help_desk(
        [call for call in calls if call.is_helped and user.has_perm("grants.answer_question", call)]
    )
    return [*helped, *_to_publish(drafts), *_to_open(to_open, user), *_to_answer(to_answer, user)]


def _to_answer(calls, user):
    return [
        {
            "title": _("Answer the questions about “%(title)s”") % {"title": call.title},
            "url": reverse("calls:questions", args=[call.public_id]),
            "note": call.reference,
            "due": None,
        }
        for call in calls
        if user.has_perm("grants.answer_question", call)
    ][:SHOWN]


def _to_publish(drafts):
    return [
        {
            "title": _("Publish the call “%(title)s”") % {"title": call.title},
            "url": call.get_absolute_url(),
            "note": call.reference,
            "due": call.opens_at,
        }
        for call in drafts[:SHOWN]
    ]


def _to_open(calls, user):
    return [
        {
            "title": (
                _("Open the concept notes of “%(title)s”")
                if call.step == CallStep.CONCEPT
                else _("Open the applications of “%(title)s”")
            )
            % {"title": call.title},
            "url": reverse("evaluation:open", args=[call.public_id]),
            "note": call.reference,
            "due": call.closes_at,
        }
        for call in calls[:SHOWN]
        if user.has_perm("grants.open_submissions", call)
    ]


def next_open_call():
    """The open call whose deadline comes first, or None; one query."""
    return Call.objects.open(clock.now()).filter(is_test=False).order_by("closes_at", "pk").first()


def calls_shown(calls) -> list[dict]:
    """The last published of an officer's calls, open and coming ones first, with counts without names; one query."""
    now = clock.now()
    calls = [call for call in calls if call.state == CallState.PUBLISHED][-SHOWN:]
    counts = applications_per_call(calls)
    calls.sort(key=lambda call: (call.closes_at <= now, abs((call.closes_at - now).total_seconds())))
    return [
        {
            "title": call.title,
            "url": call.get_absolute_url(),
            "note": _counted(call, *counts[call.pk]),
            "side": closing(call),
        }
        for call in calls
    ]


def _counted(call, begun, submitted):
    applications = ngettext("%d application begun", "%d applications begun", begun) % begun
    if call.step == CallStep.CONCEPT:
        applications = ngettext("%d concept note begun", "%d concept notes begun", begun) % begun
    handed_in = ngettext("%d submitted", "%d submitted", submitted) % submitted
    return f"{call.reference} · {applications}, {handed_in}"


def closing(call) -> str:
    """When the call closes, or that it has."""
    if call.closes_at <= clock.now():
        return pgettext("of a call", "closed")
    return _("closes %(moment)s") % {"moment": time_left(call.closes_at)}
