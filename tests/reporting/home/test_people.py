"""What waits around people and organisations on home pages: documents that end, accounts, concerns."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from grants import clock
from grants.diligence.actions.records import escalate_flag, propose_clearing_flag, raise_flag
from grants.organisations.actions.bank_accounts import add_bank_account
from grants.organisations.actions.invitations import invite_member
from reporting.home.people import waiting_around_people
from tests.factories import NOON
from tests.grants.organisations.test_legal import give
from tests.grants.payments.paying import ACCOUNT
from tests.reporting.home.test_home import waiting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def test_managers_find_documents_that_end_within_sixty_days_or_have_ended(login, chamber, ana, amalia):
    give(chamber, ana, kind="register", expires_on=date(2026, 5, 9))
    give(chamber, ana, kind="tax", issued_on=date(2025, 1, 1), expires_on=date(2026, 3, 9))
    give(chamber, ana, kind="powers", expires_on=date(2026, 5, 10))

    assert waiting(login(ana)) == [
        "Tax certificate of CCC has expired", "Extract of the register of CCC expires",
    ]  # fmt: skip
    assert waiting(login(amalia)) == []
    give(chamber, ana, kind="tax")
    assert waiting(login(ana)) == ["Extract of the register of CCC expires"]


def test_officers_and_finance_find_concerns_until_a_second_person_decides(
    login, chamber, elena, hugo, diego, dora, call
):
    dora.role_assignments.update(call=call)
    flag = raise_flag(chamber, by=elena, concern="A letter box", severity="serious")
    with clock.at(NOON + timedelta(days=1)):
        for person in (elena, hugo, diego):
            (line,) = login(person).get("/home/").context["waiting"]
            assert line["title"] == "Settle the concern about CCC"
            assert line["note"].endswith("open since 10 March 2026")
        assert "concern" not in str(waiting(login(dora)))

    flag = escalate_flag(flag, by=elena, reason="Seen")
    assert waiting(login(hugo)) == ["Settle the concern about CCC"]
    propose_clearing_flag(flag, by=elena, reason="Moved")
    assert waiting(login(hugo)) == ["Decide: Clear a concern about an organisation"]
    assert waiting(login(elena)) == []
    chamber.memberships.create(user=hugo, role="reader", since=NOON)
    assert waiting(login(hugo)) == []


def test_all_of_it_is_one_query_however_much_there_is(chamber, rival, ana, elena, diego):
    for number in range(3):
        raise_flag(chamber, by=elena, concern=str(number), severity="minor")
        invite_member(rival, email=diego.email, role="reader", by=ana) if not number else None
    add_bank_account(rival, by=ana, data=ACCOUNT)
    diego.roles(), diego.memberships_now()
    with CaptureQueriesContext(connection) as queries:
        assert len(waiting_around_people(diego)) == 5

    assert len(queries) == 1
