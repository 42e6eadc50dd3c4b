"""The life of a call for proposals, until its proposals are opened."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from grants.workflow import Reason, Step


class CallState(models.TextChoices):
    DRAFT = "draft", _("Being set up")
    PUBLISHED = "published", _("Published")
    CANCELLED = "cancelled", _("Cancelled")


class Action(models.TextChoices):
    PUBLISH = "publish", _("Publish")
    CANCEL = "cancel", _("Cancel")


def dates_are_in_order(call):
    """Opening before closing, and both are set."""
    if not (call.opens_at and call.closes_at and call.opens_at < call.closes_at):
        return _("The call opens before it closes.")
    return None


def has_lots(call):
    """A call has at least one lot with an envelope."""
    if not call.lots.exists():
        return Reason(_("Add at least one lot with its envelope."), code="no_lots")
    return None


def has_questions(call):
    """A call asks at least one question."""
    if call.form is None or not call.form.sections.filter(questions__isnull=False).exists():
        return Reason(_("Choose the application form: it has no questions yet."), code="no_questions")
    return None


def has_countries(call):
    """Each side of the consortium rule has eligible countries."""
    groups = set(call.countries.values_list("group", flat=True))
    if not {"la", "eu"} <= groups:
        return Reason(_("Name the eligible countries of Latin America and of the European Union."), code="no_countries")
    return None


def is_told_in_three_languages(call):
    """Title and summary exist in Spanish, Portuguese and English."""
    texts = [call.title_es, call.title_pt_br, call.title_en, call.summary_es, call.summary_pt_br, call.summary_en]
    if not all(texts):
        return Reason(_("Write the title and the summary in the three languages."), code="language_missing")
    return None


STEPS = {
    Action.PUBLISH: Step(
        frozenset({CallState.DRAFT}),
        CallState.PUBLISHED,
        guards=(dates_are_in_order, has_lots, has_questions, has_countries, is_told_in_three_languages),
    ),
    Action.CANCEL: Step(frozenset({CallState.DRAFT, CallState.PUBLISHED}), CallState.CANCELLED),
}
