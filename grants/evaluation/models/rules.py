"""How the proposals of a call are scored: the grid, how many assess, when they diverge."""

import uuid

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from grants.calls.models import CallStep


class ThirdRule(models.TextChoices):
    ALL = "all", _("The mean of all three")
    CLOSEST = "closest", _("The mean of the two closest")


class ScoringRules(models.Model):
    """The scoring of a step of a call, set up by its officers; fixed from the opening of submissions on.

    Where none were set up by then, they can be until the first assignment. Percentages in percent,
    ``threshold`` in points of the whole grid; ``comment_at_most`` and ``comment_at_least`` are the
    scores at which a comment is due. ``tie_section`` is the section that decides between equal
    scores. ``set_at`` is the first time, ``frozen_at`` the first assignment.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    call = models.ForeignKey("grants.Call", on_delete=models.PROTECT, related_name="scoring_rules")
    step = models.CharField(_("step"), max_length=10, choices=CallStep, default=CallStep.FULL)
    grid = models.ForeignKey(
        "grants.QuestionnaireVersion",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("evaluation grid"),
    )
    threshold = models.DecimalField(_("least total"), max_digits=7, decimal_places=2, null=True, blank=True)
    assessors = models.PositiveSmallIntegerField(
        _("assessors per application"), default=2, validators=[MinValueValidator(1), MaxValueValidator(3)]
    )
    percent = models.DecimalField(
        _("two assessments diverge above this percentage of the higher total"),
        max_digits=7,
        decimal_places=4,
        null=True,
        blank=True,
        default=30,
    )
    across = models.BooleanField(_("they diverge when one passes and the other does not"), default=True)
    by_section = models.BooleanField(_("the percentage holds for each section, too"), default=False)
    third = models.CharField(_("with a third assessor"), max_length=10, choices=ThirdRule, default=ThirdRule.ALL)
    comment_at_most = models.PositiveSmallIntegerField(
        _("a comment is due at this score and below"), null=True, blank=True, default=2
    )
    comment_at_least = models.PositiveSmallIntegerField(
        _("a comment is due at this score and above"), null=True, blank=True, default=5
    )
    tie_section = models.SlugField(_("equal scores are decided by the section"), max_length=40, default="relevance")
    days = models.PositiveSmallIntegerField(
        _("days an assessor has"), default=21, validators=[MinValueValidator(1), MaxValueValidator(180)]
    )
    set_at = models.DateTimeField(_("set up at"))
    frozen_at = models.DateTimeField(_("in use since"), null=True, blank=True)

    class Meta:
        verbose_name = _("scoring rules")
        verbose_name_plural = _("scoring rules")
        constraints = [
            models.UniqueConstraint(
                name="scoring_rules_once_per_step",
                fields=["call", "step"],
                violation_error_message=_("This step of the call has its scoring rules already."),
            ),
            models.CheckConstraint(
                name="scoring_rules_codes_known",
                condition=Q(step__in=CallStep.values, third__in=ThirdRule.values, assessors__gte=1, assessors__lte=3),
                violation_error_message=_("One to three assessors read an application."),
            ),
            models.CheckConstraint(
                name="scoring_rules_percent_is_one",
                condition=Q(percent=None) | Q(percent__gte=0, percent__lte=100),
                violation_error_message=_("The percentage lies between 0 and 100."),
            ),
        ]

    def __str__(self):
        return str(self.call)
