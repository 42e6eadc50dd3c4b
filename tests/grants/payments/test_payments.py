"""Asking, initiating, approving, confirming, stopping: who may, what stands against it, what is booked."""

import uuid
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import Sum

from grants import clock
from grants.models import Contract, Message, Payment, PaymentRequest, Posting
from grants.organisations.actions.bank_accounts import add_bank_account
from grants.payments.actions.ledger import close_period
from grants.payments.actions.payments import (
    Contradiction,
    approve_payment,
    cancel_payment,
    confirm_payment,
    initiate_payment,
    reject_payment,
    return_payment,
)
from grants.payments.actions.requests import request_payment, return_request, withdraw_request
from grants.payments.standing import seen_hash
from grants.workflow import Refused
from tests.grants.payments.paying import LATER, OTHER_ACCOUNT, screen, verify

pytestmark = pytest.mark.django_db


def D(text):
    return Decimal(text)


def approve(payment, by):
    return approve_payment(payment, by=by, seen_sha256=seen_hash(payment))


def confirm(payment, by, **changes):
    told = {
        "key": uuid.UUID(int=1), "value_date": date(2026, 9, 26), "bank_reference": "B-1", "amount": payment.amount,
    }  # fmt: skip
    return confirm_payment(payment, by=by, **told | changes)


def balances():
    rows = Posting.objects.order_by("account").values_list("account").annotate(sum=Sum("amount"))
    return {account: amount for account, amount in rows if amount}


def codes(error):
    return [reason.code for reason in error.value.reasons]


# Requests ---------------------------------------------------------------------------------------


def test_the_first_instalment_is_asked_for_at_what_the_calculator_says(request_, contract):
    assert request_.amount == D("120000.00")
    assert request_.calculation["result"]["payable"] == "120000.00"
    assert request_.calculation["inputs"]["budget"] == ["150000.00", "150000.00"]
    assert [event.action for event in request_.events.all()] == ["request"]
    assert balances() == {"commitment": D("-250000.00"), "committed": D("250000.00")}
    assert Message.objects.get(kind="paymentrequest_request").recipient.name == "Ana"


def test_one_request_waits_at_a_time(request_, contract, ana):
    with pytest.raises(Refused, match="waits already"):
        request_payment(contract, by=ana, kind="first")


def test_nothing_is_asked_for_before_the_signature(contract, later, ana):
    Contract.objects.filter(pk=contract.pk).update(state="sent")

    with pytest.raises(Refused) as error:
        request_payment(contract, by=ana, kind="first")
    assert codes(error) == ["not_signed"]


def test_nothing_is_asked_for_when_nothing_is_due(contract, later, ana):
    with pytest.raises(Refused) as error:
        request_payment(contract, by=ana, kind="further", incurred=D("1.00"))
    assert codes(error) == ["nothing_due"]


@pytest.mark.parametrize("amount", ["-0.01", "0.001", "NaN", "Infinity"])
def test_costs_that_are_no_amount_are_refused(contract, later, ana, amount):
    with pytest.raises(Refused) as error:
        request_payment(contract, by=ana, kind="further", incurred=D(amount))
    assert codes(error) == ["amount"]


@pytest.mark.parametrize("amount", ["0", "-0", "-1.00", "100000.001"])
def test_an_amount_asked_for_is_more_than_nothing_and_in_cents(contract, later, ana, amount):
    with pytest.raises(Refused) as error:
        request_payment(contract, by=ana, kind="first", requested=D(amount))
    assert "amount" in codes(error)


def test_asking_for_less_is_possible_and_for_more_is_cut(contract, later, ana, diego):
    less = request_payment(contract, by=ana, kind="first", requested=D("100000.00"))
    assert less.amount == D("100000.00")
    withdraw_request(less, by=ana)

    more = request_payment(contract, by=diego, kind="first", requested=D("1000000000000.00"))
    assert (more.number, more.amount) == (2, D("120000.00"))


def test_a_request_is_sent_back_with_its_reason(request_, elena):
    with pytest.raises(Refused, match="Say why"):
        return_request(request_, by=elena, reason=" ")

    returned = return_request(request_, by=elena, reason="The account is missing")
    assert returned.state == "returned"
    assert Message.objects.filter(kind="paymentrequest_return").count() == 1


# Initiating -------------------------------------------------------------------------------------


def test_elena_initiates_and_the_request_is_being_paid(payment, request_, account):
    request_.refresh_from_db()

    assert (payment.state, payment.amount, payment.account) == ("initiated", D("120000.00"), account)
    assert payment.reference == "922-AIV-001-P1"
    assert request_.state == "in_payment"


def test_without_a_verified_account_nothing_is_initiated(request_, elena):
    with pytest.raises(Refused) as error:
        initiate_payment(request_, by=elena)
    assert codes(error) == ["no_account"]


def test_while_a_change_of_the_account_waits_nothing_is_initiated(request_, account, chamber, ana, elena):
    add_bank_account(chamber, by=ana, data=OTHER_ACCOUNT)

    with pytest.raises(Refused) as error:
        initiate_payment(request_, by=elena)
    assert codes(error) == ["account_pending"]


def test_a_contract_changed_since_the_request_asks_for_a_new_one(request_, account, contract, elena):
    contract.budget.lines.filter(year=1).update(quantity=D("10"), amount=D("125000.00"))

    with pytest.raises(Refused) as error:
        initiate_payment(request_, by=elena)
    assert codes(error) == ["amount_changed"]


# Approving --------------------------------------------------------------------------------------


def test_hugo_approves_and_it_is_booked_as_on_its_way(payment, hugo):
    approved = approve(payment, hugo)

    assert (approved.state, approved.approved_by, approved.approved_at) == ("approved", hugo, LATER)
    assert balances() == {
        "commitment": D("-250000.00"), "committed": D("250000.00"), "owed": D("-120000.00"),
        "prefinancing": D("120000.00"),
    }  # fmt: skip
    assert Message.objects.filter(kind="payment_approve").count() == 1


def test_who_initiates_cannot_approve_nor_reject(payment, elena):
    for act in (lambda: approve(payment, elena), lambda: reject_payment(payment, by=elena, reason="no")):
        with pytest.raises(Refused) as error:
            act()
        assert codes(error) == ["same_person"]
    assert Payment.objects.get().state == "initiated"


def test_the_database_too_knows_the_second_person(payment, elena):
    with pytest.raises(IntegrityError, match="payment_second_person"), transaction.atomic():
        Payment.objects.filter(pk=payment.pk).update(approved_by=elena)


def test_an_approval_without_a_person_is_refused_by_the_database(payment):
    with pytest.raises(IntegrityError, match="payment_approved_has_person"), transaction.atomic():
        Payment.objects.filter(pk=payment.pk).update(state="approved")


def test_hugo_approves_what_he_saw_or_nothing(payment, hugo):
    with pytest.raises(Refused) as error:
        approve_payment(payment, by=hugo, seen_sha256="0" * 64)
    assert codes(error) == ["not_seen"]


@pytest.mark.parametrize(
    "change",
    [
        lambda payment: Payment.objects.filter(pk=payment.pk).update(amount=D("119999.99")),
        lambda payment: (
            type(payment.account).objects.filter(pk=payment.account_id).update(iban="ES9121000418450200051332")
        ),
        lambda payment: Contract.objects.filter(pk=payment.contract_id).update(grant=D("249999.99")),
    ],
)
def test_what_changes_while_the_page_is_open_stops_the_approval(payment, hugo, change):
    seen = seen_hash(payment)
    change(payment)

    with pytest.raises(Refused) as error:
        approve_payment(payment, by=hugo, seen_sha256=seen)
    assert codes(error) == ["not_seen"]

    with pytest.raises(Refused) as error:  # looked at again: still not what Elena initiated
        approve(Payment.objects.with_contract().get(pk=payment.pk), hugo)
    assert "changed" in codes(error)


def test_an_account_changed_since_the_initiation_stops_the_approval(payment, chamber, ana, elena, diego, hugo):
    verify(chamber, by=ana, first=elena, second=diego, data=OTHER_ACCOUNT)
    payment = Payment.objects.with_contract().get(pk=payment.pk)

    with pytest.raises(Refused) as error:
        approve(payment, hugo)
    assert codes(error) == ["account", "changed"]


def test_a_change_of_the_account_that_waits_stops_the_approval(payment, chamber, ana, hugo):
    add_bank_account(chamber, by=ana, data=OTHER_ACCOUNT)

    with pytest.raises(Refused) as error:
        approve(payment, hugo)
    assert codes(error) == ["account_pending"]


def test_a_screening_older_than_a_day_stops_the_approval(payment, hugo, contract, elena):
    with clock.at(LATER + timedelta(hours=24, seconds=1)):
        with pytest.raises(Refused) as error:
            approve(payment, hugo)
        assert codes(error) == ["not_screened", "not_screened"]  # both parties

        screen(contract, by=elena)
        assert approve(payment, hugo).state == "approved"


def test_an_open_match_of_any_party_stops_the_approval(payment, hugo, contract, elena, partner_organisation):
    screen(contract, by=elena, hits=[partner_organisation], note="Same name in Annex I")

    with pytest.raises(Refused) as error:
        approve(payment, hugo)
    assert codes(error) == ["sanctions_hit"]


def test_an_organisation_under_another_name_is_screened_anew(payment, hugo, chamber):
    type(chamber).objects.filter(pk=chamber.pk).update(legal_name="Cámara de Cusco y Puno")

    with pytest.raises(Refused) as error:
        approve(payment, hugo)
    assert codes(error) == ["not_screened"]


def test_a_payment_is_approved_once(payment, hugo):
    approve(payment, hugo)

    with pytest.raises(Refused) as error:
        approve(Payment.objects.with_contract().get(pk=payment.pk), hugo)
    assert codes(error) == ["wrong_state"]
    assert Posting.objects.filter(account="owed").count() == 1


# Limits -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("amount", ["0", "-1", "NaN", "Infinity", "1000000000000", "130000.01"])
def test_the_database_refuses_amounts_that_are_none_or_pass_the_grant(payment, amount):
    """130,000.01 beside a second payment of 120,000.00 would be a cent more than the grant."""
    other = PaymentRequest.objects.create(
        contract=payment.contract, number=2, kind="further", amount=D("1.00"), calculation={}, sha256="",
        requested_by=payment.initiated_by, requested_at=LATER, state="paid",
    )  # fmt: skip
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO grants_payment (public_id, reference, request_id, contract_id, kind, amount, account_id,"
            " state, seen_sha256, initiated_by_id, initiated_at, bank_reference)"
            " SELECT gen_random_uuid(), 'x', %s, contract_id, 'further', %s, account_id, 'initiated', '',"
            " initiated_by_id, now(), '' FROM grants_payment",
            [other.pk, amount],
        )


def test_a_grant_lowered_below_what_is_asked_for_stops_the_initiation(request_, account, contract, elena):
    Contract.objects.filter(pk=contract.pk).update(grant=D("119999.99"))

    with pytest.raises(Refused) as error:
        initiate_payment(request_, by=elena)
    assert codes(error) == ["amount_changed"]


# Confirming -------------------------------------------------------------------------------------


def test_the_bank_confirms_and_it_is_booked_as_paid(paid, request_):
    request_.refresh_from_db()

    assert (paid.state, request_.state) == ("confirmed", "paid")
    assert balances() == {
        "bank": D("-120000.00"), "commitment": D("-130000.00"), "committed": D("130000.00"),
        "prefinancing": D("120000.00"),
    }  # fmt: skip
    assert Message.objects.filter(kind="payment_confirm").count() == 1


def test_the_same_confirmation_twice_is_one(paid, elena):
    postings = Posting.objects.count()
    again = confirm(paid, elena, key=paid.public_id)

    assert (again.pk, Posting.objects.count()) == (paid.pk, postings)
    assert paid.events.filter(action="confirm").count() == 1


@pytest.mark.parametrize("other", [{"amount": D("1.00")}, {"bank_reference": "B-2"}, {"value_date": date(2026, 9, 25)}])
def test_the_same_key_with_other_contents_is_a_contradiction(paid, elena, other):
    with pytest.raises(Contradiction, match="already, with other data"):
        confirm(paid, elena, key=paid.public_id, **other)


@pytest.mark.parametrize(
    ("other", "code"),
    [
        ({"amount": D("119999.99")}, "amount"),
        ({"value_date": date(2026, 9, 27)}, "value_date"),
        ({"value_date": date(2026, 9, 25)}, "value_date"),
        ({"bank_reference": " "}, "bank_reference"),
    ],
)
def test_a_confirmation_that_cannot_be_right_is_refused(payment, hugo, elena, other, code):
    approved = approve(payment, hugo)

    with pytest.raises(Refused) as error:
        confirm(approved, elena, **other)
    assert codes(error) == [code]


def test_one_confirmation_of_the_bank_settles_one_payment(paid, elena, hugo, second_contract, account, diego):
    lead = second_contract.project.lead
    manager = lead.managers().get()
    verify(lead, by=manager, first=elena, second=diego, data=OTHER_ACCOUNT)
    screen(second_contract, by=elena)
    other = initiate_payment(request_payment(second_contract, by=manager, kind="first"), by=elena)
    other = approve(other, hugo)

    with pytest.raises(Contradiction, match="confirms another payment"):
        confirm(other, elena, key=uuid.UUID(int=2))
    assert confirm(other, elena, key=uuid.UUID(int=2), bank_reference="B-2").state == "confirmed"


def test_a_value_date_in_a_closed_period_is_booked_today(payment, hugo, elena):
    approved = approve(payment, hugo)
    with clock.at(LATER + timedelta(days=6)):
        close_period(date(2026, 9, 30), by=hugo)
        confirm(approved, elena)

    settled = approved.ledger_entries.get(kind="settlement")
    assert (settled.booked_on, Payment.objects.get().value_date) == (date(2026, 10, 2), date(2026, 9, 26))


# Stopping ---------------------------------------------------------------------------------------


def test_a_rejected_payment_can_be_initiated_again(payment, hugo, elena, request_):
    with pytest.raises(Refused, match="Say why"):
        reject_payment(payment, by=hugo, reason="")
    reject_payment(payment, by=hugo, reason="Which period?")

    assert Message.objects.get(kind="payment_reject").recipient == elena
    again = initiate_payment(request_, by=elena)
    assert again.reference == "922-AIV-001-P2"
    assert Posting.objects.filter(account="owed").count() == 0


def test_elena_cancels_before_the_approval_and_not_after(payment, hugo, elena):
    cancelled = cancel_payment(payment, by=elena, reason="Wrong request")
    assert cancelled.state == "cancelled"

    with pytest.raises(Refused) as error:
        cancel_payment(cancelled, by=elena, reason="again")
    assert codes(error) == ["wrong_state"]


@pytest.mark.parametrize("is_confirmed", [False, True])
def test_what_the_bank_returns_is_taken_back_by_contrary_entries(payment, hugo, elena, is_confirmed, request_):
    approved = approve(payment, hugo)
    approved = confirm(approved, elena) if is_confirmed else approved

    return_payment(approved, by=elena, reason="Account closed")

    assert balances() == {"commitment": D("-250000.00"), "committed": D("250000.00")}
    request_.refresh_from_db()
    assert request_.state == "requested"
    assert initiate_payment(request_, by=elena).state == "initiated"


def test_money_that_comes_back_while_another_request_waits_is_noted_once_that_one_is_out_of_the_way(
    paid, contract, ana, elena
):
    further = request_payment(contract, by=ana, kind="further", incurred=D("110100.00"))

    with pytest.raises(Refused) as refused:
        return_payment(paid, by=elena, reason="Account closed")

    assert [reason.code for reason in refused.value.reasons] == ["request_waits"]
    assert str(refused.value.reasons[0]).startswith("Another request of this contract waits")
    paid.refresh_from_db()
    assert paid.state == "confirmed"
    return_request(further, by=elena, reason="The first instalment came back")
    assert return_payment(paid, by=elena, reason="Account closed").state == "returned"


# Further instalments ----------------------------------------------------------------------------


def test_a_further_instalment_asks_for_seventy_percent_spent(paid, contract, ana):
    short = request_payment(contract, by=ana, kind="further", incurred=D("100000.00"))
    assert short.amount == D("96000.00")  # 84,000.00 needed, 80,000.00 spent: 4,000.00 less; the cap leaves 96,000.00
    withdraw_request(short, by=ana)

    enough = request_payment(contract, by=ana, kind="further", incurred=D("110100.00"))
    assert enough.amount == D("96000.00")
    assert enough.calculation["result"]["findings"][1]["params"]["percent"] == "73.4"


# People -----------------------------------------------------------------------------------------


def test_the_books_still_name_who_approved_when_the_account_is_anonymised(paid, hugo):
    type(hugo).objects.filter(pk=hugo.pk).update(name="", email="gone@anonymous.invalid", is_active=False)

    entry = paid.ledger_entries.get(kind="approval")
    assert (entry.by_id, entry.by.public_id, entry.role) == (hugo.pk, hugo.public_id, "finance_approver")
    event = paid.events.get(action="approve")
    assert (event.actor_id, event.changes["role"]) == (hugo.pk, "finance_approver")


def test_a_stranger_sees_no_payment_and_the_donor_none(paid, fabio, olga, ana, bruno, diego, axel, elena, clara):
    seen = {user.name: Payment.objects.visible_to(user).count() for user in
            (fabio, olga, ana, bruno, diego, axel, elena, clara)}  # fmt: skip

    assert seen == {
        "Fabio": 0, "Olga": 0, "Ana": 1, "Bruno": 1, "Diego": 1, "Axel": 1, "Elena": 1, "Clara": 0,
    }  # fmt: skip
