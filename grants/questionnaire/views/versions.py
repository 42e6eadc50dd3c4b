"""The list of forms and grids, and the record of one version: all that is asked, and what is missing."""

from django.contrib import messages
from django.db.models import Count
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from grants.lists.answering import exportable
from grants.lists.listing import Listing
from grants.operations.listing import paged
from grants.questionnaire import actions
from grants.questionnaire.forms import NameForm
from grants.questionnaire.messages import timeline
from grants.questionnaire.models import Purpose, QuestionnaireVersion
from grants.questionnaire.outline import outline
from grants.questionnaire.queries import gaps_in
from grants.web import attempt, attempt_with, form_page, needs

page = require_http_methods(["GET", "HEAD", "POST"])


def above(version=None):
    """The pages above a page of a form, for the breadcrumb."""
    pages = [{"url": reverse("forms:list"), "label": _("Forms and grids")}]
    return [*pages, {"url": version.get_absolute_url(), "label": str(version)}] if version else pages


def version_page(request, form, title, *, version=None, submit, **context):
    """The page on which something of a form or grid is typed."""
    back = version.get_absolute_url() if version else reverse("forms:list")
    said = dict.fromkeys(("copy_url", "submit_next"), "") | {"rows": None, "locked": False}
    context = said | {"template": "grants/questionnaire/question_form.html"} | context
    return form_page(request, form, title, submit=submit, back=back, pages=above(version), **context)


@require_safe
@needs("grants.list_forms")
@exportable
def form_list(request):
    """The forms and grids, each with its newest version."""
    newest = QuestionnaireVersion.objects.order_by("questionnaire_id", "-number").distinct("questionnaire_id")
    versions = QuestionnaireVersion.objects.visible_to(request.user).filter(pk__in=newest.values("pk"))
    versions = versions.select_related("questionnaire").annotate(asked=Count("sections__questions"))
    shown = paged(request, versions.order_by("questionnaire__purpose", "questionnaire__name", "pk"))
    count = shown.paginator.count
    may_begin = request.user.has_perm("grants.set_up_form")
    context = {
        "title": ngettext("%d form or grid", "%d forms and grids", count) % count,
        "action": {"url": reverse("forms:new"), "label": _("Begin a form")} if may_begin else None,
        "page": shown,
        "columns": [
            {"label": _("Form")},
            {"label": _("Purpose")},
            {"label": _("Version"), "kind": "number"},
            {"label": _("State")},
            {"label": _("Questions"), "kind": "number"},
        ],
    }
    return Listing(_("Forms and grids"), "grants/questionnaire/form_list.html", context, _rows)


def _rows(versions):
    return [
        [
            {"text": one.questionnaire.name, "url": one.get_absolute_url()},
            one.questionnaire.get_purpose_display(),
            one.number,
            _standing(one),
            one.asked,
        ]
        for one in versions
    ]


def _standing(version):
    return _("in use") if version.frozen_at else _("being set up")


@page
@needs("grants.set_up_form")
def form_new(request):
    """Begin an application form."""
    form = NameForm(request.POST or None)
    begun = attempt_with(request, form, actions.new_questionnaire, None, purpose=Purpose.APPLICATION)
    if begun:
        return redirect(begun.versions.get())
    lead = _("For an evaluation grid, open one of the grids and begin a new one as its copy.")
    return version_page(request, form, _("Begin an application form"), submit=_("Begin form"), lead=lead)


@require_safe
@needs("grants.read_form", of=QuestionnaireVersion)
def version(request, version):
    """All that a version asks, in order; while it is not in use, with what is missing and the ways to change it."""
    is_open = version.frozen_at is None
    may_edit = is_open and request.user.has_perm("grants.set_up_form", version)
    others = list(version.questionnaire.versions.order_by("-number"))
    context = {
        "version": version,
        "title": _("%(form)s, version %(number)d") % {"form": version.questionnaire, "number": version.number},
        "pages": above(),
        "facts": [version.questionnaire.get_purpose_display(), _standing(version)],
        "action": _next_step(request.user, version, others[0], may_edit=may_edit),
        "links": [{"url": reverse("calls:form_preview", args=[version.public_id]), "label": _("Preview")}],
        "missing": gaps_in(version) if is_open else [],
        "may_edit": may_edit,
        "may_copy": request.user.has_perm("grants.set_up_form", version),
        "sections": outline(version),
        "others": [one for one in others if one != version],
        "history": timeline(version.questionnaire),
        "is_grid": version.questionnaire.purpose == Purpose.GRID,
    }
    return render(request, "grants/questionnaire/form_version.html", context)


def _next_step(user, version, newest, *, may_edit):
    if may_edit:
        return {"url": reverse("forms:section_new", args=[version.public_id]), "label": _("Add a section")}
    if newest == version and user.has_perm("grants.set_up_form", version):
        url = reverse("forms:next_version", args=[version.public_id])
        return {"url": url, "label": _("Make the next version"), "method": "post"}
    return None


@page
@needs("grants.set_up_form", of=QuestionnaireVersion)
def rename(request, version):
    """Another name for the form."""
    form = NameForm(request.POST or None, initial={"name": version.questionnaire.name})
    if attempt_with(request, form, actions.rename_questionnaire, version.questionnaire):
        return redirect(version)
    return version_page(request, form, _("Rename the form"), version=version, submit=_("Save name"))


@page
@needs("grants.set_up_form", of=QuestionnaireVersion)
def form_copy(request, version):
    """Begin another form with what this one asks."""
    form = NameForm(request.POST or None)
    copy = attempt_with(request, form, actions.copy_questionnaire, version)
    if copy:
        messages.success(request, _("The copy is begun. Change it as you need; the first one stays as it is."))
        return redirect(copy)
    title = _("Copy of %(form)s") % {"form": version}
    return version_page(request, form, title, version=version, submit=_("Begin form"))


@require_POST
@needs("grants.set_up_form", of=QuestionnaireVersion)
def next_version(request, version):
    """Copy a version in use into the next one, open for changes."""
    copy = attempt(request, actions.copy_version, version)
    if copy:
        messages.success(request, _("This is the next version. Answers given so far are found in it by their keys."))
    return redirect(copy or version)
