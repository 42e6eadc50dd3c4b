"""Pages of the lists of sanctions: which are here, one more, how far it is read."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from grants.diligence import queries
from grants.diligence.actions.lists import import_sanctions_list
from grants.diligence.forms import ListForm
from grants.diligence.models import SanctionsList
from grants.lists.answering import exportable
from grants.lists.listing import Listing
from grants.web import attempt_with, needs

PAGE_LENGTH = 50


@needs("grants.list_sanctions")
@require_safe
@exportable
def list_list(request):
    """The versions here, the newest first."""
    page = Paginator(SanctionsList.objects.visible_to(request.user), PAGE_LENGTH).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "columns": queries.list_columns(),
        "pages": _above()[:1],
        "may_import": request.user.has_perm("grants.import_sanctions_list"),
    }
    return Listing(_("Lists of sanctions"), "grants/diligence/list_list.html", context, queries.list_rows)


@needs("grants.import_sanctions_list")
@require_http_methods(["GET", "HEAD", "POST"])
def import_list(request):
    """Give the file of a list; a worker reads it."""
    form = ListForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    sanctions_list = attempt_with(request, form, import_sanctions_list, None)
    if sanctions_list:
        messages.success(request, _("The file is here. It is read next; you may leave this page."))
        return redirect(sanctions_list)
    context = {"form": form, "pages": _above()}
    return render(request, "grants/diligence/list_import.html", context, status=422 if form.is_bound else 200)


@needs("grants.read_sanctions_list", of=SanctionsList)
@require_safe
def detail(request, sanctions_list):
    """The record of a list."""
    return render(request, "grants/diligence/list_detail.html", _context(sanctions_list) | {"pages": _above()})


@needs("grants.read_sanctions_list", of=SanctionsList)
@require_safe
def progress(request, sanctions_list):
    """How far it is read: asked again every few seconds while it is."""
    return render(request, "grants/diligence/_list_progress.html", _context(sanctions_list))


def _context(sanctions_list):
    return {
        "sanctions_list": sanctions_list,
        "facts": queries.list_facts(sanctions_list),
        "job": queries.job_of(sanctions_list),
    }


def _above():
    return [
        {"url": reverse("payments:list"), "label": _("Payments")},
        {"url": reverse("diligence:lists"), "label": _("Lists of sanctions")},
    ]
