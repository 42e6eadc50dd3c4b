"""Setting up a form: versions, sections and questions as data (decisions.md B6, C1).

Texts are given by language, ``{"es": …, "pt-br": …, "en": …}``, or as one Spanish text. A version is
edited until it is frozen; from then on only a new version changes what is asked.
"""

from django.utils.translation import gettext as _

from grants import clock
from grants.questionnaire.models import (
    Choice,
    Question,
    Questionnaire,
    QuestionnaireVersion,
    Section,
)
from grants.questionnaire.queries import gaps_in, keys_used_before
from grants.workflow import Reason, Refused, action, locked, record


def localised(name: str, text) -> dict:
    """``text``, by language or in Spanish, as the columns of the translated field ``name``."""
    texts = text if isinstance(text, dict) else {"es": text}
    return {f"{name}_{language.replace('-', '_')}": words for language, words in texts.items()}


@action
def new_questionnaire(*, purpose, name, by=None) -> Questionnaire:
    """Begin a form with an empty version 1. ``purpose`` is one of models.Purpose."""
    questionnaire = Questionnaire.objects.create(purpose=purpose, name=name)
    record(questionnaire, "create", by=by)
    new_version(questionnaire, by=by)
    return questionnaire


@action
def rename_questionnaire(questionnaire, *, name, by=None) -> Questionnaire:
    """Give a form another name; its versions stay as they are."""
    questionnaire = locked(questionnaire)
    before, questionnaire.name = questionnaire.name, name
    questionnaire.save(update_fields=["name"])
    record(questionnaire, "rename", by=by, changes={"name": [before, name]})
    return questionnaire


@action
def new_version(questionnaire, *, by=None) -> QuestionnaireVersion:
    """Add an empty version with the next number, open for editing."""
    questionnaire = locked(questionnaire)
    last = questionnaire.versions.order_by("-number").first()
    version = questionnaire.versions.create(number=last.number + 1 if last else 1)
    record(questionnaire, "new_version", by=by, changes={"version": version.number})
    return version


@action
def copy_version(version, *, by=None) -> QuestionnaireVersion:
    """Copy sections, questions and choices into the next version, under the same keys.

    Answers are found by key, so what was answered under the old version stays answered under the new
    one. The copy is open for editing.
    """
    copy = new_version(version.questionnaire, by=by)
    for section in version.sections.prefetch_related("questions__options"):
        questions = list(section.questions.all())
        section = _copied(section, version=copy)
        for question in questions:
            options = list(question.options.all())
            question = _copied(question, section=section)
            for option in options:
                _copied(option, question=question)
    return copy


@action
def freeze_version(version, *, by=None) -> QuestionnaireVersion:
    """Close a version for ever, when a call with it is published. Freezing twice changes nothing.

    Refused while a section has no question or a question with choices has fewer than two.
    """
    version = locked(version)
    if version.frozen_at is not None:
        return version
    reasons = gaps_in(version)
    if reasons:
        raise Refused(reasons)
    version.frozen_at = clock.now()
    version.save(update_fields=["frozen_at"])
    record(version.questionnaire, "freeze_version", by=by, changes={"version": version.number})
    return version


@action
def add_section(version, *, slug, title, intro="", threshold=None, rejects_lowest=False, by=None) -> Section:
    """Add a section at the end. Refused in a frozen version and for a key the version has already."""
    version = _open(version)
    if version.sections.filter(slug=slug).exists():
        raise Refused([Reason(_("The form has a section with the key “%(key)s” already.") % {"key": slug})])
    section = version.sections.create(
        slug=slug,
        position=version.sections.count() + 1,
        threshold=threshold,
        rejects_lowest=rejects_lowest,
        **localised("title", title),
        **localised("intro", intro),
    )
    record(version.questionnaire, "add_section", by=by, changes={"version": version.number, "section": slug})
    return section


@action
def add_question(
    section,
    *,
    key,
    kind,
    label,
    help="",
    required=True,
    most_words=None,
    most_characters=None,
    places=0,
    least=None,
    most=None,
    weight=1,
    options=(),
    by=None,
) -> Question:
    """Add a question at the end of a section; ``options`` are pairs of key and text.

    Refused in a frozen version, for a key the version has already, and for a key that meant another
    kind of question in an earlier version: answers are found by key for ever.
    """
    version = _open(section.version)
    refuse_key(version, key, kind)
    question = section.questions.create(
        key=key,
        kind=kind,
        required=required,
        most_words=most_words,
        most_characters=most_characters,
        places=places,
        least=least,
        most=most,
        weight=weight,
        position=section.questions.count() + 1,
        **localised("label", label),
        **localised("help", help),
    )
    for position, (option_key, text) in enumerate(options, start=1):
        Choice.objects.create(question=question, key=option_key, position=position, **localised("label", text))
    record(version.questionnaire, "add_question", by=by, changes={"version": version.number, "question": key})
    return question


@action
def record_edit(version, *, changes, by=None):
    """Write down an edit made in the administration, and return its event.

    ``changes`` names the fields touched. Refused in a frozen version.
    """
    version = _open(version)
    return record(version.questionnaire, "edit", by=by, changes={"version": version.number, **changes})


def refuse_key(version, key, kind, *, but=None):
    """Raise Refused when ``key`` cannot name a question of this kind in ``version``; ``but`` is that question."""
    if Question.objects.filter(section__version=version, key=key).exclude(pk=but.pk if but else None).exists():
        raise Refused([Reason(_("The form has a question with the key “%(key)s” already.") % {"key": key})])
    if keys_used_before(version).get(key, kind) != kind:
        sentence = _("The key “%(key)s” meant another kind of question in an earlier version. Choose a new key.")
        raise Refused([Reason(sentence % {"key": key})])


def _open(version):
    """The version, locked, while it can be edited."""
    version = locked(version)
    if version.frozen_at is not None:
        raise Refused([Reason(_("This version is in use and no longer changes. Make a new version."))])
    return version


def _copied(row, **parent):
    """``row`` saved as a new one under another parent; all other columns, in every language, as they are."""
    row.pk = None
    row._state.adding = True
    row._prefetched_objects_cache = {}
    for name, value in parent.items():
        setattr(row, name, value)
    row.save()
    return row
