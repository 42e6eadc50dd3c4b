"""Filters under a name: private, found again above their list, renamed, deleted."""

import re

import pytest

from grants.lists.actions import MOST_VIEWS, save_view
from grants.models import SavedView
from grants.workflow import Refused
from tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db

LIST = "/organisations/directory/"


def kept(person, name="Peru", query="country=PE", path=LIST):
    return save_view(person, name=name, path=path, query=query, title="Organisations", by=person)


def sent(client, **changes):
    form = {"name": "Peru", "path": LIST, "query": "country=PE", "title": "Organisations"}
    return client.post("/saved-views/new/", form | changes)


def test_filters_in_force_are_saved_and_found_again_above_the_list(noon, login, elena):
    client = login(elena)
    OrganisationFactory(country="PE")

    assert "Save this view" not in client.get(LIST).content.decode()
    assert "Save this view" in client.get(f"{LIST}?country=PE&page=1").content.decode()
    answer = sent(client)
    page = client.get(answer.headers["Location"]).content.decode()

    assert answer.headers["Location"] == f"{LIST}?country=PE"
    chip = re.search(r'<a href="/organisations/directory/\?country=PE" aria-current="true">(.*?)</a>', page)
    assert chip[1].endswith("Peru")
    assert "Save this view" not in page
    assert ">Peru</a>" not in client.get("/messages/mine/").content.decode()


def test_a_name_serves_one_view_of_a_list(noon, login, elena):
    client = login(elena)
    sent(client)

    again = sent(client, name="PERU", query="country=CO")

    assert again.status_code == 422
    assert "You have a view of this name on this list." in again.content.decode()
    assert 'value="country=CO"' in again.content.decode()
    assert sent(client, path="/messages/", query="state=failed").status_code == 302


@pytest.mark.parametrize("path", ["//evil.example/organisations/directory/", "https://evil.example/", "/", "/nowhere/"])
def test_views_are_saved_on_our_lists_only(noon, login, elena, path):
    answer = sent(login(elena), path=path)

    assert answer.status_code == 422
    assert not SavedView.objects.exists()


def test_without_a_filter_there_is_nothing_to_keep(noon, elena):
    with pytest.raises(Refused, match="Choose a filter first"):
        kept(elena, query="")


def test_a_list_takes_so_many_views_of_a_person_and_no_more(noon, elena):
    for number in range(MOST_VIEWS):
        kept(elena, name=f"View {number}")

    with pytest.raises(Refused, match="You have saved 20 views on this list"):
        kept(elena, name="One more")


def test_it_is_renamed_and_deleted_by_its_owner_alone(noon, login, elena, hugo):
    view, client = kept(elena), login(elena)
    address = f"/saved-views/{view.public_id}/"

    assert login(hugo).post(address, {"name": "Mine"}).status_code == 404
    assert login(hugo).post(f"{address}delete/").status_code == 404
    assert "Peru" not in login(hugo).get("/saved-views/").content.decode()
    client.post(address, {"name": "Perú 2026"})
    assert "Perú 2026" in client.get("/saved-views/").content.decode()
    client.post(f"{address}delete/")
    assert not SavedView.objects.exists()
    assert "No saved view yet" in client.get("/saved-views/").content.decode()


def test_a_filter_that_is_no_more_is_left_out_with_a_sentence(noon, login, elena):
    view = kept(elena, name="Old", query="country=PE&kind=guild")

    page = login(elena).get(view.get_absolute_url()).content.decode()

    assert "Not understood, and left out of what is shown: Kind." in page


def test_views_cost_one_query_on_a_list_and_none_who_has_none(noon, login, elena, hugo, django_assert_num_queries):
    kept(elena)

    of_hugo, of_elena = login(hugo), login(elena)

    with django_assert_num_queries(3):
        of_hugo.get(LIST)
    with django_assert_num_queries(4):
        of_elena.get(LIST)
