"""Projects: what is funded or done by a chamber itself, where, in which sectors, for which results."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from grants.applications.models.logframe import IndicatorRow, ResultRow
from grants.applications.models.workplan import ActivityRow
from grants.audit import Event, append_only
from grants.calls.models import Pillar
from grants.contracts.workflow import ProjectAction


class ProjectKind(models.TextChoices):
    GRANT = "grant", _("Funded by a grant")
    OWN_ACTION = "own_action", _("Own action of a programme chamber")


class Sector(models.TextChoices):
    """The programme's sectors (domain.md 1.5)."""

    COFFEE = "coffee", _("Coffee")
    COCOA = "cocoa", _("Cocoa")
    BEEKEEPING = "beekeeping", _("Beekeeping")
    FOOD = "food", _("Food")
    FRUIT = "fruit", _("Fruit")
    FORESTRY = "forestry", _("Forestry")
    LIVESTOCK = "livestock", _("Livestock")
    AGRIBUSINESS = "agribusiness", _("Agribusiness")
    TEXTILE = "textile", _("Textile and garments")
    CONSTRUCTION = "construction", _("Construction")
    CHEMICAL = "chemical", _("Chemical industry")
    AUTOMOTIVE = "automotive", _("Automotive industry")
    PACKAGING = "packaging", _("Plastics and packaging")
    WASTE = "waste", _("Waste and raw materials")
    TOURISM = "tourism", _("Sustainable tourism")
    COMMERCE = "commerce", _("Commerce")


class ProjectQuerySet(models.QuerySet):
    def own_actions_visible_to(self, user):
        """Own actions: all of them for programme staff, those of one's chamber for its people."""
        own = self.filter(kind=ProjectKind.OWN_ACTION)
        if user.is_programme_staff() or user.has_role("administrator"):
            return own
        return own.filter(lead_id__in=user.organisation_ids() if user.has_role("chamber_reporter") else [])


class Project(models.Model):
    """What is carried out, reported on and counted: a funded proposal or a chamber's own action."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=12, choices=ProjectKind)
    reference = models.CharField(_("reference"), max_length=30, unique=True)
    title = models.CharField(_("title of the project"), max_length=200)
    lead = models.ForeignKey(
        "grants.Organisation", on_delete=models.PROTECT, related_name="led_projects", verbose_name=_("lead")
    )
    pillar = models.PositiveSmallIntegerField(_("pillar"), choices=Pillar)
    country = CountryField(_("country"))
    starts_on = models.DateField(_("start"), null=True, blank=True)
    ends_on = models.DateField(_("end"), null=True, blank=True)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        ordering = ["reference"]
        constraints = [
            models.CheckConstraint(
                name="project_codes_known",
                condition=Q(kind__in=ProjectKind.values, pillar__in=Pillar.values),
                violation_error_message=_("Unknown kind or pillar of a project."),
            ),
            models.CheckConstraint(
                name="project_starts_before_it_ends",
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(starts_on__lt=F("ends_on")),
                violation_error_message=_("The project starts before it ends."),
            ),
        ]

    def __str__(self):
        return f"{self.reference} {self.title}"


class ProjectCountry(models.Model):
    """A country the project works in, with its share of it in percent; all of a project make 100."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="countries")
    country = CountryField(_("country"))
    share = models.DecimalField(_("share, %"), max_digits=7, decimal_places=4)

    class Meta:
        ordering = ["-share", "country"]
        constraints = [
            models.UniqueConstraint(
                name="project_country_once",
                fields=["project", "country"],
                violation_error_message=_("This country is named already."),
            ),
            models.CheckConstraint(
                name="project_country_share_is_percentage",
                condition=Q(share__gt=0, share__lte=100),
                violation_error_message=_("A share lies between 0 and 100 percent."),
            ),
        ]

    def __str__(self):
        return f"{self.country} {self.share} %"


class ProjectSector(models.Model):
    """A sector the project works in, with its share of it in percent; all of a project make 100."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="sectors")
    sector = models.CharField(_("sector"), max_length=20, choices=Sector)
    share = models.DecimalField(_("share, %"), max_digits=7, decimal_places=4)

    class Meta:
        ordering = ["-share", "sector"]
        constraints = [
            models.UniqueConstraint(
                name="project_sector_once",
                fields=["project", "sector"],
                violation_error_message=_("This sector is named already."),
            ),
            models.CheckConstraint(
                name="project_sector_known_with_percentage",
                condition=Q(sector__in=Sector.values, share__gt=0, share__lte=100),
                violation_error_message=_("Unknown sector, or a share not between 0 and 100 percent."),
            ),
        ]

    def __str__(self):
        return f"{self.get_sector_display()} {self.share} %"


class ProjectResult(ResultRow):
    """A row of the project's results chain, with the key it had in the application."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="results")

    class Meta(ResultRow.Meta):
        constraints = [
            models.UniqueConstraint(
                name="project_result_key_once",
                fields=["project", "key"],
                violation_error_message=_("This result is in the logframe already."),
            ),
            *ResultRow.Meta.constraints,
        ]


class ProjectIndicator(IndicatorRow):
    """An indicator the project reports on, in the version its call used, with baseline, target and source."""

    result = models.ForeignKey(ProjectResult, on_delete=models.CASCADE, related_name="indicators")
    version = models.ForeignKey("grants.IndicatorVersion", on_delete=models.PROTECT, related_name="project_indicators")

    class Meta(IndicatorRow.Meta):
        constraints = [
            models.UniqueConstraint(
                name="project_indicator_key_once",
                fields=["result", "key"],
                violation_error_message=_("This indicator is in the logframe already."),
            )
        ]

    def __str__(self):
        return str(self.version)


class ProjectActivity(ActivityRow):
    """An activity of the workplan that was awarded, with the key it had in the application.

    ``responsible`` is the name of who carries it out, as it was handed in; it need not be a party.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="activities")
    result = models.ForeignKey(
        ProjectResult, null=True, blank=True, on_delete=models.PROTECT, related_name="activities"
    )
    organisation = models.ForeignKey(
        "grants.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="project_activities"
    )
    responsible = models.CharField(_("responsible partner"), max_length=250, blank=True)

    class Meta(ActivityRow.Meta):
        verbose_name = _("activity of a project")
        verbose_name_plural = _("activities of projects")
        constraints = [
            models.UniqueConstraint(
                name="project_activity_key_once",
                fields=["project", "key"],
                violation_error_message=_("This activity is in the workplan already."),
            ),
            *ActivityRow.Meta.constraints,
        ]


@append_only
class ProjectEvent(Event):
    """What happened to a project apart from its contract: an own action registered or changed."""

    document = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="events")

    def get_action_display(self):
        """The words of the history."""
        return ProjectAction(self.action).label
