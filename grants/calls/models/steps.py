"""Calls with two steps: a concept note, then the full application of those who are invited."""

from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from grants.calls.models.calls import Call
from grants.calls.workflow import CallStep


class Asked(NamedTuple):
    """Which parts beside the form a step asks for."""

    budget: bool = True
    logframe: bool = True
    workplan: bool = True
    mandates: bool = True


class CallSteps(models.Model):
    """The two steps of a call: what a concept note holds, the plan of the full application, the record of the first.

    ``full_`` is what holds in the second step, and the call's own columns once that has begun; ``concept_`` is
    what held in the first, kept when the call goes on. Without a budget a concept note states the grant and
    the total cost it will ask for. ``cut_percent``: those invited ask together for at least so many percent of
    their lot's envelope in force, if enough pass; None invites all that pass.
    """

    call = models.OneToOneField(Call, on_delete=models.PROTECT, related_name="two_steps")
    asks_budget = models.BooleanField(_("the budget"), default=False)
    asks_logframe = models.BooleanField(_("the logframe"), default=False)
    asks_workplan = models.BooleanField(_("the workplan"), default=False)
    asks_mandates = models.BooleanField(_("signed mandates of the partners"), default=False)
    cut_percent = models.PositiveSmallIntegerField(
        _("the invited ask together for at least so many percent of the envelope"), null=True, blank=True, default=200
    )
    full_form = models.ForeignKey(
        "grants.QuestionnaireVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        verbose_name=_("form of the full application"),
    )  # fmt: skip
    full_opens_at = models.DateTimeField(_("full applications from"))
    full_closes_at = models.DateTimeField(_("deadline of the full applications"))
    concept_form = models.ForeignKey(
        "grants.QuestionnaireVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    concept_opens_at = models.DateTimeField(null=True, blank=True)
    concept_closes_at = models.DateTimeField(null=True, blank=True)
    concept_opened_at = models.DateTimeField(null=True, blank=True)
    concept_announced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("two steps of a call")
        verbose_name_plural = _("two steps of calls")
        constraints = [
            models.CheckConstraint(
                name="call_steps_full_opens_before_it_closes",
                condition=Q(full_opens_at__lt=F("full_closes_at")),
                violation_error_message=_("Full applications open before they close."),
            ),
            models.CheckConstraint(
                name="call_steps_cut_holds_the_envelope",
                condition=Q(cut_percent=None) | Q(cut_percent__gte=100, cut_percent__lte=1000),
                violation_error_message=_("The invited ask for 100 to 1000 percent of the envelope."),
            ),
            models.CheckConstraint(
                name="call_steps_first_step_kept_whole",
                condition=Q(
                    concept_form=None, concept_opens_at=None, concept_closes_at=None, concept_opened_at=None,
                    concept_announced_at=None,
                )
                | Q(
                    concept_form__isnull=False, full_form__isnull=False, concept_opens_at__isnull=False,
                    concept_closes_at__gt=F("concept_opens_at"), concept_opened_at__gte=F("concept_closes_at"),
                    concept_announced_at__gte=F("concept_opened_at"),
                ),
                violation_error_message=_("Of the first step everything is kept, in the order in which it happened."),
            ),
        ]  # fmt: skip

    def __str__(self):
        return str(self.call)

    def clean(self):
        """The second step begins after the first has closed."""
        closes_at = self.concept_closes_at or self.call.closes_at
        if self.full_opens_at and self.full_opens_at <= closes_at:
            sentence = _("Full applications are taken after the deadline of the concept notes.")
            raise ValidationError({"full_opens_at": sentence})

    def asked_at(self, step) -> Asked:
        """What a step asks for beside its form."""
        if step == CallStep.FULL:
            return Asked()
        return Asked(self.asks_budget, self.asks_logframe, self.asks_workplan, self.asks_mandates)

    @property
    def in_order(self) -> list[dict]:
        """Both steps for their pages: label, form, dates, whether it is in progress."""
        call, has_begun = self.call, self.concept_form_id is not None
        first = (self.concept_form, self.concept_opens_at) if has_begun else (call.form, call.opens_at)
        second = (self.full_form, call.opens_at if has_begun else self.full_opens_at)
        return [
            {"label": step.label, "form": form, "opens_at": opens_at, "closes_at": self.closes_at(step),
             "is_now": step == call.step}
            for step, (form, opens_at) in zip(CallStep, (first, second), strict=True)
        ]  # fmt: skip

    def closes_at(self, step):
        """The deadline of a step, whichever is in progress."""
        if step == CallStep.FULL:
            return self.full_closes_at
        return self.concept_closes_at or self.call.closes_at
