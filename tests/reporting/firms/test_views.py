"""The register of firms and the queue of pairs."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from grants.organisations.models import RoleAssignment
from reporting.firms.actions.pairs import merge_firms
from reporting.models import FirmPair
from tests.reporting.firms.test_pairs import enter, named, pair_of
from tests.reporting.progress.lists.conftest import catalogue, firm, july, project, update, workbook  # noqa: F401 - fixtures
from tests.reporting.progress.lists.test_lists import take

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(db):
    return enter(named("Café Andino", key="20512333797", identity="checked"), named("Cafe Andino"))


def test_diego_finds_a_firm_by_name_tax_id_and_place(two, diego, login):
    browser = login(diego)

    assert "2 firms in the register" in browser.get("/firms/").content.decode()
    for words in ("café", "20512", "CUSCO andino"):
        assert "Café Andino" in browser.get("/firms/", {"q": words}).content.decode()
    assert "1 firm in the register" in browser.get("/firms/", {"identity": "checked"}).content.decode()
    assert "No firm fits" in browser.get("/firms/", {"country": "BO"}).content.decode()
    assert "Café Andino" in browser.get("/firms/", {"merged": "no"}).content.decode()


def test_a_monitor_sees_the_firms_of_the_country_only(two, marta, login):
    RoleAssignment.objects.filter(user=marta).update(country="BO")

    assert login(marta).get(two[0].get_absolute_url()).status_code == 404
    assert "0 firms" in login(marta).get("/firms/").content.decode()


@pytest.mark.parametrize("person", ["ana", "olga", "fabio", "elena", "clara"])
def test_nobody_else_sees_the_register(two, request, login, person):
    browser = login(request.getfixturevalue(person))

    assert browser.get("/firms/").status_code == 403
    assert browser.get("/firms/pairs/").status_code == 403
    assert browser.get(two[0].get_absolute_url()).status_code == 404


def test_the_record_shows_what_each_project_did(update, ana, diego, login):  # noqa: F811
    take(update, firm(), by=ana)
    entered = update.project.participations.get().firm

    page = login(diego).get(entered.get_absolute_url()).content.decode()

    assert "Café sin deforestación" in page
    assert "AIV-OP-01" in page
    assert "8.00" in page
    assert "Lista 12" in page
    assert f'href="{update.get_absolute_url()}">Café sin deforestación</a>' in page


def test_a_merged_firm_says_as_which_it_counts(two, diego, login):
    merge_firms(pair_of(*two), by=diego)

    page = login(diego).get(two[1].get_absolute_url()).content.decode()

    assert "It counts as another firm" in page
    assert "Decided: the same firm" in page


def test_diego_decides_a_pair_on_its_page(two, diego, login):
    pair, browser = pair_of(*two), login(diego)
    url = f"/firms/pairs/{pair.public_id}/"

    assert "1 pair to decide" in browser.get("/firms/pairs/").content.decode()
    assert "Are “Café Andino” and “Cafe Andino” one firm?" in browser.get(url).content.decode()
    answer = browser.post(f"{url}merge/", {"keep": str(two[0].public_id), "note": "igual"}, follow=True)
    assert "They count as one firm from now on" in answer.content.decode()
    assert "“Cafe Andino” counts as “Café Andino”" in browser.get(url).content.decode()
    answer = browser.post(f"{url}unmerge/", {"note": "why " * 300})
    assert answer.status_code == 422
    assert "why why why" in answer.content.decode()
    browser.post(f"{url}unmerge/", {"note": "error"})
    pair.refresh_from_db()
    assert (pair.verdict, pair.events.last().note) == ("distinct", "error")


def test_a_merge_without_saying_which_stays_is_not_made(two, diego, login):
    pair = pair_of(*two)

    answer = login(diego).post(f"/firms/pairs/{pair.public_id}/merge/", {})

    assert answer.status_code == 422
    pair.refresh_from_db()
    assert pair.verdict == "open"


def test_diego_keeps_two_apart(two, diego, login):
    pair = pair_of(*two)

    login(diego).post(f"/firms/pairs/{pair.public_id}/keep-apart/")

    pair.refresh_from_db()
    assert pair.verdict == "distinct"


@pytest.mark.parametrize("person", ["marta", "axel"])
def test_readers_decide_nothing(two, request, login, person):
    pair, browser = pair_of(*two), login(request.getfixturevalue(person))
    url = f"/firms/pairs/{pair.public_id}/"

    assert "Merge the two" not in browser.get(url).content.decode()
    assert browser.post(f"{url}merge/", {"keep": str(two[0].public_id)}).status_code == 403
    assert FirmPair.objects.get().verdict == "open"


def test_an_auditor_opens_no_update_from_a_firm_before_it_is_approved(update, ana, axel, login):  # noqa: F811
    take(update, firm(), by=ana)

    page = login(axel).get(update.project.participations.get().firm.get_absolute_url()).content.decode()

    assert "Café sin deforestación" in page
    assert update.get_absolute_url() not in page


def test_what_is_known_of_neither_firm_is_not_the_same(diego, login):
    pair = pair_of(*enter(named("Café Andino", contact=""), named("Cafe Andino", contact="")))

    lines = login(diego).get(f"/firms/pairs/{pair.public_id}/").context["lines"]

    unknown = [(line["one"], line["two"]) for line in lines if not line["is_known"]]
    assert unknown
    assert set(unknown) == {("–", "–")}


@pytest.mark.parametrize("count", [1, 3])
def test_the_lists_ask_as_often_for_one_row_as_for_three(diego, login, count):
    firms = enter(*(named(f"Café {number}") for number in range(count + 1)))
    for other in firms[1:]:
        pair_of(firms[0], other)
    browser = login(diego)
    browser.get("/firms/")

    numbers = []
    for url in ("/firms/", "/firms/pairs/", firms[0].get_absolute_url()):
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(url).status_code == 200
        numbers.append(len(queries))
    assert numbers == QUERIES


QUERIES = [5, 4, 9]
