"""From the opening of a call to the announced decision, and what becomes of each candidate.

A candidate is an application with its official submission, as the evaluation sees it. What the
applicant is shown until the announcement is one word for all (``PUBLIC_LABEL``).
"""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from grants import clock
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
    INVITED = "invited", _("Invited to the full application")
    NOT_INVITED = "not_invited", _("Above the threshold, not invited")


JUDGED = frozenset(CandidateState) - {
    CandidateState.RECEIVED, CandidateState.INADMISSIBLE, CandidateState.INELIGIBLE, CandidateState.ELIGIBLE,
}  # fmt: skip
"""States of a candidate whose score is consolidated."""


class AwardState(models.TextChoices):
    DECIDED = "decided", pgettext_lazy("of an award", "Decided")
    ANNOUNCED = "announced", _("Announced")
    CONTRACTED = "contracted", _("Contracted")
    RENOUNCED = "renounced", _("Renounced")


class AssessorState(models.TextChoices):
    INVITED = "invited", _("Invited")
    ACCEPTED = "accepted", _("Accepted, declaration signed")
    DECLINED = "declined", _("Declined")
    ENDED = "ended", _("Ended")


class AssessmentState(models.TextChoices):
    ASSIGNED = "assigned", _("Being assessed")
    SUBMITTED = "submitted", _("Submitted")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    VOID = "void", _("Void, conflict of interest")


LIVE = (AssessmentState.ASSIGNED, AssessmentState.SUBMITTED)
"""States of an assessment that counts or will."""


# Who is told ------------------------------------------------------------------------------------


def the_assessor(document):
    """The person who assesses: of an assessor's own row or of an assessment."""
    return [document.user] if hasattr(document, "user") else [document.assessor.user]


# What must be true first ------------------------------------------------------------------------


def nothing_is_missing(evaluation):
    """Everything that stands against consolidating, as ``queries.consolidation`` found it."""
    return evaluation.open_matters or None


def no_lot_is_put_to_the_vote(evaluation):
    """What the committee votes on rests on these scores; what it has decided stays as it is."""
    if evaluation.ballots.filter(state=BallotState.OPEN).exists():
        return _("A lot is put to the vote on these scores: withdraw the vote first.")
    return None


def is_not_consolidated(assessment):
    """Scores stand once they are consolidated, and where the committee has decided on them for ever."""
    if assessment.candidate.evaluation.state != EvaluationState.OPEN or assessment.candidate.state in JUDGED:
        return _("The scores are consolidated: nothing of an assessment changes any more.")
    return None


def invitation_is_valid(assessor):
    """The evaluation still goes on."""
    if assessor.evaluation.state != EvaluationState.OPEN:
        return _("The evaluation is over: no more assessors are needed.")
    return None


def term_is_ahead(assessment):
    """A term in the past could not be kept."""
    return _("The term lies in the past.") if assessment.due_at <= clock.now() else None


# What must be true of a candidate -----------------------------------------------------------------


def scores_are_not_consolidated(candidate):
    """Checks are decided and taken back until the scores are consolidated, or the candidate's lot is decided."""
    decided = candidate.evaluation.ballots.filter(lot=candidate.lot_id, state=BallotState.ACCEPTED)
    if candidate.evaluation.state != EvaluationState.OPEN or decided.exists():
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

EVALUATION_STEPS: dict[str, Step] = {
    "consolidate_evaluation": Step(
        frozenset({EvaluationState.OPEN}), EvaluationState.CONSOLIDATED, guards=(nothing_is_missing,)
    ),
    "reopen_scores": Step(
        frozenset({EvaluationState.CONSOLIDATED}), EvaluationState.OPEN, guards=(no_lot_is_put_to_the_vote,)
    ),
}

CANDIDATE_STEPS |= {
    "rank_candidate": Step(frozenset({CandidateState.ELIGIBLE}), CandidateState.RANKED),
    "reject_candidate": Step(frozenset({CandidateState.ELIGIBLE}), CandidateState.BELOW_THRESHOLD),
    "reopen_candidate": Step(
        frozenset({CandidateState.RANKED, CandidateState.BELOW_THRESHOLD}), CandidateState.ELIGIBLE
    ),
}

ASSESSOR_STEPS = {
    "accept_assessor": Step(frozenset({AssessorState.INVITED}), AssessorState.ACCEPTED, guards=(invitation_is_valid,)),
    "decline_assessor": Step(frozenset({AssessorState.INVITED}), AssessorState.DECLINED),
    "end_assessor": Step(
        frozenset({AssessorState.INVITED, AssessorState.ACCEPTED}), AssessorState.ENDED, tells=(the_assessor,)
    ),
}

ASSESSMENT_STEPS = {
    "submit_assessment": Step(
        frozenset({AssessmentState.ASSIGNED}), AssessmentState.SUBMITTED, guards=(is_not_consolidated,)
    ),
    "reopen_assessment": Step(
        frozenset({AssessmentState.SUBMITTED}),
        AssessmentState.ASSIGNED,
        guards=(is_not_consolidated, term_is_ahead),
        tells=(the_assessor,),
    ),
    "withdraw_assessment": Step(
        frozenset({AssessmentState.ASSIGNED, AssessmentState.SUBMITTED}),
        AssessmentState.WITHDRAWN,
        guards=(is_not_consolidated,),
        tells=(the_assessor,),
    ),
    "void_assessments": Step(frozenset({AssessmentState.ASSIGNED, AssessmentState.SUBMITTED}), AssessmentState.VOID),
}


# The committee's decision and the awards ----------------------------------------------------------


class BallotState(models.TextChoices):
    OPEN = "open", _("Waits for votes")
    ACCEPTED = "accepted", _("Accepted")
    REJECTED = "rejected", _("Rejected")
    WITHDRAWN = "withdrawn", _("Withdrawn")


LIVE_BALLOTS = (BallotState.OPEN, BallotState.ACCEPTED)
"""A lot has one of these at most."""


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

CANDIDATE_STEPS |= {
    "select": Step(frozenset({CandidateState.RANKED}), CandidateState.SELECTED),
    "put_in_reserve": Step(frozenset({CandidateState.RANKED}), CandidateState.RESERVE),
    "leave_unfunded": Step(frozenset({CandidateState.RANKED}), CandidateState.UNFUNDED),
    "promote": Step(frozenset({CandidateState.RESERVE}), CandidateState.SELECTED),
    "renounce": Step(frozenset({CandidateState.SELECTED}), CandidateState.RENOUNCED),
}
"""What the committee's decision, a promotion and a renunciation make of a ranked candidate."""

CANDIDATE_STEPS |= {
    "invite": Step(frozenset({CandidateState.RANKED}), CandidateState.INVITED),
    "leave_uninvited": Step(frozenset({CandidateState.RANKED}), CandidateState.NOT_INVITED),
}
"""What the cut makes of a ranked concept note."""


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


EVALUATION_STEPS |= {
    "decide": Step(frozenset({EvaluationState.CONSOLIDATED}), EvaluationState.DECIDED, guards=(every_lot_is_decided,)),
    "announce": Step(frozenset({EvaluationState.DECIDED}), EvaluationState.ANNOUNCED, guards=(instant_is_reached,)),
}
"""The end of an evaluation: decided with the last lot, announced at an instant."""

AWARD_STEPS = {
    "announce": Step(frozenset({AwardState.DECIDED}), AwardState.ANNOUNCED),
    "renounce": Step(frozenset({AwardState.ANNOUNCED}), AwardState.RENOUNCED),
}
"""The life of an award until a contract is made of it."""


AWARD_STEPS |= {
    "take_award": Step(frozenset({AwardState.ANNOUNCED}), AwardState.CONTRACTED),
    "give_award_back": Step(frozenset({AwardState.CONTRACTED}), AwardState.ANNOUNCED),
}
"""A contract is made of an award, or given up before its signature."""
