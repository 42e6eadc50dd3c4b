"""What a consortium is told of the decision: the same words for its page, its letter and the preview."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from grants import clock
from grants.evaluation.models import Candidate, CandidateEvent, Feedback
from grants.evaluation.queries.checks import reasons_told
from grants.evaluation.queries.grids import grid_of, rules_in
from grants.evaluation.queries.ranking import rules_of
from grants.evaluation.workflow import CandidateState
from grants.messages import outbox
from grants.messages.models import Message

S = CandidateState


@dataclass(frozen=True)
class Decision:
    """The decision on one candidate as its consortium reads it; ``score`` is None for who was not assessed."""

    candidate: Candidate
    state: str
    at: datetime | None
    score: Decimal | None
    grant: Decimal | None
    reasons: list[str]
    complain_until: datetime

    @property
    def is_selected(self):
        """Whether it is awarded."""
        return self.state == S.SELECTED

    @property
    def is_in_reserve(self):
        """Whether it waits on the reserve list."""
        return self.state == S.RESERVE

    @property
    def is_invited(self):
        """Whether its concept note passed."""
        return self.state == S.INVITED

    @property
    def is_of_concept(self):
        """Whether it is about a concept note."""
        return self.candidate.evaluation.is_of_concepts

    @property
    def maximum(self) -> Decimal:
        """The most points of its grid; two queries."""
        return grid_of(rules_in(self.candidate.evaluation)).maximum

    @property
    def full_from(self):
        """From when full applications are taken: the planned moment, or that of the announcement if it is later."""
        return max(self.candidate.evaluation.call.two_steps.full_opens_at, self.at or clock.now())

    @property
    def full_until(self):
        """Their deadline as it stands."""
        return self.candidate.evaluation.call.two_steps.full_closes_at

    @property
    def headline(self):
        """The decision in one sentence."""
        if self.is_of_concept and not self.is_invited:
            return _("Your concept note was not selected.")
        return {
            S.INVITED: _("You are invited to hand in the full application."),
            S.SELECTED: _("Your application was selected for a grant."),
            S.RESERVE: _("Your application is on the reserve list."),
            S.RENOUNCED: _("The grant was renounced."),
        }.get(self.state, _("Your application was not selected."))


def recipients_of(candidate):
    """Who reads the decision: everybody who manages or fills in for the lead applicant."""
    return candidate.application.people([candidate.lead_id]).order_by("pk")


def decision_of(candidate, *, state=None) -> Decision:
    """What is told of a candidate; ``state`` as it was at the announcement, else as it is.

    While no instant is set the days to complain are counted from now, as an announcement now would.
    """
    state = state or candidate.state
    announcement = getattr(candidate.evaluation, "announcement", None)
    at = announcement.at if announcement else None
    days = rules_of(candidate.evaluation.call).complaint_days
    return Decision(
        candidate=candidate,
        state=state,
        at=at,
        score=candidate.score,
        grant=candidate.award.grant if state == S.SELECTED else None,
        reasons=[] if state in (S.SELECTED, S.RENOUNCED, S.INVITED) else _reasons(candidate, state),
        complain_until=(at or clock.now()) + timedelta(days=days),
    )


def _reasons(candidate, state):
    """The reason of the state, and the committee's own words once they are approved."""
    standard = {
        S.INADMISSIBLE: _("It did not fulfil the administrative requirements of the call."),
        S.INELIGIBLE: _("It did not fulfil the eligibility conditions of the call."),
        S.BELOW_THRESHOLD: _("Its score is below the threshold of the call."),
        S.RESERVE: _(
            "It reached the threshold, but the funds of its lot were used by applications ranked before it. If "
            "funds become free, the reserve list is called in its order."
        ),
        S.NOT_INVITED: _(
            "It reached the threshold, but those ranked before it in its lot ask for as much as the call invites for."
        ),
        S.UNFUNDED: _("It reached the threshold, but the funds of its lot were used by applications ranked before it."),
    }
    feedback = Feedback.objects.filter(candidate=candidate).exclude(approved_at=None).first()
    reasons = [standard[state]] if state in standard else []
    if state in (S.INADMISSIBLE, S.INELIGIBLE):
        reasons += reasons_told(candidate, get_language())
    return reasons + ([feedback.text] if feedback else [])


def announced_candidate(application, at) -> Candidate | None:
    """The candidate of an application once its decision is told at this moment, of the last step; one query."""
    told = Candidate.objects.filter(application=application, evaluation__announcement__at__lte=at)
    told = told.select_related("evaluation__call__two_steps", "evaluation__announcement", "award")
    return told.order_by("-evaluation__opened_at").first()


def announced_url(application) -> str:
    """The page of the decision, "" until it is told: what the record of an application links to.

    No query before the announcement.
    """
    now = clock.now()
    is_told = application.call.is_announced(now) or application.call.is_by_invitation
    if not is_told or announced_candidate(application, now) is None:
        return ""
    return reverse("evaluation:decision", args=[application.public_id])


# The preview --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Letter:
    """A letter as this person will receive it."""

    person: object
    subject: str
    body: str


def letters_to(candidate) -> list[Letter]:
    """The letters of one candidate as they would leave now, one per recipient, each in their language."""
    event = CandidateEvent(document=candidate, action="announce", after=candidate.state)
    letters = []
    for person in recipients_of(candidate):
        message = Message(kind="candidate_announced", recipient=person, address=person.email, language=person.language)
        letters.append(Letter(person, *outbox.render(message, event)))
    return letters


def preview_of(evaluation, kept):
    """Every candidate with how many people are written to, those withheld from the reader left out."""
    people = Count(
        "lead__memberships",
        filter=Q(
            lead__memberships__ended_at=None,
            lead__memberships__role__in=["manager", "editor"],
            lead__memberships__user__is_active=True,
        ),
    )
    candidates = Candidate.objects.filter(evaluation=evaluation).exclude(pk__in=kept)
    return (
        candidates.select_related("lead", "lot", "feedback")
        .annotate(people=people)
        .order_by("lot__position", "rank", "reference")
    )
