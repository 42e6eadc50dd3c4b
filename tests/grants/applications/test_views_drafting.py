"""The list, starting an application, the record and its facts."""

import uuid

import pytest
from django.urls import reverse

from grants import clock
from grants.applications.actions import drafting
from grants.applications.queries.drafting import facts_mark
from grants.models import Application, Call, RoleAssignment
from tests.factories import ApplicationFactory, CallFactory, OrganisationFactory

LIST_QUERIES = 6
RECORD_QUERIES = 15

PAGES = ["detail", "print", "consortium", "logframe", "budget", "documents", "presence"]


def record(application, name="detail"):
    return reverse(f"applications:{name}", args=[application.public_id])


def test_the_list_takes_as_many_queries_for_three_as_for_one(
    login, noon, call, chamber, ana, django_assert_num_queries
):
    client = login(ana)
    for count in (1, 3):
        while Application.objects.count() < count:
            ApplicationFactory(call=call, lead=chamber, started_by=ana)
        with django_assert_num_queries(LIST_QUERIES):
            page = client.get(reverse("applications:list"))
        assert page.content.decode().count('data-label="State"') == count


def test_the_list_leaves_as_a_file_like_every_other(login, application, ana):
    client = login(ana)
    answer = client.get(reverse("applications:list"), {"export": "csv"})
    workbook = client.get(reverse("applications:list"), {"export": "xlsx"})

    assert b"".join(workbook).startswith(b"PK")
    lines = b"".join(answer).decode().splitlines()
    assert lines[1].startswith('"Project","Reference","State","Call","Lot","Your part in it","Organisation"')
    assert lines[2].startswith('"Café sin deforestación","","Draft",')


def test_the_list_shows_only_the_own_applications(login, application, rival, fabio):
    page = login(fabio).get(reverse("applications:list")).content.decode()

    assert "Café sin deforestación" not in page
    assert "No applications yet" in page


def test_who_belongs_nowhere_is_told_to_register_first(login, nadia, call, noon):
    page = login(nadia).get(reverse("applications:list")).content.decode()

    assert "Register your organisation first" in page


def test_who_has_an_organisation_and_no_application_is_told_to_start_one(login, ana, chamber, call, noon):
    page = login(ana).get(reverse("applications:list")).content.decode()

    assert "They appear here once you start one" in page
    assert "Register your organisation first" not in page


def test_a_duration_no_call_has_is_refused_with_the_limits_of_this_one(login, application, ana):
    page = login(ana).post(record(application, "save_facts"), {"months": "999", "title": "Café"}).content.decode()

    assert page.count("Between 18 and 27 months in this call.") == 3  # as help, in the list at the top, at the field


def test_a_duration_in_words_is_refused_and_stays_in_its_field(login, application, ana):
    page = login(ana).post(record(application, "save_facts"), {"months": "muchos", "title": "Café"}).content.decode()

    assert "Enter a whole number." in page
    assert 'name="months" value="muchos"' in page
    assert 'type="number"' not in page


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(
    ("person", "status"), [("ana", 200), ("aldo", 200), ("bruno", 200), ("fabio", 404), ("diego", 404), ("admin", 404)]
)
def test_the_consortium_and_nobody_else_reads_the_application(
    request, login, application, partner, name, person, status
):
    assert login(request.getfixturevalue(person)).get(record(application, name)).status_code == status


def test_the_record_says_state_completeness_and_deadline_at_the_top(login, application, ana):
    page = login(ana).get(record(application)).content.decode()

    header = page.split('<header class="page-header">')[1].split("</header>")[0]
    assert "Café sin deforestación" in header
    assert "Draft" in header
    assert "parts complete" in header
    assert "<span data-closing>closes in 21 days</span>" in header  # follows a deadline that moves
    assert "Continue: Title, lot, duration and countries" in header


def test_the_record_takes_as_many_queries_whatever_is_in_it(
    login, application, partner, ana, django_assert_num_queries
):
    client = login(ana)
    client.get(record(application))
    with django_assert_num_queries(RECORD_QUERIES):
        client.get(record(application))
    part = application.draft.parts.first()
    drafting.save_part(application, part=part, answers={"problem": "Text", "firms": "12"}, based_on={}, by=ana)
    with django_assert_num_queries(RECORD_QUERIES):
        client.get(record(application))


def start_data(call, organisation, **fields):
    return {
        "start_key": str(uuid.uuid4()),
        "organisation": str(organisation.public_id),
        "lot": call.lots.first().code,
        "title": "Cacao",
    } | fields


def test_starting_goes_to_the_record(login, noon, call, chamber, ana):
    response = login(ana).post(reverse("applications:start", args=[call.slug]), start_data(call, chamber))

    application = Application.objects.get()
    assert response.url == record(application)
    assert (application.title, application.lead) == ("Cacao", chamber)


def test_with_one_open_call_there_is_nothing_to_choose(login, noon, call, chamber, ana):
    response = login(ana).get(reverse("applications:new"))

    assert response.url == reverse("applications:start", args=[call.slug])


def test_a_double_click_starts_one_application(login, noon, call, chamber, ana):
    client, data = login(ana), start_data(call, chamber)

    first = client.post(reverse("applications:start", args=[call.slug]), data)
    second = client.post(reverse("applications:start", args=[call.slug]), data)

    assert first.url == second.url
    assert Application.objects.count() == 1


def test_the_organisation_of_somebody_else_is_refused_with_a_sentence(login, noon, call, chamber, rival, ana):
    response = login(ana).post(reverse("applications:start", args=[call.slug]), start_data(call, rival))

    assert response.status_code == 422
    assert "Choose one of your organisations." in response.content.decode()
    assert not Application.objects.exists()


@pytest.mark.parametrize("lot", ["", "9", "1' OR '1'='1"])
def test_a_lot_that_is_not_offered_is_refused_with_a_sentence(login, noon, call, chamber, ana, lot):
    response = login(ana).post(reverse("applications:start", args=[call.slug]), start_data(call, chamber, lot=lot))

    assert response.status_code == 422
    assert not Application.objects.exists()


def test_an_organisation_that_is_not_eligible_is_told_why_before_it_starts(login, noon, call, ana):
    OrganisationFactory(legal_name="Nepal Chamber", short_name="NEP", country="NP", manager=ana)

    page = login(ana).get(reverse("applications:start", args=[call.slug])).content.decode()

    assert "NEP is registered in Nepal, which is not an eligible country of this call." in page


def test_a_closed_call_has_no_page_to_start(login, call, chamber, ana):
    with clock.at(call.closes_at):
        response = login(ana).get(reverse("applications:start", args=[call.slug]))

    assert response.status_code == 404


def test_a_call_for_trying_out_is_there_only_for_its_officers(login, noon, chamber, ana, diego):
    trial = CallFactory(is_test=True)
    own = OrganisationFactory(manager=diego)
    address = reverse("applications:start", args=[trial.slug])

    assert login(ana).get(reverse("applications:new")).status_code == 200
    assert trial.title not in login(ana).get(reverse("applications:new")).text
    assert login(ana).get(address).status_code == 404
    assert login(ana).post(address, start_data(trial, chamber)).status_code == 404
    assert not Application.objects.exists()
    assert login(diego).get(reverse("applications:new")).url == address
    assert login(diego).post(address, start_data(trial, own)).status_code == 302


def test_an_officer_of_another_call_finds_no_call_for_trying_out(noon, nadia):
    trial, other = CallFactory(is_test=True), CallFactory()
    RoleAssignment.objects.create(user=nadia, role="officer", call=other, valid_from=noon)

    assert list(Call.objects.offered_to(nadia)) == [other]

    RoleAssignment.objects.create(user=nadia, role="officer", call=trial, valid_from=noon)
    del nadia._roles
    assert set(Call.objects.offered_to(nadia)) == {other, trial}


def test_readers_and_strangers_start_nothing(login, noon, call, chamber, aldo, nadia):
    for person in (aldo, nadia):
        assert login(person).get(reverse("applications:new")).status_code == 403


def facts(application, **fields):
    return {
        "based_on": facts_mark(application),
        "title": "Cacao",
        "lot": application.lot.code,
        "months": "24",
        "countries": ["PE"],
    } | fields


def test_the_facts_are_saved(login, application, ana):
    response = login(ana).post(record(application, "save_facts"), facts(application))

    application.refresh_from_db()
    assert response.url == record(application)
    assert (application.title, application.months) == ("Cacao", 24)


def test_a_partner_reads_the_facts_and_finds_nothing_to_save(login, application, partner, bruno):
    page = login(bruno).get(record(application, "facts")).content.decode()

    assert "fills in this part. You can read it here." in page
    assert application.title in page
    assert reverse("applications:save_facts", args=[application.public_id]) not in page


def test_a_colleagues_facts_are_shown_and_the_own_entries_stay(login, application, ana, amalia):
    mine = facts(application, title="Mine")
    login(amalia).post(record(application, "save_facts"), facts(application, title="Hers"))

    response = login(ana).post(record(application, "save_facts"), mine)

    page = response.content.decode()
    assert response.status_code == 422
    assert "Hers" in page
    assert 'value="Mine"' in page
    application.refresh_from_db()
    assert application.title == "Hers"


def test_facts_refuse_what_is_not_offered(login, application, ana):
    data = facts(application, months="-3", countries=["US"], title=" ")

    page = login(ana).post(record(application, "save_facts"), data).content.decode()

    assert "3 things have to be put right" in page


def test_extra_fields_change_nothing(login, application, ana, rival):
    """T-AC-04 and T-AC-05: twice, with different values."""
    extra = {"state": ["submitted", "withdrawn"], "lead": [str(rival.pk)], "reference": ["X", "Y"], "call": ["1"]}

    login(ana).post(record(application, "save_facts"), facts(application) | extra)

    application.refresh_from_db()
    assert (application.state, application.reference, application.title) == ("draft", "", "Cacao")


def test_a_partner_does_not_change_the_facts(login, application, partner, bruno):
    """T-AC-10."""
    response = login(bruno).post(record(application, "save_facts"), facts(application))

    assert response.status_code == 403


def test_facts_cannot_be_changed_after_the_deadline(login, call, application, ana):
    client = login(ana)
    with clock.at(call.closes_at):
        response = client.post(record(application, "save_facts"), facts(application))

    assert "The deadline has passed" in response.content.decode()
    assert 'value="Cacao"' in response.content.decode()
    application.refresh_from_db()
    assert application.title == "Café sin deforestación"
