"""The life of a time of maintenance: announced, switched on, over."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from grants.messages.recipients import officers
from grants.workflow import Step


class MaintenanceState(models.TextChoices):
    ANNOUNCED = "announced", _("Announced")
    ON = "on", _("On: nothing is saved")
    ENDED = "ended", _("Over")
    WITHDRAWN = "withdrawn", _("Withdrawn")


LIVE = (MaintenanceState.ANNOUNCED, MaintenanceState.ON)


class MaintenanceAction(models.TextChoices):
    ANNOUNCE = "announce", _("Announced")
    CHANGE = "change", _("Times changed")
    START = "start", _("Switched on")
    END = "end", _("Switched off")
    WITHDRAW = "withdraw", _("Withdrawn")


STEPS = {
    MaintenanceAction.START: Step(frozenset({MaintenanceState.ANNOUNCED}), MaintenanceState.ON, tells=(officers,)),
    MaintenanceAction.END: Step(frozenset({MaintenanceState.ON}), MaintenanceState.ENDED, tells=(officers,)),
    MaintenanceAction.WITHDRAW: Step(frozenset({MaintenanceState.ANNOUNCED}), MaintenanceState.WITHDRAWN),
}
