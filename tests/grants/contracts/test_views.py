"""Pages of contracts: what each reader finds, and the way from the award to the contract in force."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from grants import models
from grants.contracts.actions.correcting import correct_line
from grants.organisations.actions.registration import edit_organisation
from tests.client import text_of
from tests.factories import NOON, CallFactory
from tests.life import award_of, candidate_of, contract_of, several

pytestmark = pytest.mark.django_db


def address(name, document):
    return reverse(f"contracts:{name}", args=[document.public_id])


def conflict(person, organisation):
    models.Conflict.objects.create(person=person, organisation=organisation, origin="declared", at=NOON)


def more_contracts(contract, count):
    """So many further signed contracts of other consortia."""
    evaluation = contract.award.candidate.evaluation
    with_clock = several(evaluation.call, count)
    for number, submission in enumerate(with_clock, start=2):
        contract_of(award_of(candidate_of(submission, evaluation, state="selected")), reference=f"922-AIV-{number:03d}")


@pytest.fixture
def three(noon, award, diego):
    """Three contracts, one of Ana's."""
    contract = contract_of(award)
    models.ContractParty.objects.create(
        contract=contract, organisation=contract.project.lead, is_coordinator=True,
        version=contract.project.lead.versions.first(),
    )  # fmt: skip
    more_contracts(contract, 2)
    return contract


def test_the_list_shows_what_contracts_are_and_takes_the_same_queries_for_one_and_three(
    login, award, diego, noon, django_assert_num_queries
):
    contract = contract_of(award)
    client = login(diego)
    client.get(reverse("contracts:list"))
    with django_assert_num_queries(4):
        page = text_of(client.get(reverse("contracts:list")))
    more_contracts(contract, 2)
    with django_assert_num_queries(4):
        three = text_of(client.get(reverse("contracts:list")))

    assert "1 contract" in page
    assert "3 contracts" in three
    for word in ("922-AIV-001", "Café sin deforestación", "Signed", "CCC", "Peru", "250,000.00", "312,500.00", "80.00"):
        assert word in page


def test_the_record_writes_every_number_as_the_readers_country_does(login, prepared, ana, diego):
    models.Organisation.objects.update(country="CO")
    page = address("detail", prepared)

    assert "250,000.00" in text_of(login(diego).get(page))
    assert "250.000,00" not in text_of(login(diego).get(page))


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("q=922-AIV-002", 1), ("q=deforestación", 3), ("q=CCC", 1), ("state=prepared", 0), ("state=signed", 3),
        ("country=PE", 3), ("country=BO", 3), ("pillar=1", 3), ("pillar=2", 0), ("country=nowhere", 3),
        ("country=PE&state=prepared", 0),
    ],
)  # fmt: skip
def test_the_list_is_searched_and_filtered(login, three, diego, words, count):
    response = login(diego).get(f"{reverse('contracts:list')}?{words}")

    assert len(response.context["rows"]) == count


@pytest.mark.parametrize(
    ("reader", "count"), [("ana", 1), ("fabio", 0), ("elena", 3), ("hugo", 3), ("olga", 3), ("axel", 3), ("marta", 3)]
)
def test_each_reader_finds_the_contracts_that_concern_them(login, three, rival, request, reader, count):
    person = request.getfixturevalue(reader)

    assert len(login(person).get(reverse("contracts:list")).context["rows"]) == count


def test_a_monitor_of_a_country_reads_its_projects_only(login, three, marta):
    models.RoleAssignment.objects.filter(user=marta).update(country="BO")
    models.ProjectCountry.objects.filter(project=three.project).update(country="BO")

    rows = login(marta).get(reverse("contracts:list")).context["rows"]

    assert [row[0]["hint"] for row in rows] == ["922-AIV-001"]


def test_donor_and_auditor_read_what_is_signed(login, prepared, olga, axel, elena):
    for person, count in ((olga, 0), (axel, 0), (elena, 1)):
        assert len(login(person).get(reverse("contracts:list")).context["rows"]) == count


def test_a_conflict_of_interest_with_a_party_keeps_a_person_of_the_programme_out(login, three, diego, chamber):
    conflict(diego, chamber)
    client = login(diego)

    assert len(client.get(reverse("contracts:list")).context["rows"]) == 2
    assert client.get(address("detail", three)).status_code == 404
    assert client.get(address("terms", three)).status_code == 404


def test_a_conflict_hides_the_award_that_waits_for_its_contract(login, award, august, diego, partner_organisation):
    client = login(diego)
    assert len(client.get(reverse("contracts:waiting")).context["rows"]) == 1

    conflict(diego, partner_organisation)

    assert len(client.get(reverse("contracts:waiting")).context["rows"]) == 0
    assert client.get(address("prepare", award)).status_code == 404


def test_the_parties_read_only_that_it_is_being_prepared_until_it_is_sent(login, prepared, ana, bruno):
    for person in (ana, bruno):
        page = text_of(login(person).get(address("detail", prepared)))
        assert "Your contract is being prepared" in page
        assert "250,000.00" not in page
        assert login(person).get(address("budget", prepared)).status_code == 403


def test_the_parties_read_all_of_it_once_it_is_sent(login, sent, ana, bruno, fabio):
    for person, grant in ((ana, "250,000.00 EUR"), (bruno, "250.000,00 EUR")):  # as in Peru, as in Italy
        page = text_of(login(person).get(address("detail", sent)))
        assert grant in page
        assert "Cámara de Comercio de Cusco" in page
        assert "most pre-financing, of the largest grant".capitalize() in page
        assert "Change dates" not in page
        document = login(person).get(address("document", sent.versions.get()))
        assert b"".join(document).startswith(b"%PDF-")
    assert login(fabio).get(address("detail", sent)).status_code == 404
    assert login(fabio).get(address("document", sent.versions.get())).status_code == 404


def test_the_record_names_what_is_missing_and_leads_there(login, prepared, diego):
    models.ProjectSector.objects.all().delete()

    response = login(diego).get(address("detail", prepared))

    assert "Name the sectors; their shares add up to 100 %." in text_of(response)
    assert f'href="{address("facts", prepared)}"' in response.content.decode()
    assert response.context["action"] is None


def test_the_record_takes_the_same_queries_however_large_its_budget(login, sent, diego, django_assert_num_queries):
    client = login(diego)
    client.get(address("detail", sent))
    with django_assert_num_queries(23):
        client.get(address("detail", sent))
    line = sent.budget.lines.first()
    for number in range(5):
        models.BudgetLine.objects.create(
            budget=sent.budget, partner=line.partner, heading="2.1", year=1, description=f"Flight {number}",
            quantity=1, unit_value=0, amount=0, unit="flight",
        )  # fmt: skip
    with django_assert_num_queries(23):
        client.get(address("detail", sent))


def test_what_changed_at_a_party_since_the_application_stands_beside_it(login, prepared, diego, ana, chamber):
    edit_organisation(chamber, by=ana, data={"address": "Calle Nueva 5"})
    client = login(diego)

    client.post(address("refresh_parties", prepared))

    page = text_of(client.get(address("detail", prepared)))
    assert "1 thing changed since the application" in page
    assert "Av. El Sol 100 Calle Nueva 5" in page


def test_the_budget_page_shows_lines_and_corrections(login, prepared, diego):
    line = prepared.budget.lines.get(description="Trainer")
    correct_line(prepared, key=line.key, quantity=18, unit_value=4500, kind="ineligible", reason="A bonus.", by=diego)

    page = text_of(login(diego).get(address("budget", prepared)))

    for word in ("Trainer", "81,000.00", "90,000.00", "242,800.00", "A bonus.", "Cost not eligible", "303,500.00"):
        assert word in page


def test_the_way_from_the_award_to_the_contract_in_force(login, award, august, annexes, diego, dora):
    client = login(diego)
    client.post(address("prepare", award), {"starts_on": "2026-10-01", "language": "es"})
    contract = models.Contract.objects.get()

    client.post(
        address("facts", contract),
        {"starts_on": "2026-11-01", "language": "pt-br", "country_0": "PE", "country_share_0": "100",
         "sector_0": "coffee", "sector_share_0": "33,5", "sector_1": "cocoa", "sector_share_1": "66.5"},
    )  # fmt: skip
    row = models.ProjectIndicator.objects.get()
    results = {f"statement_{result.key}": "Reached" for result in contract.project.results.all()}
    client.post(
        address("logframe", contract),
        results | {f"baseline_{row.key}": "0", f"target_{row.key}": "1234", f"source_{row.key}": "Lists"},
    )
    line = contract.budget.lines.get(description="Trainer")
    correction = {"quantity": "19", "unit_value": "4500", "kind": "arithmetic", "reason": "Counted twice."}
    client.post(reverse("contracts:correct", args=[contract.public_id, line.key]), correction)
    client.post(address("send", contract))
    for side in ("coordinator", "authority"):
        scan = SimpleUploadedFile("signed.pdf", b"%PDF-1.7\n%%EOF\n", content_type="application/pdf")
        fields = {"side": side, "name": "Rosa", "capacity": "Presidenta", "signed_on": "2026-08-03", "uploaded": scan}
        assert client.post(address("sign", contract), fields).status_code == 302
    client.post(address("put_in_force", contract))

    contract.refresh_from_db()
    assert (contract.state, contract.language) == ("signed", "pt-br")
    for page in ("facts", "terms", "logframe", "sign"):
        html = text_of(client.get(address(page, contract)))
        assert "This contract is signed and no longer changes here." in html
        assert "Back to the contract" in html
        assert 'class="btn btn-primary"' not in html
    assert (contract.total_cost, contract.grant) == (Decimal("308000.00"), Decimal("246400.00"))
    assert contract.budget.frozen_at is not None
    assert [event.action for event in contract.events.all()] == [
        "prepare", "set_facts", "set_logframe", "correct", "send", "record_signature", "record_signature", "sign",
    ]  # fmt: skip
    scan = login(dora).get(address("scan", contract.versions.get().signatures.first()))
    assert b"".join(scan).startswith(b"%PDF-")
    kept = models.Reading.objects.get()
    assert (kept.user, kept.sha256) == (dora, contract.versions.get().signatures.first().file.sha256)


def test_an_auditor_reads_the_contracts_of_the_engagement_alone(signed, axel):
    engagement = axel.role_assignments.get()

    for country, expected in (("", [signed]), ("PE", [signed]), ("CO", [])):
        engagement.country = country
        engagement.save()
        assert list(models.Contract.objects.visible_to(models.User.objects.get(pk=axel.pk))) == expected


def test_what_was_typed_wrong_comes_back_with_its_sentence(login, prepared, diego):
    client = login(diego)

    facts = {"language": "es", "country_0": "PE", "country_share_0": "99", "sector_0": "coffee"}
    response = client.post(address("facts", prepared), facts)
    assert response.status_code == 422
    assert "The shares add up to 100 %." in text_of(response)
    assert "Give both, or leave both empty." in text_of(response)
    response = client.post(address("cancel", prepared), {"note": ""})
    assert response.status_code == 422
    signature = {"side": "authority", "name": "A", "capacity": "B", "signed_on": "2026-08-03"}
    response = client.post(address("sign", prepared), signature)
    assert "This field is required" in text_of(response)


def test_terms_are_shown_with_unit_and_article_and_saved(login, prepared, diego):
    client = login(diego)
    response = client.get(address("terms", prepared))
    assert "general conditions, article 15.1" in text_of(response)

    form = response.context["form"]
    typed = {name: form[name].value() for name in form.fields}
    typed = {name: str(value) for name, value in typed.items() if value not in (None, False)} | {"initial_days": "45"}
    response = client.post(address("terms", prepared), typed)

    assert response.status_code == 302
    prepared.terms.refresh_from_db()
    assert prepared.terms.initial_days == 45
    assert prepared.events.last().changes == {"initial_days": ["30", "45"]}


def test_a_given_up_contract_waits_for_nothing_more(login, prepared, diego):
    client = login(diego)

    client.post(address("cancel", prepared), {"note": "The coordinator renounces."})

    response = client.get(address("detail", prepared))
    assert "Cancelled before signature" in text_of(response)
    assert response.context["action"] is None


def test_an_officer_of_one_call_finds_its_awards_and_contracts_only(login, three, dora):
    models.RoleAssignment.objects.filter(user=dora).update(call=three.call)
    assert len(login(dora).get(reverse("contracts:list")).context["rows"]) == 3
    models.RoleAssignment.objects.filter(user=dora).update(call=CallFactory())

    client = login(type(dora).objects.get(pk=dora.pk))

    assert len(client.get(reverse("contracts:list")).context["rows"]) == 0
    assert client.get(address("detail", three)).status_code == 404
