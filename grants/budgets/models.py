"""Budgets after Annex III of EU external grants. A budget knows no owner (decisions.md C8)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from grants import money
from grants.audit import append_only


class Heading(models.TextChoices):
    """Annex III: headings keep their numbers; only sub-headings and lines are added."""

    SALARIES = "1.1", _("1.1 Salaries, local staff")
    INTERNATIONAL_STAFF = "1.2", _("1.2 Salaries, international staff")
    PER_DIEMS = "1.3", _("1.3 Per diems")
    INTERNATIONAL_TRAVEL = "2.1", _("2.1 International travel")
    LOCAL_TRAVEL = "2.2", _("2.2 Local transport")
    VEHICLES = "3.1", _("3.1 Vehicles")
    FURNITURE_COMPUTERS = "3.2", _("3.2 Furniture, computer equipment")
    MACHINES_TOOLS = "3.3", _("3.3 Machines, tools")
    SPARE_PARTS = "3.4", _("3.4 Spare parts")
    OTHER_EQUIPMENT = "3.5", _("3.5 Other equipment and supplies")
    VEHICLE_COSTS = "4.1", _("4.1 Vehicle costs")
    OFFICE_RENT = "4.2", _("4.2 Office rent")
    CONSUMABLES = "4.3", _("4.3 Consumables, office supplies")
    OFFICE_SERVICES = "4.4", _("4.4 Other office services")
    PUBLICATIONS = "5.1", _("5.1 Publications")
    STUDIES = "5.2", _("5.2 Studies, research")
    EXPENDITURE_VERIFICATION = "5.3", _("5.3 Expenditure verification")
    EVALUATION = "5.4", _("5.4 Evaluation")
    TRANSLATION = "5.5", _("5.5 Translation, interpreters")
    FINANCIAL_SERVICES = "5.6", _("5.6 Financial services")
    CONFERENCES = "5.7", _("5.7 Conferences, seminars")
    VISIBILITY = "5.8", _("5.8 Visibility actions")
    OTHER = "6.1", _("6.1 Other costs")


class CostBasis(models.TextChoices):
    """How a cost will be claimed: as it was paid, or simplified, in units reached instead of invoices."""

    ACTUAL = "actual", _("actual cost")
    UNIT = "unit", _("unit cost")
    LUMP = "lump", _("lump sum")
    FLAT = "flat", _("flat rate")


class SourceKind(models.TextChoices):
    EU = "eu", _("EU contribution requested")
    OWN = "own", _("Own contribution")
    OTHER = "other", _("Other source, not from the EU")
    REVENUE = "revenue", _("Revenue of the project")


class Budget(models.Model):
    """A budget in euro: lines by partner and year, two entered amounts, and who pays for it.

    Application, contract and report each point to a budget. ``rev`` counts the saves of the two
    amounts: each save names the one it is based on.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    years = models.PositiveSmallIntegerField(_("years"), default=1)
    indirect_costs = models.DecimalField(_("indirect costs"), max_digits=14, decimal_places=2, default=money.ZERO)
    contingency = models.DecimalField(_("contingency reserve"), max_digits=14, decimal_places=2, default=money.ZERO)
    raw = models.JSONField(_("as typed, not understood"), default=dict, blank=True)
    rev = models.PositiveIntegerField(default=0)
    frozen_at = models.DateTimeField(_("frozen at"), null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="budget_amounts_not_negative",
                condition=Q(indirect_costs__gte=0, contingency__gte=0, years__gte=1),
                violation_error_message=_("Amounts of a budget are not negative."),
            )
        ]

    def __str__(self):
        return str(self.public_id)


class BudgetPartner(models.Model):
    """An organisation as a column of the budget."""

    budget = models.ForeignKey(Budget, on_delete=models.CASCADE, related_name="partners")
    key = models.UUIDField(default=uuid.uuid4)
    organisation = models.ForeignKey("grants.Organisation", on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="budget_partner_once",
                fields=["budget", "organisation"],
                violation_error_message=_("This organisation is in the budget already."),
            ),
            models.UniqueConstraint(
                name="budget_partner_key_once",
                fields=["budget", "key"],
                violation_error_message=_("This key is in the budget already."),
            ),
        ]

    def __str__(self):
        return str(self.organisation)


class BudgetLine(models.Model):
    """One cost of one partner in one year: quantity times unit value, rounded to the cent here and only here.

    ``partner`` is empty while the line is not yet divided among the partners (decisions.md C8). What
    was typed and could not be understood stays in ``raw`` by field name; such a line counts with zero
    and blocks submission. ``rev`` rises with each save (compare and set).
    """

    budget = models.ForeignKey(Budget, on_delete=models.CASCADE, related_name="lines")
    key = models.UUIDField(default=uuid.uuid4)
    partner = models.ForeignKey(
        BudgetPartner,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="lines",
        verbose_name=_("partner"),
    )
    heading = models.CharField(_("heading"), max_length=4, choices=Heading)
    year = models.PositiveSmallIntegerField(_("year"), default=1)
    description = models.CharField(_("cost"), max_length=250, blank=True)
    unit = models.CharField(_("unit"), max_length=40, blank=True)
    quantity = models.DecimalField(_("number of units"), max_digits=12, decimal_places=4, null=True, blank=True)
    unit_value = models.DecimalField(_("unit value"), max_digits=14, decimal_places=4, null=True, blank=True)
    amount = models.DecimalField(_("total"), max_digits=14, decimal_places=2, default=money.ZERO)
    justification = models.TextField(_("what it is for and how it was estimated"), blank=True)
    basis = models.CharField(_("how it is claimed"), max_length=10, choices=CostBasis, default=CostBasis.ACTUAL)
    raw = models.JSONField(_("as typed, not understood"), default=dict, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    rev = models.PositiveIntegerField(default=1)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField(_("saved at"), null=True)

    class Meta:
        ordering = ["heading", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="budget_line_key_once",
                fields=["budget", "key"],
                violation_error_message=_("This line is in the budget already."),
            ),
            models.CheckConstraint(
                name="budget_line_heading_known",
                condition=Q(heading__in=Heading.values),
                violation_error_message=_("Unknown heading."),
            ),
            models.CheckConstraint(
                name="budget_line_basis_known",
                condition=Q(basis__in=CostBasis.values),
                violation_error_message=_("Unknown way to claim a cost."),
            ),
            models.CheckConstraint(
                name="budget_line_not_negative",
                condition=Q(amount__gte=0, year__gte=1)
                & (Q(quantity=None) | Q(quantity__gte=0))
                & (Q(unit_value=None) | Q(unit_value__gte=0)),
                violation_error_message=_("Numbers of a budget line are not negative."),
            ),
            models.CheckConstraint(
                name="budget_line_amount_is_product",
                # Rounded half up: PostgreSQL's round() of numeric rounds half away from zero.
                condition=Q(
                    amount=models.functions.Round(
                        models.functions.Coalesce(F("quantity") * F("unit_value"), money.ZERO), precision=2
                    )
                ),
                violation_error_message=_("The total of a line is its quantity times its unit value."),
            ),
        ]

    def __str__(self):
        return f"{self.heading} {self.description}"


class FundingSource(models.Model):
    """Where the money comes from: the EU contribution asked for, each partner's own, others.

    The first two are made with the budget, at revision 0; people add the others.
    """

    budget = models.ForeignKey(Budget, on_delete=models.CASCADE, related_name="sources")
    key = models.UUIDField(default=uuid.uuid4)
    kind = models.CharField(_("source"), max_length=10, choices=SourceKind)
    partner = models.ForeignKey(
        BudgetPartner,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="sources",
        verbose_name=_("partner"),
    )
    name = models.CharField(_("name of the source"), max_length=150, blank=True)
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2, default=money.ZERO)
    raw = models.JSONField(_("as typed, not understood"), default=dict, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    rev = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="funding_source_key_once",
                fields=["budget", "key"],
                violation_error_message=_("This source is in the budget already."),
            ),
            models.UniqueConstraint(
                name="funding_source_one_eu",
                fields=["budget"],
                condition=Q(kind=SourceKind.EU),
                violation_error_message=_("A budget has one EU contribution."),
            ),
            models.CheckConstraint(
                name="funding_source_kind_known_and_not_negative",
                condition=Q(kind__in=SourceKind.values, amount__gte=0),
                violation_error_message=_("Unknown source, or a negative amount."),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.name}".strip()


class Row(models.TextChoices):
    """Kinds of row of a budget that people edit."""

    AMOUNTS = "amounts", _("Indirect costs and contingency reserve")
    LINE = "line", _("Line")
    SOURCE = "source", _("Source of funding")


@append_only
class BudgetRevision(models.Model):
    """What a person typed into a row of a budget: held, came too late (``is_aside``), or took it away.

    ``key`` is the row's, empty for the two amounts; ``typed`` is what was sent, by field name.
    """

    budget = models.ForeignKey(Budget, on_delete=models.PROTECT, related_name="revisions")
    row = models.CharField(max_length=10, choices=Row)
    key = models.UUIDField(null=True)
    rev = models.PositiveIntegerField()
    typed = models.JSONField(default=dict)
    is_aside = models.BooleanField(default=False)
    is_deletion = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["budget", "key", "at"])]
        constraints = [
            models.CheckConstraint(
                name="budget_revision_row_known",
                condition=Q(row__in=Row.values),
                violation_error_message=_("Unknown row of a budget."),
            )
        ]

    def __str__(self):
        return f"{self.row} r{self.rev}"
