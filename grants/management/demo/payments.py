"""First instalments of the demo's contracts, from the account to the bank's confirmation, by their own people."""

import uuid
from datetime import timedelta

from stdnum import iban as iban_rule
from stdnum.ar import cbu
from stdnum.es import ccc

from grants import clock
from grants.management.demo.cast import manager_of
from grants.organisations.account_numbers import IBAN_COUNTRIES
from grants.organisations.actions.bank_accounts import add_bank_account, propose_verification
from grants.payments.actions.payments import approve_payment, confirm_payment, initiate_payment
from grants.payments.actions.requests import request_payment
from grants.payments.actions.screening import record_screening
from grants.payments.standing import booking_day, seen_hash
from grants.proposals.actions import approve

STATES = ("requested", "initiated", "approved", "confirmed")
"""How far an instalment is brought."""

ACCOUNTS = {
    # country -> what stands in an account number before the running digits, and how many of those
    "BR": ("00360305000010009", 6), "CR": ("0152020010", 8), "GT": ("TRAJ0102", 16), "SV": ("CENR0000000000", 10),
    "DE": ("50010517", 10), "IT": ("X0542811101", 12), "ES": ("2100041800", 10), "AR": ("28505909", 13),
    "MX": ("03218000", 9),
}  # fmt: skip


def pay_first_instalment(contract, people, signed_at, *, until="confirmed"):
    """Bring a signed contract's first instalment to ``until`` (of ``STATES``); returns its Payment, or the request.

    ``people`` is the demo's cast; everything happens in the four weeks after ``signed_at``.
    """
    lead = contract.project.lead
    manager, elena, hugo, diego = manager_of(lead), people["elena"], people["hugo"], people["diego"]
    if not lead.bank_accounts.exists():
        with clock.at(signed_at + timedelta(days=2)):
            account = add_bank_account(lead, by=manager, data=account_of(lead))
        with clock.at(signed_at + timedelta(days=4)):
            checked = propose_verification(account, by=elena, reason="Holder and number as in the bank’s certificate.")
            approve(checked, by=diego)
    with clock.at(signed_at + timedelta(days=6)):
        request = request_payment(contract, by=manager, kind="first")
    if until == "requested":
        return request
    with clock.at(signed_at + timedelta(days=9)) as moment:
        payment = initiate_payment(request, by=elena)
        day = booking_day(moment)
        record_screening(
            contract, by=elena, list_name="EU consolidated list of financial sanctions",
            list_version=day.isoformat(), list_date=day,
        )  # fmt: skip
    if until == "initiated":
        return payment
    with clock.at(signed_at + timedelta(days=9, hours=4)):
        payment = approve_payment(payment, by=hugo, seen_sha256=seen_hash(payment))
    if until == "approved":
        return payment
    with clock.at(signed_at + timedelta(days=12)) as moment:
        return confirm_payment(
            payment, by=elena, key=uuid.uuid4(), value_date=booking_day(moment),
            bank_reference=f"S{booking_day(moment):%y%m%d}-{payment.reference}", amount=payment.amount,
        )  # fmt: skip


def account_of(organisation):
    """An invented account of the organisation in its country, with the check digits it needs."""
    country = str(organisation.country)
    start, digits = ACCOUNTS.get(country, ("", 14))
    running = f"{organisation.pk * 7919 % 10**digits:0{digits}d}"
    data = {
        "holder": organisation.legal_name, "bank": "Banco de la Demostración", "country": country, "currency": "EUR",
        "iban": "", "number": "", "bic": f"DEMO{country}22",
    }  # fmt: skip
    if country in IBAN_COUNTRIES and start:
        end = {"BR": "C1"}.get(country, "")
        number = f"{start}{running}{end}"
        if country == "ES":
            number = f"{start[:8]}{ccc.calc_check_digits(number)}{running}"
        return data | {"iban": f"{country}{iban_rule.calc_check_digits(f'{country}00{number}')}{number}"}
    if country == "AR":
        return data | {"number": f"{start}{running}{cbu.calc_check_digit(start[8:] + running)}"}
    if country == "MX":
        number = f"{start}{running}"
        weighed = sum(int(digit) * (3, 7, 1)[place % 3] % 10 for place, digit in enumerate(number))
        return data | {"number": f"{number}{-weighed % 10}"}
    return data | {"number": f"{start}{running}"}
