"""The life of an application until the deadline: drafted, handed in, perhaps withdrawn.

A guard speaks for one topic of the checklist that ``queries.completeness`` has made and put on the
application: the same findings refuse a submission, fill the rehearsal and stand on the record page.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from grants.workflow import Step


class ApplicationState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    WITHDRAWN = "withdrawn", _("Withdrawn")


PUBLIC_LABEL = _("Received, under evaluation")
"""What applicants read of every application from the opening to the announcement, whatever becomes of
it (security.md T-RV-13)."""

ANNOUNCED_LABEL = _("Decided, announced")
"""What they read from the instant of the announcement on, again all alike; the decision has its own page."""


class PartnerState(models.TextChoices):
    INVITED = "invited", _("Invited")
    JOINED = "joined", _("Joined")
    DECLINED = "declined", _("Declined")
    REMOVED = "removed", _("Removed")


class Action(models.TextChoices):
    SUBMIT = "submit", _("Submit")
    WITHDRAW = "withdraw", _("Withdraw")
    INVITE = "invite", _("Invite to the full application")


class Topic(models.TextChoices):
    """What a submission is checked for; each is one guard."""

    CALL = "call", _("The call")
    FACTS = "facts", _("Title, lot, duration and countries")
    PARTS = "parts", _("Parts of the form")
    CONSORTIUM = "consortium", _("Consortium")
    LOGFRAME = "logframe", _("Logframe")
    WORKPLAN = "workplan", _("Workplan")
    BUDGET = "budget", _("Budget")
    DOCUMENTS = "documents", _("Documents")
    MANDATES = "mandates", _("Mandates of the partners")


def call_is_open(application):
    """Received from the opening on and before the deadline (decisions.md C3)."""
    return application.checklist.reasons(Topic.CALL)


def facts_keep_the_limits(application):
    """Title, duration and countries are given and within what the call allows."""
    return application.checklist.reasons(Topic.FACTS)


def parts_are_complete(application):
    """Each required question is answered, and each answer is understood."""
    return application.checklist.reasons(Topic.PARTS)


def consortium_fits_the_call(application):
    """Enough organisations of each side, and no invitation left open."""
    return application.checklist.reasons(Topic.CONSORTIUM)


def logframe_is_complete(application):
    """Each level has a result, each required indicator its target and source."""
    return application.checklist.reasons(Topic.LOGFRAME)


def workplan_is_complete(application):
    """Each activity has its result, its partner and its months within the project, where the call asks for them."""
    return application.checklist.reasons(Topic.WORKPLAN)


def budget_balances(application):
    """The budget keeps the call's ceilings and shares and says who pays for it."""
    return application.checklist.reasons(Topic.BUDGET)


def documents_are_there(application):
    """Each required document is uploaded, from each organisation where the call says so."""
    return application.checklist.reasons(Topic.DOCUMENTS)


def partners_stand_behind_it(application):
    """Each co-applicant's mandate covers what concerns it now (decisions.md C4)."""
    return application.checklist.reasons(Topic.MANDATES)


def consortium(application):
    """Everybody who writes for the lead and for the partners that have joined."""
    return application.people()


STEPS = {
    Action.SUBMIT: Step(
        # Again until the deadline: each submission replaces the one before (decisions.md C2).
        frozenset({ApplicationState.DRAFT, ApplicationState.SUBMITTED, ApplicationState.WITHDRAWN}),
        ApplicationState.SUBMITTED,
        guards=(
            call_is_open,
            facts_keep_the_limits,
            parts_are_complete,
            consortium_fits_the_call,
            logframe_is_complete,
            workplan_is_complete,
            budget_balances,
            documents_are_there,
            partners_stand_behind_it,
        ),
        tells=(consortium,),
    ),
    Action.WITHDRAW: Step(
        frozenset({ApplicationState.SUBMITTED}),
        ApplicationState.WITHDRAWN,
        guards=(call_is_open,),
        tells=(consortium,),
    ),
}

BY_THE_ANNOUNCEMENT = {Action.INVITE: Step(frozenset({ApplicationState.SUBMITTED}), ApplicationState.DRAFT)}
"""Who passed the first step of a call drafts again, when that is announced; the letter is the announcement's."""


def people_of_the_lead(partner):
    """Those who drive the application: the lead's managers and editors."""
    return partner.application.people([partner.application.lead_id])


def people_of_the_partner(partner):
    """Those who write for the organisation that takes this place."""
    return partner.application.people([partner.organisation_id])


PARTNER_STEPS = {
    "accept_partnership": Step(frozenset({PartnerState.INVITED}), PartnerState.JOINED, tells=(people_of_the_lead,)),
    "decline_partnership": Step(frozenset({PartnerState.INVITED}), PartnerState.DECLINED, tells=(people_of_the_lead,)),
    # No letter: the link answers as if there had never been an invitation.
    "withdraw_invitation": Step(frozenset({PartnerState.INVITED}), PartnerState.REMOVED),
    "remove_partner": Step(frozenset({PartnerState.JOINED}), PartnerState.REMOVED, tells=(people_of_the_partner,)),
}
"""The life of a place in the consortium; its events stand in the application's history."""
