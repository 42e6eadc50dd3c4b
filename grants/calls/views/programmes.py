"""Pages on which officers name the programmes that calls belong to."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from grants.calls import actions, forms
from grants.calls.models import Programme
from grants.calls.views.records import above
from grants.web import attempt_with, form_page, needs

page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@needs("grants.set_up_call")
def programme_list(request):
    """The programmes, each to be named anew; few enough for one page."""
    context = {
        "pages": above(),
        "rows": [_row(one) for one in _all()],
        "columns": [
            {"label": _("Programme")},
            {"label": _("Code")},
            {"label": _("Contract numbers begin with")},
            {"label": _("New call")},
        ],
        "action": {"url": reverse("calls:programme_new"), "label": _("Begin a programme")},
    }
    return render(request, "grants/calls/programme_list.html", context)


def _row(programme):
    new_call = {"text": _("Set up a call"), "url": f"{reverse('calls:new')}?programme={programme.code}"}
    return [{"text": programme.name, "url": programme.get_absolute_url()}, programme.code, programme.contract_prefix,
            new_call]  # fmt: skip


def _all():
    return Programme.objects.order_by("pk")


@page
@needs("grants.set_up_call")
def programme_new(request):
    """Begin a programme; with the first one, go on to its first call."""
    is_first = not _all().exists()
    form = forms.ProgrammeForm(request.POST or None, instance=Programme())
    if attempt_with(request, form, actions.begin_programme, None):
        messages.success(request, _("The programme is begun."))
        return redirect("calls:new" if is_first else "calls:programmes")
    lead = _("Every call belongs to a programme. Name it first.") if is_first else ""
    return _form(request, form, _("Begin a programme"), submit=_("Begin programme"), lead=lead)


@page
@needs("grants.set_up_call")
def programme(request, code):
    """Name a programme anew."""
    programme = get_object_or_404(Programme, code=code)
    form = forms.ProgrammeForm(request.POST or None, instance=Programme.objects.get(pk=programme.pk))
    if attempt_with(request, form, actions.change_programme, programme):
        messages.success(request, _("The programme is saved."))
        return redirect("calls:programmes")
    lead = _("The code is %(code)s and stays: the rules of calls name it.") % {"code": programme.code}
    return _form(request, form, programme.name, submit=_("Save programme"), lead=lead)


def _form(request, form, title, **more):
    return form_page(request, form, title, back=reverse("calls:programmes"), pages=above(), **more)
