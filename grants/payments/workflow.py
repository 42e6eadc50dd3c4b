"""The life of a payment and of the request it answers; of a hit in a screening."""

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import models
from django.utils.translation import gettext_lazy as _

from grants import clock
from grants.payments import standing
from grants.permissions import FINANCE_ROLES
from grants.workflow import Step


class PaymentState(models.TextChoices):
    INITIATED = "initiated", _("Waits for approval")
    APPROVED = "approved", _("Approved, on its way")
    CONFIRMED = "confirmed", _("Paid")
    REJECTED = "rejected", _("Rejected")
    CANCELLED = "cancelled", _("Cancelled")
    RETURNED = "returned", _("Returned by the bank")


class Action(models.TextChoices):
    APPROVE = "approve", _("Payment approved")
    REJECT = "reject", _("Payment rejected")
    CANCEL = "cancel", _("Payment cancelled")
    CONFIRM = "confirm", _("Paid by the bank")
    RETURN = "return", _("Returned by the bank")


class RequestState(models.TextChoices):
    REQUESTED = "requested", _("Waits for the check")
    IN_PAYMENT = "in_payment", _("Being paid")
    PAID = "paid", _("Paid")
    RETURNED = "returned", _("Returned to the coordinator")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class RequestAction(models.TextChoices):
    REQUEST = "request", _("Payment requested")
    INITIATE = "initiate", _("Payment initiated")
    REOPEN = "reopen", _("Taken up again")
    SETTLE = "settle", _("Paid")
    RETURN = "return", _("Request returned")
    WITHDRAW = "withdraw", _("Request withdrawn")


class ScreeningState(models.TextChoices):
    CLEAR = "clear", _("No match")
    HIT = "hit", _("Possible match, open")
    CLEARED = "cleared", _("Possible match, cleared by two persons")
    CONFIRMED = "confirmed", _("Match, confirmed by two persons")


class ScreeningAction(models.TextChoices):
    RECORD = "record", _("Screening recorded")
    CLEAR = "clear", _("Possible match cleared")
    CONFIRM = "confirm", _("Match confirmed")


class ReconciliationState(models.TextChoices):
    WAITING = "waiting", _("Waits for a second person")
    CONFIRMED = "confirmed", _("Confirmed, month closed")
    RETURNED = "returned", _("Returned")


class ReconciliationAction(models.TextChoices):
    RECONCILE = "reconcile", _("Month reconciled")
    CONFIRM = "confirm", _("Confirm the reconciliation")
    RETURN = "return", _("Reconciliation returned")


LIVE = (PaymentState.INITIATED, PaymentState.APPROVED, PaymentState.CONFIRMED)
"""States in which a payment takes its amount from the grant: paid or pending."""

OPEN_REQUESTS = (RequestState.REQUESTED, RequestState.IN_PAYMENT)
"""States in which a request waits for its end: a contract has one such request at a time."""


# Who is told ------------------------------------------------------------------------------------


def coordinator(payment):
    """The people who run the coordinator's account."""
    return payment.contract.project.lead.managers()


def initiator(payment):
    """Who initiated the payment."""
    return get_user_model().objects.filter(pk=payment.initiated_by_id, is_active=True)


def finance_people(screening):
    """Everybody who pays for the programme now, but those who act for the organisation itself."""
    held = apps.get_model("grants.RoleAssignment").objects.in_force(clock.now()).filter(role__in=FINANCE_ROLES)
    own = apps.get_model("grants.Membership").objects.filter(organisation=screening.organisation_id, ended_at=None)
    people = get_user_model().objects.filter(is_active=True, pk__in=held.values("user_id"))
    return people.exclude(pk__in=own.values("user_id")).order_by("pk")


def reconciler(reconciliation):
    """Who has reconciled the month."""
    return get_user_model().objects.filter(pk=reconciliation.by_id, is_active=True)


STEPS = {
    Action.APPROVE: Step(
        frozenset({PaymentState.INITIATED}),
        PaymentState.APPROVED,
        guards=(
            standing.contract_is_signed,
            standing.account_is_in_force,
            standing.nothing_changed_since_initiation,
            standing.grant_covers_it,
            standing.parties_are_screened,
            standing.no_party_is_under_a_concern,
        ),
        tells=(coordinator,),
    ),
    Action.REJECT: Step(frozenset({PaymentState.INITIATED}), PaymentState.REJECTED, tells=(initiator,)),
    Action.CANCEL: Step(frozenset({PaymentState.INITIATED}), PaymentState.CANCELLED),
    Action.CONFIRM: Step(frozenset({PaymentState.APPROVED}), PaymentState.CONFIRMED, tells=(coordinator,)),
    Action.RETURN: Step(
        frozenset({PaymentState.APPROVED, PaymentState.CONFIRMED}),
        PaymentState.RETURNED,
        guards=(standing.no_other_request_waits,),
        tells=(coordinator, initiator),
    ),
}

REQUEST_STEPS = {
    RequestAction.INITIATE: Step(
        frozenset({RequestState.REQUESTED}),
        RequestState.IN_PAYMENT,
        guards=(standing.contract_is_signed, standing.payee_has_an_account),
    ),
    RequestAction.REOPEN: Step(frozenset({RequestState.IN_PAYMENT, RequestState.PAID}), RequestState.REQUESTED),
    RequestAction.SETTLE: Step(frozenset({RequestState.IN_PAYMENT}), RequestState.PAID),
    RequestAction.RETURN: Step(frozenset({RequestState.REQUESTED}), RequestState.RETURNED, tells=(coordinator,)),
    RequestAction.WITHDRAW: Step(frozenset({RequestState.REQUESTED}), RequestState.WITHDRAWN),
}

SCREENING_STEPS = {
    ScreeningAction.CLEAR: Step(frozenset({ScreeningState.HIT, ScreeningState.CONFIRMED}), ScreeningState.CLEARED),
    ScreeningAction.CONFIRM: Step(
        frozenset({ScreeningState.HIT, ScreeningState.CLEARED}), ScreeningState.CONFIRMED, tells=(finance_people,)
    ),
}

RECONCILIATION_STEPS = {
    ReconciliationAction.CONFIRM: Step(frozenset({ReconciliationState.WAITING}), ReconciliationState.CONFIRMED),
    ReconciliationAction.RETURN: Step(
        frozenset({ReconciliationState.WAITING}), ReconciliationState.RETURNED, tells=(reconciler,)
    ),
}
