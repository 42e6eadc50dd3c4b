"""Whether an organisation stands on a list of sanctions, as somebody looked it up."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from grants.audit import Event, append_only
from grants.diligence.models import ListedParty, SanctionsList
from grants.organisations.models import Organisation
from grants.payments.workflow import SCREENING_STEPS, ScreeningAction, ScreeningState
from grants.permissions import READS_PAYMENTS


class ScreeningQuerySet(models.QuerySet):
    def visible_to(self, user):
        """All of them for the roles that read payments, none for anybody else."""
        if any(held.role in READS_PAYMENTS for held in user.roles()):
            return self.select_related("organisation", "by")
        return self.none()


class Screening(models.Model):
    """An organisation compared with one list of one date: no match, a possible match, or one two persons cleared.

    ``screened_name`` and ``screened_people`` are the names that were looked up: under another name, or
    with another representative, the organisation is screened anew (security.md T-FR-04).
    """

    STEPS = SCREENING_STEPS

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="screenings")
    screened_name = models.CharField(_("name looked up"), max_length=250)
    screened_people = models.JSONField(_("representatives looked up"), default=list)
    list_name = models.CharField(_("list"), max_length=100)
    list_version = models.CharField(_("version of the list"), max_length=60)
    list_date = models.DateField(_("date of the list"))
    sanctions_list = models.ForeignKey(
        SanctionsList, null=True, on_delete=models.PROTECT, related_name="screenings", verbose_name=_("list kept here")
    )
    state = models.CharField(_("result"), max_length=10, choices=ScreeningState)
    note = models.TextField(_("note"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))

    objects = ScreeningQuerySet.as_manager()

    class Meta:
        verbose_name = _("screening")
        verbose_name_plural = _("screenings")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["organisation", "-at"])]
        constraints = [
            models.CheckConstraint(
                name="screening_result_known",
                condition=Q(state__in=ScreeningState.values),
                violation_error_message=_("Unknown result of a screening."),
            ),
            models.CheckConstraint(
                name="screening_names_its_list",
                condition=~Q(list_name="") & ~Q(list_version="") & ~Q(screened_name=""),
                violation_error_message=_("A screening names the list and its version."),
            ),
        ]

    def __str__(self):
        return f"{self.screened_name} · {self.list_name}"

    def get_absolute_url(self):
        """The screening's record."""
        return reverse("payments:screening", args=[self.public_id])


class ScreeningCandidate(models.Model):
    """A name looked up and somebody on the list it is like: for a person to decide."""

    screening = models.ForeignKey(Screening, on_delete=models.PROTECT, related_name="candidates")
    subject = models.CharField(_("name looked up"), max_length=250)
    listed = models.ForeignKey(ListedParty, on_delete=models.PROTECT, related_name="+", verbose_name=_("on the list"))
    matched_name = models.CharField(_("name on the list"), max_length=1000)
    likeness = models.PositiveSmallIntegerField(_("likeness in percent"))
    decided_in = models.ForeignKey(Screening, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("possible match")
        verbose_name_plural = _("possible matches")
        ordering = ["-likeness", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="screening_candidate_once",
                fields=["screening", "subject", "listed"],
                violation_error_message=_("This possible match is noted already."),
            )
        ]

    def __str__(self):
        return f"{self.subject} / {self.matched_name}"


@append_only
class ScreeningEvent(Event):
    """What happened to a screening: recorded, a match cleared by two persons."""

    is_sealed = True  # an officer with a conflict of interest must not find it in the outbox

    document = models.ForeignKey(Screening, on_delete=models.PROTECT, related_name="events")

    def get_action_display(self):
        """The words of the history."""
        return ScreeningAction(self.action).label
