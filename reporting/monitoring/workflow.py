"""The life of a visit: planned, then carried out with a report that is frozen, or cancelled with a reason."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from grants import clock
from grants.payments.standing import booking_day
from grants.workflow import Reason, Step, filled


class VisitState(models.TextChoices):
    PLANNED = "planned", _("Planned")
    CARRIED_OUT = "carried_out", _("Carried out")
    CANCELLED = "cancelled", _("Cancelled")


class VisitAction(models.TextChoices):
    PLAN = "plan", _("Planned")
    ANNOUNCE = "announce", _("Announced to the project")
    CHANGE = "change", _("Plan changed")
    DRAW = "draw", _("Sample of firms drawn")
    PICK = "pick", _("Firms picked")
    LEAVE_OUT = "leave_out", _("Firm taken out of the sample")
    NOTE = "note", _("Noted what the firms said")
    REPORT = "report", _("Report saved")
    ADD_FILE = "add_file", _("File added")
    REMOVE_FILE = "remove_file", _("File removed")
    CARRY_OUT = "carry_out", _("Carried out: report handed in")
    CANCEL = "cancel", _("Cancelled")


class Outcome(models.TextChoices):
    """What became of a firm of the sample."""

    SEEN = "seen", _("Seen, as the project says")
    DIFFERS = "differs", _("Seen, says otherwise")
    NOT_FOUND = "not_found", _("Not found")


# Provided that --------------------------------------------------------------------------------------


def report_is_written(visit):
    """The day, who was met, and what was found."""
    at = reverse("visits:report", args=[visit.public_id])
    reasons = []
    if visit.held_on is None:
        reasons.append(Reason(_("Say on which day the visit took place."), f"{at}#id_held_on", "no_day"))
    elif visit.held_on > booking_day(clock.now()):
        reasons.append(Reason(_("A visit is not carried out before its day."), f"{at}#id_held_on", "too_early"))
    if not visit.met.strip():
        reasons.append(Reason(_("Write who was met."), f"{at}#id_met", "no_met"))
    if not visit.report.strip():
        reasons.append(Reason(_("Write the report."), f"{at}#id_report", "no_report"))
    return reasons


def every_firm_has_its_outcome(visit):
    """Nothing of the sample is left open."""
    left = visit.observations.filter(outcome="").count()
    if not left:
        return None
    sentence = ngettext_lazy(
        "Note what became of %(count)d firm of the sample.", "Note what became of %(count)d firms of the sample.", left
    )
    return Reason(filled(sentence, {"count": left}), reverse("visits:firms", args=[visit.public_id]), "firms_open")


def reason_is_given(visit):
    """Why it does not take place."""
    return None if visit.reason.strip() else Reason(_("Say why the visit does not take place."), code="no_reason")


# Who is told ----------------------------------------------------------------------------------------


def people_of_the_lead(visit):
    """Those who fill in and manage for the organisation that leads the project."""
    return visit.reporters()


def announced_to(visit):
    """The same, if they know of the visit."""
    return visit.reporters() if visit.announced_at else []


def officers(visit):
    """Who is in charge of the project in the programme."""
    return visit.officers()


PLANNED = frozenset({VisitState.PLANNED})

STEPS = {
    VisitAction.CARRY_OUT: Step(
        PLANNED,
        VisitState.CARRIED_OUT,
        guards=(report_is_written, every_firm_has_its_outcome),
        tells=(people_of_the_lead, officers),
    ),
    VisitAction.CANCEL: Step(PLANNED, VisitState.CANCELLED, guards=(reason_is_given,), tells=(announced_to,)),
}
