"""Registering, changing and freezing organisations, and the duplicates staff hear of."""

import pytest

from grants import models
from grants.organisations.actions import (
    edit_organisation,
    freeze_organisation,
    register_organisation,
    settle_duplicate,
)
from grants.organisations.queries import missing_data
from grants.workflow import Refused
from tests.factories import NOON, OrganisationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

DATA = {
    "legal_name": "Asociación de Cafetaleros del Sur",
    "short_name": "ACS",
    "kind": "association",
    "country": "PE",
    "tax_id": "20512333797",
    "website": "https://www.acs.example/",
}


def told():
    return sorted(models.Message.objects.values_list("kind", "address"))


def test_who_registers_an_organisation_manages_it(nadia):
    organisation = register_organisation(nadia, by=nadia, data=DATA)

    assert organisation.tax_key == "PE:20512333797"
    assert organisation.search_name == "asociacion de cafetaleros del sur acs"
    assert organisation.web_domain == "acs.example"
    assert organisation.registered_at == NOON
    assert list(organisation.memberships.values_list("user", "role", "since")) == [(nadia.pk, "manager", NOON)]
    assert list(organisation.events.values_list("action", "actor")) == [("register", nadia.pk)]
    assert told() == []


def test_the_second_click_registers_nothing(nadia):
    register_organisation(nadia, by=nadia, data=DATA)

    with pytest.raises(Refused, match="You have registered ACS already"):
        register_organisation(nadia, by=nadia, data=DATA)
    with pytest.raises(Refused):
        register_organisation(nadia, by=nadia, data=DATA | {"legal_name": "Otro nombre", "tax_id": "20-512333797"})

    assert models.Organisation.objects.count() == 1


def test_the_same_tax_id_is_registered_without_a_word_and_the_other_managers_are_told(ana, chamber, nadia):
    edit_organisation(chamber, by=ana, data={"tax_id": "20512333797"})

    organisation = register_organisation(nadia, by=nadia, data=DATA)

    assert list(organisation.events.values_list("action", flat=True)) == ["register"]
    assert told() == [("organisation_duplicate", "ana@demo.example")]
    letter = models.Message.objects.get()
    assert "nadia" not in letter.body.lower()
    assert "Cafetaleros" not in letter.body
    assert list(chamber.events.filter(action="duplicate").values_list("actor", "changes")) == [(None, {})]
    assert list(organisation.duplicate_hints.values_list("other", "ground")) == [(chamber.pk, "tax_id")]


def test_the_same_name_or_website_is_a_hint_for_staff_alone(nadia):
    namesake = OrganisationFactory(legal_name="ASOCIACION de cafetaleros del sur")
    abroad = OrganisationFactory(legal_name=DATA["legal_name"], country="CO")
    neighbour = OrganisationFactory(legal_name="Federación", website="http://acs.example/inicio")

    organisation = register_organisation(nadia, by=nadia, data=DATA)

    hints = set(organisation.duplicate_hints.values_list("other", "ground"))
    assert hints == {(namesake.pk, "name"), (neighbour.pk, "website")}
    assert abroad.pk not in {other for other, _ground in hints}
    assert told() == []


def test_a_page_on_a_social_network_makes_nobody_alike(nadia):
    OrganisationFactory(website="https://www.facebook.com/otra")

    organisation = register_organisation(nadia, by=nadia, data=DATA | {"website": "https://facebook.com/acs"})

    assert organisation.duplicate_hints.count() == 0


def test_a_hint_is_settled_once_with_a_note(chamber, rival, diego, dora):
    hint = models.DuplicateHint.objects.create(organisation=chamber, other=rival, ground="name", found_at=NOON)

    with pytest.raises(Refused, match="Say what you found"):
        settle_duplicate(hint, by=diego, note=" ")
    settle_duplicate(hint, by=diego, note="Two chambers of one town.")
    with pytest.raises(Refused, match="A colleague has settled this meanwhile"):
        settle_duplicate(hint, by=dora, note="The same.")

    hint.refresh_from_db()
    assert (hint.settled_by, hint.settled_at, hint.note) == (diego, NOON, "Two chambers of one town.")


def test_a_change_is_an_event_with_what_was_there_before(ana, chamber):
    edit_organisation(chamber, by=ana, data={"city": "Urubamba", "legal_name": chamber.legal_name, "phone": ""})

    event = chamber.events.get()
    assert (event.action, event.changes) == ("edit", {"city": ["Cusco", "Urubamba"]})


def test_nothing_changed_is_no_event(ana, chamber):
    edit_organisation(chamber, by=ana, data={"city": "Cusco"})

    assert chamber.events.count() == 0


def test_unknown_data_are_refused(ana, chamber):
    with pytest.raises(TypeError, match="public_id"):
        edit_organisation(chamber, by=ana, data={"public_id": "x"})


def test_a_dated_copy_is_made_when_something_changed_and_reused_when_not(ana, chamber):
    first = freeze_organisation(chamber, by=ana)
    again = freeze_organisation(chamber, by=ana)
    edit_organisation(chamber, by=ana, data={"representative_name": "Jorge Salas"})
    second = freeze_organisation(chamber, by=ana)

    assert again == first
    assert [first.number, second.number] == [1, 2]
    assert first.document["representative"]["name"] == "Rosa Quispe"
    assert second.document["representative"]["name"] == "Jorge Salas"
    assert first.is_intact
    assert second.is_intact


def test_a_dated_copy_is_the_same_again_after_the_data_went_back(ana, chamber):
    first = freeze_organisation(chamber, by=ana)
    edit_organisation(chamber, by=ana, data={"city": "Lima"})
    edit_organisation(chamber, by=ana, data={"city": "Cusco"})

    assert freeze_organisation(chamber, by=ana) == first


def test_what_is_missing_before_an_organisation_can_apply_is_named_in_its_own_words(chamber):
    chamber.representative_name = ""

    assert [str(label) for label in missing_data(chamber)] == ["RUC", "legal representative"]
