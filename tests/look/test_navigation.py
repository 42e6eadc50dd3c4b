"""The navigation shows what a person may open, and only that."""

import pytest
from django.test import RequestFactory
from django.urls import resolve, reverse
from django.utils import translation

from reporting.home.navigation import ACCOUNT, MAIN, navigation


def entries_of(row):
    """What can be opened from a row of the navigation, the groups opened."""
    return [inner for entry in row for inner in entry["entries"] or [entry]]


@pytest.fixture
def words_of():
    """A function: the words of the main navigation this person finds."""

    def words(user, path="/"):
        request = RequestFactory().get(path)
        request.user = user
        with translation.override("en"):
            return [str(entry["label"]) for entry in entries_of(navigation(request)["navigation"])]

    return words


@pytest.mark.parametrize("entry", MAIN + ACCOUNT, ids=lambda entry: entry.url_name)
def test_an_entry_asks_for_the_permission_of_its_page(entry):
    page = resolve(reverse(entry.url_name)).func

    assert entry.permission == (getattr(page, "permission", None) or "")


def test_an_applicant_finds_the_own_things_alone(words_of, chamber, ana):
    assert words_of(ana) == ["Home", "Your applications", "Your organisations"]


def test_an_officer_finds_the_lists_of_the_programme(words_of, diego):
    assert words_of(diego) == [
        "Home", "Calls", "Evaluations", "Contracts", "Own actions", "Results updates", "Visits", "Findings",
        "Payments", "Firms", "Results", "Publications", "Audits", "Organisations", "Decisions", "Messages",
    ]  # fmt: skip


def test_the_entry_nearest_to_the_page_is_marked(diego):
    request = RequestFactory().get("/organisations/directory/?q=cafe")
    request.user = diego
    row = navigation(request)["navigation"]

    assert [str(entry["label"]) for entry in row if entry["current"]] == [translation.gettext("Office")]
    assert [entry["url"] for entry in entries_of(row) if entry["current"]] == ["/organisations/directory/"]


def test_many_entries_stand_in_groups_so_that_the_row_stays_one(diego, elena):
    def row(user):
        request = RequestFactory().get("/")
        request.user = user
        with translation.override("en"):
            return [str(entry["label"]) for entry in navigation(request)["navigation"]]

    assert row(diego) == ["Home", "Selection", "Projects", "Payments", "Figures", "Office"]
    assert row(elena) == ["Home", "Contracts", "Own actions", "Payments", "Results", "Organisations", "Decisions"]


def test_a_public_page_does_not_ask_who_reads_it(db, django_assert_num_queries):
    request = RequestFactory().get("/es/")

    with django_assert_num_queries(0):
        assert list(navigation(request)["navigation"]) == []
