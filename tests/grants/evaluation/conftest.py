"""Two days after the deadline: what was handed in, and those who open and judge it."""

import pytest

from grants import clock
from grants.evaluation.actions.opening import open_submissions
from grants.evaluation.models import Candidate
from grants.permissions import Role
from tests.factories import UserFactory
from tests.grants.evaluation.scored import rules_for, signed_assessor
from tests.life import AFTER_DEADLINE, hand_in, sign_declaration


@pytest.fixture
def submission(noon, call, chamber, partner_organisation, ana, bruno):
    """What Ana's chamber and Bruno's association have handed in."""
    return hand_in(call, chamber, partner_organisation, by=ana, signer=bruno, title="Café sin deforestación")


@pytest.fixture
def after_deadline(submission, call):
    """The clock stands two days after the deadline."""
    with clock.at(call.closes_at + AFTER_DEADLINE) as moment:
        yield moment


@pytest.fixture
def evaluation(after_deadline, call, diego, dora):
    """The evaluation Diego has opened in Dora's presence."""
    return open_submissions(call, by=diego, witness=dora)


@pytest.fixture
def candidate(evaluation):
    """Ana's application as the evaluation sees it."""
    return evaluation.candidates.get()


@pytest.fixture
def committee_signed(evaluation, ines, sonia, vera):
    """Chair, secretary and a voter have signed the declaration: they see names from now on."""
    for person in (ines, sonia, vera):
        sign_declaration(evaluation, person)


@pytest.fixture
def carlos(db):
    """A second assessor, beside Clara."""
    return UserFactory(name="Carlos", email="carlos@demo.example", role=Role.ASSESSOR)


@pytest.fixture
def celia(db):
    """A third assessor."""
    return UserFactory(name="Celia", email="celia@demo.example", role=Role.ASSESSOR)


@pytest.fixture
def rules(call):
    """How the call is scored: see scored.rules_for."""
    return rules_for(call)


@pytest.fixture
def eligible(candidate, rules):
    """Ana's application, found eligible."""
    Candidate.objects.filter(pk=candidate.pk).update(state="eligible")
    candidate.refresh_from_db()
    return candidate


@pytest.fixture
def first(evaluation, clara, sonia):
    """Clara as an assessor who has signed."""
    return signed_assessor(evaluation, clara, by=sonia)


@pytest.fixture
def second(evaluation, carlos, sonia):
    """Carlos as an assessor who has signed."""
    return signed_assessor(evaluation, carlos, by=sonia)


@pytest.fixture
def third(evaluation, celia, sonia):
    """Celia as an assessor who has signed."""
    return signed_assessor(evaluation, celia, by=sonia)
