"""Workbooks of long lists: made by a worker, for the person who asked alone, for some days."""

import io
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.utils import translation
from openpyxl import load_workbook

from grants import clock
from grants.jobs.actions import run
from grants.lists import answering
from grants.lists.actions import ask_for_file, forget_files
from grants.messages.outbox import render
from grants.models import Job, ListFile, Message
from grants.workflow import Refused
from tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db

LIST = "/organisations/directory/"


@pytest.fixture
def asked(noon, login, elena, monkeypatch):
    """A list of three, one too many to wait for: Elena has asked for the two in Peru and one."""
    for name in ("Cusco", "Lima", "Puno"):
        OrganisationFactory(legal_name=name, country="PE")
    OrganisationFactory(legal_name="Bogotá", country="CO")
    monkeypatch.setattr(answering, "AT_ONCE", 2)
    client = login(elena)
    page = client.get(f"{LIST}?country=PE&export=xlsx").content.decode()
    assert "Make the workbook" in page
    client.post("/exports/new/", {"path": LIST, "query": "country=PE", "title": "Organisations"})
    return ListFile.objects.get()


def made(asked):
    run(Job.objects.get(kind="make_list_file").pk)
    asked.refresh_from_db()
    return asked


def test_it_is_made_with_progress_told_and_taken(asked, login, elena):
    client = login(elena)
    waiting = client.get(asked.get_absolute_url()).content.decode()
    made(asked)
    page = client.get(asked.get_absolute_url()).content.decode()
    answer = client.get(f"{asked.get_absolute_url()}download/")
    rows = list(load_workbook(io.BytesIO(b"".join(answer))).active.iter_rows(values_only=True))

    assert "It waits for a worker." in waiting
    assert "Download the workbook" in page
    assert [row[0] for row in rows[2:]] == ["Cusco", "Lima", "Puno"]
    assert rows[0][1] == "Country: Peru"
    assert (asked.rows, asked.kept_until - asked.made_at) == (3, timedelta(days=7))
    letter = Message.objects.get()
    subject, body = render(letter)
    assert (letter.kind, letter.recipient, subject) == ("listfile_ready", elena, "The workbook is ready: Organisations")
    assert asked.get_absolute_url() in body
    assert "It is kept for you alone, until 17 March 2026." in body
    assert "kept until" in client.get("/exports/").content.decode()


def test_it_is_for_the_person_alone(asked, login, hugo, admin):
    made(asked)

    for person in (hugo, admin):
        client = login(person)
        assert client.get(asked.get_absolute_url()).status_code == 404
        assert client.get(f"{asked.get_absolute_url()}download/").status_code == 404
        assert "Organisations" not in client.get("/exports/").content.decode().partition("<main")[2]


def test_who_lost_the_right_meanwhile_gets_nothing(asked, login, elena):
    elena.role_assignments.update(valid_until=clock.now())

    made(asked)

    assert (asked.made_at, asked.error) == (None, "You may no longer open this list.")
    assert "You may no longer open this list." in login(elena).get(asked.get_absolute_url()).content.decode()


def test_its_bytes_go_after_seven_days_and_the_row_stays(asked, login, elena):
    name = made(asked).content.name

    forget_files(by=None)
    assert default_storage.exists(name)
    with clock.at(clock.now() + timedelta(days=7)):
        page = login(elena).get(asked.get_absolute_url()).content.decode()
        forget_files(by=None)
        asked.refresh_from_db()

        assert "The seven days of this file are over." in page
        assert login(elena).get(f"{asked.get_absolute_url()}download/").status_code == 404
    assert (asked.content.name, asked.rows) == ("", 3)


def test_asked_for_twice_it_is_made_once_and_three_are_made_at_a_time(noon, elena):
    def ask(query):
        with translation.override("en"):
            return ask_for_file(elena, address=f"{LIST}?{query}", title="Organisations", by=elena)

    first = ask("country=PE")

    assert ask("country=PE") == first
    ask("country=CO"), ask("country=CL")
    with pytest.raises(Refused, match="Three files are being made for you"):
        ask("country=EC")


@pytest.mark.parametrize("address", ["/", "//evil.example/organisations/directory/", "/accounts/profile/"])
def test_only_lists_are_made_into_files(noon, elena, address):
    with pytest.raises(Refused, match="Only lists are made into files"):
        ask_for_file(elena, address=address, title="x", by=elena)


def test_a_worker_killed_in_the_middle_leaves_one_file(asked):
    job = Job.objects.get(kind="make_list_file")
    made(asked)
    Job.objects.filter(pk=job.pk).update(state="queued", not_before=clock.now())
    sha256 = asked.sha256

    assert run(job.pk)

    asked.refresh_from_db()
    assert asked.sha256 == sha256
    assert Message.objects.count() == 1
