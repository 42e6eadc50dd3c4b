"""The life of a results update: filled in, handed in, returned or approved.

What the guards look at is put on the update by the action: ``checklist``, made by
``queries.checklist``, and ``reviewer``, the person who decides.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from grants.workflow import Reason, Step


class UpdateState(models.TextChoices):
    DRAFT = "draft", _("Being filled in")
    SUBMITTED = "submitted", _("Submitted")
    RETURNED = "returned", _("Returned")
    APPROVED = "approved", pgettext_lazy("of an update", "Approved")


class ListState(models.TextChoices):
    QUEUED = "queued", _("Waiting to be read")
    READING = "reading", _("Being read")
    REFUSED = "refused", _("Has problems")
    TAKEN = "taken", _("Taken over")
    REPLACED = "replaced", _("Replaced by a later list")


class UpdateAction(models.TextChoices):
    BEGIN = "begin", _("Begun")
    BEGIN_CORRECTION = "begin_correction", _("Begun to correct an approved update")
    ADD_EVIDENCE = "add_evidence", _("Evidence added")
    REMOVE_EVIDENCE = "remove_evidence", _("Evidence removed")
    REMIND = "remind", _("Reminded")
    OVERDUE = "overdue", _("Overdue: the programme told")
    SUBMIT = "submit", _("Submitted")
    RETURN = "return", _("Returned")
    APPROVE = "approve", _("Approved")


OPEN = frozenset({UpdateState.DRAFT, UpdateState.RETURNED})
"""States in which the project's people change the update."""


# Provided that --------------------------------------------------------------------------------------


def is_complete(update):
    """The period is over, values and evidence are there, the firm list was read without problems."""
    return update.checklist


def reviewer_did_not_submit(update):
    """Four eyes: who handed it in does not decide about it."""
    if update.reviewer is not None and update.reviewer.pk == update.submitted_by_id:
        return Reason(_("Who submitted an update does not decide about it. Ask a colleague."), code="same_person")
    return None


def reviewer_is_from_outside(update):
    """Nobody decides about a project of an organisation of one's own (decisions.md C9)."""
    if update.is_reviewer_involved:
        sentence = _("You belong to an organisation of this project, or a conflict of interest is on record.")
        return Reason(sentence, code="involved")
    return None


# Who is told ----------------------------------------------------------------------------------------


def people_of_the_lead(update):
    """Those who fill in and manage for the organisation that reports."""
    return update.reporters()


def reviewers(update):
    """The officers who decide about it."""
    return update.officers()


STEPS = {
    UpdateAction.SUBMIT: Step(OPEN, UpdateState.SUBMITTED, guards=(is_complete,), tells=(reviewers,)),
    UpdateAction.RETURN: Step(
        frozenset({UpdateState.SUBMITTED}),
        UpdateState.RETURNED,
        guards=(reviewer_did_not_submit, reviewer_is_from_outside),
        tells=(people_of_the_lead,),
    ),
    UpdateAction.APPROVE: Step(
        frozenset({UpdateState.SUBMITTED}),
        UpdateState.APPROVED,
        guards=(is_complete, reviewer_did_not_submit, reviewer_is_from_outside),
        tells=(people_of_the_lead,),
    ),
}
