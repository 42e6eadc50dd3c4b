"""The life of a note: written, published by two persons when the figures bear it out, withdrawn by two if wrong."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from grants.workflow import Step


class NoteState(models.TextChoices):
    DRAFT = "draft", _("Being written")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class NoteAction(models.TextChoices):
    BEGIN = "begin", _("Written from the figures")
    REWRITE = "rewrite", _("Written anew from the figures")
    SAVE = "save", _("Edited")
    PUBLISH = "publish", _("Published")
    WITHDRAW = "withdraw", _("Withdrawn")


def every_number_is_a_figure(note):
    """What the check found is put on the note by the action; see ``queries.notes.problems_of``."""
    return note.claims.reasons() or None


STEPS = {
    NoteAction.PUBLISH: Step(frozenset({NoteState.DRAFT}), NoteState.PUBLISHED, guards=(every_number_is_a_figure,)),
    NoteAction.WITHDRAW: Step(frozenset({NoteState.PUBLISHED}), NoteState.WITHDRAWN),
}
