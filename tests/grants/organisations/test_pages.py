"""The pages of organisations, as the people concerned meet them."""

import re

import pytest

from grants import models
from tests.client import text_of
from tests.factories import NOON, OrganisationFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

DATA = {
    "legal_name": "Asociación de Cafetaleros del Sur",
    "short_name": "ACS",
    "kind": "association",
    "tax_id": "20512333797",
    "register_number": "",
    "address": "Jr. Lima 1",
    "city": "Puno",
    "postal_code": "",
    "website": "acs.example",
    "email": "INFO@acs.example",
    "phone": "",
    "representative_name": "Luz Mamani",
    "representative_capacity": "Presidenta",
    "representative_email": "",
}


def text(response):
    return response.content.decode()


def bare(response):
    """The page without what differs each time: one-time tokens, random names, the seconds of the session."""
    return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|[A-Za-z0-9]{64}|data-seconds=\"\d+\"", "", text(response))


def test_a_newcomer_says_who_they_are_then_registers_the_organisation(login, db):
    newcomer = UserFactory(name="", email="new@demo.example")
    client = login(newcomer)
    assert "First steps: who are you?" in text(client.get("/first-steps/"))

    saved = client.post(
        "/profile/", {"name": " Luz  Mamani ", "language": "en", "time_zone": "America/Lima", "next": "/first-steps/"}
    )
    assert (saved.status_code, saved.url) == (302, "/first-steps/")
    newcomer.refresh_from_db()
    assert (newcomer.name, newcomer.time_zone) == ("Luz Mamani", "America/Lima")
    assert "which organisation do you act for?" in text(client.get("/first-steps/"))

    registered = client.post("/organisations/register/?country=PE", DATA)
    organisation = models.Organisation.objects.get()
    assert (registered.status_code, registered.url) == (302, organisation.get_absolute_url())
    assert (organisation.email, organisation.website) == ("info@acs.example", "https://acs.example")
    page = text(client.get(registered.url))
    assert "ACS is registered." in page
    assert "RUC" in page
    assert "First steps: all done" in text(client.get("/first-steps/"))


def test_the_country_comes_first_and_gives_the_tax_id_its_name(login, nadia):
    client = login(nadia)

    assert client.get("/organisations/register/").status_code == 200
    assert "Choose the country" in text(client.get("/organisations/register/?country="))
    assert "Choose the country" not in text(client.get("/organisations/register/?country=BR"))
    assert "CNPJ" in text(client.get("/organisations/register/?country=BR"))
    assert "Continue" in text(client.get("/organisations/register/?country=XX"))


def test_what_is_wrong_is_said_where_it_is_and_what_was_typed_stays(login, nadia):
    answer = login(nadia).post(
        "/organisations/register/?country=PE", DATA | {"tax_id": "20512333798", "legal_name": ""}
    )

    assert answer.status_code == 422
    page = text(answer)
    assert "This is not a valid RUC. Check the digits; it looks like 20512333797." in page
    assert "Enter the legal name, as in the statutes." in page
    assert 'value="20512333798"' in page
    assert 'value="Luz Mamani"' in page
    assert models.Organisation.objects.count() == 0


def test_a_second_click_on_register_leads_to_a_sentence_not_to_a_second_organisation(login, nadia):
    client = login(nadia)
    client.post("/organisations/register/?country=PE", DATA)

    again = client.post("/organisations/register/?country=PE", DATA)

    assert again.status_code == 422
    assert "You have registered ACS already." in text(again)
    assert models.Organisation.objects.count() == 1
    assert list(models.Attempt.objects.order_by("pk").values_list("outcome", flat=True)) == ["done", "refused"]


def test_registering_what_exists_already_shows_the_same_as_registering_something_new(login, nadia, fabio, chamber):
    models.Organisation.objects.filter(pk=chamber.pk).update(tax_id="20512333797", tax_key="PE:20512333797")
    known = login(nadia).post("/organisations/register/?country=PE", DATA, follow=True)
    models.Organisation.objects.filter(tax_id="20512333797").update(tax_id="", tax_key="", search_name="x")
    new = login(fabio).post("/organisations/register/?country=PE", DATA, follow=True)

    assert known.status_code == new.status_code == 200
    assert "Cusco" not in text(known)
    assert bare(known) == bare(new).replace("Fabio", "Nadia").replace("fabio@", "nadia@")


def test_fields_that_are_not_asked_for_are_not_taken(login, ana, chamber):
    public_id, registered_at = chamber.public_id, chamber.registered_at
    extra = {"country": "BR", "registered_at": "2020-01-01", "public_id": "x", "search_name": "x", "is_staff": "on"}

    login(ana).post(f"/organisations/{public_id}/edit/", DATA | extra)

    chamber.refresh_from_db()
    assert (str(chamber.country), chamber.registered_at, chamber.public_id) == ("PE", registered_at, public_id)
    assert chamber.legal_name == DATA["legal_name"]
    assert not models.User.objects.get(pk=ana.pk).is_staff


def test_changing_the_data_is_for_managers(login, ana, amalia, aldo, fabio, diego, chamber):
    address = f"/organisations/{chamber.public_id}/edit/"
    answers = {person.name: login(person).get(address).status_code for person in (ana, amalia, aldo, fabio, diego)}

    assert answers == {"Ana": 200, "Amalia": 403, "Aldo": 403, "Fabio": 404, "Diego": 403}
    assert login(fabio).post(address, DATA).status_code == 404
    assert login(amalia).post(address, DATA).status_code == 403
    chamber.refresh_from_db()
    assert chamber.city == "Cusco"


def test_a_wrong_change_shows_the_stored_name_in_the_title(login, ana, chamber):
    answer = login(ana).post(f"/organisations/{chamber.public_id}/edit/", DATA | {"short_name": "Nuevo", "tax_id": "1"})

    assert answer.status_code == 422
    assert "Change the data of CCC" in text(answer)
    assert 'value="Nuevo"' in text(answer)


def test_the_record_shows_data_people_and_history_to_members_and_staff(login, ana, aldo, diego, chamber):
    login(ana).post(f"/organisations/{chamber.public_id}/edit/", DATA)

    page = text(login(aldo).get(chamber.get_absolute_url()))
    assert "Data changed" in page
    assert "Amalia" in page
    assert "Change the data" not in page
    assert login(diego).get(chamber.get_absolute_url()).status_code == 200


def test_a_stranger_sees_the_same_as_for_what_does_not_exist(login, fabio, nadia, chamber):
    client = login(fabio)
    foreign = client.get(chamber.get_absolute_url())
    missing = client.get("/organisations/00000000-0000-4000-8000-000000000000/")

    assert foreign.status_code == missing.status_code == 404
    assert bare(foreign) == bare(missing)


def test_a_possible_duplicate_is_shown_to_staff_alone_and_settled_with_a_note(login, ana, diego, chamber, rival):
    hint = models.DuplicateHint.objects.create(organisation=rival, other=chamber, ground="website", found_at=NOON)
    settle = f"/organisations/duplicates/{hint.public_id}/settle/"

    assert "registered twice" not in text(login(ana).get(chamber.get_absolute_url()))
    assert "Federación Rival" not in text(login(ana).get(chamber.get_absolute_url()))
    assert login(ana).post(settle, {"note": "no"}).status_code == 404
    assert "Federación Rival" in text(login(diego).get(chamber.get_absolute_url()))
    assert login(diego).post(settle, {"note": "A website they share."}).status_code == 302
    assert "registered twice" not in text(login(diego).get(chamber.get_absolute_url()))


def test_ones_own_organisations_and_the_way_in_for_who_has_none(login, ana, nadia, chamber):
    assert "Cámara de Comercio de Cusco" in text(login(ana).get("/organisations/"))
    assert "You do not act for an organisation yet" in text(login(nadia).get("/organisations/"))


def test_the_directory_is_for_staff(login, ana, diego, marta, elena, admin, clara, olga, chamber):
    answers = {
        person.name: login(person).get("/organisations/directory/").status_code
        for person in (ana, diego, marta, elena, clara, olga)
    }

    assert answers == {"Ana": 403, "Diego": 200, "Marta": 200, "Elena": 200, "Clara": 403, "Olga": 403}
    assert login(admin).get("/organisations/directory/").status_code == 200


def shown(client, query):
    page = client.get(f"/organisations/directory/?{query}")
    return [organisation.legal_name for organisation in page.context["page"]]


def test_the_directory_is_searched_without_accents_filtered_and_sorted(login, diego, ana, fabio, chamber, rival):
    OrganisationFactory(legal_name="Zafra Verde", country="BR", kind="cooperative", tax_id="16.727.230/0001-97")
    client = login(diego)

    assert shown(client, "") == ["Cámara de Comercio de Cusco", "Federación Rival", "Zafra Verde"]
    assert shown(client, "search=CAMARA+cusco") == ["Cámara de Comercio de Cusco"]
    assert shown(client, "search=ccc") == ["Cámara de Comercio de Cusco"]
    assert shown(client, "search=16727230") == ["Zafra Verde"]
    assert shown(client, "country=BR") == ["Zafra Verde"]
    assert shown(client, "kind=association") == ["Federación Rival"]
    assert shown(client, "kind=association&country=BR") == []
    assert shown(client, "only=unmanaged") == ["Zafra Verde"]
    assert shown(client, "only=duplicates") == []
    assert shown(client, "order=-name") == ["Zafra Verde", "Federación Rival", "Cámara de Comercio de Cusco"]
    assert shown(client, "order=country")[0] == "Zafra Verde"
    assert shown(client, "order=legal_name;drop")[0] == "Cámara de Comercio de Cusco"
    assert shown(client, "country=%00&search=%27") == ["Cámara de Comercio de Cusco", "Federación Rival", "Zafra Verde"]


def test_the_directory_comes_in_pages_of_fifty(login, diego):
    OrganisationFactory.create_batch(51)

    page = login(diego).get("/organisations/directory/?page=2&order=registered")

    assert len(page.context["page"]) == 1
    assert "51 to 51 of 51" in text_of(page)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_directory_asks_as_much_for_three_as_for_one(login, diego, rows, django_assert_num_queries):
    OrganisationFactory.create_batch(rows)
    client = login(diego)
    client.get("/organisations/directory/")

    with django_assert_num_queries(4):
        client.get("/organisations/directory/")


@pytest.mark.parametrize("rows", [1, 3])
def test_the_record_asks_as_much_for_three_people_as_for_one(login, ana, chamber, rows, django_assert_num_queries):
    models.Membership.objects.exclude(user=ana).delete()
    client = login(ana)
    for number in range(rows):
        guest = UserFactory()
        models.Membership.objects.create(user=guest, organisation=chamber, role="editor", since=NOON)
        client.post(f"/organisations/{chamber.public_id}/invite/", {"email": f"g{number}@x.example", "role": "reader"})
    client.get(chamber.get_absolute_url())

    with django_assert_num_queries(8):
        client.get(chamber.get_absolute_url())


@pytest.mark.parametrize("rows", [1, 3])
def test_ones_own_organisations_ask_as_much_for_three_as_for_one(login, nadia, rows, django_assert_num_queries):
    OrganisationFactory.create_batch(rows, manager=nadia)
    client = login(nadia)
    client.get("/organisations/")

    with django_assert_num_queries(3):
        client.get("/organisations/")
