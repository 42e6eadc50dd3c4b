"""A month of the bank account by the ledger beside the bank's own statement."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from grants.audit import Event, append_only
from grants.payments.models.books import BooksQuerySet
from grants.payments.models.payments import LARGEST, Payment
from grants.payments.reconciling import RETURNED_EARLIER, RETURNED_LATER, UNDERWAY
from grants.payments.workflow import RECONCILIATION_STEPS, ReconciliationAction, ReconciliationState
from grants.words import month_text

LIVE_RECONCILIATIONS = (ReconciliationState.WAITING, ReconciliationState.CONFIRMED)
"""States in which a month counts as done: it is not reconciled a second time."""


class Reconciliation(models.Model):
    """What the ledger and the bank say at the end of a month, and what explains the difference.

    ``ledger`` is the balance of the bank account by the postings; ``funding`` what came into the
    account and left it otherwise, which this ledger does not book; ``statement`` is what the bank says.
    """

    STEPS = RECONCILIATION_STEPS

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    month = models.DateField(_("month"), help_text=_("Its first day."))
    state = models.CharField(
        _("state"), max_length=20, choices=ReconciliationState, default=ReconciliationState.WAITING
    )
    ledger = models.DecimalField(_("bank account by the ledger, EUR"), max_digits=14, decimal_places=2)
    funding = models.DecimalField(_("money put into the account, EUR"), max_digits=14, decimal_places=2)
    statement = models.DecimalField(_("balance of the statement, EUR"), max_digits=14, decimal_places=2)
    explained = models.DecimalField(_("explained by payments, EUR"), max_digits=14, decimal_places=2)
    note = models.TextField(_("what does not add up"), blank=True)
    file = models.ForeignKey("grants.StoredFile", on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True)

    objects = BooksQuerySet.as_manager()

    class Meta:
        verbose_name = _("reconciliation")
        verbose_name_plural = _("reconciliations")
        ordering = ["-month", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="reconciliation_month_once",
                fields=["month"],
                condition=Q(state__in=LIVE_RECONCILIATIONS),
                violation_error_message=_("This month is reconciled already."),
            ),
            models.CheckConstraint(
                name="reconciliation_state_known",
                condition=Q(state__in=ReconciliationState.values),
                violation_error_message=_("Unknown state of a reconciliation."),
            ),
            models.CheckConstraint(
                name="reconciliation_of_a_month",
                condition=Q(month__day=1),
                violation_error_message=_("A month is named by its first day."),
            ),
            models.CheckConstraint(
                name="reconciliation_second_person",
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("by")),
                violation_error_message=_("Who reconciles a month cannot confirm it."),
            ),
            models.CheckConstraint(
                name="reconciliation_confirmed_has_person_and_date",
                condition=~Q(state=ReconciliationState.CONFIRMED)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                violation_error_message=_("A confirmed reconciliation names who confirmed it and when."),
            ),
            models.CheckConstraint(
                name="reconciliation_says_what_does_not_add_up",
                condition=Q(statement=F("ledger") + F("funding") + F("explained")) | ~Q(note=""),
                violation_error_message=_("Say what does not add up."),
            ),
            models.CheckConstraint(
                name="reconciliation_amounts_are_some",
                condition=Q(
                    ledger__gte=-LARGEST, ledger__lte=LARGEST, funding__gte=-LARGEST, funding__lte=LARGEST,
                    statement__gte=-LARGEST, statement__lte=LARGEST, explained__gte=-LARGEST, explained__lte=LARGEST,
                ),
                violation_error_message=_("An amount in EUR."),
            ),
        ]  # fmt: skip

    def __str__(self):
        return month_text(self.month)

    def get_absolute_url(self):
        """The reconciliation's record."""
        return reverse("payments:reconciliation", args=[self.public_id])

    @property
    def rest(self):
        """What nothing explains."""
        return self.statement - self.ledger - self.funding - self.explained


class ReconciledKind(models.TextChoices):
    UNDERWAY = UNDERWAY, _("Approved; the bank has paid it before it was confirmed here")
    RETURNED_LATER = RETURNED_LATER, _("Returned; booked back here after the month")
    RETURNED_EARLIER = RETURNED_EARLIER, _("Returned and booked back here; not yet on the account")


@append_only
class ReconciledPayment(models.Model):
    """A payment that explains a part of the difference: how, and by how much the statement differs for it."""

    reconciliation = models.ForeignKey(Reconciliation, on_delete=models.PROTECT, related_name="payments")
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="reconciled")
    kind = models.CharField(_("why"), max_length=20, choices=ReconciledKind)
    amount = models.DecimalField(_("amount, EUR"), max_digits=14, decimal_places=2)

    class Meta:
        ordering = ["payment"]
        constraints = [
            models.UniqueConstraint(
                name="reconciled_payment_once",
                fields=["reconciliation", "payment"],
                violation_error_message=_("This payment explains the difference already."),
            ),
            models.CheckConstraint(
                name="reconciled_payment_kind_known",
                condition=Q(kind__in=ReconciledKind.values) & ~Q(amount=0),
                violation_error_message=_("Unknown reason of a difference."),
            ),
        ]

    def __str__(self):
        return f"{self.payment_id} {self.amount}"


@append_only
class ReconciliationEvent(Event):
    """What happened to a reconciliation: done, confirmed, returned."""

    document = models.ForeignKey(Reconciliation, on_delete=models.PROTECT, related_name="events")

    def get_action_display(self):
        """The words of the history."""
        return ReconciliationAction(self.action).label
