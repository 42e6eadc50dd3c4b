"""From the opening of a call to the announced decision, and what becomes of each candidate.

A candidate is an application with its official submission, as the evaluation sees it. What the
applicant is shown until the announcement is one word for all (``PUBLIC_LABEL``).
"""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from grants.applications.workflow import PUBLIC_LABEL
from grants.workflow import Reason, Step

__all__ = ["CANDIDATE_STEPS", "EVALUATION_STEPS", "PUBLIC_LABEL", "AwardState", "CandidateState", "EvaluationState"]


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


class AwardState(models.TextChoices):
    DECIDED = "decided", _("Decided")
    ANNOUNCED = "announced", _("Announced")
    CONTRACTED = "contracted", _("Contracted")
    RENOUNCED = "renounced", _("Renounced")


# What must be true of a candidate -----------------------------------------------------------------


def scores_are_not_consolidated(candidate):
    """Checks are decided and taken back until the scores are consolidated."""
    if candidate.evaluation.state != EvaluationState.OPEN:
        return Reason(_("The scores are consolidated: the checks are closed."), code="consolidated")
    return None


def something_administrative_fails(candidate):
    """Not admissible rests on at least one criterion of the administrative check answered with no."""
    if not candidate.checks.failed("administrative"):
        return Reason(_("No criterion of the administrative check is answered with no."), code="nothing_failed")
    return None


def something_of_eligibility_fails(candidate):
    """Not eligible rests on at least one criterion of the eligibility check answered with no."""
    if not candidate.checks.failed("eligibility"):
        return Reason(_("No criterion of the eligibility check is answered with no."), code="nothing_failed")
    return None


def every_criterion_is_kept(candidate):
    """Eligible is who keeps each criterion of both checks."""
    open_ones = candidate.checks.not_kept()
    if open_ones or not candidate.checks.rows:
        sentence = ngettext(
            "%(count)d criterion is not answered with yes.", "%(count)d criteria are not answered with yes.",
            len(open_ones),
        )  # fmt: skip
        return Reason(sentence % {"count": len(open_ones)}, code="criteria_open")
    return None


# Steps: each action of the stage adds its own -----------------------------------------------------

EVALUATION_STEPS: dict[str, Step] = {}

_CHECKED = frozenset({CandidateState.INADMISSIBLE, CandidateState.INELIGIBLE, CandidateState.ELIGIBLE})

CANDIDATE_STEPS: dict[str, Step] = {
    "find_inadmissible": Step(
        frozenset({CandidateState.RECEIVED}),
        CandidateState.INADMISSIBLE,
        guards=(scores_are_not_consolidated, something_administrative_fails),
    ),
    "find_ineligible": Step(
        frozenset({CandidateState.RECEIVED}),
        CandidateState.INELIGIBLE,
        guards=(scores_are_not_consolidated, something_of_eligibility_fails),
    ),
    "find_eligible": Step(
        frozenset({CandidateState.RECEIVED}),
        CandidateState.ELIGIBLE,
        guards=(scores_are_not_consolidated, every_criterion_is_kept),
    ),
    "reopen_check": Step(_CHECKED, CandidateState.RECEIVED, guards=(scores_are_not_consolidated,)),
}
