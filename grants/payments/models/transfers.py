"""What a coordinator passes on to its partners: a list of the consortium (decisions.md C12)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from grants.audit import append_only, database_rule
from grants.contracts.models import Contract, ContractParty
from grants.payments.models.payments import LARGEST, readable


class PartnerTransferQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Transfers under the contracts whose money one reads."""
        return self.filter(contract__in=readable(user).values("pk")).select_related(
            "contract__project__lead", "contract__award__lot__call", "party__organisation"
        )


@append_only
class PartnerTransfer(models.Model):
    """Money from the coordinator to a partner. A wrong line stays; a contrary one, with the reason, takes it back."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="transfers")
    party = models.ForeignKey(ContractParty, on_delete=models.PROTECT, related_name="transfers")
    amount = models.DecimalField(_("amount, EUR"), max_digits=14, decimal_places=2)
    transferred_on = models.DateField(_("date of the transfer"))
    note = models.CharField(_("note"), max_length=300, blank=True)
    proof = models.OneToOneField("grants.StoredFile", null=True, on_delete=models.PROTECT, related_name="+")
    corrects = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="corrected_by")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))

    objects = PartnerTransferQuerySet.as_manager()

    class Meta:
        verbose_name = _("transfer to a partner")
        verbose_name_plural = _("transfers to partners")
        ordering = ["-transferred_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="partner_transfer_amount_is_one",
                condition=~Q(amount=0) & Q(amount__gte=-LARGEST, amount__lte=LARGEST),
                violation_error_message=_("An amount is more than zero."),
            ),
            models.CheckConstraint(
                name="partner_transfer_contrary_line_says_why",
                condition=Q(corrects=None, amount__gt=0) | (Q(corrects__isnull=False, amount__lt=0) & ~Q(note="")),
                violation_error_message=_("Only a contrary line, with its reason, is below zero."),
            ),
        ]

    def __str__(self):
        return f"{self.transferred_on} {self.amount}"

    @property
    def call(self):
        """The call the contract comes from."""
        return self.contract.call


# A contrary line takes back exactly the line it names; money goes to a partner of the same contract.
database_rule(
    PartnerTransfer,
    """
CREATE OR REPLACE FUNCTION grants_partner_transfer_fits() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM grants_contractparty
            WHERE id = NEW.party_id AND contract_id = NEW.contract_id AND NOT is_coordinator
    ) THEN
        RAISE EXCEPTION 'the party of a transfer is a partner of its contract'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'partner_transfer_to_a_partner';
    END IF;
    IF NEW.corrects_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM grants_partnertransfer WHERE id = NEW.corrects_id AND contract_id = NEW.contract_id
            AND party_id = NEW.party_id AND amount = -NEW.amount AND corrects_id IS NULL
    ) THEN
        RAISE EXCEPTION 'a contrary line mirrors the line it takes back'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'partner_transfer_mirrors';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER grants_partner_transfer_fits BEFORE INSERT ON grants_partnertransfer
    FOR EACH ROW EXECUTE FUNCTION grants_partner_transfer_fits();
""",
)
