"""From the opening of a call to the announced decision, and what becomes of each candidate.

A candidate is an application with its official submission, as the evaluation sees it. What the
applicant is shown until the announcement is one word for all (``PUBLIC_LABEL``).
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from grants.workflow import Step


class EvaluationState(models.TextChoices):
    OPEN = "open", _("Checks and assessments")
    CONSOLIDATED = "consolidated", _("Scores consolidated")
    DECIDED = "decided", _("Decided, not yet announced")
    ANNOUNCED = "announced", _("Announced")


class CandidateState(models.TextChoices):
    RECEIVED = "received", _("Received")
    INADMISSIBLE = "inadmissible", _("Not admissible")
    INELIGIBLE = "ineligible", _("Not eligible")
    ELIGIBLE = "eligible", _("Eligible, being assessed")
    BELOW_THRESHOLD = "below_threshold", _("Below the threshold")
    RANKED = "ranked", _("Ranked")
    SELECTED = "selected", _("Selected")
    RESERVE = "reserve", _("On the reserve list")
    UNFUNDED = "unfunded", _("Above the threshold, not funded")
    RENOUNCED = "renounced", _("Renounced")


PUBLIC_LABEL = _("Received, under evaluation")
"""What applicants read of every candidate before the announcement (security.md T-RV-13)."""


class AwardState(models.TextChoices):
    DECIDED = "decided", _("Decided")
    ANNOUNCED = "announced", _("Announced")
    CONTRACTED = "contracted", _("Contracted")
    RENOUNCED = "renounced", _("Renounced")


AWARD_STEPS = {
    "take_award": Step(frozenset({AwardState.ANNOUNCED}), AwardState.CONTRACTED),
    "give_award_back": Step(frozenset({AwardState.CONTRACTED}), AwardState.ANNOUNCED),
}
"""A contract is made of an award, or given up before its signature."""
