"""A person's saved views of lists."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from grants.lists.actions import delete_view, rename_view, save_view
from grants.lists.forms import NameForm, SaveForm
from grants.lists.models import SavedView
from grants.web import attempt, attempt_with, needs

PLAIN_FORM = "grants/calls/call_form.html"


@needs("grants.keep_views")
@require_safe
def view_list(request):
    """The views the person has saved, list by list."""
    return render(request, "grants/lists/view_list.html", {"views": SavedView.objects.visible_to(request.user)})


@needs("grants.keep_views")
@require_POST
def view_new(request):
    """Keep the filters of a list under a name, and back to the list."""
    form = SaveForm(request.POST)
    view = attempt_with(request, form, save_view, request.user)
    if view:
        messages.success(request, _("The view “%(name)s” is saved. You find it above this list.") % {"name": view})
        return redirect(view)
    return _form(request, form, _("Save this view"), _("Save view"), status=422)


@needs("grants.change_view", of=SavedView)
@require_http_methods(["GET", "HEAD", "POST"])
def view_rename(request, view):
    """Give a saved view another name."""
    form = NameForm(request.POST or None, initial={"name": view.name})
    if attempt_with(request, form, rename_view, view):
        messages.success(request, _("The view has its new name."))
        return redirect("views:list")
    title = _("Rename the view “%(name)s”") % {"name": view}
    return _form(request, form, title, _("Rename"), status=422 if form.is_bound else 200)


def _form(request, form, title, submit, *, status):
    back = reverse("views:list")
    context = {
        "form": form,
        "title": title,
        "lead": _("Only you see the views you save."),
        "submit": submit,
        "back": back,
        "remove_url": "",
        "pages": [{"url": back, "label": _("Saved views")}],
    }
    return render(request, PLAIN_FORM, context, status=status)


@needs("grants.change_view", of=SavedView)
@require_POST
def view_delete(request, view):
    """Forget a saved view."""
    if attempt(request, delete_view, view):
        messages.success(request, _("The view is deleted."))
    return redirect("views:list")
