"""Samples drawn in an audit engagement: what was drawn of which population, how, and from which seed."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from grants.audit import append_only
from grants.permissions import Role
from reporting.auditing.sampling import MONETARY, RANDOM, STRATIFIED

MOST_ITEMS = 1000
"""The largest sample: more is the whole population, which can be taken away as it is."""


class PopulationKind(models.TextChoices):
    PAYMENTS = "payments", _("Payments executed")
    CONTRACTS = "contracts", _("Contracts and their awards")
    PARTICIPATIONS = "participations", _("Firms in projects behind compiled figures")
    FACTS = "facts", _("Facts behind the figures of an indicator")


class Method(models.TextChoices):
    RANDOM = RANDOM, _("At random")
    MONETARY = MONETARY, _("By monetary unit")
    STRATIFIED = STRATIFIED, _("At random in each country")


OF_MONEY = frozenset({PopulationKind.PAYMENTS, PopulationKind.CONTRACTS})
"""Populations whose units have an amount in EUR."""


class SampleQuerySet(models.QuerySet):
    def visible_to(self, user):
        """All of them for officers of the whole programme and administrators; for an auditor those drawn by themselves.

        They never change, so that everybody who sees one sees the same.
        """
        held = user.roles()
        if any(one.role == Role.ADMINISTRATOR or (one.role == Role.OFFICER and one.call_id is None) for one in held):
            return self.with_figures()
        engagements = [one.pk for one in held if one.role == Role.AUDITOR]
        return self.filter(engagement__in=engagements, drawn_by=user).with_figures()

    def with_figures(self):
        """Each with who drew it, from which figures and which list: no query per row."""
        return self.select_related(
            "drawn_by", "call", "engagement", "population", "compilation", "figure__indicator__indicator"
        )


@append_only
class Sample(models.Model):
    """A sample of a population as it was at ``as_of``, drawn within an engagement; never changed nor taken back.

    ``population`` is the file with every unit and its amount, without names: with it and ``seed`` anybody draws
    the same. ``call``, ``country`` and ``purpose`` are the engagement's as they were. ``figure`` is the whole of
    an indicator whose facts were the population. By money ``interval`` and ``start`` say where hits were made.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.PositiveIntegerField(_("number"), unique=True)
    engagement = models.ForeignKey("grants.RoleAssignment", on_delete=models.PROTECT, related_name="samples")
    call = models.ForeignKey("grants.Call", null=True, on_delete=models.PROTECT, related_name="+")
    country = CountryField(_("country"), blank=True)
    purpose = models.TextField(_("purpose of the audit"))
    kind = models.CharField(_("population"), max_length=20, choices=PopulationKind)
    as_of = models.DateTimeField(_("as known at"))
    compilation = models.ForeignKey("reporting.Compilation", null=True, on_delete=models.PROTECT, related_name="+")
    figure = models.ForeignKey("reporting.Figure", null=True, on_delete=models.PROTECT, related_name="+")
    population = models.ForeignKey("grants.StoredFile", on_delete=models.PROTECT, related_name="+")
    count = models.PositiveIntegerField(_("units"))
    total = models.DecimalField(_("sum, EUR"), max_digits=14, decimal_places=2, null=True)
    method = models.CharField(_("method"), max_length=20, choices=Method)
    size = models.PositiveIntegerField(_("size"))
    seed = models.CharField(_("seed"), max_length=64)
    interval = models.DecimalField(_("interval, EUR"), max_digits=14, decimal_places=2, null=True)
    start = models.DecimalField(_("start, EUR"), max_digits=14, decimal_places=2, null=True)
    note = models.TextField(_("what it is for"))
    drawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField(_("drawn at"))

    objects = SampleQuerySet.as_manager()

    class Meta:
        verbose_name = _("sample")
        verbose_name_plural = _("samples")
        ordering = ["-number"]
        constraints = [
            models.CheckConstraint(
                name="sample_codes_known",
                condition=Q(kind__in=PopulationKind.values, method__in=Method.values),
                violation_error_message=_("Unknown population or method of a sample."),
            ),
            models.CheckConstraint(
                name="sample_size_within_population",
                condition=Q(size__gte=1, size__lte=MOST_ITEMS) & Q(size__lte=models.F("count")) & ~Q(seed=""),
                violation_error_message=_("A sample has a seed, and no more items than its population."),
            ),
            models.CheckConstraint(
                name="sample_by_money_has_interval",
                condition=Q(method=Method.MONETARY, interval__gt=0, start__gt=0, kind__in=sorted(OF_MONEY))
                | (~Q(method=Method.MONETARY) & Q(interval=None, start=None)),
                violation_error_message=_("A sample by monetary unit is of money, and has an interval and a start."),
            ),
            models.CheckConstraint(
                name="sample_names_its_figures",
                condition=Q(kind__in=sorted(OF_MONEY), compilation=None, figure=None, total__isnull=False)
                | Q(kind=PopulationKind.PARTICIPATIONS, compilation__isnull=False, figure=None, total=None)
                | Q(kind=PopulationKind.FACTS, compilation__isnull=False, figure__isnull=False, total=None),
                violation_error_message=_("A sample of results names the compilation, one of money has a sum."),
            ),
        ]

    def __str__(self):
        return str(_("Sample %(number)d") % {"number": self.number})

    def get_absolute_url(self):
        """The sample's page."""
        return reverse("audits:sample", args=[self.public_id])


@append_only
class SampleItem(models.Model):
    """A unit that was drawn, with the record it is: ``place`` is its place in the population, from one."""

    sample = models.ForeignKey(Sample, on_delete=models.PROTECT, related_name="items")
    place = models.PositiveIntegerField(_("place in the population"))
    key = models.CharField(_("unit"), max_length=60)
    stratum = models.CharField(_("country"), max_length=10, blank=True)
    amount = models.DecimalField(_("amount, EUR"), max_digits=14, decimal_places=2, null=True)
    hits = models.PositiveIntegerField(_("hits"), default=1)
    payment = models.ForeignKey("grants.Payment", null=True, on_delete=models.PROTECT, related_name="+")
    contract = models.ForeignKey("grants.Contract", null=True, on_delete=models.PROTECT, related_name="+")
    participation = models.ForeignKey("reporting.Participation", null=True, on_delete=models.PROTECT, related_name="+")
    fact = models.ForeignKey("reporting.Fact", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["sample", "place"]
        constraints = [
            models.UniqueConstraint(
                name="sample_item_once",
                fields=["sample", "place"],
                violation_error_message=_("This unit is in the sample already."),
            ),
            models.CheckConstraint(
                name="sample_item_is_one_record",
                condition=Q(hits__gte=1)
                & (
                    Q(payment__isnull=False, contract=None, participation=None, fact=None)
                    | Q(payment=None, contract__isnull=False, participation=None, fact=None)
                    | Q(payment=None, contract=None, participation__isnull=False, fact=None)
                    | Q(payment=None, contract=None, participation=None, fact__isnull=False)
                ),
                violation_error_message=_("An item of a sample is one record, hit at least once."),
            ),
        ]

    def __str__(self):
        return self.key
