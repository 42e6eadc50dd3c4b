"""How grave a concern can be: a list that administrators keep."""

from datetime import timedelta

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from grants.audit import Event, append_only
from grants.diligence.severities import BOTH, OFFICERS, Found, Stopped

LONGEST_DAYS = 365


class ConcernSeverity(models.Model):
    """What a concern of this severity stops at once, when it is escalated by itself, and to whom.

    Its code never changes and it is never deleted: concerns refer to it. What is no longer offered stays.
    """

    STOPPING = {
        Stopped.AWARD: "stops_awards",
        Stopped.CONTRACT: "stops_contracts",
        Stopped.PAYMENT: "stops_payments",
    }

    code = models.SlugField(_("key"), max_length=10, unique=True)
    name = models.CharField(_("name"), max_length=80)
    position = models.PositiveSmallIntegerField(_("order in lists"), default=1)
    stops_awards = models.BooleanField(_("stops awards"), default=False)
    stops_contracts = models.BooleanField(_("stops signatures of contracts"), default=False)
    stops_payments = models.BooleanField(_("stops payments"), default=False)
    escalated_after_days = models.PositiveSmallIntegerField(
        _("escalated by itself after days"), validators=[MinValueValidator(1), MaxValueValidator(LONGEST_DAYS)]
    )
    is_told_to_finance = models.BooleanField(_("told to finance, beside the officers"), default=True)
    raised_for = models.CharField(
        _("raised by itself when something is found"), max_length=10, choices=Found, blank=True
    )
    is_offered = models.BooleanField(_("offered for new concerns"), default=True)

    class Meta:
        verbose_name = _("severity of concerns")
        verbose_name_plural = _("severities of concerns")
        ordering = ["position", "code"]
        constraints = [
            models.CheckConstraint(
                name="severity_has_key_and_name",
                condition=~Q(code="") & ~Q(name_es="") & Q(raised_for__in=["", *Found.values]),
                violation_error_message=_("A severity has a key and a name in Spanish."),
            ),
            models.CheckConstraint(
                name="severity_is_escalated_within_a_year",
                condition=Q(escalated_after_days__gte=1, escalated_after_days__lte=LONGEST_DAYS),
                violation_error_message=_("A concern is escalated after 1 to 365 days."),
            ),
            models.UniqueConstraint(
                name="severity_one_for_what_is_found",
                fields=["raised_for"],
                condition=~Q(raised_for=""),
                violation_error_message=_("Another severity is raised when something is found there."),
            ),
            models.CheckConstraint(
                name="severity_raised_by_itself_is_offered",
                condition=Q(raised_for="") | Q(is_offered=True),
                violation_error_message=_("What is raised by itself stays offered."),
            ),
        ]

    def __str__(self):
        return self.name or self.name_es

    @property
    def stops(self):
        """What it stops while it is open and not escalated."""
        return frozenset(what for what, column in self.STOPPING.items() if getattr(self, column))

    @property
    def escalated_after(self):
        """How long it may be open."""
        return timedelta(days=self.escalated_after_days)

    @property
    def to(self):
        """The roles it is told and escalated to."""
        return BOTH if self.is_told_to_finance else OFFICERS


@append_only
class ConcernSeverityEvent(Event):
    """What an administrator changed of it."""

    document = models.ForeignKey(ConcernSeverity, on_delete=models.PROTECT, related_name="events")


def name_in_words(path):
    """The name of the severity at ``path`` in the language of the page, for statements that bring more than that."""
    column = f"{path}__name_{(get_language() or 'es').replace('-', '_')}"
    return Coalesce(NullIf(F(column), models.Value("")), F(f"{path}__name_es"))
