"""The page on which officers set up how the applications of a call are scored."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from grants.calls.models import Call, CallStep
from grants.calls.views.records import above
from grants.evaluation.actions.grids import load_grids, new_grid, set_scoring_rules
from grants.evaluation.assessment_forms import RulesForm
from grants.evaluation.models import ScoringRules
from grants.evaluation.queries.grids import are_fixed, grid_of, rules_of
from grants.questionnaire.forms import NameForm
from grants.questionnaire.queries import form_of
from grants.questionnaire.views.versions import version_page
from grants.web import attempt, attempt_with, needs


@require_http_methods(["GET", "POST"])
@needs("grants.set_scoring_rules", of=Call)
def rules(request, call):
    """Choose the grid, thresholds, numbers; read only once they are fixed."""
    step = _step(request, call)
    standing = rules_of(call, step)
    fixed = standing is not None and are_fixed(standing, call)
    copy = ScoringRules.objects.get(pk=standing.pk) if standing else ScoringRules(call=call, step=step)
    form = RulesForm(request.POST or None, instance=copy)
    if attempt_with(request, form, set_scoring_rules, call, step=step):
        messages.success(request, _("The scoring rules are saved."))
        return redirect(_after(call, step))
    context = {"call": call, "form": form, "fixed": fixed, "rules": standing, "pages": above(call)}
    context["title"] = TITLES[step] if call.steps == 2 else _("Scoring rules")
    context["sections"] = _sections(standing) if standing else []
    status = 422 if form.is_bound else 200
    return render(request, "grants/evaluation/scoring_rules.html", context, status=status)


TITLES = {
    CallStep.CONCEPT: gettext_lazy("Scoring rules of the concept notes"),
    CallStep.FULL: gettext_lazy("Scoring rules of the full applications"),
}


def _step(request, call):
    """The step whose rules are asked for, of a call with two; else the one in progress."""
    step = request.GET.get("step", "")
    return CallStep(step) if call.steps == 2 and step in CallStep.values else CallStep(call.step)


def _after(call, step):
    """To the assessments that wait for the rules; before the opening the rules stay before one's eyes."""
    evaluation = getattr(call, "evaluation", None)
    if evaluation is None or step != call.step:
        return reverse("evaluation:rules", args=[call.public_id]) + (f"?step={step.value}" if call.steps == 2 else "")
    return reverse("evaluation:review", args=[evaluation.public_id])


def _sections(standing):
    """The grid in a table: section, highest total, threshold, criteria."""
    totals = {section.slug: section for section in grid_of(standing).sections}
    return [
        {"section": section, "scored": totals[section.slug]}
        for section in form_of(standing.grid).sections
        if section.slug in totals
    ]


@require_POST
@needs("grants.set_scoring_rules", of=Call)
def load(request, call):
    """Bring the programme's grids in, to choose from."""

    def load_for(call, *, by):
        return load_grids(by=by)

    if attempt(request, load_for, call):
        messages.success(request, _("The programme's grids are there to choose from."))
    return redirect(reverse("evaluation:rules", args=[call.public_id]))


@require_http_methods(["GET", "POST"])
@needs("grants.set_scoring_rules", of=Call)
def grid_new(request, call):
    """Begin a grid of one's own; its sections and criteria are made on the pages of forms."""
    form = NameForm(request.POST or None)

    def begin_grid(call, *, by, name):
        return new_grid(name=name, by=by)

    version = attempt_with(request, form, begin_grid, call)
    if version:
        messages.success(request, _("The grid is begun. Add its sections and criteria, then choose it for the call."))
        return redirect(version)
    return version_page(request, form, _("Begin an evaluation grid"), submit=_("Begin grid"))
