"""What somebody learns who tries names and numbers (security.md T-AC-13, T-AC-14): nothing, and not for long."""

import pytest
from django.core.cache import cache

from grants import models
from tests.grants.organisations.test_pages import DATA

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def test_ones_own_data_say_nothing_of_others_and_are_not_changed_without_end(login, ana, chamber, rival, settings):
    cache.clear()
    settings.ACCOUNT_RATE_LIMITS = {"edit_organisation": "2/h/user"}
    models.Organisation.objects.filter(pk=rival.pk).update(tax_id="20512333797", tax_key="PE:20512333797")
    client, url = login(ana), f"/organisations/{chamber.public_id}/edit/"

    known = client.post(url, DATA | {"tax_id": "20512333797"}, follow=True)
    free = client.post(url, DATA | {"tax_id": "20100070970"}, follow=True)

    assert known.status_code == free.status_code == 200
    assert "Rival" not in known.content.decode()
    assert [page.content.decode().count("The data are saved.") for page in (known, free)] == [1, 1]
    assert "duplicate" not in known.content.decode()
    told = models.Message.objects.filter(kind="organisation_duplicate")
    assert {message.recipient.name for message in told} == {"Fabio"}
    assert not [message for message in told if "Cusco" in message.body or "Ana" in message.body]
    assert client.post(url, DATA).status_code == 429


def test_partners_are_not_invited_without_end(login, ana, application, settings):
    cache.clear()
    settings.ACCOUNT_RATE_LIMITS = {"invite_partner": "1/h/user"}
    client, url = login(ana), f"/applications/{application.public_id}/consortium/invite/"
    answers = [client.post(url, {"name": "Verde", "email": f"v{n}@x.example"}).status_code for n in range(2)]

    assert answers[-1] == 429
    assert application.partners.filter(state="invited").count() <= 1


def test_representatives_are_not_written_to_without_end(login, bruno, partner, settings):
    cache.clear()
    settings.ACCOUNT_RATE_LIMITS = {"request_mandate": "2/h/user"}
    client, url = login(bruno), f"/applications/partners/{partner.public_id}/mandate/request/"
    rosa = {"name": "Rosa", "language": "es"}
    answers = [client.post(url, rosa | {"address": f"r{n}@x.example"}).status_code for n in range(3)]

    assert answers == [302, 302, 429]
    assert models.Message.objects.filter(kind="application_mandate_link").count() == 2
