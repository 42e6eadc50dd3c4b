"""Reading a form version as the plain data the rules, the pages and the canonical content work on."""

from functools import lru_cache

from django.db.models import Prefetch
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from grants.questionnaire.answers import FormSpec, OptionSpec, QuestionSpec, SectionSpec
from grants.questionnaire.models import Choice, Question, QuestionnaireVersion, Section
from grants.workflow import Reason


def form_of(version: QuestionnaireVersion) -> FormSpec:
    """What is asked in a version, in the reader's language (Spanish where a text is not translated).

    Three queries; none for a frozen version this process has read before in this language: it never
    changes. Parts and questions stand in their order.
    """
    if version.frozen_at is None:
        return _read(version.pk)
    return _frozen(version.pk, version.frozen_at, get_language())


@lru_cache(maxsize=64)
def _frozen(version_id, frozen_at, language):
    return _read(version_id)


def _read(version_id):
    sections = Section.objects.filter(version_id=version_id).prefetch_related(
        Prefetch("questions", queryset=Question.objects.order_by("position", "pk")),
        Prefetch("questions__options", queryset=Choice.objects.order_by("position", "pk")),
    )
    return FormSpec(tuple(_section(section) for section in sections))


def _section(section):
    questions = tuple(_question(question) for question in section.questions.all())
    return SectionSpec(
        slug=section.slug,
        title=section.title,
        intro=section.intro,
        questions=questions,
        threshold=section.threshold,
        rejects_lowest=section.rejects_lowest,
    )


def _question(question):
    return QuestionSpec(
        key=question.key,
        kind=question.kind,
        label=question.label,
        help=question.help,
        required=question.required,
        most_words=question.most_words,
        most_characters=question.most_characters,
        places=question.places,
        least=question.least,
        most=question.most,
        weight=question.weight,
        options=tuple(OptionSpec(option.key, option.label) for option in question.options.all()),
    )


def keys_used_before(version: QuestionnaireVersion) -> dict[str, str]:
    """Key -> kind of every question of the questionnaire's other versions: a key keeps its meaning for ever."""
    others = Question.objects.filter(section__version__questionnaire_id=version.questionnaire_id)
    others = others.exclude(section__version=version)
    return dict(others.order_by("section__version__number").values_list("key", "kind"))


def gaps_in(version: QuestionnaireVersion) -> list[Reason]:
    """What stands against asking this version: parts without a question, questions without a choice."""
    sections = list(version.sections.prefetch_related("questions__options"))
    if not sections:
        return [Reason(_("The form has no section yet."))]
    empty = [section for section in sections if not section.questions.all()]
    without_choice = [
        question
        for section in sections
        for question in section.questions.all()
        if question.kind in ("choice", "choices") and len(question.options.all()) < 2
    ]
    return [Reason(_("The section “%(title)s” has no question yet.") % {"title": s.title}) for s in empty] + [
        Reason(_("The question “%(label)s” needs at least two answers to choose from.") % {"label": q.label})
        for q in without_choice
    ]
