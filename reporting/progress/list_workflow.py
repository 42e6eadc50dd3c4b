"""The life of a firm list: handed in, read, then taken over whole or not at all; replaced by a later one."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from grants.workflow import Step
from reporting.progress.workflow import ListState


class ListAction(models.TextChoices):
    HAND_IN = "hand_in", _("Handed in")
    READ = "read", _("Reading begun")
    REFUSE = "refuse", _("Problems found")
    TAKE = "take", _("Taken over")
    REPLACE = "replace", _("Replaced by a later list")


UNDER_WAY = frozenset({ListState.QUEUED, ListState.READING})
"""States in which a list waits for a worker or has one."""

LIST_STEPS = {
    # Read again where a worker was stopped in the middle: nothing was written then.
    ListAction.READ: Step(UNDER_WAY, ListState.READING),
    ListAction.REFUSE: Step(UNDER_WAY, ListState.REFUSED),
    ListAction.TAKE: Step(frozenset({ListState.READING}), ListState.TAKEN),
    ListAction.REPLACE: Step(UNDER_WAY | {ListState.REFUSED, ListState.TAKEN}, ListState.REPLACED),
}
