"""What waits for somebody about results updates, as components/worklist.html takes it: one query each."""

from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from grants import clock
from grants.payments.standing import booking_day
from grants.permissions import Role
from grants.templatetags.grants import OFFICIAL_ZONE
from reporting.progress.models import ResultsUpdate
from reporting.progress.workflow import OPEN, UpdateState
from reporting.worklists import first_and_count

SHOWN = 10
"""Lines of a list before it refers to the whole."""


def waiting_for_reporters(user) -> list[dict]:
    """Open updates of organisations one writes for: returned ones, and those to fill in, the nearest first."""
    writes = user.organisation_ids("manager", "editor")
    if not writes:
        return []
    rows = _updates(user).filter(state__in=OPEN, project__lead__in=writes)
    return [
        {
            "title": _titles(update) % _words(update),
            "url": update.get_absolute_url(),
            "note": _("overdue") if update.due_on < booking_day(clock.now()) else update.project.reference,
            "document": update,
            "due": clock.end_of(update.due_on, OFFICIAL_ZONE),
        }
        for update in rows.order_by("due_on", "pk")[:SHOWN]
    ]


def _titles(update):
    if update.state == UpdateState.RETURNED:
        return _("Answer the comments on the results of “%(title)s” up to %(day)s")
    return _("Fill in the results of “%(title)s” up to %(day)s")


def waiting_for_reviewers(user) -> list[dict]:
    """Updates to review, the longest waiting first, and one line for all that are overdue."""
    if not user.has_role(Role.OFFICER):
        return []
    seen = _updates(user).exclude(project__lead__in=user.organisation_ids())
    to_review = Q(state=UpdateState.SUBMITTED) & ~Q(submitted_by=user)
    late = Q(state__in=OPEN, due_on__lt=booking_day(clock.now()))
    submitted, overdue = first_and_count(seen, to_review, late, ("submitted_at", "pk"), SHOWN)
    items = [
        {
            "title": _("Review the results of “%(title)s” up to %(day)s") % _words(update),
            "url": reverse("updates:review", args=[update.public_id]),
            "note": f"{update.project.reference} · {update.project.lead}",
            "document": update,
        }
        for update in submitted
    ]
    if overdue:
        title = ngettext("%d results update is overdue", "%d results updates are overdue", overdue) % overdue
        items.append({"title": title, "url": f"{reverse('updates:list')}?state=overdue"})
    return items


def updates_of(user) -> list[dict]:
    """The last updates the person sees, as lines of the home page."""
    rows = _updates(user).order_by("-period_end", "-due_on", "project__reference", "-number")
    return [
        {
            "title": _("%(title)s: results up to %(day)s") % _words(update),
            "url": update.get_absolute_url(),
            "note": f"{update.project.reference} · {update.project.lead}",
            "document": update,
        }
        for update in rows[:SHOWN]
    ]


def _updates(user):
    """Those the person sees, with what a line shows."""
    return ResultsUpdate.objects.visible_to(user).for_lines("period_end", "due_on", "submitted_at", "number")


def _words(update):
    return {"title": update.project.title, "day": date_format(update.period_end, "DATE_FORMAT")}
