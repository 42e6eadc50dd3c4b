"""From the opening of a call to the announced decision, and what becomes of each candidate.

A candidate is an application with its official submission, as the evaluation sees it. What the
applicant is shown until the announcement is one word for all (``PUBLIC_LABEL``).
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from grants import clock
from grants.workflow import Reason, Step


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


# The committee's decision and the awards ----------------------------------------------------------


class BallotState(models.TextChoices):
    OPEN = "open", _("Put to the vote")
    ACCEPTED = "accepted", _("Accepted")
    REJECTED = "rejected", _("Rejected")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Choice(models.TextChoices):
    YES = "yes", _("Yes")
    NO = "no", _("No")
    ABSTAIN = "abstain", _("Abstention")


def vote_is_certain(ballot):
    """Everybody has voted, or the votes still out cannot change the outcome."""
    if not ballot.count().is_certain:
        return Reason(_("Votes are still missing that can change the outcome."), code="votes_missing")
    return None


def majority_says_yes(ballot):
    """More than half of all seats, whoever has voted."""
    if not ballot.count().is_accepted:
        return Reason(_("The majority of all voters has not said yes."), code="no_majority")
    return None


BALLOT_STEPS = {
    "accept": Step(frozenset({BallotState.OPEN}), BallotState.ACCEPTED, guards=(vote_is_certain, majority_says_yes)),
    "reject": Step(frozenset({BallotState.OPEN}), BallotState.REJECTED, guards=(vote_is_certain,)),
    "withdraw": Step(frozenset({BallotState.OPEN}), BallotState.WITHDRAWN),
}
"""The life of a lot's proposal before the committee; the chair closes the vote, the secretary may withdraw it."""

CANDIDATE_DECISION_STEPS = {
    "select": Step(frozenset({CandidateState.RANKED}), CandidateState.SELECTED),
    "put_in_reserve": Step(frozenset({CandidateState.RANKED}), CandidateState.RESERVE),
    "leave_unfunded": Step(frozenset({CandidateState.RANKED}), CandidateState.UNFUNDED),
    "promote": Step(frozenset({CandidateState.RESERVE}), CandidateState.SELECTED),
    "renounce": Step(frozenset({CandidateState.SELECTED}), CandidateState.RENOUNCED),
}
"""What the committee's decision, a promotion and a renunciation make of a ranked candidate."""


def every_lot_is_decided(evaluation):
    """Each lot with ranked candidates has its decision."""
    if evaluation.candidates.filter(state=CandidateState.RANKED).exists():
        return Reason(_("Not every lot is decided yet."), code="lots_undecided")
    return None


def instant_is_reached(evaluation):
    """Nothing is announced before the instant that was set."""
    announcement = getattr(evaluation, "announcement", None)
    if announcement is None or announcement.at > clock.now():
        return Reason(_("The instant of the announcement is not reached."), code="too_early")
    return None


EVALUATION_DECISION_STEPS = {
    "decide": Step(frozenset({EvaluationState.CONSOLIDATED}), EvaluationState.DECIDED, guards=(every_lot_is_decided,)),
    "announce": Step(frozenset({EvaluationState.DECIDED}), EvaluationState.ANNOUNCED, guards=(instant_is_reached,)),
}
"""The end of an evaluation: decided with the last lot, announced at an instant."""

AWARD_STEPS = {
    "announce": Step(frozenset({AwardState.DECIDED}), AwardState.ANNOUNCED),
    "renounce": Step(frozenset({AwardState.ANNOUNCED}), AwardState.RENOUNCED),
}
"""The life of an award until a contract is made of it."""
