"""Asking about a call, and answering to everybody."""

from functools import partial

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from grants import clock
from grants.calls import actions, forms, public_forms, queries
from grants.calls.models import Call, CallQuestion
from grants.calls.views.records import above
from grants.calls.workflow import QuestionState
from grants.lists.answering import exportable
from grants.lists.listing import Listing
from grants.operations.listing import paged
from grants.web import attempt_with, needs

page = require_http_methods(["GET", "HEAD", "POST"])


@page
@needs("grants.ask_question")
def ask(request, slug):
    """Ask about a published call, and see what became of one's own questions."""
    call = get_object_or_404(Call.objects.published().filter(is_test=False), slug=slug)
    form = public_forms.AskForm(request.POST or None)
    if attempt_with(request, form, actions.ask_question, call):
        messages.success(request, _("Your question is with us. You will be told of the answer."))
        return redirect("calls:ask", slug=slug)
    context = {
        "call": call,
        "form": form,
        "is_taken": queries.takes_questions(call, clock.now()),
        "asked": queries.questions_of(request.user, call),
    }
    return render(request, "grants/calls/question_ask.html", context, status=422 if form.is_bound else 200)


@require_safe
@needs("grants.read_questions", of=Call)
@exportable
def question_list(request, call):
    """What was asked about a call: the waiting ones first."""
    shown = paged(request, queries.listed_questions(call))
    count = shown.paginator.count
    may_answer = request.user.has_perm("grants.answer_question", call)
    context = {
        "call": call,
        "title": ngettext("%d question", "%d questions", count) % count,
        "pages": above(call),
        "page": shown,
        "columns": [{"label": _("Question")}, {"label": _("State")}, {"label": _("Asked, your time")}],
    }
    title = _("Questions about %(call)s") % {"call": call.reference}
    return Listing(title, "grants/calls/question_list.html", context, partial(_rows, may_answer=may_answer))


def _rows(questions, may_answer):
    return [
        [
            {
                "text": _shortened(one),
                "value": one.question or one.text,
                "url": one.get_absolute_url() if may_answer else "",
            },
            {"document": one},
            {"moment": one.asked_at},
        ]
        for one in questions
    ]


def _shortened(question):
    words = question.question or question.text
    return words if len(words) <= 140 else f"{words[:139]}…"


@page
@needs("grants.answer_question", of=CallQuestion)
def question(request, question):
    """Word the question for everybody, write the answer, publish both."""
    form = public_forms.AnswerForm(request.POST or None, instance=CallQuestion.objects.get(pk=question.pk))
    if attempt_with(request, form, actions.publish_answer, question):
        messages.success(request, _("The answer is published. Whoever asked or began an application is told."))
        return redirect("calls:questions", public_id=question.call.public_id)
    return _answering(request, question, form, "grants/calls/question_answer.html")


@page
@needs("grants.answer_question", of=CallQuestion)
def amend(request, question):
    """Publish another wording of an answer; the earlier one stays readable."""
    if question.state != QuestionState.PUBLISHED:
        raise Http404
    form = public_forms.AmendForm(request.POST or None, instance=CallQuestion.objects.get(pk=question.pk))
    if attempt_with(request, form, actions.amend_answer, question):
        messages.success(request, _("The answer is amended. Whoever was told before is told again."))
        return redirect("calls:questions", public_id=question.call.public_id)
    return _answering(request, question, form, "grants/calls/question_amend.html")


@page
@needs("grants.answer_question", of=CallQuestion)
def set_aside(request, question):
    """Leave it unpublished and say why."""
    form = forms.CancelForm(request.POST or None)
    if attempt_with(request, form, actions.set_question_aside, question):
        messages.success(request, _("The question is set aside. The person who asked is told."))
        return redirect("calls:questions", public_id=question.call.public_id)
    return _answering(request, question, form, "grants/calls/question_set_aside.html")


def _answering(request, question, form, template):
    pages = [
        *above(question.call),
        {"url": reverse("calls:questions", args=[question.call.public_id]), "label": _("Questions")},
    ]
    waits, may_amend = question.state == QuestionState.ASKED, question.state == QuestionState.PUBLISHED
    context = {"question": question, "form": form, "pages": pages, "waits": waits, "may_amend": may_amend}
    return render(request, template, context, status=422 if form.is_bound else 200)
