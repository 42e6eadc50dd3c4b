"""The committee's decision on a call and its announcement, money moved between calls, an award renounced."""

from datetime import timedelta
from decimal import Decimal

from django.utils.translation import override

from grants import clock
from grants.evaluation.actions.announcement import announce_evaluation
from grants.evaluation.actions.awards import renounce_award
from grants.evaluation.actions.ballots import cast_vote, decide_ballot, put_to_vote
from grants.evaluation.actions.committee import sign_declaration
from grants.evaluation.actions.envelopes import propose_envelope_move
from grants.evaluation.models import Award
from grants.evaluation.queries.declaration import declaration_hash
from grants.management.demo.data import moment, read
from grants.management.demo.working import work
from grants.proposals.actions import approve

VOTERS = ("vera", "victor", "valeria")
COMMITTEE = ("ines", "sonia", *VOTERS)
HOUR = timedelta(hours=1)


def declare(evaluation, people, at, *, names=COMMITTEE):
    """The members of the committee sign, each in their own language."""
    for place, name in enumerate(names):
        by = people[name]
        with clock.at(at + place * HOUR), override(by.language):
            sign_declaration(evaluation, by=by, sha256=declaration_hash(by.language))


def put(lot, people, at):
    """Sonia puts the lot to the vote; returns the Ballot."""
    with clock.at(at), override(people["sonia"].language):
        return put_to_vote(lot, by=people["sonia"])


def vote(ballot, people, at):
    """All three vote yes, a day apart from the one before."""
    for place, name in enumerate(VOTERS):
        with clock.at(at + place * timedelta(hours=20)):
            cast_vote(ballot, by=people[name], choice="yes")


def decide(call, people, dates):
    """Every lot is put, voted on and closed by Ines."""
    declare(call.evaluation, people, dates["put"] - timedelta(days=1))
    lots = list(call.lots.order_by("position"))
    ballots = [put(lot, people, dates["put"] + place * HOUR) for place, lot in enumerate(lots)]
    for place, ballot in enumerate(ballots):
        vote(ballot, people, dates["put"] + timedelta(days=1) + place * HOUR)
    for place, ballot in enumerate(ballots):
        with clock.at(dates["decided"] + place * HOUR):
            decide_ballot(ballot, by=people["ines"])


def announce(evaluation, people, dates):
    """Diego arranges it; the letters are written at once, and everybody hears at the instant."""
    with clock.at(dates["arranged"]):
        announce_evaluation(evaluation, by=people["diego"], at=dates["announced"])
        work("tell_candidates", evaluation)
    with clock.at(dates["announced"]):
        work("conclude_announcement", evaluation)


def move_money(from_call, to_call, people):
    """What the first call left over goes to the second, lot by lot, by two persons."""
    data = read("evaluation.toml")["moves"]
    for lot in from_call.lots.order_by("position"):
        amount = Decimal(data["amounts"][lot.code])
        with clock.at(moment(data["proposed"])):
            proposal = propose_envelope_move(
                lot, by=people["diego"], to_lot=to_call.lots.get(code=lot.code), amount=amount, reason=data["reason"]
            )
        with clock.at(moment(data["approved"])):
            approve(proposal, by=people["dora"])


def renounce(case):
    """The lead gives its award back."""
    award = Award.objects.get(candidate__application__start_key=case.start_key)
    data = read("evaluation.toml")["renounced"]
    with clock.at(moment(data["at"])):
        renounce_award(award, by=award.candidate.application.started_by, note=data["note"])
