"""The workplan: activities by month and partner, with their chart."""

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from grants.applications.actions import workplan as actions
from grants.applications.models import Application
from grants.applications.queries import workplan as queries
from grants.applications.views.cells import autosaved, save_page
from grants.web import attempt, needs

PAGE = "grants/applications/workplan.html"


@require_GET
@needs("grants.read_application", of=Application)
def workplan(request, application):
    """The chart and the activities; locked for who may only read."""
    return render(request, PAGE, queries.workplan_page(application, request.user))


@require_POST
@needs("grants.edit_workplan", of=Application)
def save_workplan(request, application):
    """Save the whole page, as browsers without scripts do; a conflict shows both texts."""
    return save_page(
        request,
        application,
        save=actions.save_workplan,
        page_of=queries.workplan_page,
        template=PAGE,
        name=_("Text of the workplan"),
    )


@require_POST
@needs("grants.edit_workplan", of=Application)
def autosave(request, application):
    """Save one field while somebody types."""
    return autosaved(
        request,
        application,
        save=actions.save_workplan,
        told=lambda name, result: queries.told(name, result, application, request.user),
    )


@require_GET
@needs("grants.edit_workplan", of=Application)
def history(request, application):
    """Every text each cell ever had, and those that came too late, newest first."""
    return render(request, "grants/applications/history.html", queries.history_page(application, request.user))


@require_POST
@needs("grants.edit_workplan", of=Application)
def add_activity(request, application):
    """Add an empty activity."""
    activity = attempt(request, actions.add_activity, application)
    return redirect(queries.place_of(application, activity))


@require_POST
@needs("grants.edit_workplan", of=Application)
def move_activity(request, application, key):
    """Move an activity one place up or down."""
    activity = attempt(request, actions.move_activity, application, key=key, up="up" in request.POST)
    return redirect(queries.place_of(application, activity))


@require_POST
@needs("grants.edit_workplan", of=Application)
def delete_activity(request, application, key):
    """Take an activity out."""
    attempt(request, actions.delete_activity, application, key=key)
    return redirect(queries.place_of(application))
