"""The list of updates: what one may see, searched and filtered."""

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from grants import clock
from grants.models import Call
from grants.organisations.names import search_form
from grants.payments.standing import booking_day
from reporting.progress.models import ResultsUpdate
from reporting.progress.workflow import OPEN

OVERDUE = "overdue"
"""Filter of the state: open, and past its due date."""


def found(user, *, search="", state="", country="", call="", period_end=""):
    """The updates a person sees, the latest half-year first."""
    rows = ResultsUpdate.objects.visible_to(user)
    for word in search_form(search).split():
        named = Q(project__lead__search_name__contains=word) | Q(project__title__icontains=word)
        rows = rows.filter(named | Q(project__reference__icontains=word))
    if state == OVERDUE:
        rows = rows.filter(state__in=OPEN, due_on__lt=booking_day(clock.now()))
    elif state:
        rows = rows.filter(state=state)
    if country:
        rows = rows.filter(project__countries__country=country)
    if call:
        rows = rows.filter(project__contract__award__lot__call__slug=call)
    if period_end:
        rows = rows.filter(period_end=period_end)
    return rows.order_by("-period_end", "project__reference", "-number")


def calls_that_report(user):
    """The calls the list can be narrowed to: of the updates the person sees."""
    seen = ResultsUpdate.objects.visible_to(user).order_by().values("project__contract__award__lot__call")
    return Call.objects.filter(pk__in=seen)


def half_years_reported(user):
    """The half-years there are updates of, the latest first."""
    ends = ResultsUpdate.objects.visible_to(user).order_by("-period_end")
    return ends.values_list("period_end", flat=True).distinct()


def columns():
    """Heads of the table."""
    return [
        {"label": _("Project"), "hint": _("Number")},
        {"label": _("State")},
        {"label": _("Results up to"), "hint": _("Correction")},
        {"label": _("Due"), "hint": _("Overdue")},
        {"label": _("Lead"), "hint": _("Country")},
        {"label": _("Call")},
        {"label": _("Submitted")},
    ]


def rows(updates, today):
    """The rows of the table for a part of what was ``found``."""
    return [cells(update, today) for update in updates]


def cells(update, today):
    """One row of the table."""
    project, late = update.project, update.state in OPEN and update.due_on < today
    return [
        {"text": project.title, "url": update.get_absolute_url(), "hint": project.reference},
        {"document": update},
        {
            "text": date_format(update.period_end, "DATE_FORMAT"),
            "value": update.period_end,
            "hint": _("correction") if update.number > 1 else "",
        },
        {
            "text": date_format(update.due_on, "SHORT_DATE_FORMAT"),
            "value": update.due_on,
            "hint": _("overdue") if late else "",
        },
        {"text": str(project.lead), "hint": project.lead.country.name},
        {"text": update.call.reference if update.call else _("own action")},
        {"moment": booking_day(update.submitted_at)} if update.submitted_at else "–",
    ]
