"""The life of a call for proposals, until its proposals are opened."""

from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from grants import clock
from grants.questionnaire.queries import gaps_in
from grants.workflow import Reason, Step


class CallState(models.TextChoices):
    DRAFT = "draft", _("Being set up")
    PUBLISHED = "published", _("Published")
    CANCELLED = "cancelled", _("Cancelled")


class CallStep(models.TextChoices):
    """What is handed in: calls with one step have the second only (decisions.md C2)."""

    CONCEPT = "concept", _("Concept note")
    FULL = "full", _("Full application")


class Action(models.TextChoices):
    PUBLISH = "publish", _("Publish")
    CANCEL = "cancel", _("Cancel")


class QuestionState(models.TextChoices):
    ASKED = "asked", _("Waits for an answer")
    PUBLISHED = "answered", _("Answered to everybody")
    SET_ASIDE = "set_aside", _("Not published")


class QuestionAction(models.TextChoices):
    PUBLISH = "publish", _("Publish answer")
    SET_ASIDE = "set_aside", _("Set aside")
    AMEND = "amend", _("Amend answer")


# What must be true before a call is published ---------------------------------------------------


def dates_are_in_order(call):
    """Opening before closing, and both are set."""
    if not (call.opens_at and call.closes_at and call.opens_at < call.closes_at):
        return _reason(call, "basics", _("The call opens before it closes."), "dates_order")
    return None


def deadline_is_ahead(call):
    """Nobody could hand anything in under a call that is over when it is published."""
    if call.closes_at <= clock.now():
        return _reason(call, "basics", _("The deadline has passed already: choose a later one."), "deadline_passed")
    return None


def is_told_in_three_languages(call):
    """Title and summary exist in Spanish, Portuguese and English."""
    texts = [call.title_es, call.title_pt_br, call.title_en, call.summary_es, call.summary_pt_br, call.summary_en]
    if not all(texts):
        sentence = _("Write the title and the summary in the three languages.")
        return _reason(call, "basics", sentence, "language_missing")
    return None


def has_lots(call):
    """A call has at least one lot with an envelope."""
    if not call.lots.exists():
        return _reason(call, "lot_new", _("Add at least one lot with its envelope."), "no_lots")
    return None


def has_countries(call):
    """Each side of the consortium rule has eligible countries."""
    groups = set(call.countries.values_list("group", flat=True))
    if not {"la", "eu"} <= groups:
        sentence = _("Name the eligible countries of Latin America and of the European Union.")
        return _reason(call, "countries", sentence, "no_countries")
    return None


def has_indicators(call):
    """Applicants choose the indicators of their logframe from the call's catalogue."""
    if not call.indicators.exists():
        return _reason(call, "catalogue", _("Choose the indicators applicants can take."), "no_indicators")
    return None


def has_questions(call):
    """A call asks a form, each part of which can be answered."""
    if call.form is None:
        return _reason(call, "form", _("Choose the application form."), "no_questions")
    gaps = [] if call.form.frozen_at else gaps_in(call.form)
    return [_reason(call, "preview", gap.sentence, "form_incomplete") for gap in gaps]


def two_steps_are_planned(call):
    """A call with two steps has the form of the second, which begins after the first has closed."""
    if call.steps == 1:
        return None
    plan, reasons = call.two_steps, []
    if plan.full_form is None:
        sentence = _("Choose the form of the full application.")
        reasons.append(_reason(call, "steps", sentence, "no_second_form"))
    elif not plan.full_form.frozen_at:
        reasons += [_reason(call, "steps", gap.sentence, "form_incomplete") for gap in gaps_in(plan.full_form)]
    if plan.full_opens_at <= call.closes_at:
        sentence = _("Full applications are taken after the deadline of the concept notes.")
        reasons.append(_reason(call, "steps", sentence, "steps_order"))
    return reasons


def is_not_opened(call):
    """What applicants have handed in is judged to its end once it is opened."""
    if call.opened_at or call.is_by_invitation:
        return Reason(_("The applications are opened: the call is no longer cancelled here."), code="opened")
    return None


def _reason(call, page, sentence, code):
    return Reason(sentence, url=reverse(f"calls:{page}", args=[call.public_id]), code=code)


# Who is told ------------------------------------------------------------------------------------


def people_who_began(call):
    """Everybody who acts for an organisation that leads or has joined an application under the call."""
    leads = Q(memberships__organisation__led_applications__call=call)
    joined = Q(
        memberships__organisation__partnerships__application__call=call,
        memberships__organisation__partnerships__state="joined",
    )
    people = get_user_model().objects.filter(Q(is_active=True, memberships__ended_at=None) & (leads | joined))
    return people.distinct().order_by("pk")


STEPS = {
    Action.PUBLISH: Step(
        frozenset({CallState.DRAFT}),
        CallState.PUBLISHED,
        guards=(
            dates_are_in_order,
            deadline_is_ahead,
            is_told_in_three_languages,
            has_lots,
            has_countries,
            has_indicators,
            has_questions,
            two_steps_are_planned,
        ),
    ),
    Action.CANCEL: Step(
        frozenset({CallState.DRAFT, CallState.PUBLISHED}),
        CallState.CANCELLED,
        guards=(is_not_opened,),
        tells=(people_who_began,),
    ),
}


def asker(question):
    """Who asked."""
    return [question.asked_by]


def people_to_answer(question):
    """Who asked, and everybody who began an application under the call."""
    began = people_who_began(question.call)
    return [*began, *(person for person in asker(question) if person not in began)]


def people_told_before(question):
    """Everybody who was written to about this question or its answer, whatever became of their application."""
    told = Q(
        messages_received__event_model=question.events.model._meta.label_lower,
        messages_received__event_id__in=question.events.values("pk"),
    )
    return get_user_model().objects.filter(told, is_active=True).distinct().order_by("pk")


QUESTION_STEPS = {
    QuestionAction.PUBLISH: Step(frozenset({QuestionState.ASKED}), QuestionState.PUBLISHED, tells=(people_to_answer,)),
    QuestionAction.SET_ASIDE: Step(frozenset({QuestionState.ASKED}), QuestionState.SET_ASIDE, tells=(asker,)),
    QuestionAction.AMEND: Step(
        frozenset({QuestionState.PUBLISHED}), QuestionState.PUBLISHED, tells=(people_to_answer, people_told_before)
    ),
}
