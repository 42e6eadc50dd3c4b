"""The committee's pages: what is to decide in a call, the declaration, the rules of the award, the minutes."""

from functools import partial, wraps

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from grants import docx, pdf
from grants.calls.models import Call, CallStep
from grants.evaluation.actions import committee as actions
from grants.evaluation.forms.awards import AwardRulesForm, DeclarationForm
from grants.evaluation.models import Evaluation
from grants.evaluation.models.committee import COMMITTEE_ROLES
from grants.evaluation.queries import desks, minutes_text
from grants.evaluation.queries.declaration import (
    declaration_hash,
    declaration_of,
    declaration_text,
    has_declared,
)
from grants.evaluation.queries.ranking import rules_of
from grants.evaluation.queries.report import DECIDED, evaluation_report
from grants.evaluation.queries.ways import above_decisions
from grants.evaluation.queries.withheld import has_conflict_in
from grants.files.serving import downloaded
from grants.permissions import Role
from grants.web import attempt, attempt_with, needs

page = require_http_methods(["GET", "HEAD", "POST"])


def evaluation_of(call, step=""):
    """The evaluation of a call's step in progress, read once per request, or of the first; 404 before the opening."""
    if step == CallStep.CONCEPT != call.step:
        return get_object_or_404(call.evaluations, step=step)
    try:
        return call.evaluation
    except AttributeError as missing:
        raise Http404 from missing


def must_declare(user, call):
    """Whether the person sees the call's candidates only after the declaration: the committee; officers pass."""
    in_committee = any(user.has_role(role, call=call) for role in COMMITTEE_ROLES)
    return in_committee and not user.has_role(Role.OFFICER, call=call)


def _evaluation_that_holds(document):
    """The evaluation itself, or that of a candidate or an assessor; None for lots, whose step in progress counts."""
    return document if isinstance(document, Evaluation) else getattr(document, "evaluation", None)


def step_asked_for(request) -> str:
    """The step of which minutes are read; "" for that in progress."""
    return request.GET.get("step", "")


def after_declaration(view, *, step_of=lambda request: ""):
    """Decorator inside ``needs``: committee members sign the declaration before they see any name.

    That of the step in progress; ``step_of`` is for views that can show another.
    """

    @wraps(view)
    def declared(request, document, *args, **kwargs):
        call = document if isinstance(document, Call) else document.call
        evaluation = _evaluation_that_holds(document) or evaluation_of(call, step_of(request))
        if must_declare(request.user, call) and not has_declared(request.user, evaluation):
            return redirect("evaluation:declaration", call.public_id)
        return view(request, document, *args, **kwargs)

    return declared


@require_safe
@needs("grants.read_ranking", of=Call)
@after_declaration
def decisions(request, call):
    """Everything to decide in a call: lots with their money and votes, committee, minutes, announcement."""
    evaluation = evaluation_of(call)
    if evaluation.is_of_concepts:
        return redirect("evaluation:cut", evaluation.public_id)
    context = desks.decisions_page(evaluation, request.user)
    return render(request, "grants/evaluation/decisions.html", context)


@page
@needs("grants.sign_declaration", of=Call)
def declaration(request, call):
    """The declaration of impartiality and confidentiality, and its signature."""
    evaluation = evaluation_of(call)
    form = DeclarationForm(request.POST or None, initial={"sha256": declaration_hash(get_language())})
    if request.method == "POST" and form.is_valid():
        if attempt(request, actions.sign_declaration, evaluation, sha256=form.cleaned_data["sha256"]):
            messages.success(request, _("Signed. You can work on the evaluation now."))
        return redirect("evaluation:decisions", call.public_id)
    signed = declaration_of(request.user, evaluation)
    context = {"call": call, "form": form, "signed": signed, "paragraphs": declaration_text()}
    return render(request, "grants/evaluation/declaration.html", context, status=422 if form.is_bound else 200)


@page
@needs("grants.set_award_rules", of=Call)
def rules(request, call):
    """How the rankings of the call are cut; fixed once the scores are consolidated."""
    stored = rules_of(call)
    initial = {name: getattr(stored, name) for name in ("quality_line", "reserve_places", "complaint_days")}
    form = AwardRulesForm(request.POST or None, initial=initial)
    if attempt_with(request, form, actions.set_award_rules, call):
        messages.success(request, _("The rules of the award are saved."))
        return redirect("evaluation:award_rules", call.public_id)
    context = {"call": call, "form": form, "above": above_decisions(call)}
    return render(request, "grants/evaluation/award_rules.html", context, status=422 if form.is_bound else 200)


@require_safe
@needs("grants.read_minutes", of=Call)
@partial(after_declaration, step_of=step_asked_for)
def minutes(request, call):
    """The minutes as they stand, or as they were frozen; withheld from who has a conflict in the call."""
    evaluation = evaluation_of(call, step_asked_for(request))
    if has_conflict_in(request.user, evaluation=evaluation):
        return _withheld(request, call, evaluation)
    context = {
        "call": call,
        "above": above_decisions(call, evaluation),
        "links": _links(call, evaluation),
        "minutes": minutes_text.minutes_words(evaluation),
        "words": minutes_text.words(is_of_concepts=evaluation.is_of_concepts),
    }
    return render(request, "grants/evaluation/minutes.html", context)


MAKERS = {"pdf": pdf, "docx": docx}


def _minutes_url(call, evaluation, name, **more):
    step = f"?step={evaluation.step}" if call.steps == 2 else ""
    return reverse(f"evaluation:{name}", kwargs={"public_id": call.public_id, **more}) + step


@require_safe
@needs("grants.read_minutes", of=Call)
@partial(after_declaration, step_of=step_asked_for)
def minutes_pdf(request, call):
    """The minutes as a PDF in the reader's language; withheld from who has a conflict in the call."""
    return _minutes_file(request, call, pdf, "pdf")


@require_safe
@needs("grants.read_minutes", of=Call)
@partial(after_declaration, step_of=step_asked_for)
def minutes_word(request, call):
    """The same for Word, to work on; what the frozen minutes say, their hash proves."""
    return _minutes_file(request, call, docx, "docx")


@require_safe
@needs("grants.read_minutes", of=Call)
@partial(after_declaration, step_of=step_asked_for)
def report(request, call, form):
    """The evaluation report as PDF or for Word, once all is decided; until then there are the minutes."""
    evaluation = evaluation_of(call, step_asked_for(request))
    if has_conflict_in(request.user, evaluation=evaluation):
        return _withheld(request, call, evaluation)
    if form not in MAKERS:
        raise Http404
    if evaluation.state not in DECIDED:
        return redirect(_minutes_url(call, evaluation, "minutes"))
    found, language, maker = evaluation_report(evaluation, request.user), get_language(), MAKERS[form]
    made = maker.make("evaluation_report", found.data, language=language, made_at=found.made_at)
    name = f"{call.reference}-evaluation-{language}.{form}"
    return downloaded(made, name=name, media_type=maker.MEDIA_TYPE)


def _links(call, evaluation):
    """The minutes to take along, and once all is decided the report."""
    minutes = {"minutes_pdf": _("Download as PDF"), "minutes_word": _("Download for Word")}
    links = [(_minutes_url(call, evaluation, name), label) for name, label in minutes.items()]
    if evaluation.state in DECIDED:
        links += [
            (_minutes_url(call, evaluation, "report", form=form), _("Evaluation report, %(form)s") % {"form": label})
            for form, label in (("pdf", "PDF"), ("docx", "Word"))
        ]
    return [{"url": url, "label": label, "icon": "download"} for url, label in links]


def _minutes_file(request, call, maker, ending):
    evaluation = evaluation_of(call, step_asked_for(request))
    if has_conflict_in(request.user, evaluation=evaluation):
        return _withheld(request, call, evaluation)
    words, language = minutes_text.minutes_words(evaluation), get_language()
    made = maker.make("minutes", words.for_pdf(call), language=language, made_at=words.made_at)
    return downloaded(made, name=f"{call.reference}-minutes-{language}.{ending}", media_type=maker.MEDIA_TYPE)


def _withheld(request, call, evaluation):
    context = {"call": call, "above": above_decisions(call, evaluation)}
    return render(request, "grants/evaluation/withheld.html", context, status=403)
