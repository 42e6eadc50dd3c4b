"""The register of supported firms: each once, however many projects it takes part in.

A person of the programme decides doubtful pairs; decisions are rows, so that each can be taken back.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from grants.audit import Event, append_only
from grants.permissions import Role


class PairAction(models.TextChoices):
    MERGE = "merge", _("Decided: the same firm")
    KEEP_APART = "keep_apart", _("Decided: two firms")
    UNMERGE = "unmerge", _("Taken back: two firms")


class EntityType(models.TextChoices):
    COMPANY = "company", _("Company")
    OWN_ACCOUNT = "own_account", _("Own-account producer")
    COOPERATIVE = "cooperative", _("Cooperative")
    ASSOCIATION = "association", _("Association")
    PUBLIC = "public", _("Public body")


class Size(models.TextChoices):
    MICRO = "micro", _("Micro")
    SMALL = "small", _("Small")
    MEDIUM = "medium", _("Medium")
    LARGE = "large", _("Large")
    UNKNOWN = "unknown", _("Unknown")


class Identity(models.TextChoices):
    """How surely a firm is told from others (results.md 6), the surest first."""

    CHECKED = "checked", _("Tax id with check digit")
    UNCHECKED = "unchecked", _("Tax id of a country without check")
    PLACE = "place", _("Name, place and telephone or e-mail")
    NONE = "none", _("Not identified")


class OwnerSex(models.TextChoices):
    FEMALE = "female", _("Woman")
    MALE = "male", _("Man")
    BOTH = "both", _("Both")
    UNKNOWN = "unknown", _("Unknown")


class FirmQuerySet(models.QuerySet):
    def visible_to(self, user):
        """All of them for officers and auditors, a country's for its monitors, none for anybody else."""
        reads = Q(pk__in=[])
        for held in user.roles():
            if held.role in (Role.OFFICER, Role.AUDITOR):
                return self.all()
            if held.role == Role.MONITOR:
                reads |= Q(country=held.country) if held.country else Q(pk__isnull=False)
        return self.filter(reads)

    def counted(self):
        """Those that can count: large firms and public bodies never do (decisions.md D6)."""
        return self.exclude(size=Size.LARGE).exclude(entity_type=EntityType.PUBLIC)


class Firm(models.Model):
    """A firm as it was first supported; personal data where it is a natural person.

    ``key`` is what one firm is known by within its country (normalised tax id; decisions.md D6), empty
    where it is not identified. ``size`` and ``section`` (ISIC Rev. 4, a letter) are frozen at first
    support, so that a firm never stands in two cells of a table: as the first approved report that names
    it says, or the correction of that report. ``corrected_at`` is when this last changed what was counted.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    country = CountryField(_("country"))
    entity_type = models.CharField(_("kind"), max_length=12, choices=EntityType)
    tax_id = models.CharField(_("tax id"), max_length=30, blank=True)
    key = models.CharField(max_length=60, blank=True, editable=False)
    identity = models.CharField(_("identified by"), max_length=10, choices=Identity)
    name = models.CharField(_("name"), max_length=250)
    search_name = models.CharField(max_length=250, editable=False, db_index=True)
    place = models.CharField(_("place"), max_length=120, blank=True)
    contact = models.CharField(_("telephone or e-mail"), max_length=120, blank=True)
    size = models.CharField(_("size at first support"), max_length=10, choices=Size)
    section = models.CharField(_("sector (ISIC section)"), max_length=1, blank=True)
    owner_sex = models.CharField(_("sex of the owner or manager"), max_length=10, blank=True, choices=OwnerSex)
    first_supported_on = models.DateField(_("first supported on"))
    corrected_at = models.DateTimeField(_("corrected"), null=True, blank=True, editable=False, db_index=True)

    objects = FirmQuerySet.as_manager()

    class Meta:
        verbose_name = _("firm")
        verbose_name_plural = _("firms")
        ordering = ["search_name", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="firm_key_once_per_country",
                fields=["country", "key"],
                condition=~Q(key=""),
                violation_error_message=_("This firm is in the register already."),
            ),
            models.CheckConstraint(
                name="firm_codes_known",
                condition=Q(entity_type__in=EntityType.values, size__in=Size.values, identity__in=Identity.values),
                violation_error_message=_("Unknown kind, size or identification of a firm."),
            ),
            models.CheckConstraint(
                name="firm_identified_has_key",
                condition=Q(identity=Identity.NONE, key="") | (~Q(identity=Identity.NONE) & ~Q(key="")),
                violation_error_message=_("An identified firm has a key."),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        """The firm's record."""
        return reverse("firms:detail", args=[self.public_id])


class FirmPairQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Pairs of which one sees both firms."""
        firms = Firm.objects.visible_to(user)
        return self.filter(firm__in=firms, other__in=firms).select_related("firm", "other", "decided_by")


class FirmPair(models.Model):
    """Two firms that may be one: proposed by their names, decided by a person, asked once.

    While decided "same" and not taken back, ``other`` counts as ``firm`` in every compilation; the
    participations stay with the firm as reported (decisions.md D7). What other decisions have settled
    need not be asked.
    """

    class Verdict(models.TextChoices):
        OPEN = "open", _("To be decided")
        SAME = "same", _("The same firm")
        DISTINCT = "distinct", _("Two firms")
        SETTLED = "settled", _("Settled by other decisions")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    firm = models.ForeignKey(Firm, on_delete=models.PROTECT, related_name="pairs")
    other = models.ForeignKey(Firm, on_delete=models.PROTECT, related_name="pairs_as_other")
    likeness = models.DecimalField(_("likeness, %"), max_digits=7, decimal_places=4)
    verdict = models.CharField(_("verdict"), max_length=10, choices=Verdict, default=Verdict.OPEN)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)

    objects = FirmPairQuerySet.as_manager()

    class Meta:
        verbose_name = _("pair of firms")
        verbose_name_plural = _("pairs of firms")
        ordering = ["-likeness", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="firm_pair_once",
                fields=["firm", "other"],
                violation_error_message=_("This pair is known already."),
            ),
            models.CheckConstraint(
                name="firm_pair_of_two",
                condition=~Q(firm=F("other")),
                violation_error_message=_("A pair is two firms."),
            ),
            models.UniqueConstraint(
                name="firm_merged_once",
                fields=["other"],
                condition=Q(verdict="same"),
                violation_error_message=_("This firm counts as another one already."),
            ),
            models.CheckConstraint(
                name="firm_pair_verdict_known",
                condition=Q(verdict__in=["open", "same", "distinct", "settled"]),
                violation_error_message=_("Unknown verdict."),
            ),
        ]

    def __str__(self):
        return f"{self.firm} = {self.other}?"


@append_only
class FirmPairEvent(Event):
    """What was decided about a pair, by whom: merged, kept apart, taken back."""

    document = models.ForeignKey(FirmPair, on_delete=models.PROTECT, related_name="events")

    def get_action_display(self):
        """The words of the history."""
        return PairAction(self.action).label
