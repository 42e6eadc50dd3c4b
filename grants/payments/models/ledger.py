"""The sub-ledger of the grants: double entry, append-only, corrected by contrary entries (decisions.md C12)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from grants.audit import append_only, database_rule
from grants.contracts.models import Contract
from grants.payments.models.payments import LARGEST, Payment, readable


class Account(models.TextChoices):
    """Accounts of the sub-ledger; all but the bank are kept by contract.

    A commitment stands against the funds committed until it is paid. What is approved is owed until
    the bank has paid it. Pre-financing is a receivable until accepted costs clear it.
    """

    BANK = "bank", _("Bank")
    OWED = "owed", _("Approved, not yet paid")
    PREFINANCING = "prefinancing", _("Pre-financing not yet cleared")
    EXPENSE = "expense", _("Accepted grant costs")
    COMMITTED = "committed", _("Funds committed")
    COMMITMENT = "commitment", _("Commitment still to be paid")


class EntryKind(models.TextChoices):
    COMMITMENT = "commitment", _("Contract committed")
    APPROVAL = "approval", _("Payment approved")
    SETTLEMENT = "settlement", _("Payment executed")
    DECOMMITMENT = "decommitment", _("Commitment paid")
    CLEARING = "clearing", _("Costs accepted")
    REVERSAL = "reversal", _("Contrary entry")


class LedgerEntryQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Entries of the contracts whose money one reads."""
        return self.filter(contract__in=readable(user).values("pk"))


@append_only
class LedgerEntry(models.Model):
    """One business event as postings that add up to zero; ``amount`` is the sum of either side.

    ``booked_on`` is the day in Europe/Berlin. ``role`` says as what the person acted and stays when
    the account is anonymised. A wrong entry stays; another one mirrors it, once.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=12, choices=EntryKind)
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="ledger_entries")
    payment = models.ForeignKey(Payment, null=True, on_delete=models.PROTECT, related_name="ledger_entries")
    amount = models.DecimalField(_("amount, EUR"), max_digits=14, decimal_places=2)
    currency = models.CharField(_("currency"), max_length=3, default="EUR")
    booked_on = models.DateField(_("booked on"))
    narrative = models.CharField(_("text"), max_length=200)
    reverses = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="reversed_by")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(_("as"), max_length=20, blank=True)
    at = models.DateTimeField(_("at"))

    objects = LedgerEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("ledger entry")
        verbose_name_plural = _("ledger entries")
        ordering = ["booked_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="ledger_entry_codes_known",
                condition=Q(kind__in=EntryKind.values, currency="EUR"),
                violation_error_message=_("Unknown kind of entry, or a currency other than EUR."),
            ),
            models.CheckConstraint(
                name="ledger_entry_amount_positive",
                condition=Q(amount__gt=0, amount__lte=LARGEST),
                violation_error_message=_("An amount is more than zero."),
            ),
            models.CheckConstraint(
                name="ledger_entry_reversal_names_its_original",
                condition=(Q(kind=EntryKind.REVERSAL) & Q(reverses__isnull=False) & ~Q(reverses=F("pk")))
                | (~Q(kind=EntryKind.REVERSAL) & Q(reverses=None)),
                violation_error_message=_("A contrary entry names the entry it takes back, and no other does."),
            ),
            models.UniqueConstraint(
                name="ledger_entry_approval_and_settlement_once",
                fields=["payment", "kind"],
                condition=Q(kind__in=[EntryKind.APPROVAL, EntryKind.SETTLEMENT, EntryKind.DECOMMITMENT]),
                violation_error_message=_("This payment is booked already."),
            ),
            models.UniqueConstraint(
                name="ledger_entry_commitment_once",
                fields=["contract"],
                condition=Q(kind=EntryKind.COMMITMENT),
                violation_error_message=_("This contract is committed already."),
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.amount} {self.booked_on}"


@append_only
class Posting(models.Model):
    """An amount on one account: above zero debit, below zero credit."""

    entry = models.ForeignKey(LedgerEntry, on_delete=models.PROTECT, related_name="postings")
    account = models.CharField(_("account"), max_length=12, choices=Account)
    amount = models.DecimalField(_("amount, EUR"), max_digits=14, decimal_places=2)

    class Meta:
        ordering = ["entry", "-amount", "pk"]
        indexes = [models.Index(fields=["account"])]
        constraints = [
            models.CheckConstraint(
                name="posting_amount_is_one",
                condition=~Q(amount=0) & Q(amount__gte=-LARGEST, amount__lte=LARGEST, account__in=Account.values),
                violation_error_message=_("A posting is not zero, and on an account of the ledger."),
            )
        ]

    def __str__(self):
        return f"{self.account} {self.amount}"


@append_only
class LedgerClosing(models.Model):
    """Up to this day the books are closed: nothing is booked there any more."""

    until = models.DateField(_("closed up to"), unique=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))

    class Meta:
        ordering = ["-until"]

    def __str__(self):
        return str(self.until)


# Checked at the commit, when all postings are there: whoever wrote them, an entry is balanced, adds up to
# its own amount (so that nothing is added to it later), and mirrors exactly what it takes back.
database_rule(
    Posting,
    """
CREATE OR REPLACE FUNCTION grants_ledger_entry_is_balanced() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    entry record;
    debit numeric;
    total numeric;
BEGIN
    SELECT id, amount, reverses_id INTO entry FROM grants_ledgerentry
        WHERE id = (CASE TG_TABLE_NAME WHEN 'grants_posting' THEN (to_jsonb(NEW)->>'entry_id')::bigint ELSE NEW.id END);
    SELECT coalesce(sum(amount), 0), coalesce(sum(amount) FILTER (WHERE amount > 0), 0) INTO total, debit
        FROM grants_posting WHERE entry_id = entry.id;
    IF total <> 0 OR debit <> entry.amount THEN
        RAISE EXCEPTION 'ledger entry % is not balanced', entry.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_entry_balanced';
    END IF;
    IF entry.reverses_id IS NOT NULL AND EXISTS (
        SELECT account FROM grants_posting WHERE entry_id IN (entry.id, entry.reverses_id)
            GROUP BY account HAVING sum(amount) <> 0
    ) THEN
        RAISE EXCEPTION 'ledger entry % does not mirror entry %', entry.id, entry.reverses_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_entry_mirrors';
    END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION grants_ledger_period_is_open() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(hashtext('grants_ledger_period'));
    IF EXISTS (SELECT 1 FROM grants_ledgerclosing WHERE until >= NEW.booked_on) THEN
        RAISE EXCEPTION 'the books are closed on %', NEW.booked_on
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_period_open';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE FUNCTION grants_ledger_closing_waits() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('grants_ledger_period'));
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER grants_ledger_period_is_open BEFORE INSERT ON grants_ledgerentry
    FOR EACH ROW EXECUTE FUNCTION grants_ledger_period_is_open();
CREATE OR REPLACE TRIGGER grants_ledger_closing_waits BEFORE INSERT ON grants_ledgerclosing
    FOR EACH ROW EXECUTE FUNCTION grants_ledger_closing_waits();
DROP TRIGGER IF EXISTS grants_ledger_entry_is_balanced ON grants_ledgerentry;
CREATE CONSTRAINT TRIGGER grants_ledger_entry_is_balanced AFTER INSERT ON grants_ledgerentry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION grants_ledger_entry_is_balanced();
DROP TRIGGER IF EXISTS grants_ledger_posting_is_balanced ON grants_posting;
CREATE CONSTRAINT TRIGGER grants_ledger_posting_is_balanced AFTER INSERT ON grants_posting
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION grants_ledger_entry_is_balanced();
""",
)
