"""Pages of those who run assessments: the cockpit, one candidate, assessors, the lot, consolidation."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from grants.evaluation import assessment_forms as forms
from grants.evaluation.actions import assessing, assessors, assigning, consolidating
from grants.evaluation.models import Assessment, Assessor, Candidate, Evaluation
from grants.evaluation.queries import assessor_figures, cockpit, consolidation
from grants.evaluation.queries.assigning import proposed
from grants.evaluation.queries.grids import rules_in
from grants.evaluation.queries.ways import above_assessments
from grants.evaluation.views.committee import after_declaration
from grants.evaluation.workflow import EvaluationState
from grants.lists.answering import exportable
from grants.lists.listing import Listing
from grants.operations.listing import listed
from grants.web import attempt, attempt_with, form_page, needs

page = require_http_methods(["GET", "POST"])

NO_UNDO = gettext_lazy("No. It stays on record with your reason.")


@require_GET
@needs("grants.read_reviews", of=Evaluation)
@after_declaration
@exportable
def review(request, evaluation):
    """Every candidate with its assessments: totals, spread, divergence, what is missing."""
    form = forms.FilterForm(request.GET, lots=evaluation.call.lots.all())
    counts = cockpit.counts_of(evaluation, request.user)
    context = listed(
        request, form, lambda **chosen: cockpit.review_rows(evaluation, request.user, **chosen), counts["all"]
    )
    context |= cockpit.review_page(evaluation, request.user) | {"counts": counts}
    title = _("Assessments of %(call)s") % {"call": evaluation.call.reference}
    return Listing(title, "grants/evaluation/review.html", context, cockpit.rows)


@require_GET
@needs("grants.read_reviews", of=Candidate)
def assessments(request, candidate):
    """One candidate's assessments side by side, and what can be done about them."""
    return _candidate_page(request, candidate)


def _candidate_page(request, candidate, form=None, status=200):
    context = cockpit.candidate_page(candidate, request.user)
    rules = context["rules"]
    assignable = Assessor.objects.filter(pk__in=[person.pk for person in context["assessors"]])
    context["form"] = form or forms.AssignForm(assessors=assignable, initial={"days": rules.days if rules else 21})
    return render(request, "grants/evaluation/review_candidate.html", context, status=status)


@require_POST
@needs("grants.assign_assessment", of=Candidate)
def assign(request, candidate):
    """Give the candidate to an assessor; the third when two diverge."""
    context = cockpit.candidate_page(candidate, request.user)
    people = Assessor.objects.filter(pk__in=[person.pk for person in context["assessors"]])
    form = forms.AssignForm(request.POST, assessors=people)
    if attempt_with(request, form, assigning.assign_assessment, candidate, is_third=context["is_third"]):
        messages.success(request, _("Assigned. The assessor is told."))
        return redirect("evaluation:assessments", public_id=candidate.public_id)
    return _candidate_page(request, candidate, form, status=422)


@page
@needs("grants.reopen_assessment", of=Assessment)
def reopen(request, assessment):
    """Open a submitted assessment again, with a reason and a term."""
    form = forms.ReopenForm(request.POST or None, initial={"days": 7})
    if attempt_with(request, form, assessing.reopen_assessment, assessment):
        messages.success(request, _("The assessment is open again. The assessor is told."))
        return redirect("evaluation:assessments", public_id=assessment.candidate.public_id)
    what = _("The scores no longer count until they are submitted again. What was submitted stays on record.")
    return _reason_page(request, assessment, form, _("Open the assessment again"), what, _("Open again"))


@page
@needs("grants.withdraw_assessment", of=Assessment)
def withdraw(request, assessment):
    """Take an assignment back, with a reason."""
    form = forms.ReasonForm(request.POST or None)
    if attempt_with(request, form, assigning.withdraw_assessment, assessment):
        messages.success(request, _("The assignment is taken back. The assessor is told."))
        return redirect("evaluation:assessments", public_id=assessment.candidate.public_id)
    what = _("The assessor no longer sees the candidate. What was written stays on record and does not count.")
    return _reason_page(request, assessment, form, _("Take the assignment back"), what, _("Take back"))


def _reason_page(request, assessment, form, title, what, submit):
    candidate = assessment.candidate
    back = reverse("evaluation:assessments", args=[candidate.public_id])
    pages = [*above_assessments(candidate.evaluation), {"url": back, "label": candidate.reference}]
    words = {"what": what, "whom": str(assessment.assessor), "submit": submit}
    return form_page(request, form, title, back=back, pages=pages, undo=NO_UNDO, **words)


@require_GET
@needs("grants.read_reviews", of=Evaluation)
@after_declaration
@exportable
def assessor_list(request, evaluation):
    """The assessors: declarations, progress, severity and spread as quality control."""
    context = assessor_figures.page(evaluation, request.user)
    title = _("Assessors of %(call)s") % {"call": evaluation.call.reference}
    return Listing(
        title, "grants/evaluation/assessor_list.html", context, assessor_figures.lines,
        columns=assessor_figures.columns(), everything=context["people"],
    )  # fmt: skip


@page
@needs("grants.invite_assessor", of=Evaluation)
def invite(request, evaluation):
    """Ask somebody to assess."""
    form = forms.InviteAssessorForm(request.POST or None, evaluation=evaluation)
    back = reverse("evaluation:assessors", args=[evaluation.public_id])
    if attempt_with(request, form, assessors.invite_assessor, evaluation):
        messages.success(request, _("The invitation is sent."))
        return redirect(back)
    words = {
        "lead": _("Nothing of the evaluation opens before the declaration is signed."),
        "submit": _("Send invitation"),
    }
    pages = [*above_assessments(evaluation), {"url": back, "label": _("Assessors")}]
    return form_page(request, form, _("Invite an assessor"), back=back, pages=pages, **words)


@page
@needs("grants.end_assessor", of=Assessor)
def end(request, assessor):
    """End an assessor's work, with a reason."""
    form = forms.ReasonForm(request.POST or None)
    back = reverse("evaluation:assessors", args=[assessor.evaluation.public_id])
    if attempt_with(request, form, assessors.end_assessor, assessor):
        messages.success(request, _("The work of this assessor has ended."))
        return redirect(back)
    what = _("What is not submitted is taken back; what was submitted stays and counts.")
    words = {"what": what, "whom": str(assessor), "submit": _("End the work")}
    pages = [*above_assessments(assessor.evaluation), {"url": back, "label": _("Assessors")}]
    return form_page(request, form, _("End the work of an assessor"), back=back, pages=pages, undo=NO_UNDO, **words)


@require_POST
@needs("grants.remind_assessor", of=Assessor)
def remind(request, assessor):
    """Write to an assessor what is still to be done."""
    if attempt(request, assessors.remind_assessor, assessor):
        messages.success(request, _("The reminder is sent."))
    return redirect("evaluation:assessors", public_id=assessor.evaluation.public_id)


@page
@needs("grants.assign_assessment", of=Evaluation)
def lot(request, evaluation):
    """The proposal of assignments by lot, and the button that carries it out."""
    rules = rules_in(evaluation)
    seed = request.POST.get("seed") or request.GET.get("seed") or get_random_string(12)
    form = forms.LotForm(request.POST or None, initial={"seed": seed, "days": rules.days if rules else 21})
    made = attempt_with(request, form, assigning.assign_by_lot, evaluation)
    if made is not None:
        sentence = ngettext("%d assignment made.", "%d assignments made.", len(made)) % len(made)
        messages.success(request, sentence)
        return redirect("evaluation:review", public_id=evaluation.public_id)
    context = {"evaluation": evaluation, "form": form, "seed": seed[:40], "rules": rules}
    context |= _drawn(request, evaluation, rules, seed[:40])
    return render(request, "grants/evaluation/lot.html", context, status=422 if form.is_bound else 200)


def _drawn(request, evaluation, rules, seed):
    """The proposal without the candidates this person must not see."""
    drawn = proposed(evaluation, rules, seed=seed) if rules else None
    visible = set(cockpit.shown(evaluation, request.user).values_list("pk", flat=True)) if rules else set()
    loads = {}
    for _candidate, person in drawn.pairs if drawn else ():
        loads[person] = loads.get(person, 0) + 1
    return {
        "pairs": [pair for pair in drawn.pairs if pair[0].pk in visible] if drawn else [],
        "lacking": [pair for pair in drawn.lacking if pair[0].pk in visible] if drawn else [],
        "loads": [{"assessor": person, "has": person.load, "gets": count} for person, count in loads.items()],
        "above": above_assessments(evaluation),
    }


@page
@needs("grants.consolidate_evaluation", of=Evaluation)
def consolidate(request, evaluation):
    """What consolidating does, what still stands against it, and the button; once it is done, what was assessed."""
    if request.method == "POST" and attempt(request, consolidating.consolidate_evaluation, evaluation):
        messages.success(request, _("The scores are consolidated. The ranking stands."))
    if request.method == "POST" or evaluation.state != EvaluationState.OPEN:
        return redirect("evaluation:review", public_id=evaluation.public_id)
    rules = rules_in(evaluation)
    context = {
        "evaluation": evaluation,
        "tie_title": cockpit.tie_title(rules),
        "reasons": consolidation.open_matters(evaluation, rules),
        "above": above_assessments(evaluation),
    }
    return render(request, "grants/evaluation/consolidate.html", context)


@page
@needs("grants.reopen_scores", of=Evaluation)
def reopen_scores(request, evaluation):
    """Take a consolidation back, with a reason, of the lots that are not decided."""
    form = forms.ReasonForm(request.POST or None)
    back = reverse("evaluation:review", args=[evaluation.public_id])
    if attempt_with(request, form, consolidating.reopen_scores, evaluation):
        messages.success(request, _("The scores are open again. Consolidate them anew when they are complete."))
        return redirect(back)
    title, pages = _("Open the scores again"), above_assessments(evaluation)
    words = {
        "what": _(
            "Scores and ranks are taken off the candidates of every lot that is not decided yet. The consolidation so "
            "far stays on record."
        ),
        "whom": _("The committee: the ranking no longer stands until the scores are consolidated anew."),
        "submit": title,
    }
    return form_page(request, form, title, back=back, pages=pages, undo=NO_UNDO, **words)
