"""Any order of asking, paying, stopping and changing accounts keeps the books right: on real commits."""

import uuid
from collections import Counter
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from grants import clock
from grants.models import BankAccount, Contract, LedgerEntry, Payment, PaymentRequest, Posting
from grants.organisations.actions.bank_accounts import add_bank_account, propose_verification
from grants.payments.actions.books import export_postings, set_account_number
from grants.payments.actions.ledger import close_period, commit_contract
from grants.payments.actions.paid_lists import confirm_paid_list, read_paid_list
from grants.payments.actions.payments import (
    approve_payment,
    cancel_payment,
    confirm_payment,
    initiate_payment,
    reject_payment,
    return_payment,
)
from grants.payments.actions.requests import request_payment, return_request
from grants.payments.models import Account
from grants.payments.queries.paid_lists import judged_now
from grants.payments.queries.paid_lists import seen_hash as rows_hash
from grants.payments.standing import booking_day, seen_hash
from grants.proposals.actions import approve
from grants.workflow import Refused
from tests.grants.payments.paying import ACCOUNT, LATER, OTHER_ACCOUNT, another, screen
from tests.grants.payments.test_invariants import broken

pytestmark = [
    pytest.mark.django_db(transaction=True), pytest.mark.property, pytest.mark.slow, pytest.mark.timeout(600),
]  # fmt: skip


class LedgerMachine(RuleBasedStateMachine):
    """What people do with one contract; ``state`` and ``amounts`` are the model of its payments.

    Examples share the database and its books, so time only goes forward from one to the next.
    """

    people = {}
    made = 0
    now = LATER

    def __init__(self):
        super().__init__()
        cls = type(self)
        cls.made += 1
        cls.now += timedelta(days=2)
        with clock.at(self.now):
            self.contract = another(self.people["call"], self.people["diego"], f"922-AIV-{100 + cls.made}")
            commit_contract(self.contract, by=self.people["diego"])
            self.lead = self.contract.project.lead
            self.manager = self.lead.managers().get()
        self.accounts = [ACCOUNT, OTHER_ACCOUNT]
        self.state, self.amounts = {}, {}

    def tries(self, act, *args, **kwargs):
        try:
            with clock.at(self.now):
                return act(*args, **kwargs)
        except Refused:
            return None

    def payment(self, *states):
        return Payment.objects.with_contract().filter(contract=self.contract, state__in=states).order_by("pk").last()

    def request(self):
        return PaymentRequest.objects.filter(contract=self.contract, state="requested").first()

    def keep(self, payment):
        if payment is not None:
            self.state[payment.pk], self.amounts[payment.pk] = payment.state, payment.amount

    @rule(kind=st.sampled_from(["first", "further"]), spent=st.integers(0, 300_000))
    def ask(self, kind, spent):
        costs = Decimal(spent).quantize(Decimal("0.01"))
        self.tries(request_payment, self.contract, by=self.manager, kind=kind, incurred=costs)

    @rule()
    def ask_for_the_first_and_initiate(self):
        self.ask("first", 0)
        self.initiate()

    @rule()
    def give_the_request_back(self):
        if request := self.request():
            self.tries(return_request, request, by=self.people["elena"], reason="Again, please")

    @rule()
    def initiate(self):
        if request := self.request():
            self.keep(self.tries(initiate_payment, request, by=self.people["elena"]))

    @rule(who=st.sampled_from(["elena", "hugo"]), is_fresh=st.booleans())
    def approve(self, who, is_fresh):
        if payment := self.payment("initiated"):
            seen = seen_hash(payment) if is_fresh else "0" * 64
            done = self.tries(approve_payment, payment, by=self.people[who], seen_sha256=seen)
            assert done is None or (who == "hugo" and is_fresh)
            self.keep(done)

    @rule()
    def screen_and_approve(self):
        with clock.at(self.now):
            screen(self.contract, by=self.people["elena"])
        self.approve("hugo", True)

    @rule(off=st.sampled_from([0, 0, 1]))
    def confirm(self, off):
        if payment := self.payment("approved"):
            done = self.tries(
                confirm_payment, payment, by=self.people["elena"], key=uuid.uuid4(), amount=payment.amount + off,
                value_date=booking_day(self.now), bank_reference=payment.reference,
            )  # fmt: skip
            assert done is None or not off
            self.keep(done)

    @rule(off=st.sampled_from([0, 0, 1]))
    def confirm_by_list(self, off):
        if payment := self.payment("approved"):
            line = f"{payment.reference},{booking_day(self.now)},{payment.amount + off},EUR"
            content = f"payment reference,value date,amount,currency\n{line}\n".encode()
            elena = self.people["elena"]
            told = self.tries(read_paid_list, by=elena, uploaded=SimpleUploadedFile("paid.csv", content))
            with clock.at(self.now):
                seen = rows_hash(judged_now(told)[0])
            done = self.tries(confirm_paid_list, told, by=elena, seen_sha256=seen)
            assert (done is None) == bool(off)
            self.keep(done[0] if done else None)

    @rule()
    def export(self):
        self.tries(export_postings, by=self.people["elena"])
        assert LedgerEntry.objects.filter(exported=None).count() == 0

    @rule(act=st.sampled_from([reject_payment, cancel_payment]))
    def stop(self, act):
        if payment := self.payment("initiated"):
            self.keep(self.tries(act, payment, by=self.people["hugo"], reason="Not now"))

    @rule()
    def come_back(self):
        if payment := self.payment("approved", "confirmed"):
            self.keep(self.tries(return_payment, payment, by=self.people["elena"], reason="Account closed"))

    @rule(is_verified=st.booleans())
    def change_the_account(self, is_verified):
        self.accounts.reverse()
        self.tries(add_bank_account, self.lead, by=self.manager, data=self.accounts[0])
        waiting = BankAccount.objects.filter(organisation=self.lead, state="proposed").first()
        if waiting and is_verified:
            proposal = self.tries(propose_verification, waiting, by=self.people["elena"], reason="As in the letter")
            if proposal:
                self.tries(approve, proposal, by=self.people["diego"])

    @rule(hours=st.sampled_from([1, 30]))
    def wait(self, hours):
        type(self).now += timedelta(hours=hours)

    @rule()
    def close_yesterday(self):
        self.tries(close_period, booking_day(self.now) - timedelta(days=1), by=self.people["hugo"])

    @invariant()
    def the_books_say_what_the_model_says(self):
        sums = Counter()
        for payment, state in self.state.items():
            sums["prefinancing"] += self.amounts[payment] * (state in ("approved", "confirmed"))
            sums["owed"] -= self.amounts[payment] * (state == "approved")
            sums["bank"] -= self.amounts[payment] * (state == "confirmed")
        for account in ("prefinancing", "owed", "bank"):
            rows = Posting.objects.filter(entry__contract=self.contract, account=account)
            assert sum(rows.values_list("amount", flat=True)) == sums[account], account
        taken = sum(
            self.amounts[p] for p, state in self.state.items() if state in ("initiated", "approved", "confirmed")
        )
        assert taken <= Contract.objects.get(pk=self.contract.pk).grant

    @invariant()
    def every_check_of_the_night_holds(self):
        assert broken() == []


def test_any_order_of_steps_keeps_the_books_right(noon, call, diego, elena, hugo, admin):
    for place, account in enumerate(Account.values):
        set_account_number(account, by=admin, number=str(1000 + place))
    LedgerMachine.people = {"call": call, "diego": diego, "elena": elena, "hugo": hugo}

    run_state_machine_as_test(
        LedgerMachine,
        settings=settings(max_examples=6, stateful_step_count=14, suppress_health_check=list(HealthCheck)),
    )
