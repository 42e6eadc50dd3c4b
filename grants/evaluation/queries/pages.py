"""What the pages of rankings, votes, awards and letters show."""

from decimal import Decimal
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grants.calls.models import Lot
from grants.evaluation.models import Candidate
from grants.evaluation.queries.concerns import concerns_about, selected_in
from grants.evaluation.queries.desks import above_lot
from grants.evaluation.queries.envelopes import envelope_of, moves_of
from grants.evaluation.queries.letters import decision_of, letters_to, preview_of
from grants.evaluation.queries.lists import STATE_OF
from grants.evaluation.queries.ranking import (
    awards_for,
    cut_of,
    next_in_reserve,
    ranking_for,
)
from grants.evaluation.queries.ways import above_decisions, stages_of
from grants.evaluation.queries.withheld import has_conflict_in, withheld_from
from grants.evaluation.ranking import draw_line
from grants.evaluation.workflow import AwardState, BallotState, CandidateState, EvaluationState
from grants.permissions import Role
from grants.words import country_name

MOST_PASSED_OVER = 8
"""How many of those that do not fit the page of the proposal offers to pass over."""

LETTERS_PER_PAGE = 50


RANKED_PER_PAGE = 200
"""Lines of a ranking on one page: a lot of any call so far, but not of any that may come."""


def ranking_page(lot, user, envelope=None, number=None) -> dict:
    """The ranking of a lot for a reader, with the next step of that reader; page ``number`` of its lines."""
    ballots = lot.ballots.filter(evaluation__step=lot.call.step).exclude(state=BallotState.WITHDRAWN)
    ballot = ballots.order_by("-put_at", "-pk").first()
    ranking = ranking_for(lot, user, envelope=envelope)
    below = Candidate.objects.filter(
        lot=lot, evaluation__step=lot.call.step, state=CandidateState.BELOW_THRESHOLD
    ).count()
    page = Paginator(ranking.rows, RANKED_PER_PAGE).get_page(number)
    return {
        "lot": lot,
        "above": above_decisions(lot.call),
        "ranking": ranking,
        "page": page,
        "columns": [
            {"label": label, "kind": kind, "places": places, "hint": hint}
            for label, kind, places, hint in RANKING_COLUMNS
        ],
        "lines": ranking_lines(page),
        "query": urlencode({"envelope": envelope}) + "&" if envelope is not None else "",
        "ballot": ballot,
        "below": below if not ranking.withheld else None,
        "is_what_if": envelope is not None,
        "action": _ranking_step(lot, user, ballot, ranking),
        "links": _ranking_links(lot, user, ranking),
    }


RANKING_COLUMNS = (
    (gettext_lazy("Application"), "", 0, gettext_lazy("Reference, lead, country")),
    (gettext_lazy("Place"), "number", 0, ""),
    (gettext_lazy("Decision"), "", 0, ""),
    (gettext_lazy("Score"), "number", 2, ""),
    (gettext_lazy("Requested, EUR"), "money", 2, ""),
    (gettext_lazy("Sum to here, EUR"), "money", 2, ""),
)
"""Heads of the ranking: words, kind, decimals, what stands small below."""


def ranking_lines(part):
    """The lines of a part of the ranking, for components/table.html, with the funding line among them."""
    candidates = Candidate.objects.filter(pk__in=[row.entry.key for row in part]).order_by()
    names = {
        pk: {"text": title, "hint": f"{reference} · {short_name or legal_name} · {country_name(country)}"}
        for pk, title, reference, country, short_name, legal_name in candidates.values_list(
            "pk", "title", "reference", "country", "lead__short_name", "lead__legal_name"
        )
    }
    lines = []
    for row in part:
        entry = row.entry
        lines.append([names[entry.key], row.place, row.outcome.label, entry.score, entry.requested, row.sum])
        if row.is_last_selected:
            lines.append(_("Funding line"))
    return lines


def _ranking_step(lot, user, ballot, ranking):
    may_put = user.has_perm("grants.put_to_vote", lot) and not ranking.withheld
    if ballot is not None and ballot.state == BallotState.OPEN:
        return {"url": reverse("evaluation:ballot", args=[ballot.public_id]), "label": _("Open the vote")}
    if may_put and ranking.rows and (ballot is None or ballot.state == BallotState.REJECTED):
        return {"url": reverse("evaluation:put", args=[lot.public_id]), "label": _("Put to the vote")}
    return None


def _ranking_links(lot, user, ranking):
    links = []
    if ranking.is_decided and user.has_perm("grants.promote_reserve", lot):
        links.append({"url": reverse("evaluation:promote", args=[lot.public_id]), "label": _("Promote from reserve")})
    if user.has_perm("grants.move_envelope", lot):
        links.append({"url": reverse("evaluation:move", args=[lot.public_id]), "label": _("Move money")})
    return links


def could_be_passed_over(ranking) -> list[Candidate]:
    """Those below the line, best first: the committee may go on below one that does not fit."""
    if ranking.withheld or ranking.is_decided:
        return []
    waiting = [row.entry.key for row in ranking.rows if row.outcome == CandidateState.RESERVE]
    return list(Candidate.objects.filter(pk__in=waiting[:MOST_PASSED_OVER]).order_by("rank"))


def put_page(lot, ranking, passed_over) -> dict:
    """Where the line falls with those passed over, before it is put to the vote; ``ranking`` is the reader's."""
    page = {"lot": lot, "above": above_lot(lot), "has_conflict": bool(ranking.withheld)}
    if ranking.withheld:
        return page
    over = frozenset(candidate.pk for candidate in passed_over)
    line = draw_line([row.entry for row in ranking.rows], ranking.money.in_force, cut_of(ranking.rules), over)
    candidates = Candidate.objects.in_bulk([entry.key for entry in (*line.selected, *line.reserve)])
    return page | {
        "line": line,
        "money": ranking.money,
        "selected": [candidates[entry.key] for entry in line.selected],
        "reserve": [candidates[entry.key] for entry in line.reserve],
    }


def ballot_page(ballot, user) -> dict:
    """A proposal as it is frozen and how the vote stands, as this reader may see it.

    How each voted is shown once the vote is closed; until then only who has voted.
    """
    candidates = Candidate.objects.filter(lot=ballot.lot, evaluation=ballot.evaluation)
    kept = withheld_from(user, candidates)
    hidden = {str(public_id) for public_id in candidates.filter(pk__in=kept).values_list("public_id", flat=True)}
    document = ballot.proposed.document
    seats = list(ballot.seats.select_related("voter", "vote"))
    own = next((seat for seat in seats if seat.voter_id == user.pk), None)
    is_open = ballot.state == BallotState.OPEN
    count = ballot.count()
    may_close = is_open and user.has_perm("grants.decide_ballot", ballot) and not kept
    return {
        "ballot": ballot,
        "lot": ballot.lot,
        "above": above_lot(ballot.lot, ballot.evaluation),
        "has_conflict": bool(kept),
        "withheld": len(kept),
        "rows": [_frozen(row) for row in document["ranking"] if row["candidate"] not in hidden],
        "envelope": Decimal(document["envelope"]),
        "is_cut": ballot.evaluation.is_of_concepts,
        "lead": _("Who is invited to the full application") if ballot.evaluation.is_of_concepts else "",
        "threshold": None if kept else _amount(document, "threshold"),
        "sums": [] if kept else _sums(document),
        "seats": seats,
        "count": count,
        "is_open": is_open,
        "own": own,
        "may_vote": is_open and own is not None and own.choice is None,
        "may_close": may_close,
        "concerns": concerns_about(selected_in(ballot.lot, document)) if may_close else [],
        "may_withdraw": is_open and user.has_perm("grants.withdraw_ballot", ballot),
    }


def _sums(document):
    """What was put to the vote comes to: of a funding line, or of a cut."""
    labels = {
        "used": _("Used by the selected"),
        "left": _("Left below the line"),
        "aim": _("To be reached"),
        "asked": _("Asked for by the invited"),
    }
    return [(label, _amount(document, name)) for name, label in labels.items() if document.get(name) is not None]


def _amount(document, name):
    return None if document.get(name) is None else Decimal(document[name])


def _frozen(row):
    return row | {
        "score": Decimal(row["score"]),
        "requested": Decimal(row["requested"]),
        "outcome": STATE_OF[row["place"]].label,
    }


def awards_page(call, user) -> dict:
    """The awards of a call that the reader may see, with totals; partial where some are withheld."""
    awards = list(awards_for(call, user))
    live = [award for award in awards if award.state != AwardState.RENOUNCED]
    withheld = has_conflict_in(user, call=call)
    return {
        "call": call,
        "above": above_decisions(call),
        "stages": stages_of(call.evaluation, user, "awards"),
        "awards": [_award_row(award, user) for award in awards],
        "grants": sum((award.grant for award in live), Decimal("0.00")),
        "costs": sum((award.total_cost for award in live), Decimal("0.00")),
        "count": len(live),
        "withheld": withheld,
    }


def award_columns():
    """Heads of the file of awards."""
    return [
        {"label": _("Application"), "hint": _("Reference")},
        {"label": _("Lead applicant")},
        {"label": _("State")},
        {"label": _("Lot")},
        {"label": capfirst(_("EU contribution, EUR")), "kind": "money"},
        {"label": _("Total cost, EUR"), "kind": "money"},
    ]


def award_lines(rows):
    """Awards, as the page has them, as rows of the file."""
    return [
        [
            {"text": award.candidate.title, "hint": award.candidate.reference},
            str(award.candidate.lead),
            {"document": award},
            str(award.lot),
            award.grant,
            award.total_cost,
        ]
        for award in (row["award"] for row in rows)
    ]


def _award_row(award, user):
    is_officer = user.has_role(Role.OFFICER, call=award.call)
    return {
        "award": award,
        "may_renounce": is_officer and award.state == AwardState.ANNOUNCED,
        "next": _after_award(award) if is_officer else None,
    }


def _after_award(award):
    """To the contract of the award, or to its preparation."""
    contract = getattr(award, "contract", None)
    if contract is not None:
        return {"url": contract.get_absolute_url(), "label": _("Contract %(number)s") % {"number": contract.reference}}
    if award.state == AwardState.ANNOUNCED:
        return {"url": reverse("contracts:prepare", args=[award.public_id]), "label": _("Prepare the contract")}
    return None


def lots_to_move_to(lot, user):
    """Lots of calls that are public, apart from this one."""
    return Lot.objects.visible_to(user).filter(call__state="published").exclude(pk=lot.pk).select_related("call")


def move_page(lot, user) -> dict:
    """What the lot has, and what was moved before."""
    return {
        "lot": lot,
        "above": above_lot(lot),
        "money": envelope_of(lot),
        "has_conflict": has_conflict_in(user, lot=lot),
        "moves": moves_of([lot]),
    }


def promote_page(lot, user) -> dict:
    """Who would be promoted, and whether the money is there."""
    has_conflict = has_conflict_in(user, lot=lot)
    candidate = None if has_conflict else next_in_reserve(lot)
    money = envelope_of(lot)
    return {
        "lot": lot,
        "above": above_lot(lot),
        "candidate": candidate,
        "money": money,
        "fits": candidate is not None and candidate.requested <= money.left,
        "has_conflict": has_conflict,
    }


def decision_page(application, candidate, user) -> dict:
    """The decision as its consortium reads it."""
    award = getattr(candidate, "award", None)
    contract = getattr(award, "contract", None)
    may_renounce = (
        award is not None and award.state == AwardState.ANNOUNCED and user.has_perm("grants.renounce_award", award)
    )
    return {
        "application": application,
        "call": application.call,
        "decision": decision_of(candidate),
        "contract_url": contract.get_absolute_url()
        if contract and user.has_perm("grants.read_contract", contract)
        else "",
        "renounce_url": reverse("evaluation:renounce", args=[award.public_id]) if may_renounce else "",
        "above": [
            {"url": reverse("applications:list"), "label": _("Your applications")},
            {"url": application.get_absolute_url(), "label": application.title},
        ],
    }


def announcement_page(evaluation, user, number) -> dict:
    """Who will be told what; partial for who has a conflict, and that is said."""
    kept = withheld_from(user, Candidate.objects.filter(evaluation=evaluation))
    candidates = preview_of(evaluation, kept)
    page = Paginator(candidates, LETTERS_PER_PAGE).get_page(number)
    announcement = getattr(evaluation, "announcement", None)
    return {
        "evaluation": evaluation,
        "call": evaluation.call,
        "above": above_decisions(evaluation.call),
        "stages": stages_of(evaluation, user, "announcement"),
        "announcement": announcement,
        "may_announce": evaluation.state == EvaluationState.DECIDED and announcement is None,
        "page": page,
        "withheld": len(kept),
        "unreachable": sum(candidate.people == 0 for candidate in page.object_list),
        "unapproved": candidates.filter(feedback__approved_at=None).exclude(feedback=None).count(),
    }


def above_letter(call, candidate) -> list[dict]:
    """The pages above the reasons of a candidate."""
    letter = reverse("evaluation:letter", args=[call.public_id, candidate.public_id])
    return [*above_decisions(call), {"url": letter, "label": candidate.reference}]


def letter_page(candidate, user) -> dict:
    """The letters of a candidate as they will be sent, and its reasons."""
    call = candidate.evaluation.call
    feedback = getattr(candidate, "feedback", None)
    is_arranged = hasattr(candidate.evaluation, "announcement")
    pages_above = above_decisions(call)
    if user.has_perm("grants.announce_evaluation", call):
        url = reverse("evaluation:announcement", args=[call.public_id])
        pages_above.append({"url": url, "label": _("Announcement")})
    return {
        "call": call,
        "candidate": candidate,
        "is_decided": candidate.evaluation.state in (EvaluationState.DECIDED, EvaluationState.ANNOUNCED),
        "letters": letters_to(candidate),
        "feedback": feedback,
        "may_write": not is_arranged and user.has_perm("grants.write_reasons", call),
        "may_approve": not is_arranged
        and feedback is not None
        and feedback.approved_at is None
        and feedback.written_by_id != user.pk
        and user.has_perm("grants.approve_reasons", call),
        "above": pages_above,
    }
