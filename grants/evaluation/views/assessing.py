"""Pages of the person who assesses: the list, the invitation, the grid, submitting."""

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from grants.applications.queries.parts import number_of
from grants.attempts.actions import attempt as keep_trace
from grants.drafts.outcomes import Conflict
from grants.evaluation.actions import assessing, assessors
from grants.evaluation.assessment_forms import AcceptForm, DeclineForm
from grants.evaluation.models import Assessment, Assessor, OwnAssessment
from grants.evaluation.queries import assessing as queries
from grants.evaluation.queries.declaration import declaration_hash, declaration_of, declaration_text
from grants.evaluation.queries.grids import rules_in
from grants.web import attempt, attempt_with, needs, received_at
from grants.workflow import Refused

GRID = "grants/evaluation/assessment_form.html"


@require_GET
@needs("grants.list_assessments")
def assignments(request):
    """What is assigned to this person, and the invitations that wait for an answer."""
    return render(request, "grants/evaluation/assessment_list.html", queries.list_page(request.user))


@require_GET
@needs("grants.read_assessor", of=Assessor)
def assessor(request, assessor):
    """The invitation with the declaration to sign; afterwards what was signed."""
    return _invitation(request, assessor)


def _invitation(request, assessor, form=None, decline=None, status=200):
    signed = declaration_of(assessor.user, assessor.evaluation)
    fresh = AcceptForm(initial={"seen_sha256": declaration_hash(get_language())}, has_declared=bool(signed))
    context = {
        "assessor": assessor,
        "signed": signed,
        "paragraphs": declaration_text(),
        "form": form or fresh,
        "decline": decline or DeclineForm(),
        "is_own": assessor.user_id == request.user.pk,
    }
    return render(request, "grants/evaluation/assessor_detail.html", context, status=status)


@require_POST
@needs("grants.accept_assessor", of=Assessor)
def accept(request, assessor):
    """Sign the declaration and accept."""
    form = AcceptForm(request.POST, has_declared=bool(declaration_of(request.user, assessor.evaluation)))
    if not form.is_valid():
        return _invitation(request, assessor, form, status=422)
    seen = form.cleaned_data.get("seen_sha256", "")
    if attempt(request, assessors.accept_assessor, assessor, seen_sha256=seen) is None:
        return redirect(assessor)
    messages.success(request, _("Thank you. Applications assigned to you stand here."))
    return redirect("evaluation:assignments")


@require_POST
@needs("grants.decline_assessor", of=Assessor)
def decline(request, assessor):
    """Say no."""
    form = DeclineForm(request.POST)
    if attempt_with(request, form, assessors.decline_assessor, assessor):
        messages.success(request, _("You have declined. The secretary sees it."))
        return redirect(assessor)
    return _invitation(request, assessor, decline=form, status=422)


@require_GET
@needs("grants.read_assessment", of=Assessment)
def assessment(request, assessment):
    """The grid beside the proposal; locked once submitted, and for those who only read."""
    return render(request, GRID, queries.assessment_page(assessment, request.user))


@require_POST
@needs("grants.score_assessment", of=OwnAssessment)
def save(request, assessment):
    """Save the whole grid, as browsers without scripts do; a conflict shows both texts."""
    answers, based_on = queries.posted(assessment, request.POST)
    try:
        results = assessing.save_scores(assessment, answers=answers, based_on=based_on, by=request.user)
    except assessing.NotYours as taken:
        return _taken_back(request, assessment, taken)
    except Refused as refused:
        page = queries.assessment_page(assessment, request.user, typed=answers, reasons=refused.reasons)
        return render(request, GRID, page, status=_status(refused))
    page = queries.assessment_page(assessment, request.user, results=results)
    if page["has_conflicts"]:
        return render(request, GRID, page, status=409)
    messages.success(request, _("Saved."))
    if "next" in request.POST:
        return redirect("evaluation:submit_assessment", public_id=assessment.public_id)
    return redirect(assessment)


def _status(refused):
    """409 for what is locked: the page in the browser is stale (security.md T-RV-14)."""
    return 409 if any(reason.code == "locked" for reason in refused.reasons) else 422


def _taken_back(request, assessment, taken):
    """Answers 404, and gives the person a copy of the own text (security.md T-RV-09)."""
    page = {"reasons": taken.reasons, "typed": queries.own_texts(assessment)}
    answers, _based_on = queries.posted(assessment, request.POST)
    page["typed_now"] = [{"name": key, "text": text, "rows": 3} for key, text in answers.items() if text]
    return render(request, "grants/evaluation/assessment_withdrawn.html", page, status=404)


@require_POST
@needs("grants.score_assessment", of=OwnAssessment)
def autosave(request, assessment):
    """Save one field while somebody types; the answer carries the sums (static/js/autosave.js)."""
    key, value = request.POST.get("key", ""), request.POST.get("value", "")
    based_on = {key: number_of(request.POST.get("rev"))}
    try:
        results = assessing.save_scores(assessment, answers={key: value}, based_on=based_on, by=request.user)
    except assessing.NotYours as taken:
        return JsonResponse({"problem": str(taken)}, status=404)
    except Refused as refused:
        return JsonResponse({"problem": str(refused)}, status=_status(refused))
    answer = queries.told_of(assessment, key, results[key], request.user)
    return JsonResponse(answer, status=409 if isinstance(results[key], Conflict) else 200)


@require_http_methods(["GET", "POST"])
@needs("grants.score_assessment", of=OwnAssessment)
def submit(request, assessment):
    """What submitting does, what is still missing, and the button."""
    try:
        assessing.refuse_if_over(assessment)
        if request.method == "POST":
            return _submitted(request, assessment)
    except assessing.NotYours as taken:
        return _taken_back(request, assessment, taken)
    except Refused as refused:
        if request.method == "GET":
            return redirect(assessment)
        return _submit_page(request, assessment, refused.reasons, _status(refused))
    gaps = queries.gaps(assessment, rules_in(assessment.candidate.evaluation), queries.answers_of(assessment.draft))
    return _submit_page(request, assessment, gaps, 200)


def _submitted(request, assessment):
    act = assessing.submit_assessment
    with keep_trace(act.__name__, assessment, by=request.user, received_at=received_at(request)):
        act(assessment, by=request.user)
    messages.success(request, _("The assessment is submitted and locked."))
    return redirect("evaluation:assignments")


def _submit_page(request, assessment, reasons, status):
    rules = rules_in(assessment.candidate.evaluation)
    page = {
        "assessment": assessment,
        "reasons": reasons,
        "totals": queries.totals_shown(rules, assessment.candidate, queries.answers_of(assessment.draft)),
        "above": [
            *queries.pages_above(assessment, is_own=True),
            {"url": assessment.get_absolute_url(), "label": assessment.candidate.title},
        ],
    }
    return render(request, "grants/evaluation/assessment_submit.html", page, status=status)
