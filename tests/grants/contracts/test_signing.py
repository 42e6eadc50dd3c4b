"""Sent, signed by both sides, in force; or given up before."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from grants import clock, models
from grants.contracts.actions import conditions, correcting, signing
from grants.diligence.actions.records import raise_flag
from grants.jobs.actions import run
from grants.workflow import Refused
from tests.grants.contracts.conftest import IN_AUGUST, scan, set_facts, sign

pytestmark = pytest.mark.django_db


def letters(kind):
    return sorted(models.Message.objects.filter(kind=kind).values_list("address", flat=True))


def test_sending_freezes_the_text_makes_the_document_and_tells_the_parties(sent):
    sent.refresh_from_db()
    version = sent.versions.get()

    assert (sent.state, version.number, version.language) == ("sent", 1, "en")
    assert version.is_intact
    assert version.document["number"] == "922-AIV-001"
    assert [party["data"]["legal_name"] for party in version.document["parties"]] == [
        "Cámara de Comercio de Cusco", "Associazione Verde",
    ]  # fmt: skip
    assert [(annex["code"], annex["version"]) for annex in version.document["annexes"]] == [
        ("II", "2024.1"), ("IV", "2024.1"),
    ]  # fmt: skip
    assert version.document["terms"]["prefinancing_cap"] == "90.0000"
    with version.file.content.open("rb") as printed:
        assert printed.read(5) == b"%PDF-"
    assert version.file.original_name == "922-AIV-001-1-en.pdf"
    assert letters("contract_send") == ["amalia@demo.example", "ana@demo.example", "bruno@demo.example"]


def test_what_is_missing_is_told_all_at_once_and_nothing_is_sent(prepared, diego):
    set_facts(prepared, by=diego, starts_on=None, sectors={})
    models.ProjectIndicator.objects.update(target=None)
    models.AnnexTemplate.objects.all().delete()

    with pytest.raises(Refused) as refused:
        signing.send_contract(prepared, by=diego)

    assert [reason.code for reason in refused.value.reasons] == [
        "no_start", "shares", "indicator_incomplete", "no_annexes",
    ]  # fmt: skip
    assert not models.ContractVersion.objects.exists()


def test_nothing_is_sent_twice_unchanged(sent, diego):
    with pytest.raises(Refused, match="Nothing changed since it was sent"):
        signing.send_contract(sent, by=diego)


def test_after_a_change_it_is_sent_again_and_earlier_signatures_do_not_count(signed_by_both, diego):
    contract = conditions.set_terms(signed_by_both, by=diego, initial_days=45)

    with pytest.raises(Refused) as refused:
        signing.sign_contract(contract, by=diego)
    assert [reason.code for reason in refused.value.reasons] == ["changed_since_sent"]
    contract = signing.send_contract(contract, by=diego)

    assert [version.number for version in contract.versions.all()] == [2, 1]
    with pytest.raises(Refused) as refused:
        signing.sign_contract(contract, by=diego)
    assert [reason.code for reason in refused.value.reasons] == ["not_signed", "not_signed"]


def test_a_changed_contract_takes_no_signature_before_it_is_sent_again(sent, diego):
    conditions.set_terms(sent, by=diego, initial_days=45)

    with pytest.raises(Refused, match="The contract changed since it was sent"):
        sign(sent, "coordinator", by=diego)


def test_signed_by_both_it_is_in_force_and_its_budget_is_final(sent, diego, elena, hugo):
    sign(sent, "coordinator", by=diego, signed_on=date(2026, 8, 3))
    sign(sent, "authority", by=diego)

    contract = signing.sign_contract(sent, by=diego)

    assert (contract.state, contract.signed_on, contract.effective_on) == (
        "signed", date(2026, 8, 3), date(2026, 8, 3),
    )  # fmt: skip
    assert models.Budget.objects.get(pk=contract.budget_id).frozen_at is not None
    assert letters("contract_sign") == [
        "amalia@demo.example", "ana@demo.example", "bruno@demo.example", "elena@demo.example", "hugo@demo.example",
    ]  # fmt: skip


def test_what_is_in_force_is_committed_in_the_books_on_the_day_of_its_signature(signed_by_both, diego, ana):
    with clock.at(IN_AUGUST + timedelta(days=5)):
        contract = signing.sign_contract(signed_by_both, by=diego)
        job = models.Job.objects.get(kind="commit_contract")
        for _time in range(2):  # a worker that died after its work leaves it to the next
            assert run(job.pk)
            models.Job.objects.filter(pk=job.pk).update(state="queued")

    (entry,) = contract.ledger_entries.all()
    assert (entry.amount, entry.booked_on, entry.by) == (Decimal("250000.00"), date(2026, 8, 3), diego)
    assert sorted(entry.postings.values_list("account", "amount")) == [
        ("commitment", Decimal("-250000.00")), ("committed", Decimal("250000.00")),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE grants_budgetline SET description = 'x'",
        "DELETE FROM grants_budgetline",
        "UPDATE grants_fundingsource SET amount = 0",
        "UPDATE grants_budget SET contingency = 1 WHERE frozen_at IS NOT NULL",
        "INSERT INTO grants_fundingsource (budget_id, key, kind, name, amount, raw, position, rev)"
        " SELECT id, gen_random_uuid(), 'other', 'x', 1, '{}', 9, 0 FROM grants_budget WHERE frozen_at IS NOT NULL",
    ],
)
def test_the_database_itself_refuses_to_change_a_final_budget(signed, sql):
    with pytest.raises(DatabaseError, match="final"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"signed_on": date(2026, 8, 4)}, "between the day of sending and today"),
        ({"signed_on": date(2026, 8, 2)}, "between the day of sending and today"),
    ],
)
def test_a_signature_is_dated_between_sending_and_today(sent, diego, change, sentence):
    with pytest.raises(Refused, match=sentence):
        sign(sent, "coordinator", by=diego, **change)


def test_a_signature_bears_the_day_of_the_place_where_it_was_given(prepared, diego):
    with clock.at(datetime(2026, 8, 4, 1, tzinfo=UTC)):  # eight in the evening of the third in Lima
        sent = signing.send_contract(prepared, by=diego)
    with clock.at(datetime(2026, 8, 4, 22, 30, tzinfo=UTC)):  # half past midnight of the fifth in Berlin
        sign(sent, "coordinator", by=diego, signed_on=date(2026, 8, 3))
        sign(sent, "authority", by=diego, signed_on=date(2026, 8, 5))

        assert signing.sign_contract(sent, by=diego).signed_on == date(2026, 8, 5)


def test_a_side_signs_once(sent, diego):
    sign(sent, "coordinator", by=diego)

    with pytest.raises(Refused, match="is on record already"):
        sign(sent, "coordinator", by=diego)


def test_what_was_not_sent_is_not_signed(prepared, diego):
    with pytest.raises(Refused, match="Only a contract that was sent is signed"):
        signing.record_signature(
            prepared, side="authority", name="A", capacity="B", signed_on=date(2026, 8, 3), uploaded=scan(), by=diego
        )
    with pytest.raises(Refused, match="not possible while the state is “Being prepared”"):
        signing.sign_contract(prepared, by=diego)


@pytest.mark.parametrize("step", ["prepared", "sent"])
def test_given_up_before_the_signature_the_award_stands_as_announced_again(request, diego, step):
    contract = request.getfixturevalue(step)

    contract = signing.cancel_contract(contract, by=diego, note="The coordinator renounces.")

    assert contract.state == "cancelled"
    assert models.Award.objects.get().state == "announced"
    assert contract.reference == "922-AIV-001"
    assert letters("contract_cancel") == ["amalia@demo.example", "ana@demo.example", "bruno@demo.example"]


def test_a_signed_contract_is_not_given_up_and_its_terms_are_closed(signed, diego):
    with pytest.raises(Refused):
        signing.cancel_contract(signed, by=diego, note="Too late.")
    with pytest.raises(Refused, match="no longer changes here"):
        conditions.set_terms(signed, by=diego, initial_days=45)
    with pytest.raises(Refused, match="no longer changes here"):
        set_facts(signed, by=diego, sectors={"waste": Decimal(100)})
    with pytest.raises(Refused, match="no longer changes here"):
        correcting.correct_amount(signed, row="contingency", amount="0", kind="agreed", reason="x", by=diego)


def test_a_concern_about_a_party_stops_sending_and_signature(signed_by_both, partner_organisation, diego, elena):
    flag = raise_flag(partner_organisation, by=elena, concern="A letter box", severity="serious")
    with pytest.raises(Refused) as error:
        signing.sign_contract(signed_by_both, by=diego)

    assert [(reason.code, reason.url) for reason in error.value.reasons] == [("flagged", flag.get_absolute_url())]
    assert str(error.value) == (
        "Associazione Verde: a concern about this organisation is open and stops this until it is cleared."
    )
