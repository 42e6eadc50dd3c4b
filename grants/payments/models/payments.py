"""What a coordinator asks for, and what is paid to it."""

import uuid
from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from grants.addresses import address
from grants.audit import Event, append_only, database_rule
from grants.contracts.models import Contract
from grants.payments.workflow import (
    LIVE,
    OPEN_REQUESTS,
    REQUEST_STEPS,
    STEPS,
    Action,
    PaymentState,
    RequestAction,
    RequestState,
)
from grants.permissions import READS_PAYMENTS

LARGEST = Decimal("999999999999.99")
"""The largest amount a column holds. Compared with, because PostgreSQL holds NaN for larger than every number."""


class PaymentKind(models.TextChoices):
    FIRST = "first", _("First pre-financing")
    FURTHER = "further", _("Further pre-financing")
    BALANCE = "balance", _("Balance")


def readable(user):
    """The contracts whose money this person reads: those of its organisations, and of the roles that read payments."""
    contracts = Contract.objects.visible_to(user)
    if any(held.role in READS_PAYMENTS for held in user.roles()):
        return contracts
    return contracts.filter(parties__organisation_id__in=user.organisation_ids()).distinct()


class PaymentRequestQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Requests under the contracts whose money one reads."""
        return self.filter(contract__in=readable(user).values("pk")).with_contract()

    def with_contract(self):
        """Each with its contract, project and call: no query per row."""
        return self.select_related("contract__project__lead", "contract__award__lot__call", "requested_by")

    def open(self):
        """Those not yet paid, returned or withdrawn."""
        return self.filter(state__in=OPEN_REQUESTS)


class PaymentRequest(models.Model):
    """An instalment asked for under a contract, at the amount the calculator allows.

    ``calculation`` keeps what the calculator was given and what it answered, in the canonical form
    whose hash is ``sha256``; it never changes: another amount is another request.
    """

    STEPS = REQUEST_STEPS

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="payment_requests")
    number = models.PositiveSmallIntegerField(_("number"))
    kind = models.CharField(_("instalment"), max_length=10, choices=PaymentKind)
    amount = models.DecimalField(_("amount, EUR"), max_digits=14, decimal_places=2)
    calculation = models.JSONField(_("calculation"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    state = models.CharField(_("state"), max_length=20, choices=RequestState, default=RequestState.REQUESTED)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField(_("requested at"))

    objects = PaymentRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("payment request")
        verbose_name_plural = _("payment requests")
        ordering = ["-requested_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="payment_request_number_once",
                fields=["contract", "number"],
                violation_error_message=_("This request exists already."),
            ),
            models.UniqueConstraint(
                name="payment_request_one_open",
                fields=["contract"],
                condition=Q(state__in=OPEN_REQUESTS),
                violation_error_message=_("A request of this contract waits already."),
            ),
            models.CheckConstraint(
                name="payment_request_codes_known",
                condition=Q(state__in=RequestState.values, kind__in=PaymentKind.values),
                violation_error_message=_("Unknown state or kind of a payment request."),
            ),
            models.CheckConstraint(
                name="payment_request_amount_positive",
                condition=Q(amount__gt=0, amount__lte=LARGEST),
                violation_error_message=_("An amount is more than zero."),
            ),
        ]

    def __str__(self):
        return f"{self.contract.reference}\u00a0·\u00a0{self.number}"

    def get_absolute_url(self):
        """The request's record."""
        return address("payments:request", self.public_id)

    @property
    def call(self):
        """The call the contract comes from."""
        return self.contract.call


@append_only
class PaymentRequestEvent(Event):
    """What happened to a payment request."""

    document = models.ForeignKey(PaymentRequest, on_delete=models.PROTECT, related_name="events")

    def get_action_display(self):
        """The words of the history."""
        return RequestAction(self.action).label


class PaymentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Payments under the contracts whose money one reads."""
        return self.filter(contract__in=readable(user).values("pk")).with_contract()

    def with_contract(self):
        """Each with its contract, project, call, account and request: no query per row."""
        return self.select_related(
            "contract__project__lead", "contract__award__lot__call", "account__organisation", "request",
            "initiated_by", "approved_by",
        )  # fmt: skip

    def live(self):
        """Those that take their amount from the grant: paid or pending."""
        return self.filter(state__in=LIVE)


class Payment(models.Model):
    """Money to a coordinator's account: initiated by one person, approved by another, confirmed by the bank.

    Approval books it as on its way, the bank's confirmation as paid. ``seen_sha256`` is the hash of
    what the initiator saw; ``confirmation_key`` makes the confirmation repeatable.
    """

    STEPS = STEPS

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    reference = models.CharField(_("reference"), max_length=40, unique=True)
    request = models.ForeignKey(PaymentRequest, on_delete=models.PROTECT, related_name="payments")
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="payments")
    kind = models.CharField(_("instalment"), max_length=10, choices=PaymentKind)
    amount = models.DecimalField(_("amount, EUR"), max_digits=14, decimal_places=2)
    account = models.ForeignKey("grants.BankAccount", on_delete=models.PROTECT, related_name="payments")
    state = models.CharField(_("state"), max_length=20, choices=PaymentState, default=PaymentState.INITIATED)
    seen_sha256 = models.CharField(max_length=64)
    initiated_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    initiated_at = models.DateTimeField(_("initiated at"))
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(_("approved at"), null=True)
    value_date = models.DateField(_("value date of the bank"), null=True)
    bank_reference = models.CharField(_("reference of the bank"), max_length=40, blank=True)
    confirmation_key = models.UUIDField(null=True, unique=True)
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True)

    objects = PaymentQuerySet.as_manager()

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        ordering = ["-initiated_at", "-pk"]
        indexes = [models.Index(fields=["contract", "state"])]
        constraints = [
            models.UniqueConstraint(
                name="payment_one_live_per_request",
                fields=["request"],
                condition=Q(state__in=LIVE),
                violation_error_message=_("This request is being paid already."),
            ),
            models.UniqueConstraint(
                name="payment_bank_reference_once",
                fields=["bank_reference"],
                condition=~Q(bank_reference=""),
                violation_error_message=_("This reference of the bank confirms another payment already."),
            ),
            models.CheckConstraint(
                name="payment_codes_known",
                condition=Q(state__in=PaymentState.values, kind__in=PaymentKind.values),
                violation_error_message=_("Unknown state or kind of a payment."),
            ),
            models.CheckConstraint(
                name="payment_amount_positive",
                condition=Q(amount__gt=0, amount__lte=LARGEST),
                violation_error_message=_("An amount is more than zero."),
            ),
            models.CheckConstraint(
                name="payment_second_person",
                condition=Q(approved_by=None) | ~Q(approved_by=F("initiated_by")),
                violation_error_message=_("Who initiates a payment cannot approve it."),
            ),
            models.CheckConstraint(
                name="payment_approved_has_person_and_date",
                condition=~Q(state__in=[PaymentState.APPROVED, PaymentState.CONFIRMED, PaymentState.RETURNED])
                | Q(approved_by__isnull=False, approved_at__isnull=False),
                violation_error_message=_("An approved payment names who approved it and when."),
            ),
            models.CheckConstraint(
                name="payment_confirmed_has_date_and_reference",
                condition=~Q(state=PaymentState.CONFIRMED)
                | (Q(value_date__isnull=False, confirmation_key__isnull=False) & ~Q(bank_reference="")),
                violation_error_message=_("A confirmed payment has the bank’s value date and reference."),
            ),
        ]

    def __str__(self):
        return self.reference

    def get_absolute_url(self):
        """The payment's record."""
        return address("payments:detail", self.public_id)

    @property
    def call(self):
        """The call the contract comes from."""
        return self.contract.call


@append_only
class PaymentEvent(Event):
    """What happened to a payment: initiated, approved, confirmed, stopped."""

    document = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="events")

    def get_action_display(self):
        """The words of the history."""
        return _("Payment initiated") if self.action == "initiate" else Action(self.action).label


# The sum over payments is held where no action can forget it (security.md T-MO-06). The contract's row
# is locked first, so that two payments at once wait for each other.
database_rule(
    Payment,
    """
CREATE OR REPLACE FUNCTION grants_payment_within_grant() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    most numeric;
    taken numeric;
BEGIN
    IF NEW.state IN ('initiated', 'approved', 'confirmed') THEN
        SELECT "grant" INTO most FROM grants_contract WHERE id = NEW.contract_id FOR NO KEY UPDATE;
        SELECT coalesce(sum(amount), 0) INTO taken FROM grants_payment
            WHERE contract_id = NEW.contract_id AND id <> NEW.id AND state IN ('initiated', 'approved', 'confirmed');
        IF taken + NEW.amount > most THEN
            RAISE EXCEPTION 'payments of contract % would pass its grant', NEW.contract_id
                USING ERRCODE = 'check_violation', CONSTRAINT = 'payment_within_grant';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER grants_payment_within_grant BEFORE INSERT OR UPDATE ON grants_payment
    FOR EACH ROW EXECUTE FUNCTION grants_payment_within_grant();
""",
)
