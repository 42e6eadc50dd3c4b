"""Versions of a form: begun, copied, frozen (decisions.md B6, C1).

A version is edited until it is frozen; from then on only a new version changes what is asked.
"""

import uuid

from django.utils.translation import gettext as _

from grants import clock
from grants.questionnaire.models import Question, Questionnaire, QuestionnaireVersion
from grants.questionnaire.queries import gaps_in, keys_used_before
from grants.workflow import Reason, Refused, action, locked, record


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
    """Add an empty version with the next number, open for editing. Refused while another one is."""
    questionnaire = locked(questionnaire)
    standing = questionnaire.versions.filter(frozen_at=None).first()
    if standing is not None:
        sentence = _("Version %(number)d of this form is being set up already. Change that one.")
        raise Refused([Reason(sentence % {"number": standing.number}, url=standing.get_absolute_url(), code="open")])
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
    return _fill(new_version(version.questionnaire, by=by), version)


@action
def copy_questionnaire(version, *, name, by=None) -> QuestionnaireVersion:
    """Begin another form with what this version asks; from there on the two have nothing in common."""
    copy = new_questionnaire(purpose=version.questionnaire.purpose, name=name, by=by).versions.get()
    return _fill(copy, version)


def _fill(copy, version):
    for section in version.sections.prefetch_related("questions__options", "questions__columns"):
        questions = list(section.questions.all())
        section = copied(section, version=copy)
        for question in questions:
            below = [*question.options.all(), *question.columns.all()]
            question = copied(question, section=section)
            for row in below:
                copied(row, question=question)
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
def record_edit(version, *, changes, by=None):
    """Write down an edit made in the administration, and return its event.

    ``changes`` names the fields touched. Refused in a frozen version.
    """
    version = open_for_editing(version)
    return record(version.questionnaire, "edit", by=by, changes={"version": version.number, **changes})


def refuse_key(version, key, kind, *, but=None):
    """Raise Refused when ``key`` cannot name a question of this kind in ``version``; ``but`` is that question."""
    if Question.objects.filter(section__version=version, key=key).exclude(pk=but.pk if but else None).exists():
        raise Refused([Reason(_("The form has a question with the key “%(key)s” already.") % {"key": key})])
    if keys_used_before(version).get(key, kind) != kind:
        sentence = _("The key “%(key)s” meant another kind of question in an earlier version. Choose a new key.")
        raise Refused([Reason(sentence % {"key": key})])


def open_for_editing(version):
    """The version, locked, while it can be edited."""
    version = locked(version)
    if version.frozen_at is not None:
        raise Refused([Reason(_("This version is in use and no longer changes. Make a new version."))])
    return version


def copied(row, **parent):
    """``row`` saved as a new one under another parent; all other columns, in every language, as they are."""
    row.pk = None
    row._state.adding = True
    if hasattr(row, "public_id"):
        row.public_id = uuid.uuid4()
    row._prefetched_objects_cache = {}
    for name, value in parent.items():
        setattr(row, name, value)
    row.save()
    return row
