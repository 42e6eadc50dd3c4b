"""The administration shows what stands of the results, changes nothing of it, and names no firm."""

import pytest
from django.apps import apps
from django.contrib import admin as site
from django.urls import reverse

from grants.administration import Listed, OnlyToRead
from tests.world import World

pytestmark = pytest.mark.django_db

PAGES = {
    model._meta.model_name: page for model, page in site.site._registry.items() if model._meta.app_label == "reporting"
}
RECORDS = {
    "compilation": "compilation", "publication": "publication", "note": "note", "resultsupdate": "update",
    "sample": "sample", "visit": "visit", "finding": "finding",
}  # fmt: skip
LISTS = {"firm": "firm", "firmpair": "firm_pair", "firmlist": "firm_list"}


@pytest.fixture
def world(noon, request):
    return World(request.getfixturevalue)


def test_everything_of_the_results_is_only_to_read():
    assert sorted(PAGES) == sorted([*RECORDS, *LISTS])
    assert all(isinstance(page, OnlyToRead) for page in PAGES.values())
    assert {name for name, page in PAGES.items() if isinstance(page, Listed)} == set(LISTS)


@pytest.mark.parametrize("name", sorted(RECORDS))
def test_an_administrator_reads_a_record_and_changes_nothing(world, login, admin, name):
    record = world.the(RECORDS[name])
    client, address = login(admin), reverse(f"admin:reporting_{name}_change", args=[record.pk])

    assert client.get(reverse(f"admin:reporting_{name}_changelist")).status_code == 200
    assert client.get(address).status_code == 200
    for url in (address, address.replace("change", "delete"), reverse(f"admin:reporting_{name}_add")):
        assert client.post(url, {"state": "done"}).status_code == 403


@pytest.mark.parametrize("name", sorted(LISTS))
def test_firms_are_listed_without_names_and_without_records(world, login, admin, name):
    record, firm = world.the(LISTS[name]), world.the("firm")
    apps.get_model("reporting", "Firm").objects.update(name="CANARIO", search_name="canario", tax_id="20999999991")
    client = login(admin)
    page = client.get(reverse(f"admin:reporting_{name}_changelist"))

    assert str(record.public_id) in page.content.decode()
    for secret in ("CANARIO", "20999999991"):
        assert secret not in page.content.decode()
    for word in ("change", "delete"):
        assert client.get(reverse(f"admin:reporting_{name}_{word}", args=[record.pk])).status_code == 403
    assert firm


@pytest.mark.parametrize("name", sorted([*RECORDS, *LISTS]))
@pytest.mark.parametrize("who", ["diego", "axel"])
def test_nobody_else_gets_in(login, request, name, who):
    address = reverse(f"admin:reporting_{name}_changelist")
    assert login(request.getfixturevalue(who)).get(address).status_code in (302, 403)
