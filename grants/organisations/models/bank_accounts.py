"""The bank account an organisation is paid to, verified by two persons of the programme."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from grants.audit import Event, append_only
from grants.messages.outbox import Recipient
from grants.organisations import account_numbers
from grants.organisations.models.organisations import Organisation
from grants.organisations.workflow import ACCOUNT_STEPS, AccountAction, AccountState
from grants.permissions import READS_PAYMENTS


class BankAccountQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of one's own organisations; all for the roles that read payments."""
        accounts = self.select_related("organisation", "evidence", "added_by")
        if any(held.role in READS_PAYMENTS for held in user.roles()):
            return accounts
        return accounts.filter(organisation_id__in=user.organisation_ids())


class BankAccount(models.Model):
    """An account as its bank names it: by IBAN, or by number and BIC where a country has no IBAN.

    Given by the organisation's manager, in force once two persons of the programme have compared it
    with the bank's paper. A change is another row; the one before is replaced when that is verified.
    """

    STEPS = ACCOUNT_STEPS

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="bank_accounts")
    holder = models.CharField(_("account holder"), max_length=250)
    bank = models.CharField(_("name of the bank"), max_length=150)
    country = CountryField(_("country of the bank"))
    currency = models.CharField(_("currency of the account"), max_length=3, default="EUR")
    iban = models.CharField(_("IBAN"), max_length=34, blank=True)
    number = models.CharField(_("account number"), max_length=34, blank=True)
    bic = models.CharField(_("BIC (SWIFT)"), max_length=11, blank=True)
    evidence = models.ForeignKey(
        "grants.StoredFile", null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("paper of the bank")
    )
    state = models.CharField(_("state"), max_length=10, choices=AccountState, default=AccountState.PROPOSED)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(_("given at"))
    verified_at = models.DateTimeField(_("verified at"), null=True)

    objects = BankAccountQuerySet.as_manager()

    class Meta:
        verbose_name = _("bank account")
        verbose_name_plural = _("bank accounts")
        ordering = ["-added_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="bank_account_one_in_force",
                fields=["organisation"],
                condition=Q(state=AccountState.VERIFIED),
                violation_error_message=_("An organisation has one verified account."),
            ),
            models.UniqueConstraint(
                name="bank_account_one_proposed",
                fields=["organisation"],
                condition=Q(state=AccountState.PROPOSED),
                violation_error_message=_("An account waits for its verification already."),
            ),
            models.CheckConstraint(
                name="bank_account_state_known",
                condition=Q(state__in=AccountState.values),
                violation_error_message=_("Unknown state of a bank account."),
            ),
            models.CheckConstraint(
                name="bank_account_has_a_number",
                condition=~Q(iban="") | (~Q(number="") & ~Q(bic="")),
                violation_error_message=_("An account has an IBAN, or a number and the BIC of its bank."),
            ),
        ]

    def __str__(self):
        return f"{self.bank} {self.masked}"

    def get_absolute_url(self):
        """The account's record."""
        return reverse("organisations:account", args=[self.public_id])

    @property
    def masked(self):
        """The account as lists and letters name it."""
        return account_numbers.masked(self.iban or self.number)

    @property
    def full(self):
        """The whole number, for those who compare it or pay to it."""
        return account_numbers.grouped(self.iban or self.number)

    def content(self):
        """What two persons agree on, as plain data."""
        return {
            "account": str(self.public_id), "organisation": str(self.organisation.public_id), "state": str(self.state),
            "holder": self.holder, "bank": self.bank, "country": str(self.country), "currency": self.currency,
            "iban": self.iban, "number": self.number, "bic": self.bic,
            "evidence": self.evidence.sha256 if self.evidence_id else "",
        }  # fmt: skip

    def contacts(self):
        """The managers, and every address the organisation gives now or gave in a dated copy, each once."""
        organisation = self.organisation
        managers = list(organisation.managers())
        language = managers[0].language if managers else settings.LANGUAGE_CODE
        addresses = [organisation.email, organisation.representative_email]
        for version in organisation.versions.all():
            addresses += [version.document.get("email"), version.document.get("representative", {}).get("email")]
        return [*managers, *(Recipient(address, language) for address in dict.fromkeys(addresses) if address)]


@append_only
class BankAccountEvent(Event):
    """What happened to a bank account; numbers only with their middle left out."""

    document = models.ForeignKey(BankAccount, on_delete=models.PROTECT, related_name="events")

    def get_action_display(self):
        """The words of the history."""
        return AccountAction(self.action).label
