"""What each page of an application costs: as many statements for a small application as for a large one."""

import pytest
from django.urls import reverse

from grants.applications.actions.submission import submit_application
from grants.applications.models import ApplicationPart, LogframeIndicator, LogframeResult, WorkbookReturn
from grants.budgets.models import BudgetLine
from grants.drafts.actions import save_answers
from tests.factories import OrganisationFactory, UserFactory, join
from tests.grants.applications.conftest import _document, sign
from tests.grants.applications.test_workbook import bring_back, cell, export

pytestmark = pytest.mark.django_db

PAGES = {
    "detail": 15,
    "facts": 15,
    "part": 15,
    "history": 14,
    "consortium": 14,
    "logframe": 15,
    "budget": 14,
    "documents": 13,
    "mandates": 12,
    "mandate": 15,
    "check": 12,
    "submit": 14,
    "withdraw": 14,
    "tries": 13,
    "print": 12,
    "receipt": 10,
    "presence": 5,
    "offline": 13,
    "workbook_return": 14,
}
"""Page -> statements. None is above 15."""

SAVEPOINTS = 4
"""A save is an action within an action: in a test the transactions of both are savepoints."""


def address(name, application):
    part = ApplicationPart.objects.get(draft=application.draft, slug="design")
    if name == "part":
        return reverse("applications:part", args=[application.public_id, part.slug])
    key = {
        "history": part,
        "mandate": application.partners.last(),
        "receipt": application.submissions.first(),
        "workbook_return": WorkbookReturn.objects.first(),
    }.get(name, application)
    return reverse(f"applications:{name}", args=[key.public_id])


def returned_workbook(application, by, size):
    """A workbook that came back with one answer changed, or with all of them and a line."""
    book = export(application, by)
    for key in ("problem",) if size == "small" else ("problem", "firms", "approach"):
        cell(book, "questions", f"answer-{key}", "answer").value = 7 if key == "firms" else "Of the workbook"
    return bring_back(application, book, by)


def enlarge(application, by):
    """Three of everything: co-applicants with their mandates and files, lines, results, indicators, answers."""
    for country in ("IT", "ES"):
        manager = UserFactory()
        partner = join(application, OrganisationFactory(country=country, manager=manager))
        _document(application, by)
        document = application.documents.last()
        document.partner = partner
        document.save()
        sign(partner, manager)
    line = application.budget.lines.first()
    for _one in range(2):
        BudgetLine.objects.create(budget=line.budget, partner=line.partner, heading="2.1", year=2)
        result = LogframeResult.objects.create(application=application, level="output", position=9)
        LogframeIndicator.objects.create(result=result, indicator=application.call.indicators.first())
    part = application.draft.parts.get(slug="design")
    save_answers(part, {"notes": "More", "approach": "Again"}, based_on={"approach": 1}, by=by)


@pytest.mark.parametrize("size", ["small", "large"])
def test_each_page_takes_as_many_queries_whatever_the_size(login, complete, ana, size, django_assert_num_queries):
    submit_application(complete, by=ana)
    for _one in range(1 if size == "small" else 3):
        returned_workbook(complete, ana, size)
    if size == "large":
        enlarge(complete, ana)
        assert (complete.partners.count(), complete.documents.count()) == (4, 3)
    client = login(ana)
    for name, queries in PAGES.items():
        url = address(name, complete)
        client.get(url)
        with django_assert_num_queries(queries):
            assert client.get(url).status_code == 200, name


@pytest.mark.parametrize("size", ["small", "large"])
def test_a_draft_save_takes_as_many_queries_whatever_the_size(login, complete, ana, size, django_assert_num_queries):
    if size == "large":
        enlarge(complete, ana)
    part = ApplicationPart.objects.get(draft=complete.draft, slug="relevance")
    client = login(ana)
    url = reverse("applications:autosave", args=[part.public_id])
    client.post(url, {"key": "problem", "value": "First", "rev": "1"})
    with django_assert_num_queries(7 + SAVEPOINTS):
        answer = client.post(url, {"key": "problem", "value": "Second", "rev": "2"})
    assert answer.json()["saved"] is True


def test_a_partner_s_page_costs_its_own_people_no_more(login, complete, bruno, django_assert_num_queries):
    client = login(bruno)
    for name, queries in {"detail": 15, "budget": 14, "documents": 13, "mandate": 15}.items():
        url = address(name, complete)
        client.get(url)
        with django_assert_num_queries(queries):
            assert client.get(url).status_code == 200, name
