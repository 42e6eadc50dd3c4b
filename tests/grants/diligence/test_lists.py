"""Lists of sanctions given, read by the worker, kept version by version."""

from datetime import timedelta

import pytest

from grants import clock
from grants.diligence.actions.lists import import_sanctions_list, load_sanctions_list
from grants.files.actions import BadFile
from grants.jobs.actions import run
from grants.models import Job, ListedParty, Message, SanctionsList
from grants.workflow import Refused
from tests.client import html_of
from tests.factories import NOON
from tests.grants.diligence.listed import document, entry, file_of, listed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def later(noon):
    with clock.at(NOON + timedelta(days=200)):
        yield


def test_the_worker_reads_the_list_and_then_compares_with_it(elena):
    given = import_sanctions_list(by=elena, uploaded=file_of(document(entry("A B"), entry("C", reference="EU.2.2"))))
    assert given.state == "waiting"

    assert run(Job.objects.get(kind="load_sanctions").pk)

    given.refresh_from_db()
    assert (given.state, given.version, given.entry_count) == ("loaded", "1001", 2)
    assert list(given.listed.values_list("reference", "names")) == [("EU.1.1", ["A B"]), ("EU.2.2", ["C"])]
    assert Job.objects.get(kind="rescreen").target == str(given.pk)
    assert load_sanctions_list(given).entry_count == 2
    assert ListedParty.objects.count() == 2


def test_old_versions_stay_and_the_newest_is_the_one_published_last(elena):
    new = listed(entry("A"), by=elena, number="2", made="2026-09-25T10:00:00Z")
    old = listed(entry("B"), by=elena, number="1", made="2026-09-01T10:00:00Z")

    assert SanctionsList.objects.newest() == new
    assert old.listed.count() == new.listed.count() == 1


def test_what_cannot_be_read_is_refused_and_who_gave_it_is_told(elena):
    refused = listed(by=elena)

    assert (refused.state, refused.problem) == ("refused", "empty")
    assert Message.objects.get().kind == "sanctionslist_refuse"
    assert not ListedParty.objects.exists()


def test_the_same_version_and_one_of_a_day_to_come_are_refused(elena):
    listed(entry("A"), by=elena)

    assert listed(entry("A"), entry("B"), by=elena).problem == "known"
    assert listed(entry("A"), by=elena, number="9", made="2027-01-01T00:00:00Z").problem == "future"
    with pytest.raises(Refused):
        import_sanctions_list(by=elena, uploaded=file_of(document(entry("A"))))


@pytest.mark.parametrize("content", [b"<html></html>", b"%PDF-1.7", b'<?xml version="1.0"?>\0'])
def test_what_is_no_xml_is_not_taken(elena, content):
    with pytest.raises(BadFile):
        import_sanctions_list(by=elena, uploaded=file_of(content))


def test_elena_gives_a_list_in_the_browser(login, elena, ana, axel):
    client = login(elena)
    assert "No list yet" in html_of(client.get("/diligence/lists/"))
    assert client.post("/diligence/lists/import/", {}).status_code == 422
    assert client.post("/diligence/lists/import/", {"uploaded": file_of(document(entry("A")))}).status_code == 302
    given = SanctionsList.objects.get()
    assert "Being read" in html_of(client.get(given.get_absolute_url()))
    assert "Being read" in html_of(client.get("/diligence/lists/"))
    load_sanctions_list(given)
    assert "Comparing everybody" in html_of(client.get(f"{given.get_absolute_url()}progress/"))
    assert "1001" in html_of(login(axel).get("/diligence/lists/"))
    assert login(axel).get("/diligence/lists/import/").status_code == 403
    assert login(ana).get(given.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_lists_cost_the_same_for_one_and_for_three(login, django_assert_num_queries, elena, rows):
    client = login(elena)
    for number in range(rows):
        listed(entry("A"), by=elena, number=f"{number}")
    with django_assert_num_queries(4):
        client.get("/diligence/lists/")
