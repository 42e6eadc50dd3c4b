"""Contracts: the money of a project, who signs for it, and each text that was sent and signed."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from grants import clock
from grants.addresses import address
from grants.audit import Event, Version, append_only
from grants.contracts.models.projects import Project, ProjectCountry
from grants.contracts.workflow import STEPS, ContractAction, ContractState, Side
from grants.evaluation.models.conflicts import organisations_in_conflict
from grants.organisations.models import Membership, MembershipRole, RoleAssignment, User
from grants.permissions import Role


class ContractQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of one's organisations; for the programme's people those their roles read.

        Officers, finance and administrators read all; monitors their country's; donor and auditor what
        is signed. A conflict of interest with a party keeps a person of the programme out.
        """
        own = ContractParty.objects.filter(organisation_id__in=user.organisation_ids())
        barred = ContractParty.objects.filter(organisation__in=organisations_in_conflict(user))
        read = _read_by_roles(user) & ~Q(pk__in=barred.values("contract_id"))
        return self.filter(Q(pk__in=own.values("contract_id")) | read).select_related(
            "project__lead", "award__lot__call"
        )

    def within(self, held):
        """Those of the call and the country a role was given for: what an audit engagement is about."""
        return self.filter(_scope(held))


READS_ALL = frozenset({Role.FINANCE_INITIATOR, Role.FINANCE_APPROVER, Role.ADMINISTRATOR})
READS_SIGNED = frozenset({Role.DONOR, Role.AUDITOR})


def _read_by_roles(user):
    """The contracts that the person's roles in the programme read."""
    reads = Q(pk__in=[])
    for held in user.roles():
        if held.role in READS_ALL:
            reads |= Q(pk__isnull=False)
        elif held.role in READS_SIGNED:
            reads |= Q(state=ContractState.SIGNED) & _scope(held)
        elif held.role == Role.OFFICER:
            reads |= Q(award__lot__call_id=held.call_id) if held.call_id else Q(pk__isnull=False)
        elif held.role == Role.MONITOR:
            reads |= _scope(held)
    return reads


def _scope(held):
    """The contracts of the call and the country that the role was given for."""
    scope = Q(pk__isnull=False)
    if held.call_id:
        scope &= Q(award__lot__call_id=held.call_id)
    if held.country:
        scope &= Q(project_id__in=ProjectCountry.objects.filter(country=held.country).values("project_id"))
    return scope


class Contract(models.Model):
    """The grant contract of a project: the largest grant in EUR, its share of the costs, its budget in force.

    ``share`` is the EU share in percent of the total eligible costs (special conditions, article 3.2);
    the final grant is at most both. ``budget`` is the budget in force; further settings stand in
    ``ContractTerms``. ``effective_on`` is when it takes effect: the day of the later signature.
    ``checklist`` is what ``queries.checklist`` found; it is put here before the guards of a step are asked.
    """

    STEPS = STEPS
    checklist = None

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    project = models.OneToOneField(Project, on_delete=models.PROTECT, related_name="contract")
    award = models.OneToOneField("grants.Award", on_delete=models.PROTECT, related_name="contract")
    reference = models.CharField(_("contract number"), max_length=30, unique=True)
    state = models.CharField(_("state"), max_length=20, choices=ContractState, default=ContractState.PREPARED)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, default="es")
    budget = models.OneToOneField("grants.Budget", on_delete=models.PROTECT, related_name="contract")
    grant = models.DecimalField(_("largest grant, EUR"), max_digits=14, decimal_places=2)
    total_cost = models.DecimalField(_("total eligible costs, EUR"), max_digits=14, decimal_places=2)
    share = models.DecimalField(_("EU share, %"), max_digits=7, decimal_places=4)
    months = models.PositiveSmallIntegerField(_("duration in months"))
    prepared_at = models.DateTimeField(_("prepared at"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    effective_on = models.DateField(_("in force from"), null=True, blank=True)

    objects = ContractQuerySet.as_manager()

    class Meta:
        verbose_name = _("contract")
        verbose_name_plural = _("contracts")
        ordering = ["reference"]
        constraints = [
            models.CheckConstraint(
                name="contract_state_known",
                condition=Q(state__in=ContractState.values),
                violation_error_message=_("Unknown state of a contract."),
            ),
            models.CheckConstraint(
                name="contract_amounts_in_order",
                condition=Q(grant__gt=0, grant__lte=F("total_cost"), share__gt=0, share__lte=100),
                violation_error_message=_("The grant is at most the total eligible costs."),
            ),
            models.CheckConstraint(
                name="contract_lasts",
                condition=Q(months__gt=0),
                violation_error_message=_("A contract lasts at least one month."),
            ),
        ]

    def __str__(self):
        return f"{self.reference} {self.project.title}"

    def get_absolute_url(self):
        """The contract's record."""
        return address("contracts:detail", self.public_id)

    @property
    def call(self):
        """The call the contract comes from."""
        return self.award.lot.call

    def organisation_ids(self):
        """Numbers of the organisations that are parties, kept on the instance."""
        if not hasattr(self, "_organisation_ids"):
            self._organisation_ids = set(self.parties.values_list("organisation_id", flat=True))
        return self._organisation_ids

    def people(self):
        """Everybody who fills in or manages for a party; one query."""
        held = Membership.objects.live().filter(
            organisation_id__in=self.organisation_ids(), role__in=[MembershipRole.MANAGER, MembershipRole.EDITOR]
        )
        return User.objects.filter(is_active=True, pk__in=held.values("user_id")).order_by("pk")

    def finance(self):
        """The people who pay: both finance roles, now."""
        roles = [Role.FINANCE_INITIATOR, Role.FINANCE_APPROVER]
        held = RoleAssignment.objects.in_force(clock.now()).filter(role__in=roles)
        return User.objects.filter(is_active=True, pk__in=held.values("user_id")).order_by("pk")


class ContractParty(models.Model):
    """An organisation that signs or gave its mandate: coordinator or co-beneficiary, with its dated copy.

    ``submitted`` is the copy handed in with the application, where the data changed since.
    ``joined_on`` is when it became a party by an addendum; empty for those of the signed contract.
    """

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="parties")
    organisation = models.ForeignKey("grants.Organisation", on_delete=models.PROTECT, related_name="contract_seats")
    version = models.ForeignKey("grants.OrganisationVersion", on_delete=models.PROTECT, related_name="+")
    submitted = models.ForeignKey("grants.OrganisationVersion", null=True, on_delete=models.PROTECT, related_name="+")
    is_coordinator = models.BooleanField(_("coordinator"), default=False)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    joined_on = models.DateField(_("party since"), null=True, blank=True)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="contract_party_once",
                fields=["contract", "organisation"],
                violation_error_message=_("This organisation is a party already."),
            ),
            models.UniqueConstraint(
                name="contract_one_coordinator",
                fields=["contract"],
                condition=Q(is_coordinator=True),
                violation_error_message=_("A contract has one coordinator."),
            ),
        ]

    def __str__(self):
        return str(self.organisation)


class CorrectionKind(models.TextChoices):
    ARITHMETIC = "arithmetic", _("Error of arithmetic")
    INELIGIBLE = "ineligible", _("Cost not eligible")
    AGREED = "agreed", _("Agreed in the negotiation")


@append_only
class BudgetCorrection(models.Model):
    """An amount of the budget lowered before the signature, with its reason.

    ``key`` is the line's, empty for indirect costs and contingency (``row`` says which). What it did
    to the largest grant is kept with it.
    """

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="corrections")
    row = models.CharField(_("row"), max_length=20)
    key = models.UUIDField(null=True)
    label = models.CharField(_("cost"), max_length=300, blank=True)
    kind = models.CharField(_("kind of correction"), max_length=12, choices=CorrectionKind)
    reason = models.TextField(_("reason"))
    amount_before = models.DecimalField(_("before, EUR"), max_digits=14, decimal_places=2)
    amount_after = models.DecimalField(_("after, EUR"), max_digits=14, decimal_places=2)
    grant_before = models.DecimalField(_("largest grant before, EUR"), max_digits=14, decimal_places=2)
    grant_after = models.DecimalField(_("largest grant after, EUR"), max_digits=14, decimal_places=2)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="budget_correction_lowers",
                condition=Q(amount_after__gte=0, amount_after__lt=F("amount_before"))
                & Q(grant_after__lte=F("grant_before"))
                & Q(kind__in=CorrectionKind.values)
                & ~Q(reason=""),
                violation_error_message=_("A correction lowers an amount and says why."),
            )
        ]

    def __str__(self):
        return f"{self.label}: {self.amount_before} → {self.amount_after}"


class ContractVersionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Texts of the contracts one may see."""
        return self.filter(contract__in=Contract.objects.visible_to(user)).select_related("contract", "file")


@append_only
class ContractVersion(Version):
    """The contract as it was sent for signature: its content, the hash, the PDF in its language."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="versions")
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    file = models.ForeignKey("grants.StoredFile", on_delete=models.PROTECT, related_name="+")

    objects = ContractVersionQuerySet.as_manager()

    class Meta:
        ordering = ["contract_id", "-number"]
        constraints = [
            models.UniqueConstraint(
                name="contract_version_number_once",
                fields=["contract", "number"],
                violation_error_message=_("This version exists already."),
            )
        ]


class ContractSignatureQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Signatures of the contracts one may see."""
        return self.filter(version__contract__in=Contract.objects.visible_to(user)).select_related(
            "version__contract", "file"
        )


@append_only
class ContractSignature(models.Model):
    """One side signed a version: who, in which capacity, on which day, with the scan."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.ForeignKey(ContractVersion, on_delete=models.PROTECT, related_name="signatures")
    side = models.CharField(_("signed for"), max_length=12, choices=Side)
    name = models.CharField(_("name of the person"), max_length=150)
    capacity = models.CharField(_("in the capacity of"), max_length=120)
    signed_on = models.DateField(_("signed on"))
    file = models.ForeignKey("grants.StoredFile", on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("recorded at"))

    objects = ContractSignatureQuerySet.as_manager()

    class Meta:
        ordering = ["signed_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="contract_signature_once_per_side",
                fields=["version", "side"],
                violation_error_message=_("This side has signed already."),
            ),
            models.CheckConstraint(
                name="contract_signature_side_known",
                condition=Q(side__in=Side.values),
                violation_error_message=_("Unknown side of a contract."),
            ),
        ]

    def __str__(self):
        return f"{self.name} {self.signed_on}"


@append_only
class ContractEvent(Event):
    """What happened to a contract: prepared, sent, signed, changed."""

    document = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="events")

    def get_action_display(self):
        """The words of the history."""
        return ContractAction(self.action).label
