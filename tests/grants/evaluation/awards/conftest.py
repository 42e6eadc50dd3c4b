"""A call in June, its scores consolidated: five candidates ranked in the first lot, a committee that has signed."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import translation

from grants import clock, models
from grants.evaluation.actions.ballots import cast_vote, decide_ballot, put_to_vote
from grants.evaluation.actions.committee import sign_declaration
from grants.evaluation.queries.declaration import declaration_hash
from tests.factories import ApplicationFactory, OrganisationFactory, UserFactory, join
from tests.life import candidate_of, evaluation_of

JUNE = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
"""When the tests of this folder play: two months after the deadline."""

ASKED = ("300000.00", "250000.00", "300000.00", "200000.00", "280000.00")
SCORES = ("91.5", "88", "80", "79", "75")


@pytest.fixture
def june():
    """Freeze the clock in June, in English outside pages."""
    with clock.at(JUNE), translation.override("en"):
        yield JUNE


def submission_of(application, number=1):
    """A submission of an application, its content of no matter."""
    return models.Submission.objects.create(
        application=application, number=1, document={"schema": 1}, sha256="0" * 64,
        frozen_at=JUNE - timedelta(days=70), frozen_by=application.started_by,
        receipt_number=f"R-{application.pk}", received_at=JUNE - timedelta(days=70),
    )  # fmt: skip


def ranked_candidate(evaluation, lot, *, lead=None, partner=None, **fields):
    """A candidate in the ranking of a lot, with consortium and people of its own unless given."""
    lead = lead or OrganisationFactory(manager=UserFactory(language="es"))
    number = models.Candidate.objects.count() + 1
    manager = lead.memberships.filter(role="manager").first().user
    application = ApplicationFactory(
        call=evaluation.call, lead=lead, lot=lot, started_by=manager, state="submitted",
        submitted_at=JUNE - timedelta(days=70), reference=f"AIV-2026-{number:04d}", title=f"Project {number}",
    )  # fmt: skip
    join(application, partner or OrganisationFactory(country="IT", kind="association", manager=UserFactory()))
    values = {"state": "ranked", "score": Decimal("80.0000"), "rank": number} | fields
    return candidate_of(submission_of(application), evaluation, lot=lot, **values)


@pytest.fixture
def committee(ines, sonia, vera, victor, valeria):
    """Chair, secretary and three voters."""
    return {"ines": ines, "sonia": sonia, "vera": vera, "victor": victor, "valeria": valeria}


@pytest.fixture
def evaluation(june, call, diego):
    """The evaluation of the call, its scores consolidated."""
    return evaluation_of(call, by=diego, state="consolidated")


@pytest.fixture
def lot(call):
    """The first lot, with 800,000 EUR."""
    lot = call.lots.first()
    lot.envelope = Decimal("800000.00")
    lot.save()
    return lot


@pytest.fixture
def ranked(evaluation, lot, chamber, partner_organisation):
    """Five candidates asking for 300, 250, 300, 200 and 280 thousand EUR; Ana's chamber leads the first."""
    return [
        ranked_candidate(
            evaluation, lot, rank=rank, score=Decimal(score), requested=Decimal(asked), total_cost=Decimal("375000.00"),
            **({"lead": chamber, "partner": partner_organisation} if rank == 1 else {}),
        )
        for rank, (score, asked) in enumerate(zip(SCORES, ASKED, strict=True), start=1)
    ]  # fmt: skip


def sign(evaluation, *people):
    """These people sign the declaration."""
    with translation.override("en"):
        for person in people:
            sign_declaration(evaluation, by=person, sha256=declaration_hash("en"))


@pytest.fixture
def signed(evaluation, committee):
    """The committee, all of whom have signed."""
    sign(evaluation, *committee.values())
    return committee


@pytest.fixture
def ballot(ranked, lot, signed):
    """The lot as it is, put to the vote by Sonia."""
    return put_to_vote(lot, by=signed["sonia"])


def vote(ballot, *people, choice="yes", reason=""):
    """These people vote."""
    for person in people:
        cast_vote(ballot, by=person, choice=choice, reason=reason)


@pytest.fixture
def decided(ballot, signed):
    """The lot decided, and with it the evaluation: two selected, three in reserve."""
    vote(ballot, signed["vera"], signed["victor"], signed["valeria"])
    return decide_ballot(ballot, by=signed["ines"])


def states(candidates):
    """The states of the candidates as they are in the database, in the order given."""
    fresh = models.Candidate.objects.in_bulk([candidate.pk for candidate in candidates])
    return [fresh[candidate.pk].state for candidate in candidates]


def conflict(person, organisation):
    """A live conflict of the person with the organisation."""
    return models.Conflict.objects.create(
        person=person, organisation=organisation, origin="declared", reason="Family", at=JUNE, by=person
    )
