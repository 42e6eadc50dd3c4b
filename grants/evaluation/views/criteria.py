"""The criteria of the checks, set up by officers for their call."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from grants.calls.models import Call, CallStep
from grants.calls.views.records import above
from grants.evaluation.actions import checks as actions
from grants.evaluation.forms.candidates import CriterionForm
from grants.evaluation.models import CheckCriterion, CheckStage
from grants.evaluation.queries.checks import criteria_of, is_fixed, steps_answered
from grants.web import attempt, attempt_with, form_page, needs

page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@needs("grants.set_up_criteria", of=Call)
def criteria(request, call):
    """The criteria of both checks, and the way to change them while no answer is given."""
    rows, answered = criteria_of(call), steps_answered(call)
    for row in rows:
        row.may_change = not is_fixed(row, answered)
    context = {
        "call": call,
        "stages": [{"label": stage.label, "rows": [r for r in rows if r.stage == stage]} for stage in CheckStage],
        "has_rows": bool(rows),
        "may_add": not answered.issuperset(CallStep.values if call.steps == 2 else [CallStep.FULL]),
        "pages": above(call),
    }
    return render(request, "grants/evaluation/criteria.html", context)


@require_POST
@needs("grants.set_up_criteria", of=Call)
def adopt(request, call):
    """Take over the standard criteria."""
    if attempt(request, actions.adopt_standard_criteria, call):
        messages.success(request, _("The standard criteria are copied. Change what this call needs."))
    return redirect("evaluation:criteria", public_id=call.public_id)


@page
@needs("grants.set_up_criteria", of=Call)
def criterion_new(request, call):
    """Add a criterion."""
    form = CriterionForm(request.POST or None, instance=CheckCriterion(call=call, position=50))
    return _saved(request, form, actions.add_criterion, call, call) or _form(request, form, _("Add a criterion"), call)


@page
@needs("grants.set_up_criteria", of=CheckCriterion)
def criterion(request, criterion):
    """Change a criterion, or go on to take it away."""
    call = criterion.call
    form = CriterionForm(request.POST or None, instance=CheckCriterion.objects.get(pk=criterion.pk))
    remove = reverse("evaluation:criterion_remove", args=[criterion.public_id])
    return _saved(request, form, actions.change_criterion, criterion, call) or _form(
        request, form, criterion.text, call, remove_url=remove
    )


@require_POST
@needs("grants.set_up_criteria", of=CheckCriterion)
def criterion_remove(request, criterion):
    """Take a criterion away."""
    call = criterion.call
    if attempt(request, actions.remove_criterion, criterion):
        messages.success(request, _("The criterion is removed."))
    return redirect("evaluation:criteria", public_id=call.public_id)


def _saved(request, form, act, document, call):
    if attempt_with(request, form, act, document) is None:
        return None
    messages.success(request, _("The criterion is saved."))
    return redirect("evaluation:criteria", public_id=call.public_id)


def _form(request, form, title, call, remove_url=""):
    url = reverse("evaluation:criteria", args=[call.public_id])
    pages = [*above(call), {"url": url, "label": _("Criteria of the checks")}]
    return form_page(request, form, title, submit=_("Save criterion"), back=url, pages=pages, remove_url=remove_url)
