"""The budget of an application: the lead writes everywhere, a partner in its own column."""

import uuid
from decimal import Decimal

import pytest
from django.urls import reverse

from grants import clock
from grants.budgets.actions import open_budget, save_line, set_partners
from grants.models import BudgetLine, BudgetPartner, FundingSource
from tests.factories import OrganisationFactory

BUDGET_QUERIES = 14


@pytest.fixture
def sheet(application, partner):
    """A budget of two organisations with the sources every budget has."""
    application.budget = open_budget(years=2)
    application.save()
    set_partners(application.budget, [application.lead, partner.organisation])
    return application.budget


def column(budget, organisation):
    return BudgetPartner.objects.get(budget=budget, organisation=organisation)


@pytest.fixture
def line(sheet, application, ana):
    """A line of the lead: 10 days at 200 EUR."""
    return _line(sheet, application.lead, ana)


@pytest.fixture
def partner_line(sheet, partner, ana):
    """A line of the partner: 10 days at 200 EUR."""
    return _line(sheet, partner.organisation, ana)


def _line(budget, organisation, by):
    fields = {"heading": "1.1", "year": "1", "partner": str(column(budget, organisation).key)}
    fields |= {"description": "Trainer", "unit": "day", "quantity": "10", "unit_value": "200"}
    return save_line(budget, uuid.uuid4(), fields, based_on=0, by=by).row


def address(application, name):
    return reverse(f"applications:{name}", args=[application.public_id])


def autosave(client, application, line, field, value, rev=1):
    data = {"key": f"line-{line.key}-{field}", "value": value, "rev": rev}
    return client.post(address(application, "autosave_budget"), data)


def test_save_and_continue_stays_where_an_amount_is_not_understood(login, application, line, ana):
    def save(value, rev):
        name = f"line-{line.key}"
        fields = {"heading": "1.1", "year": "1", "description": "Trainer", "unit": "day", "quantity": "10"}
        sent = {f"answer-{name}-{field}": text for field, text in (fields | {"unit_value": value}).items()}
        sent |= {f"rev-{name}": str(rev)}
        return login(ana).post(address(application, "save_budget"), sent | {"next": "1"})

    assert save("1,234", line.rev).url == address(application, "budget")
    assert save("200", line.rev + 1).url == address(application, "documents")


def test_a_field_saved_alone_brings_the_new_sums_with_it(login, application, line, ana):
    answer = autosave(login(ana), application, line, "quantity", "12").json()

    line.refresh_from_db()
    assert line.amount == Decimal("2400.00")
    assert (answer["saved"], answer["rev"]) == (True, 2)
    assert answer["pieces"]["sum-direct"] == "2,400.00"


def test_two_people_in_one_field_see_both_entries(login, application, line, ana, amalia):
    autosave(login(amalia), application, line, "quantity", "12")

    response = autosave(login(ana), application, line, "quantity", "15")

    assert response.status_code == 409
    assert response.json()["theirs"] == "12"
    line.refresh_from_db()
    assert line.quantity == Decimal("12.0000")


def test_a_partner_writes_its_own_line(login, application, partner_line, bruno):
    response = autosave(login(bruno), application, partner_line, "quantity", "11")

    partner_line.refresh_from_db()
    assert response.status_code == 200
    assert partner_line.quantity == Decimal("11.0000")


@pytest.mark.parametrize("field", ["quantity", "partner", "description"])
def test_a_partner_does_not_write_the_leads_line(login, application, sheet, line, partner, bruno, field):
    """T-AC-10."""
    value = str(column(sheet, partner.organisation).key) if field == "partner" else "1"

    response = autosave(login(bruno), application, line, field, value)

    assert response.status_code == 422
    line.refresh_from_db()
    assert (line.rev, line.partner.organisation) == (1, application.lead)


def test_a_partner_does_not_give_its_line_to_another(login, application, sheet, partner_line, bruno):
    value = str(column(sheet, application.lead).key)

    response = autosave(login(bruno), application, partner_line, "partner", value)

    assert response.status_code == 422
    partner_line.refresh_from_db()
    assert partner_line.rev == 1


def test_a_partner_learns_who_took_out_the_line_it_writes_in(login, application, partner_line, ana, bruno):
    page = {f"answer-line-{partner_line.key}-description": "Two trainers", f"rev-line-{partner_line.key}": 1}
    login(ana).post(address(application, "save_budget"), {"delete": f"line-{partner_line.key}-1"})

    alone = autosave(login(bruno), application, partner_line, "description", "Two trainers")
    whole = login(bruno).post(address(application, "save_budget"), page)

    taken = "Ana took this row out of the budget."
    assert (alone.status_code, alone.json()["problem"].startswith(taken)) == (422, True)
    assert whole.status_code == 409
    assert taken in whole.text
    assert "Two trainers</textarea>" in whole.text
    assert "writes in its own lines" not in whole.text


def test_a_partner_sets_no_amounts_of_the_whole(login, application, sheet, bruno):
    client = login(bruno)
    eu = FundingSource.objects.get(budget=sheet, kind="eu")

    answers = [
        client.post(address(application, "autosave_budget"), {"key": "amounts-contingency", "value": "9", "rev": 0}),
        client.post(
            address(application, "autosave_budget"), {"key": f"source-{eu.key}-amount", "value": "9", "rev": 1}
        ),
        client.post(address(application, "save_budget"), {"add-source": "other"}),
        client.post(address(application, "save_budget"), {"delete": f"source-{eu.key}-1"}),
    ]

    assert [answer.status_code for answer in answers] == [422, 422, 422, 422]
    assert list(FundingSource.objects.filter(budget=sheet).values_list("amount", flat=True)) == [Decimal("0.00")] * 3


def test_a_partner_adds_and_deletes_lines_in_its_own_column(login, application, sheet, partner, line, bruno):
    client = login(bruno)

    client.post(address(application, "save_budget"), {"add-line": "1", "heading-of-1": "1.2"})
    added = BudgetLine.objects.get(budget=sheet, heading="1.2")
    refused = client.post(address(application, "save_budget"), {"delete": f"line-{line.key}-1"})
    client.post(address(application, "save_budget"), {"delete": f"line-{added.key}-{added.rev}"})

    assert added.partner.organisation == partner.organisation
    assert refused.status_code == 422
    assert list(BudgetLine.objects.filter(budget=sheet)) == [line]


def test_after_a_deletion_the_page_leads_to_the_row_beside_and_says_what_is_gone(login, application, sheet, ana):
    """T-A11-10: the browser puts the focus where the address points."""
    client = login(ana)
    lines = [
        save_line(sheet, uuid.uuid4(), {"heading": "1.1", "description": name}, based_on=0, by=ana).row
        for name in ("Coach", "Trainer")
    ]
    sent = {f"answer-line-{line.key}-description": line.description for line in lines}
    sent |= {f"rev-line-{line.key}": str(line.rev) for line in lines}
    places = []
    for line in lines:
        answer = client.post(address(application, "save_budget"), sent | {"delete": f"line-{line.key}-{line.rev}"})
        places.append(answer.headers["Location"].partition("#")[2])
        sent = {name: text for name, text in sent.items() if str(line.key) not in name}

    assert places == [f"line-{lines[1].key}", "costs-title"]
    page = client.get(address(application, "budget")).text
    assert "“Coach” is deleted." in page
    assert 'id="costs-title" tabindex="-1"' in page


@pytest.mark.parametrize(("name", "status"), [("aldo", 403), ("fabio", 404), ("diego", 404)])
def test_readers_and_strangers_write_nothing(request, login, application, line, rival, name, status):
    client = login(request.getfixturevalue(name))

    answers = [
        autosave(client, application, line, "quantity", "1"),
        client.post(address(application, "save_budget"), {}),
    ]

    assert [answer.status_code for answer in answers] == [status, status]


def test_a_reader_sees_the_sheet_locked(login, application, line, aldo):
    page = login(aldo).get(address(application, "budget")).content.decode()

    assert "Trainer" in page
    assert "data-autosave=" not in page


def test_without_scripts_the_sheet_is_saved_and_the_new_line_shown(login, application, line, ana):
    name = f"line-{line.key}-quantity"
    data = {f"answer-{name}": "20", f"rev-line-{line.key}": "1", "add-line": "2", "heading-of-2": "2.1"}

    response = login(ana).post(address(application, "save_budget"), data)

    line.refresh_from_db()
    added = BudgetLine.objects.get(budget=application.budget, heading="2.1")
    assert line.quantity == Decimal("20.0000")
    assert response.url == f"{address(application, 'budget')}#line-{added.key}"


def test_without_scripts_a_conflict_shows_both_entries(login, application, line, ana, amalia):
    autosave(login(amalia), application, line, "description", "Her words")
    name = f"line-{line.key}-description"

    response = login(ana).post(
        address(application, "save_budget"), {f"answer-{name}": "His words", f"rev-line-{line.key}": "1"}
    )

    assert response.status_code == 409
    assert "Her words" in response.content.decode()
    assert "His words" in response.content.decode()


def test_after_the_deadline_the_typed_entries_come_back(login, call, application, line, ana):
    name = f"line-{line.key}-description"
    client = login(ana)
    with clock.at(call.closes_at):
        response = client.post(
            address(application, "save_budget"), {f"answer-{name}": "In vain", f"rev-line-{line.key}": "1"}
        )

    assert response.status_code == 422
    assert "In vain" in response.content.decode()
    line.refresh_from_db()
    assert line.description == "Trainer"


def test_a_number_of_the_field_that_is_none_of_the_sheet_is_refused(login, application, line, ana):
    response = login(ana).post(
        address(application, "autosave_budget"), {"key": f"line-{line.key}-amount", "value": "9", "rev": 1}
    )

    assert response.status_code == 422
    line.refresh_from_db()
    assert line.amount == Decimal("2000.00")


def test_the_page_takes_as_many_queries_for_one_line_as_for_three(
    login, application, sheet, line, ana, django_assert_num_queries
):
    client = login(ana)
    client.get(address(application, "budget"))
    for count in (1, 3):
        while BudgetLine.objects.filter(budget=sheet).count() < count:
            _line(sheet, application.lead, ana)
        with django_assert_num_queries(BUDGET_QUERIES):
            client.get(address(application, "budget"))


def test_a_hundred_lines_of_five_partners_are_a_page_of_300_kb_at_most(login, application, sheet, line, ana):
    others = [OrganisationFactory(short_name=f"Partner {number}") for number in range(4)]
    set_partners(sheet, [application.lead, *others])
    for heading in ("1.1", "2.2", "3.4", "5.7"):
        BudgetLine.objects.bulk_create(
            BudgetLine(
                budget=sheet, partner=line.partner, heading=heading, year=2, description=f"Trainer of growers {number}",
                unit="day", quantity=Decimal(2), unit_value=Decimal(100), amount=Decimal(200),
                justification="Usual price of the local market by three quotations.",
            )
            for number in range(25)
        )  # fmt: skip
    client = login(ana)

    assert len(client.get(address(application, "budget")).content) < 300_000


def test_a_sheet_of_a_hundred_lines_is_saved_whole(login, application, sheet, line, ana):
    more = BudgetLine.objects.bulk_create(
        BudgetLine(budget=sheet, partner=line.partner, heading="1.1", year=1, description=f"Cost {number}")
        for number in range(99)
    )
    data = {"partner": str(line.partner.key), "heading": "1.1", "year": "2", "unit": "day", "quantity": "2"}
    data |= {"unit_value": "100,50", "justification": "Usual price."}
    sent = {}
    for number, row in enumerate([line, *more]):
        texts = data | {"description": f"Rewritten {number}"}
        sent |= {f"answer-line-{row.key}-{name}": text for name, text in texts.items()}
        sent |= {f"rev-line-{row.key}": "1"} | {f"rev-line-{row.key}-{name}": "1" for name in texts}

    response = login(ana).post(address(application, "save_budget"), sent)

    lines = BudgetLine.objects.filter(budget=sheet)
    assert (response.status_code, len(sent)) == (302, 1700)
    assert set(lines.values_list("description", flat=True)) == {f"Rewritten {number}" for number in range(100)}
    assert set(lines.values_list("amount", flat=True)) == {Decimal("201.00")}


def test_the_choices_of_a_list_stand_once_and_on_demand_in_each_row(login, application, sheet, line, ana):
    client = login(ana)
    offered = f'<option value="{column(sheet, application.lead).key}"'

    assert client.get(address(application, "budget")).content.decode().count(offered) == 2
    page = client.get(address(application, "budget") + "?choices=all").content.decode()
    assert page.count(offered) == 1
    assert "data-choices" not in page
    assert page.count('<option value="1.3">1.3 Per diems</option>') == 2
