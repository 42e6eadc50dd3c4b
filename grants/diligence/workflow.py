"""The life of a list of sanctions: it waits for the worker, is read or refused."""

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import models
from django.utils.translation import gettext_lazy as _

from grants import clock
from grants.workflow import Step


class ListState(models.TextChoices):
    WAITING = "waiting", _("Being read")
    LOADED = "loaded", _("Read")
    REFUSED = "refused", _("Could not be read")


class ListAction(models.TextChoices):
    IMPORT = "import", _("File given")
    LOAD = "load", _("List read")
    REFUSE = "refuse", _("List could not be read")


def importer(sanctions_list):
    """Who gave the file."""
    return get_user_model().objects.filter(pk=sanctions_list.added_by_id, is_active=True)


LIST_STEPS = {
    ListAction.LOAD: Step(frozenset({ListState.WAITING}), ListState.LOADED),
    ListAction.REFUSE: Step(frozenset({ListState.WAITING}), ListState.REFUSED, tells=(importer,)),
}


class FlagState(models.TextChoices):
    RAISED = "raised", _("Concern raised")
    ESCALATED = "escalated", _("Escalated, everything stopped")
    CLEARED = "cleared", _("Cleared by two persons")


class FlagAction(models.TextChoices):
    RAISE = "raise", _("Concern raised")
    ESCALATE = "escalate", _("Concern escalated")
    CLEAR = "clear", _("Concern cleared")


def those_it_is_escalated_to(flag):
    """Everybody in the roles its severity names, for the whole programme, but the organisation's own people."""
    held = apps.get_model("grants.RoleAssignment").objects.in_force(clock.now())
    held = held.filter(role__in=flag.severity.to, call=None)
    own = apps.get_model("grants.Membership").objects.filter(organisation=flag.organisation_id, ended_at=None)
    people = get_user_model().objects.filter(is_active=True, pk__in=held.values("user_id"))
    return people.exclude(pk__in=own.values("user_id")).order_by("pk")


STEPS = {
    FlagAction.ESCALATE: Step(frozenset({FlagState.RAISED}), FlagState.ESCALATED, tells=(those_it_is_escalated_to,)),
    FlagAction.CLEAR: Step(frozenset({FlagState.RAISED, FlagState.ESCALATED}), FlagState.CLEARED),
}
