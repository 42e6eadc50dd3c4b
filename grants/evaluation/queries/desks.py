"""Where the committee and the officers of a call begin: what waits for them, what is decided."""

from django.db.models import Count, Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from grants.evaluation.models import Ballot, BallotSeat, Candidate, Declaration, Evaluation
from grants.evaluation.models.committee import COMMITTEE_ROLES, of_calls_where
from grants.evaluation.queries.committee import committee_of, reasons_against_committee, standing_of
from grants.evaluation.queries.envelopes import envelopes_of
from grants.evaluation.queries.ranking import IN_RANKING
from grants.evaluation.queries.ways import above, above_decisions, named, stages_of
from grants.evaluation.queries.withheld import withheld_from
from grants.evaluation.workflow import BallotState, CandidateState, EvaluationState
from grants.permissions import Role


def above_lot(lot, evaluation=None) -> list[dict]:
    """The pages above those of a lot's vote."""
    if evaluation and evaluation.is_of_concepts:
        return above_decisions(lot.call, evaluation)
    ranking = reverse("evaluation:ranking", args=[lot.public_id])
    return [*above_decisions(lot.call), {"url": ranking, "label": str(lot)}]


def decisions_page(evaluation, user) -> dict:
    """Everything to decide in a call: per lot the money, how many are ranked, the vote; the committee; what is next.

    The same number of queries whatever the number of lots and candidates.
    """
    call = evaluation.call
    lots = list(call.lots.order_by("position", "code"))
    money = envelopes_of(lots)
    ranked = list(Candidate.objects.filter(lot__in=lots, state__in=IN_RANKING).values_list("lot_id", flat=True))
    ballots = {}
    for ballot in (
        Ballot.objects.filter(evaluation=evaluation).exclude(state=BallotState.WITHDRAWN).order_by("put_at", "pk")
    ):
        ballots[ballot.lot_id] = ballot
    members = committee_of(call)
    kept = withheld_from(user, Candidate.objects.filter(lot__in=lots), field="lot_id")
    return {
        "evaluation": evaluation,
        "call": call,
        "above": above(evaluation),
        "stages": stages_of(evaluation, user, "decisions"),
        "lots": [
            {
                "lot": lot,
                "money": money[lot.pk],
                "ranked": ranked.count(lot.pk),
                "ballot": ballots.get(lot.pk),
                "is_withheld": lot.pk in kept,
            }
            for lot in lots
        ],
        "members": standing_of(members, evaluation),
        "faults": reasons_against_committee(members),
        "may_decide": not ranked and not kept and may_decide(evaluation, user),
        "action": _next_step(evaluation, user),
        "links": _links(call, user),
    }


def may_decide(evaluation, user) -> bool:
    """Whether the person decides an evaluation in which nobody is ranked."""
    is_consolidated = evaluation.state == EvaluationState.CONSOLIDATED
    return is_consolidated and user.has_perm("grants.decide_evaluation", evaluation)


def _next_step(evaluation, user):
    call = evaluation.call
    if evaluation.state == EvaluationState.DECIDED and user.has_perm("grants.announce_evaluation", call):
        label = _("Announcement") if hasattr(evaluation, "announcement") else _("Announce the decisions")
        return {"url": reverse("evaluation:announcement", args=[call.public_id]), "label": label}
    return None


def _links(call, user):
    links = [
        {"url": reverse("evaluation:minutes", args=[call.public_id]), "label": _("Minutes")},
    ]
    if user.has_perm("grants.set_award_rules", call):
        links.append(
            {"url": reverse("evaluation:award_rules", args=[call.public_id]), "label": _("Rules of the award")}
        )
    return links


# The home desk --------------------------------------------------------------------------------------


def waiting(user, evaluations) -> list[dict]:
    """What the person has to do for a committee or an announcement; nothing is asked of people without such a role.

    ``evaluations`` are the person's, as ``evaluations_of`` gives them.
    """
    held = {assignment.role for assignment in user.roles()}
    if not held & {Role.OFFICER, *COMMITTEE_ROLES}:
        return []
    items = []
    if held & set(COMMITTEE_ROLES):
        items += _to_sign(user) + _to_vote(user)
    if Role.CHAIR in held:
        items += _to_close(user)
    if Role.SECRETARY in held:
        items += _to_put(user)
    if Role.OFFICER in held:
        items += _to_announce(user, evaluations)
    return items


def _evaluations(user, roles, **state):
    rows = Evaluation.objects.filter(of_calls_where(user, roles, "call"), **state)
    return rows.select_related("call").order_by("opened_at")


def _to_sign(user):
    signed = Declaration.objects.filter(person=user).values("evaluation_id")
    unsigned = _evaluations(user, COMMITTEE_ROLES, state__in=[EvaluationState.OPEN, EvaluationState.CONSOLIDATED])
    return [
        {
            "title": _("Sign the declaration of impartiality and confidentiality"),
            "url": reverse("evaluation:declaration", args=[evaluation.call.public_id]),
            "note": evaluation.call.title,
        }
        for evaluation in unsigned.exclude(pk__in=signed)
    ]


def _to_vote(user):
    seats = BallotSeat.objects.filter(voter=user, vote=None, ballot__state=BallotState.OPEN)
    return [
        {
            "title": _("A decision waits for your vote: %(lot)s") % {"lot": seat.ballot.lot},
            "url": reverse("evaluation:ballot", args=[seat.ballot.public_id]),
            "note": seat.ballot.lot.call.title,
        }
        for seat in seats.select_related("ballot__lot__call").order_by("ballot__put_at")
    ]


def _to_close(user):
    """The open votes one chairs: how many have voted, never how."""
    ballots = Ballot.objects.filter(of_calls_where(user, [Role.CHAIR], "lot__call"), state=BallotState.OPEN)
    ballots = ballots.annotate(seat_count=Count("seats"), voted=Count("seats__vote"))
    return [
        {
            "title": _closing(ballot) % {"lot": ballot.lot, "voted": ballot.voted, "seats": ballot.seat_count},
            "url": reverse("evaluation:ballot", args=[ballot.public_id]),
            "note": ballot.lot.call.title,
        }
        for ballot in ballots.select_related("lot__call").order_by("put_at")
    ]


def _closing(ballot):
    if ballot.voted == ballot.seat_count:
        return _("Everybody has voted: close the vote on %(lot)s")
    return _("Vote on %(lot)s: %(voted)d of %(seats)d have voted")


def _to_put(user):
    consolidated = _evaluations(user, [Role.SECRETARY], state=EvaluationState.CONSOLIDATED).values("pk")
    alive = Ballot.objects.filter(
        evaluation=OuterRef("evaluation"), lot=OuterRef("lot"), state__in=[BallotState.OPEN, BallotState.ACCEPTED]
    )
    ranked = Candidate.objects.filter(~Exists(alive), evaluation__in=consolidated, state=CandidateState.RANKED)
    lots = {candidate.lot for candidate in ranked.select_related("lot__call").order_by("lot_id").distinct("lot_id")}
    return [
        {
            "title": _("Put the ranking of %(lot)s to the vote") % {"lot": lot},
            "url": reverse("evaluation:put", args=[lot.public_id]),
            "note": lot.call.title,
        }
        for lot in sorted(lots, key=lambda lot: lot.pk)
    ]


def _to_announce(user, evaluations):
    return [
        {
            "title": _("Announce the decisions of %(call)s") % {"call": evaluation.call.reference},
            "url": reverse("evaluation:announcement", args=[evaluation.call.public_id]),
            "note": evaluation.call.title,
        }
        for evaluation in reversed(evaluations)
        if evaluation.state == EvaluationState.DECIDED
        and user.has_role(Role.OFFICER, call=evaluation.call)
        and not hasattr(evaluation, "announcement")
    ]


def evaluations_of(user) -> list[Evaluation]:
    """The evaluations of the calls whose officer or committee member the person is, newest first; one query."""
    roles = (Role.OFFICER, *COMMITTEE_ROLES)
    if not any(held.role in roles for held in user.roles()):
        return []
    return list(_evaluations(user, roles).select_related("announcement").order_by("-opened_at"))


def lines_of(evaluations) -> list[dict]:
    """The same as lines of a home page."""
    return [
        {
            "title": evaluation.call.title,
            "url": reverse("evaluation:cut", args=[evaluation.public_id])
            if evaluation.is_of_concepts
            else reverse("evaluation:decisions", args=[evaluation.call.public_id]),
            "note": named(evaluation),
            "document": evaluation,
            "evaluation": evaluation.pk,
        }
        for evaluation in evaluations
    ]
