"""Representatives and documents of an organisation: given, ended, replaced, kept in the dated copy."""

from datetime import date, timedelta

import pytest

from grants import clock
from grants.models import Message
from grants.organisations.actions import bank_accounts, legal
from grants.organisations.actions.legal import add_paper, add_representative, end_representative, remind_of_papers
from grants.organisations.actions.registration import freeze_organisation
from grants.workflow import Refused
from tests.client import html_of
from tests.factories import NOON
from tests.grants.files.uploads import upload
from tests.grants.payments.paying import ACCOUNT, OTHER_ACCOUNT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

TREASURER = {"name": "Jorge  Salas", "position": "Tesorero", "may_sign": True, "since": date(2024, 1, 1)}


def statutes():
    return upload("statutes.pdf", b"%PDF-1.7 statutes")


def give(organisation, by, **fields):
    values = {"kind": "statutes", "uploaded": statutes(), "issued_on": date(2026, 1, 5)}
    return add_paper(organisation, by=by, **values | fields)


def codes(refused):
    return [reason.code for reason in refused.value.reasons]


def test_a_representative_is_noted_once_and_leaves_office(chamber, ana):
    person = add_representative(chamber, by=ana, **TREASURER)
    assert person.name == "Jorge Salas"

    with pytest.raises(Refused) as error:
        add_representative(chamber, by=ana, **TREASURER)
    assert codes(error) == ["name"]
    with pytest.raises(Refused) as error:
        end_representative(person, by=ana, until=date(2023, 12, 31))
    assert codes(error) == ["until"]

    end_representative(person, by=ana, until=date(2026, 2, 28))
    with pytest.raises(Refused):
        end_representative(person, by=ana, until=date(2026, 3, 1))
    assert list(chamber.representatives.on(date(2026, 2, 28))) == [person]
    assert list(chamber.representatives.on(date(2026, 3, 1))) == []


def test_an_office_that_ends_before_it_begins_is_refused(chamber, ana):
    with pytest.raises(Refused) as error:
        add_representative(chamber, by=ana, **TREASURER | {"until": date(2023, 1, 1)})
    assert codes(error) == ["until"]


def test_the_dated_copy_carries_representatives_and_documents(chamber, ana):
    before = freeze_organisation(chamber, by=ana)
    add_representative(chamber, by=ana, **TREASURER)
    give(chamber, ana, expires_on=date(2027, 1, 5))
    after = freeze_organisation(chamber, by=ana)

    assert before.document["representatives"] == before.document["papers"] == []
    assert after.document["representatives"] == [
        {"name": "Jorge Salas", "position": "Tesorero", "may_sign": True, "since": "2024-01-01", "until": None}
    ]
    assert [(row["kind"], row["issued_on"], row["expires_on"]) for row in after.document["papers"]] == [
        ("statutes", "2026-01-05", "2027-01-05")
    ]
    assert after.is_intact
    assert freeze_organisation(chamber, by=ana) == after


def test_a_document_replaces_the_one_in_its_slot(chamber, ana):
    first, other = give(chamber, ana), give(chamber, ana, kind="tax")
    second = give(chamber, ana)
    first.refresh_from_db()

    assert first.replaced_at == NOON
    assert list(chamber.papers.filter(replaced_at=None)) == [second, other]
    assert [event.action for event in first.events.all()] == ["add", "replace"]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"issued_on": date(2026, 3, 11)}, "issued_on"),
        ({"expires_on": date(2026, 1, 4)}, "expires_on"),
        ({"uploaded": upload("statutes.pdf", b"<html>")}, "content_differs"),
    ],
)
def test_a_document_that_cannot_be_is_refused(chamber, ana, fields, code):
    with pytest.raises(Refused) as error:
        give(chamber, ana, **fields)
    assert codes(error) == [code]
    assert not chamber.papers.exists()


def test_managers_are_told_sixty_and_fourteen_days_before_the_end_and_after_it_each_once(chamber, ana):
    give(chamber, ana, expires_on=date(2026, 7, 1))
    told = []

    for day in range(130):
        with clock.at(NOON + timedelta(days=day)) as moment:
            told += [moment.date()] * remind_of_papers()

    assert told == [date(2026, 5, 2), date(2026, 6, 17), date(2026, 7, 2)]
    assert list(Message.objects.order_by("pk").values_list("recipient__email", "kind")) == [
        ("ana@demo.example", f"paper_{code}") for code in ("remind", "remind", "expire")
    ]  # fmt: skip


def test_nobody_is_told_of_a_replaced_document_nor_late_of_what_is_past(chamber, ana):
    give(chamber, ana, expires_on=date(2026, 3, 12))
    assert remind_of_papers() == 1  # two days are left: one letter, not two
    give(chamber, ana)
    with clock.at(NOON + timedelta(days=10)):
        assert remind_of_papers() == 0


def test_the_manager_keeps_representatives_in_the_browser(login, chamber, ana):
    client, url = login(ana), f"/organisations/{chamber.public_id}/representatives/"
    assert "No representatives noted yet" in html_of(client.get(url))
    sent = {"name": "Jorge Salas", "position": "Tesorero", "may_sign": "on", "since": "2024-01-01", "until": ""}

    assert client.post(f"{url}new/", sent | {"since": "tomorrow"}).status_code == 422
    assert client.post(f"{url}new/", sent | {"until": "2023-01-01"}).status_code == 422
    assert client.post(f"{url}new/", sent).status_code == 302
    person = chamber.representatives.get()
    assert "Jorge Salas" in html_of(client.get(url))
    assert client.post(person.get_absolute_url(), {"until": "2026-02-28"}).status_code == 302
    assert "In office until" in html_of(client.get(person.get_absolute_url()))


def test_the_manager_gives_documents_in_the_browser_and_staff_reads_them(login, chamber, ana, diego, olga):
    client, url = login(ana), f"/organisations/{chamber.public_id}/documents/"
    sent = {"kind": "statutes", "issued_on": "2026-01-05", "expires_on": "2026-03-20"}

    assert "Not given" in html_of(client.get(url))
    assert client.post(f"{url}new/", sent).status_code == 422
    assert client.post(f"{url}new/", sent | {"uploaded": statutes()}).status_code == 302
    assert "Expires soon" in html_of(login(diego).get(url))
    assert "Document given" in html_of(client.get(chamber.get_absolute_url()))
    paper = chamber.papers.get()
    assert b"".join(login(diego).get(paper.file_url).streaming_content).startswith(b"%PDF-")
    assert login(olga).get(paper.file_url).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_lists_cost_the_same_for_one_and_for_three(login, django_assert_num_queries, chamber, ana, rows):
    client = login(ana)
    for number in range(rows):
        add_representative(chamber, by=ana, **TREASURER | {"name": f"Person {number}"})
        give(chamber, ana)
    for path, queries in (("representatives", 4), ("documents", 5)):
        with django_assert_num_queries(queries):
            client.get(f"/organisations/{chamber.public_id}/{path}/")


def test_representatives_documents_and_accounts_have_limits_said_in_sentences(chamber, ana, monkeypatch):
    for name, most in (("MOST_IN_OFFICE", 1), ("MOST_PAPERS_A_DAY", 2), ("MOST_PAPERS", 3)):
        monkeypatch.setattr(legal, name, most)
    monkeypatch.setattr(bank_accounts, "MOST_ACCOUNTS", 1)
    first = add_representative(chamber, by=ana, **TREASURER)
    with pytest.raises(Refused, match="1 representatives at a time at most: note the end of others first"):
        add_representative(chamber, by=ana, **TREASURER | {"name": "Luz"})
    end_representative(first, by=ana, until=date(2026, 3, 1))
    add_representative(chamber, by=ana, **TREASURER | {"name": "Luz"})

    give(chamber, ana), give(chamber, ana)
    with pytest.raises(Refused, match=r"2 documents within a day at most. Go on tomorrow\."):
        give(chamber, ana)
    with clock.at(NOON + timedelta(days=2)):
        give(chamber, ana)
        with pytest.raises(Refused, match="keeps 3 documents at most"):
            give(chamber, ana)

    account = bank_accounts.add_bank_account(chamber, by=ana, data=ACCOUNT)
    with pytest.raises(Refused, match="1 accounts within 30 days at most"):
        bank_accounts.add_bank_account(chamber, by=ana, data=OTHER_ACCOUNT)
    account.refresh_from_db()
    assert account.state == "proposed"
