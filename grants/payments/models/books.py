"""What leaves the sub-ledger for the accounting system: numbered batches of entries, each entry in one."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from grants.audit import Event, append_only
from grants.payments.models.ledger import Account, LedgerEntry
from grants.payments.models.payments import LARGEST
from grants.permission_rules.money import reads_books


class BooksQuerySet(models.QuerySet):
    def visible_to(self, user):
        """All of them for whom the books are open to, none for anybody else."""
        return self if reads_books(user, None) else self.none()


class AccountNumber(models.Model):
    """What an account of ours is called in the accounting system; set by administrators."""

    account = models.CharField(_("account"), max_length=12, choices=Account, unique=True)
    number = models.CharField(_("number in the accounting system"), max_length=20, unique=True)

    class Meta:
        verbose_name = _("account number")
        verbose_name_plural = _("account numbers")
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(
                name="account_number_of_an_account",
                condition=Q(account__in=Account.values) & ~Q(number=""),
                violation_error_message=_("An account of the ledger and its number in the accounting system."),
            )
        ]

    def __str__(self):
        return f"{self.get_account_display()}: {self.number}"


@append_only
class AccountNumberEvent(Event):
    """How an account was called in the accounting system, and since when."""

    document = models.ForeignKey(AccountNumber, on_delete=models.PROTECT, related_name="events")

    def get_action_display(self):
        """The words of the history."""
        return _("Number set")


@append_only
class PostingBatch(models.Model):
    """Entries exported together, for good: the two files are kept as they were made.

    ``amount`` is the sum of the debits, which is that of the credits: the control total.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.PositiveIntegerField(_("number"), unique=True)
    entry_count = models.PositiveIntegerField(_("entries"))
    amount = models.DecimalField(_("amount, EUR"), max_digits=14, decimal_places=2)
    csv = models.OneToOneField("grants.StoredFile", on_delete=models.PROTECT, related_name="+")
    workbook = models.OneToOneField("grants.StoredFile", on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))

    objects = BooksQuerySet.as_manager()

    class Meta:
        verbose_name = _("posting batch")
        verbose_name_plural = _("posting batches")
        ordering = ["-number"]
        constraints = [
            models.CheckConstraint(
                name="posting_batch_holds_something",
                condition=Q(entry_count__gt=0, amount__gt=0, amount__lte=LARGEST, number__gt=0),
                violation_error_message=_("A batch has entries."),
            )
        ]

    def __str__(self):
        return f"{self.number:06d}"

    def get_absolute_url(self):
        """The batch's record."""
        return reverse("payments:batch", args=[self.public_id])


@append_only
class ExportedEntry(models.Model):
    """An entry in the batch it was exported with: once."""

    batch = models.ForeignKey(PostingBatch, on_delete=models.PROTECT, related_name="exported")
    entry = models.OneToOneField(LedgerEntry, on_delete=models.PROTECT, related_name="exported")

    class Meta:
        ordering = ["entry"]

    def __str__(self):
        return f"{self.batch_id}: {self.entry_id}"


@append_only
class PostingBatchEvent(Event):
    """What happened to a batch: it was made."""

    document = models.ForeignKey(PostingBatch, on_delete=models.PROTECT, related_name="events")

    def get_action_display(self):
        """The words of the history."""
        return _("Batch made")
