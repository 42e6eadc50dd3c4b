"""Pages on which staff make sections and questions. Each saves one thing and goes back to the version."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from grants.questionnaire import actions
from grants.questionnaire.forms import KINDS, QuestionForm, SectionForm
from grants.questionnaire.messages import KIND_HELP
from grants.questionnaire.models import Question, QuestionKind, QuestionnaireVersion, Section
from grants.questionnaire.views.versions import above, version_page
from grants.web import attempt, attempt_with, needs

page = require_http_methods(["GET", "HEAD", "POST"])


def _back(request, version, place, sentence=""):
    """To where the change shows on the page of the version."""
    if sentence:
        messages.success(request, sentence)
    return redirect(f"{version.get_absolute_url()}#{place}")


@page
@needs("grants.set_up_form", of=QuestionnaireVersion)
def section_new(request, version):
    """Add a section."""
    form = SectionForm(request.POST or None, version=version)
    section = attempt_with(request, form, actions.add_section, version)
    if section:
        return _back(request, version, f"section-{section.slug}", _("The section is added. Now its first question."))
    return version_page(request, form, _("Add a section"), version=version, submit=_("Add section"))


@page
@needs("grants.set_up_form", of=Section)
def section(request, section):
    """Change a section, or go on to take it out."""
    version = section.version
    form = SectionForm(request.POST or None, version=version, section=section)
    if attempt_with(request, form, actions.change_section, section):
        return _back(request, version, f"section-{section.slug}", _("The section is saved."))
    remove = reverse("forms:section_remove", args=[section.public_id])
    locked = version.frozen_at is not None
    return version_page(
        request, form, section.title, version=version, submit=_("Save section"), remove_url=remove, locked=locked
    )


@require_POST
@needs("grants.set_up_form", of=Section)
def section_move(request, section):
    """One place up or down."""
    attempt(request, actions.move_section, section, up="up" in request.POST)
    return _back(request, section.version, f"section-{section.slug}")


@require_POST
@needs("grants.set_up_form", of=Section)
def section_remove(request, section):
    """Take a section with its questions out."""
    done = attempt(request, actions.remove_section, section)
    return _back(request, section.version, "sections", _("The section is taken out.") if done else "")


@require_safe
@needs("grants.set_up_form", of=Section)
def kinds(request, section):
    """What kind of answer the new question asks for."""
    version = section.version
    offered = [
        {"label": kind.label, "help": KIND_HELP[kind], "url": _new_url(section, kind)}
        for kind in KINDS[version.questionnaire.purpose]
    ]
    context = {"section": section, "version": version, "kinds": offered, "pages": above(version)}
    return render(request, "grants/questionnaire/question_kinds.html", context)


def _new_url(section, kind):
    return reverse("forms:question_new", args=[section.public_id, kind])


@page
@needs("grants.set_up_form", of=Section)
def question_new(request, section, kind):
    """Add a question of a kind."""
    version = section.version
    if kind not in KINDS[version.questionnaire.purpose]:
        raise Http404
    form = QuestionForm(request.POST or None, section=section, kind=kind)
    question = attempt_with(request, form, _adding(kind), section)
    if question and "next" in request.POST:
        messages.success(request, _("The question is added. Now the next one."))
        return redirect("forms:kinds", section.public_id)
    if question:
        return _back(request, version, f"question-{question.key}", _("The question is added."))
    title = _("New question: %(kind)s") % {"kind": QuestionKind(kind).label}
    words = {"submit": _("Add question"), "submit_next": _("Add, and ask the next one")}
    return version_page(request, form, title, version=version, rows=form.rows, **words)


def _adding(kind):
    if kind != QuestionKind.SCORE:
        return actions.add_question

    def add_criterion(section, *, by, kind, **values):
        return actions.add_criterion(section, by=by, **values)

    return add_criterion


@page
@needs("grants.set_up_form", of=Question)
def question(request, question):
    """Change a question, or go on to take it out."""
    version = question.section.version
    form = QuestionForm(request.POST or None, section=question.section, kind=question.kind, question=question)
    if attempt_with(request, form, actions.change_question, question):
        return _back(request, version, f"question-{question.key}", _("The question is saved."))
    remove, copy = (reverse(f"forms:question_{name}", args=[question.public_id]) for name in ("remove", "copy"))
    return version_page(
        request, form, question.label, version=version, submit=_("Save question"), remove_url=remove, rows=form.rows,
        copy_url=copy if question.kind != QuestionKind.SCORE else "",
        locked=version.frozen_at is not None, lead=_("%(kind)s · key %(key)s") % {
            "kind": question.get_kind_display(), "key": question.key,
        },
    )  # fmt: skip


@require_POST
@needs("grants.set_up_form", of=Question)
def question_move(request, question):
    """One place up or down, over the edge of its section into the next one."""
    attempt(request, actions.move_question, question, up="up" in request.POST)
    return _back(request, question.section.version, f"question-{question.key}")


@require_POST
@needs("grants.set_up_form", of=Question)
def question_copy(request, question):
    """Another one like it, to change where it differs."""
    copy = attempt(request, actions.copy_question, question)
    if not copy:
        return _back(request, question.section.version, f"question-{question.key}")
    messages.success(request, _("The question is copied. Change what differs."))
    return redirect("forms:question", copy.public_id)


@require_POST
@needs("grants.set_up_form", of=Question)
def question_remove(request, question):
    """Take a question out."""
    done = attempt(request, actions.remove_question, question)
    place = f"section-{question.section.slug}"
    return _back(request, question.section.version, place, _("The question is taken out.") if done else "")
