"""Projects and the contracts that fund them (decisions.md C9)."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from grants.audit import Event, append_only
from grants.contracts.workflow import ContractState


class ProjectKind(models.TextChoices):
    GRANT = "grant", _("Funded by a grant")
    OWN_ACTION = "own_action", _("Own action of a programme chamber")


class Project(models.Model):
    """What is carried out, reported on and counted: a funded proposal or a chamber's own action."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=12, choices=ProjectKind)
    reference = models.CharField(_("reference"), max_length=30, unique=True)
    title = models.CharField(_("title of the project"), max_length=200)
    lead = models.ForeignKey("grants.Organisation", on_delete=models.PROTECT, related_name="led_projects")
    pillar = models.PositiveSmallIntegerField(_("pillar"))
    country = CountryField(_("country"))
    starts_on = models.DateField(_("start"), null=True, blank=True)
    ends_on = models.DateField(_("end"), null=True, blank=True)

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        ordering = ["reference"]
        constraints = [
            models.CheckConstraint(
                name="project_kind_known",
                condition=Q(kind__in=ProjectKind.values),
                violation_error_message=_("Unknown kind of project."),
            ),
            models.CheckConstraint(
                name="project_starts_before_it_ends",
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(starts_on__lt=F("ends_on")),
                violation_error_message=_("The project starts before it ends."),
            ),
        ]

    def __str__(self):
        return f"{self.reference} {self.title}"


class Contract(models.Model):
    """The grant contract of a project: the largest grant in EUR, its share of the costs, its budget in force.

    ``share`` is the EU share in percent of the total eligible costs (special conditions, article 3.2);
    the final grant is at most both. The payment settings are those of domain.md 7.4 as decisions.md C10
    has them.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    project = models.OneToOneField(Project, on_delete=models.PROTECT, related_name="contract")
    award = models.OneToOneField("grants.Award", on_delete=models.PROTECT, related_name="contract")
    reference = models.CharField(_("contract number"), max_length=30, unique=True)
    state = models.CharField(_("state"), max_length=20, choices=ContractState, default=ContractState.PREPARED)
    budget = models.OneToOneField("grants.Budget", on_delete=models.PROTECT, related_name="contract")
    grant = models.DecimalField(_("largest grant, EUR"), max_digits=14, decimal_places=2)
    total_cost = models.DecimalField(_("total eligible costs, EUR"), max_digits=14, decimal_places=2)
    share = models.DecimalField(_("EU share, %"), max_digits=7, decimal_places=4)
    months = models.PositiveSmallIntegerField(_("duration in months"))
    signed_on = models.DateField(_("signed on"), null=True, blank=True)

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
        ]

    def __str__(self):
        return f"{self.reference} {self.project.title}"


class ContractParty(models.Model):
    """An organisation that signs or gave its mandate: coordinator or co-beneficiary, with its dated copy."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="parties")
    organisation = models.ForeignKey("grants.Organisation", on_delete=models.PROTECT, related_name="contract_seats")
    version = models.ForeignKey("grants.OrganisationVersion", on_delete=models.PROTECT, related_name="+")
    is_coordinator = models.BooleanField(_("coordinator"), default=False)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

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


@append_only
class ContractEvent(Event):
    """What happened to a contract: prepared, sent, signed, changed."""

    document = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="events")
