"""Pages of due diligence about one organisation: what was looked up, concerns."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from grants.diligence import record_queries
from grants.diligence.actions.records import escalate_flag, propose_clearing_flag, raise_flag, record_check
from grants.diligence.forms import CheckForm, ConcernForm
from grants.diligence.models import Flag
from grants.organisations.forms import ReasonForm
from grants.organisations.models import Organisation
from grants.web import attempt_with, form_page, needs


@needs("grants.read_diligence", of=Organisation)
@require_safe
def of_organisation(request, organisation):
    """What was looked up, and concerns, open ones first."""
    return render(request, "grants/diligence/organisation.html", record_queries.of_organisation(organisation))


@needs("grants.record_check", of=Organisation)
@require_http_methods(["GET", "HEAD", "POST"])
def new_check(request, organisation):
    """Record something looked up."""
    form = CheckForm(request.POST or None, request.FILES or None)
    if attempt_with(request, form, record_check, organisation):
        messages.success(request, _("The record is kept."))
        return redirect("diligence:organisation", organisation.public_id)
    return _form(request, form, _("Record something looked up"), organisation, submit=_("Keep the record"))


@needs("grants.raise_flag", of=Organisation)
@require_http_methods(["GET", "HEAD", "POST"])
def new_flag(request, organisation):
    """Raise a concern."""
    form = ConcernForm(request.POST or None)
    flag = attempt_with(request, form, raise_flag, organisation)
    if flag:
        messages.success(request, _("The concern is noted."))
        return redirect(flag)
    return _form(request, form, _("Raise a concern"), organisation, submit=_("Raise the concern"))


def _form(request, form, title, organisation, *, submit):
    back = reverse("diligence:organisation", args=[organisation.public_id])
    pages = [
        {"url": organisation.get_absolute_url(), "label": str(organisation)},
        {"url": back, "label": _("Due diligence")},
    ]
    return form_page(request, form, title, submit=submit, back=back, pages=pages, reference=organisation.legal_name)


@needs("grants.read_flag", of=Flag)
@require_safe
def flag(request, document):
    """The record of a concern, and what can be done about it."""
    return _page(request, document)


@needs("grants.escalate_flag", of=Flag)
@require_POST
def escalate(request, document):
    """Stop everything until it is settled."""
    form = ReasonForm(request.POST)
    if attempt_with(request, form, escalate_flag, document):
        messages.success(request, _("The concern is escalated and stops everything. Those named there are told."))
        return redirect(document)
    return _page(request, document, form, status=422)


@needs("grants.clear_flag", of=Flag)
@require_POST
def clear(request, document):
    """The first of two persons finds it settled."""
    form = ReasonForm(request.POST)
    if attempt_with(request, form, propose_clearing_flag, document):
        messages.success(request, _("Noted. A colleague has to find the same."))
        return redirect(document)
    return _page(request, document, form, status=422)


def _page(request, document, form=None, status=200):
    context = record_queries.of_flag(document, request.user) | {"form": form or ReasonForm()}
    return render(request, "grants/diligence/flag_detail.html", context, status=status)
