"""Help on the last evening: the applicant lets the officers of the call read one part, for an hour."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from grants import clock, formats
from grants.applications.actions.drafting import lock_for_drafting
from grants.applications.models import HelpAccess
from grants.applications.places import title_of
from grants.organisations.models import RoleAssignment, User
from grants.roles import Role
from grants.workflow import Reason, Refused, action, locked, record

OPEN_FOR = timedelta(hours=1)
LONGEST_QUESTION = 500

READ_AGAIN_AFTER = timedelta(minutes=10)
"""Looking at the page again within it is the same reading."""


def officers_of_the_call(application):
    """The help desk: the people who hold the role of officer for the call now."""
    held = RoleAssignment.objects.in_force(clock.now()).filter(role=Role.OFFICER)
    held = held.filter(call=None) | held.filter(call=application.call_id)
    return User.objects.filter(is_active=True, pk__in=held.values("user_id")).order_by("pk")


@action
def open_help(application, *, place, question, by):
    """Open one part to the help desk for an hour, at most until the deadline; its officers are told.

    Raises Refused for an unknown part, one that is open already, and when drafting is over.
    """
    application = lock_for_drafting(application)
    now = clock.now()
    question = formats.clean_text(question).strip()[:LONGEST_QUESTION]
    if not title_of(application, place):
        raise Refused([Reason(_("This part is not in the application."), code="no_part")])
    if application.helps.live().filter(place=place).exists():
        raise Refused([Reason(_("This part is open to the help desk already."), code="open")])
    access = HelpAccess.objects.create(
        application=application,
        place=place,
        question=question,
        opened_by=by,
        opened_at=now,
        ends_at=min(now + OPEN_FOR, application.call.closes_at),
    )
    changes = {"access": str(access.public_id), "place": place}
    record(application, "open_help", by=by, note=question, changes=changes, tells=(officers_of_the_call,))
    return access


@action
def end_help(access, *, by):
    """Close the part to the help desk at once. Raises Refused when it is closed already."""
    fresh = locked(access)
    if not fresh.is_live():
        raise Refused([Reason(_("This part is no longer open to the help desk."), code="ended")])
    fresh.ended_at = clock.now()
    fresh.save(update_fields=["ended_at"])
    record(access.application, "end_help", by=by, changes={"access": str(access.public_id), "place": access.place})
    return fresh


@action
def note_help(access, *, by):
    """Write down that an officer reads the part now: the consortium sees it in its history.

    Raises Refused when it was closed meanwhile.
    """
    fresh = locked(access)  # who ends it waits for this reading, or this reading finds it ended
    if not fresh.is_live():
        raise Refused([Reason(_("This part is no longer open to the help desk."), code="ended")])
    changes = {"access": str(access.public_id), "place": access.place}
    since = clock.now() - READ_AGAIN_AFTER
    events = access.application.events.filter(action="note_help", actor=by, at__gt=since)
    if not events.filter(changes__access=changes["access"]).exists():
        record(access.application, "note_help", by=by, changes=changes)
    return fresh
