"""A person's saved views of lists."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from grants.lists.actions import delete_view, rename_view, save_view
from grants.lists.forms import NameForm, SaveForm
from grants.lists.models import SavedView
from grants.web import attempt, attempt_with, form_page, needs


@needs("grants.keep_views")
@require_safe
def view_list(request):
    """The views the person has saved, list by list."""
    context = {
        "title": _("Saved views"),
        "lead": _("Filters you keep under a name. You find each above its list; only you see them."),
        "columns": [{"label": _("Saved view")}, {"label": _("List")}, {"label": _("Change")}],
        "rows": [_row(view) for view in SavedView.objects.visible_to(request.user)],
        "none_yet": _("No saved view yet"),
        "none_yet_text": _("Choose filters on a list, then “Save this view” above its rows."),
    }
    return render(request, "grants/lists/kept_list.html", context)


def _row(view):
    change = {"text": _("Rename or delete"), "url": reverse("views:rename", args=[view.public_id])}
    return [{"text": view.name, "url": view.get_absolute_url()}, view.title, change]


@needs("grants.keep_views")
@require_POST
def view_new(request):
    """Keep the filters of a list under a name, and back to the list."""
    form = SaveForm(request.POST)
    view = attempt_with(request, form, save_view, request.user)
    if view:
        messages.success(request, _("The view “%(name)s” is saved. You find it above this list.") % {"name": view})
        return redirect(view)
    return _form(request, form, _("Save this view"), submit=_("Save view"))


@needs("grants.change_view", of=SavedView)
@require_http_methods(["GET", "HEAD", "POST"])
def view_rename(request, view):
    """Give a saved view another name."""
    form = NameForm(request.POST or None, initial={"name": view.name})
    if attempt_with(request, form, rename_view, view):
        messages.success(request, _("The view has its new name."))
        return redirect("views:list")
    title = _("Rename the view “%(name)s”") % {"name": view}
    remove = reverse("views:delete", args=[view.public_id])
    return _form(request, form, title, submit=_("Rename"), remove_url=remove)


def _form(request, form, title, **more):
    back, lead = reverse("views:list"), _("Only you see the views you save.")
    pages = [{"url": back, "label": _("Saved views")}]
    return form_page(request, form, title, lead=lead, back=back, pages=pages, **more)


@needs("grants.change_view", of=SavedView)
@require_POST
def view_delete(request, view):
    """Forget a saved view."""
    if attempt(request, delete_view, view):
        messages.success(request, _("The view is deleted."))
    return redirect("views:list")
