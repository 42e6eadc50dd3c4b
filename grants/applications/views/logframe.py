"""The logframe: results, indicators of the call's catalogue, baselines and targets."""

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from grants.applications.actions import logframe as actions
from grants.applications.models import Application
from grants.applications.queries import logframe as queries
from grants.applications.views.cells import autosaved, save_page
from grants.web import attempt, needs

PAGE = "grants/applications/logframe.html"


@require_GET
@needs("grants.read_application", of=Application)
def logframe(request, application):
    """The results chain with its indicators; locked for who may only read."""
    return render(request, PAGE, queries.logframe_page(application, request.user))


@require_POST
@needs("grants.edit_logframe", of=Application)
def save_logframe(request, application):
    """Save the whole page, as browsers without scripts do; a conflict shows both texts."""
    return save_page(
        request,
        application,
        save=actions.save_logframe,
        page_of=queries.logframe_page,
        template=PAGE,
        name=_("Text of the logframe"),
    )


@require_POST
@needs("grants.edit_logframe", of=Application)
def autosave(request, application):
    """Save one field while somebody types."""
    return autosaved(
        request,
        application,
        save=actions.save_logframe,
        told=lambda _name, result: queries.told(result, request.user),
    )


@require_GET
@needs("grants.edit_logframe", of=Application)
def history(request, application):
    """Every text each cell ever had, and those that came too late, newest first."""
    return render(request, "grants/applications/history.html", queries.history_page(application, request.user))


@require_POST
@needs("grants.edit_logframe", of=Application)
def add_result(request, application):
    """Add an empty result of a level."""
    result = attempt(request, actions.add_result, application, level=request.POST.get("level", ""))
    return _back(application, result)


@require_POST
@needs("grants.edit_logframe", of=Application)
def delete_result(request, application, key):
    """Take a result without indicators out."""
    attempt(request, actions.delete_result, application, key=key)
    return _back(application)


@require_POST
@needs("grants.edit_logframe", of=Application)
def add_indicator(request, application, key):
    """Take an indicator of the catalogue into a result."""
    code = request.POST.get("code", "")
    indicator = attempt(request, actions.add_indicator, application, result_key=key, code=code)
    return _back(application, indicator)


@require_POST
@needs("grants.edit_logframe", of=Application)
def delete_indicator(request, application, key):
    """Take an indicator out that the call does not require."""
    attempt(request, actions.delete_indicator, application, key=key)
    return _back(application)


@require_POST
@needs("grants.edit_logframe", of=Application)
def move_indicator(request, application, key):
    """Put an indicator under another result."""
    result_key = request.POST.get("result", "")
    indicator = attempt(request, actions.move_indicator, application, key=key, result_key=result_key)
    return _back(application, indicator)


def _back(application, row=None):
    """To the page, and there to the row that was added or moved."""
    return redirect(queries.place_of(application, row))
