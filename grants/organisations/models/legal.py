"""Who represents an organisation, and the papers that prove what it is."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from grants.audit import Event, append_only
from grants.organisations.models.organisations import Organisation
from grants.organisations.workflow import PaperAction


class OfOrganisationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of the organisations one may see."""
        return self.select_related("organisation").filter(organisation__in=Organisation.objects.visible_to(user))


class RepresentativeQuerySet(OfOrganisationQuerySet):
    def on(self, day):
        """Those in office on a day."""
        return self.filter(Q(until=None) | Q(until__gte=day), since__lte=day)


class Representative(models.Model):
    """A person who holds an office in an organisation: on its board, or with power to sign for it.

    Ended, never deleted: who held the office when something was signed stays to be read. Screened
    against the lists of sanctions together with the organisation (security.md T-FR-04).
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="representatives")
    name = models.CharField(_("name"), max_length=150)
    position = models.CharField(_("position"), max_length=120)
    may_sign = models.BooleanField(_("may sign for the organisation"), default=False)
    since = models.DateField(_("in office since"))
    until = models.DateField(_("in office until"), null=True, blank=True)

    objects = RepresentativeQuerySet.as_manager()

    class Meta:
        verbose_name = _("representative")
        verbose_name_plural = _("representatives")
        ordering = [F("until").desc(nulls_first=True), "-may_sign", "name", "pk"]
        constraints = [
            models.CheckConstraint(
                name="representative_named",
                condition=~Q(name="") & ~Q(position=""),
                violation_error_message=_("A representative has a name and a position."),
            ),
            models.CheckConstraint(
                name="representative_ends_after_start",
                condition=Q(until=None) | Q(until__gte=F("since")),
                violation_error_message=_("The office cannot end before it began."),
            ),
        ]

    def __str__(self):
        return f"{self.name}, {self.position}"

    def get_absolute_url(self):
        """The page on which the office is ended."""
        return reverse("organisations:representative", args=[self.public_id])


class PaperKind(models.TextChoices):
    STATUTES = "statutes", _("Statutes")
    REGISTER = "register", _("Extract of the register")
    TAX = "tax", _("Tax certificate")
    POWERS = "powers", _("Appointment or power of the representative")
    ACCOUNTS = "accounts", _("Annual accounts")
    DECLARATION = "declaration", _("Declaration on honour about exclusion")


class PaperQuerySet(OfOrganisationQuerySet):
    def ending_by(self, day):
        """Documents in force that end up to a day, or have ended."""
        return self.filter(replaced_at=None, expires_on__lte=day)


class Paper(models.Model):
    """A document of an organisation in its slot, good until a day where it has one.

    Another in the same slot replaces it; the file that was there before stays to be read.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="papers")
    kind = models.CharField(_("kind of document"), max_length=12, choices=PaperKind)
    stored = models.ForeignKey("grants.StoredFile", on_delete=models.PROTECT, related_name="+", verbose_name=_("file"))
    issued_on = models.DateField(_("issued on"))
    expires_on = models.DateField(_("good until"), null=True, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(_("given at"))
    replaced_at = models.DateTimeField(_("replaced at"), null=True)

    objects = PaperQuerySet.as_manager()

    class Meta:
        verbose_name = _("document of an organisation")
        verbose_name_plural = _("documents of organisations")
        ordering = ["kind", "-added_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="paper_one_in_force_per_slot",
                fields=["organisation", "kind"],
                condition=Q(replaced_at=None),
                violation_error_message=_("Another document stands in this slot."),
            ),
            models.CheckConstraint(
                name="paper_kind_known",
                condition=Q(kind__in=PaperKind.values),
                violation_error_message=_("Unknown kind of document."),
            ),
            models.CheckConstraint(
                name="paper_good_after_issue",
                condition=Q(expires_on=None) | Q(expires_on__gte=F("issued_on")),
                violation_error_message=_("A document cannot expire before it was issued."),
            ),
        ]

    def __str__(self):
        return str(self.get_kind_display())

    def get_absolute_url(self):
        """The documents of its organisation."""
        return reverse("organisations:papers", args=[self.organisation.public_id])

    @property
    def file_url(self):
        """Where the file is read."""
        return reverse("organisations:paper", args=[self.public_id])


@append_only
class PaperEvent(Event):
    """What happened to a document of an organisation: given, replaced, its end told beforehand."""

    document = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="events")

    def get_action_display(self):
        """The words of the history."""
        return PaperAction(self.action).label
