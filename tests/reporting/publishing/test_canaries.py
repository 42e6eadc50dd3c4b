"""Nothing of a firm leaves: every public address in three languages, what can be taken away, errors (T-AC oracle 3).

Firms, their rows, lists and evidence bear canary words; figures are compiled from them, published and noted.
Then everything a stranger, a donor, finance and an administrator can reach is read, also inside files.
"""

import io
import json
import re
import zipfile
from datetime import date
from decimal import Decimal
from html import unescape
from urllib.parse import urljoin, urlsplit

import pytest
from django.urls import reverse
from pypdf import PdfReader

from grants.models import Organisation
from grants.proposals.actions import approve
from grants.workshop import workshop
from reporting.models import FirmList, Participation, Publication, ResultsUpdate
from reporting.publishing.actions.notes import begin_note, propose_note, propose_withdrawal
from reporting.publishing.actions.publications import propose_publication
from reporting.publishing.kinds import OF_PEOPLE
from reporting.publishing.suppression import LEAST
from reporting.results.actions import compiling
from reporting.results.actions.requesting import request_compilation
from tests.reporting.results.approved import AS_OF, CUT_OFF, fact, firm, sealed_before, update_of
from tests.reporting.results.conftest import action, august, catalogue, coffee, textiles  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db

CANARY = re.compile(r"quetzalito|209999\d{5}|9998887", re.IGNORECASE)
"""Names, places, addresses, evidence; tax ids; telephones."""

START = ("/", "/es/", "/pt/", "/en/", "/es/results/", "/pt/results/", "/en/results/", "/sitemap.xml", "/robots.txt")
MOST = 600
"""Addresses read before the crawl is found to have no end."""


@pytest.fixture
def leaving(coffee, textiles, action, diego, dora):  # noqa: F811
    """Figures of firms with canary words, published, with a note in each language, one of them withdrawn."""
    for place, (project, country, count) in enumerate(((coffee, "PE", 9), (textiles, "CO", 3), (textiles, "PE", 8))):
        update = ResultsUpdate.objects.filter(project=project).first() or update_of(project)
        for number in range(count):
            seat = 100 * place + number
            one = firm(
                f"Quetzalito Café {seat}", search_name=f"quetzalito cafe {seat}", country=country,
                tax_id=f"209999{seat:05}", key=f"209999{seat:05}", place="Quetzalito Alto", contact="+51 9998887",
            )  # fmt: skip
            _facts(update, one)
    Organisation.objects.filter(pk=action.lead_id).update(legal_name="Cámara de Lima")
    with sealed_before():
        Participation.objects.update(as_typed={"name": "Quetzalito Café"})
        for one in FirmList.objects.select_related("file"):
            type(one.file).objects.filter(pk=one.file_id).update(original_name="quetzalito-firms.xlsx")
    made = compiling.compile_results(request_compilation(cut_off=CUT_OFF, as_of=AS_OF, by=diego))
    approve(propose_publication(made, reason="Now.", by=diego), by=dora)
    publication = Publication.objects.get()
    for language in ("es", "pt-br", "en"):
        note = begin_note(publication, country="PE", language=language, by=diego)
        approve(propose_note(note, reason="Now.", by=diego), by=dora)
    note.refresh_from_db()
    whys = dict.fromkeys(["why_es", "why_pt_br", "why_en"], "Better one follows.")
    approve(propose_withdrawal(note, reason="Wrong.", by=diego, **whys), by=dora)
    return publication, note


def _facts(update, one):
    said = {"evidence": "Quetzalito lista 3", "on": date(2025, 3, 1)}
    trained = fact(update, one, "AIV-OP-01", **said)
    part = trained.participation
    with sealed_before():
        for code, more in (
            ("AIV-OC-01", {"item": "quetzalito-agua"}),
            ("AIV-OC-02", {"status": "certified", "item": "Quetzalito norma"}),
            ("AIV-OC-04", {"quantity": None}),
        ):  # fmt: skip
            values = {"status": "verified", "quantity": Decimal(8)} | said | more
            indicator = type(trained.indicator).objects.get(code=code)
            part.facts.create(indicator=indicator, **values)


def crawled(client, start, *, within):
    """Everything that can be reached by links from ``start``: address -> what was answered, as text."""
    waiting, found = list(start), {}
    while waiting:
        assert len(found) < MOST
        url = waiting.pop()
        if url in found:
            continue
        response = client.get(url)
        body = b"".join(response) if response.streaming else response.content
        found[url] = "\n".join([*(f"{name}: {value}" for name, value in response.headers.items()), text_in(body)])
        if response.status_code in (301, 302):
            waiting.append(_path(url, response.headers["Location"]))
        for link in re.findall(r'(?:href|src|action)="([^"#]+)|<loc>([^<]+)', found[url]):
            path = _path(url, unescape(link[0] or link[1]))
            if path and within(path) and path not in found:
                waiting.append(path)
    return found


def _path(here, link):
    parts = urlsplit(urljoin(f"http://testserver{here}", link))
    return parts.path + (f"?{parts.query}" if parts.query else "")


def text_in(body):
    """What a file says: the parts of a workbook, the pages of a PDF, else the bytes as they are."""
    if body[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(body)) as parts:
            return "\n".join(text_in(parts.read(name)) for name in parts.namelist())
    if body[:4] == b"%PDF":
        reader = PdfReader(io.BytesIO(body))
        return "\n".join([str(reader.metadata), *(page.extract_text() for page in reader.pages)])
    return body.decode("utf-8", errors="replace")


def leaks(found):
    return {url: CANARY.search(text)[0] for url, text in found.items() if CANARY.search(text)}


def is_public(path):
    """What anybody reaches; of the fact sheets, which say the same in each language, those in one."""
    return path.startswith(("/es/", "/pt/", "/en/")) and ("fact-sheet" not in path or path.startswith("/es/"))


@pytest.mark.timeout(300)
def test_no_public_address_names_a_firm(leaving, client):
    publication, note = leaving
    edition = [f"/{lang}/results/editions/{publication.public_id}/" for lang in ("es", "pt", "en")]
    notes = [f"/{lang}/results/notes/{note.public_id}/" for lang in ("es", "pt", "en")]

    with workshop():
        found = crawled(client, [*START, *edition, *notes], within=is_public)

    assert leaks(found) == {}
    for lang in ("es", "pt", "en"):
        for page in (
            "results/method/", "results/projects/", "results/countries/pe/", "results/download/results.csv",
            "results/download/results.xlsx", "results/download/results.json", "results/download/dictionary.csv",
        ):  # fmt: skip
            assert f"/{lang}/{page}" in found
    assert sum("/pdf/" in url for url in found) >= 2
    for form in ("pdf", "docx"):
        assert f"/es/results/countries/pe/fact-sheet.{form}" in found


def test_no_error_names_a_firm(leaving, client):
    one = Participation.objects.select_related("firm", "list").first()
    addresses = [
        one.firm.get_absolute_url(), one.list.get_absolute_url(), reverse("lists:rows", args=[one.list.public_id]),
        f"/es/results/projects/{one.firm.public_id}/", f"/en/results/notes/{one.firm.public_id}/",
        "/pt/results/countries/zz/", "/es/results/download/firms.csv", "/nothing/", "/en/nothing/at/all/",
        f"/en/results/editions/{one.firm.public_id}/",
    ]  # fmt: skip
    answers = {url: client.get(url) for url in addresses}
    answers |= {f"POST {url}": client.post(url, {"x": "1"}) for url in addresses}

    assert {answer.status_code for answer in answers.values()} <= {302, 403, 404, 405}
    assert [url for url, answer in answers.items() if CANARY.search(answer.content.decode())] == []


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("who", ["olga", "elena", "admin"])
def test_nobody_whose_role_reads_no_firms_meets_one(leaving, login, request, who):
    client = login(request.getfixturevalue(who))

    def inside(path):
        if path.startswith("/admin/"):
            return path.startswith("/admin/reporting/") and "?" not in path
        return not is_public(path) and not path.startswith(("/static/", "/accounts/", "/components/"))

    found = crawled(client, ["/home/", "/results/", "/updates/", "/audits/", "/admin/"], within=inside)

    assert leaks(found) == {}
    assert any(url.startswith("/results/figures/") for url in found)


def test_the_canaries_sing_where_firms_are_read(leaving, login, diego):
    """The crawl finds what it looks for where it may stand: else it would prove nothing."""
    one = Participation.objects.select_related("firm").first()

    assert leaks(crawled(login(diego), [one.firm.get_absolute_url()], within=lambda path: False)) != {}


def test_no_published_cell_stands_for_fewer_than_five(leaving, client):
    document = json.loads(client.get("/es/results/download/results.json").content)
    of_people = {one["code"] for one in document["indicators"] if one["entity"] in OF_PEOPLE}
    cells = [row for row in document["figures"] if row["indicator"] in of_people and row["dims"]]
    shown = [Decimal(row["net"]) for row in cells if not row.get("suppressed")]

    assert any(row["dims"] == {"country": "CO"} and row["suppressed"] for row in cells)
    assert all(value == 0 or value >= LEAST for value in shown)
    assert all(not {"net", "gross", "overlap", "low", "high"} & row.keys() for row in cells if row.get("suppressed"))
    for lang in ("es", "pt", "en"):
        rows = client.get(f"/{lang}/results/download/results.csv").content.decode("utf-8-sig").splitlines()
        assert not [row for row in rows if ",CO," in row and re.search(r",3(\.00)?,3(\.00)?,", row)]
