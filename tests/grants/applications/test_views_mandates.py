"""The pages of mandates: reading exactly what is signed, then signing it, with or without an account."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from grants.applications.models import Mandate, MandateRequest
from grants.applications.queries.mandates import link_token, standing_of
from grants.messages.models import Message
from grants.messages.outbox import render
from tests.client import html_of
from tests.factories import NOON

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def address(name, document, **kwargs):
    return reverse(f"applications:{name}", kwargs={"public_id": document.public_id} | kwargs)


@pytest.fixture
def unsigned(complete):
    """Bruno's place in the consortium, its mandate not signed."""
    partner = complete.partners.get(role="co_applicant")
    partner.mandates.update(void_since=NOON, void_reason="For this test")
    return partner


def asked_by(client, partner):
    """Ask Rosa to sign; returns the address of her link and the code shown once."""
    fields = {"name": "Rosa Quispe", "address": "rosa@test.example", "language": "en"}
    page = client.post(address("request_mandate", partner), fields, follow=True)
    code = re.search(r"not by e-mail: (\d{4}-\d{4})", page.text)[1]
    request = MandateRequest.objects.get(ended_at=None)
    return reverse("public:sign_by_link", kwargs={"lang": "en", "token": link_token(request)}), code


def test_the_partner_reads_name_role_and_amount_before_signing(unsigned, login, bruno):
    client = login(bruno)

    page = client.get(address("mandate", unsigned))
    for words in ("Associazione Verde", "Co-applicant", "Trains the trainers.", "90.000,00", "Cámara de Comercio"):
        assert words in page.text

    fields = {"name": "Bruno Bianchi", "capacity": "President", "agree": "on", "allows_edits": "on"}
    seen = re.search(r'name="seen_sha256" value="(\w{64})"', page.text)[1]
    answer = client.post(address("sign_mandate", unsigned), fields | {"seen_sha256": seen}, follow=True)

    assert "The mandate is signed." in answer.text
    assert Mandate.objects.get(void_since=None).signed_by_name == "Bruno Bianchi"


def test_signing_without_the_tick_or_with_another_page_s_hash_signs_nothing(unsigned, login, bruno):
    client = login(bruno)
    fields = {"name": "Bruno", "capacity": "President", "seen_sha256": "0" * 64}

    without_tick = client.post(address("sign_mandate", unsigned), fields)
    with_another = client.post(address("sign_mandate", unsigned), fields | {"agree": "on"}, follow=True)

    assert without_tick.status_code == 422
    assert "The application changed while you were reading." in with_another.text
    assert not Mandate.objects.filter(void_since=None).exists()


def test_the_representative_signs_without_account_and_without_cookie(unsigned, login, ana, client):
    link, code = asked_by(login(ana), unsigned)

    first = client.get(link)
    assert "90.000,00" not in first.text
    second = client.post(link, {"code": code})
    assert "90.000,00" in second.text
    seen = re.search(r'name="seen_sha256" value="(\w{64})"', second.text)[1]
    fields = {"code": code, "seen_sha256": seen, "capacity": "Presidenta", "agree": "on"}
    done = client.post(link, fields)

    assert "The mandate is signed" in done.text
    assert Mandate.objects.get(void_since=None).allows_edits is False
    assert [len(answer.cookies) for answer in (first, second, done)] == [0, 0, 0]
    assert client.post(link, fields).status_code == 410


def test_a_wrong_code_shows_nothing_and_the_fifth_ends_the_link(unsigned, login, ana, client):
    link, code = asked_by(login(ana), unsigned)
    wrong = "00000000" if code != "0000-0000" else "11111111"

    answers = [
        client.post(link, {"code": wrong, "seen_sha256": "x", "capacity": "x", "agree": "on"}) for _n in range(5)
    ]

    assert [answer.status_code for answer in answers] == [422] * 4 + [410]
    assert "five wrong codes were typed" in answers[-1].text
    assert not any("90.000,00" in answer.text for answer in answers)
    assert client.post(link, {"code": code}).status_code == 410
    page = html_of(login(ana).get(address("mandate", unsigned)))
    assert "Five wrong codes were typed at the link sent to rosa@test.example. Send a new one" in page


def test_an_edit_between_reading_and_signing_by_link_is_shown_first(unsigned, complete, login, ana, client):
    link, code = asked_by(login(ana), unsigned)
    seen = re.search(r'name="seen_sha256" value="(\w{64})"', client.post(link, {"code": code}).text)[1]
    unsigned.tasks = "Much more work."
    unsigned.save()

    answer = client.post(link, {"code": code, "seen_sha256": seen, "capacity": "Presidenta", "agree": "on"})

    assert "The application changed while you were reading." in answer.text
    assert "Much more work." in answer.text
    assert not Mandate.objects.filter(void_since=None).exists()


def test_the_letters_say_who_asks_and_where_to_sign(unsigned, login, ana):
    link, _code = asked_by(login(ana), unsigned)

    letter = Message.objects.get(kind="application_mandate_link")
    subject, body = render(letter)

    assert subject == "CCC asks for your signature"
    assert f"http://localhost{link}" in body
    assert Message.objects.get(kind="application_request_mandate").address == "bruno@demo.example"


def test_the_paper_is_downloaded_signed_and_its_scan_put_in(unsigned, login, ana, bruno):
    client = login(ana)
    paper = client.get(address("mandate_paper", unsigned))
    assert paper.content.startswith(b"%PDF-")

    fields = {"name": "Rosa Quispe", "capacity": "Presidenta", "signed_on": "2026-03-09"}
    fields |= {"control_number": standing_of(unsigned).control_number}
    scan = SimpleUploadedFile("scan.pdf", PDF, "application/pdf")
    answer = client.post(address("record_mandate", unsigned), fields | {"uploaded": scan}, follow=True)

    assert "The signed mandate is on record." in answer.text
    signed = Mandate.objects.get(void_since=None)
    download = login(bruno).get(address("mandate_scan", signed))
    assert b"".join(download.streaming_content) == PDF


def test_who_may_sign_ask_and_read(unsigned, login, ana, amalia, aldo, bruno, fabio, diego):
    people = (ana, amalia, aldo, bruno, fabio, diego)

    def codes(method, name):
        return [getattr(login(user), method)(address(name, unsigned)).status_code for user in people]

    assert codes("get", "mandate") == [200, 200, 200, 200, 404, 404]
    assert codes("post", "sign_mandate") == [403, 403, 403, 422, 404, 404]
    assert codes("post", "request_mandate") == [422, 422, 403, 422, 404, 404]
    assert codes("post", "record_mandate") == [422, 422, 403, 422, 404, 404]


def test_the_list_says_who_has_signed_and_what_changed(unsigned, complete, login, ana):
    page = login(ana).get(address("mandates", complete))

    assert "Not signed yet" in page.text
    assert "Ask for the signature" in page.text


@pytest.mark.parametrize(
    ("evidence", "edits", "there", "not_there"),
    [
        ("either", True, ["Sign now", "Send the link", "Or sign on paper", "may later correct"], ["has no leave"]),
        ("online", False, ["Sign now", "Send the link", "has no leave"], ["on paper", "may still correct"]),
        ("scan", True, ["Sign on paper", "may still correct"], ["Sign now", "Send the link"]),
    ],
)
def test_the_page_offers_what_the_call_accepts(complete, login, bruno, evidence, edits, there, not_there):
    partner = complete.partners.get(role="co_applicant")
    partner.mandates.update(void_since=NOON, void_reason="For this test")
    complete.call.mandate_evidence, complete.call.mandate_edits = evidence, edits
    complete.call.save()

    page = login(bruno).get(reverse("applications:mandate", args=[partner.public_id])).text

    assert [words for words in there if words not in page] == []
    assert [words for words in not_there if words in page] == []
