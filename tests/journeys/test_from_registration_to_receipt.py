"""From registering to a verified receipt, as an association and its partner walk it, in each language."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.cache import cache

from grants import clock
from grants.models import Application, Submission
from tests.factories import PASSWORD, CallFactory
from tests.journeys.walk import LANGUAGES, Walk
from tests.mail_server import delivered

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.slow, pytest.mark.timeout(500)]

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
ADDRESS = "nueva@camara.example"
MONEY = [
    # group of headings, heading, organisation, year, what, number, unit value
    ("1", "1.1", "Nueva", "1", "Coordinadora", "24", "9000"),
    ("1", "1.1", "Associazione", "1", "Formador", "20", "4500"),
    ("5", "5.3", "Nueva", "2", "Verificación", "1", "6500"),
]


@pytest.fixture(autouse=True)
def fresh_counters():
    """How many letters an address may ask for is counted in the cache, which outlives a test."""
    cache.clear()


@pytest.fixture
def open_call(db):
    """A call open in the real present: browsers live by the real clock."""
    now = clock.now()
    return CallFactory(slug="third", opens_at=now - timedelta(days=5), closes_at=now + timedelta(days=20))


@pytest.fixture
def partner_person(bruno, partner_organisation):
    """Bruno, whose organisation has said everything a submission asks."""
    partner_organisation.tax_id = "IT00743110157"
    partner_organisation.save()
    return bruno


def link_to(address, pattern):
    letters = [letter for letter in delivered() if letter.to == [address]]
    return next(
        found[1] for letter in reversed(letters) if (found := re.search(rf"http://[^/\s]+({pattern}\S*)", letter.body))
    )


def register(walk, page):
    """Sign up, confirm by the mailed link, say who one is, register the association."""
    walk.goto(page, "/accounts/signup/")
    page.fill("[name=email]", ADDRESS)
    for name in ("password1", "password2"):
        page.fill(f"[name={name}]", PASSWORD)
    walk.press(page)
    walk.goto(page, link_to(ADDRESS, "/accounts/confirm-email/"))
    walk.press(page)
    walk.goto(page, "/accounts/login/")
    page.fill("[name=login]", ADDRESS)
    page.fill("[name=password]", PASSWORD)
    walk.press(page)
    page.fill("[name=name]", "Nadia Flores")
    walk.press(page)
    walk.goto(page, "/organisations/register/?country=PE")
    data = {
        "legal_name": "Nueva Cámara del Café", "short_name": "Nueva", "tax_id": "20512333797", "address": "Jr. Lima 1",
        "city": "Cusco", "email": "info@camara.example", "phone": "+51 84 123456",
        "representative_name": "Luz Mamani", "representative_capacity": "Presidenta",
    }  # fmt: skip
    for name, value in data.items():
        page.fill(f"[name={name}]", value)
    page.select_option("[name=kind]", index=1)
    walk.press(page)


def start(walk, page):
    walk.goto(page, "/applications/new/")
    page.locator("main [name=lot]").first.check()
    page.fill("[name=title]", "Café sin deforestación")
    walk.press(page)
    application = Application.objects.get()
    walk.goto(page, f"{application.get_absolute_url()}facts/")
    page.fill("[name=months]", "24")
    page.check("[name=countries][value=PE]")
    walk.press(page)
    return application


def bring_in_the_partner(walk, page, application, person, live_server):
    walk.goto(page, f"{application.get_absolute_url()}consortium/")
    page.fill("[name=name]", "Associazione Verde")
    page.fill("[name=email]", person.email)
    page.select_option("[name=role]", "co_applicant")
    page.select_option("main select[name=language]", walk.language)
    walk.press(page, "form[action*=invite] button[type=submit]")
    other = walk.browser(person, live_server)
    walk.goto(other, link_to(person.email, "/applications/invitations/"))
    walk.press(other)
    partner = application.partners.get(role="co_applicant")
    walk.goto(other, f"/applications/partners/{partner.public_id}/tasks/")
    other.fill("[name=tasks]", "Forma a quienes forman.")
    walk.press(other)
    return partner


def fill_the_parts(walk, page, application):
    answers = {"problem": "El café pierde su bosque.", "firms": "120", "approach": "Formamos y certificamos."}
    for slug, keys in {"relevance": ("problem", "firms"), "design": ("approach",)}.items():
        walk.goto(page, f"{application.get_absolute_url()}parts/{slug}/")
        for key in keys:
            page.fill(f"#answer-{key}", answers[key])
        if slug == "design":
            page.check("#answer-approach-kind-training")
        walk.press(page, "button[name=next]")


def fill_the_logframe(walk, page, application):
    walk.goto(page, f"{application.get_absolute_url()}logframe/")
    for field in page.locator("[name^=answer-][name$=-statement]").all():
        field.fill("Las familias venden mejor")
    for name, text in {"baseline": "0", "target": "120", "source": "Listas de asistencia"}.items():
        page.fill(f"[name^=answer-][name$=-{name}]", text)
    walk.press(page, "button[name=next]")


def fill_the_budget(walk, page, application):
    walk.goto(page, f"{application.get_absolute_url()}budget/")
    for group, heading, organisation, year, what, number, unit_value in MONEY:
        before = set(rows_of(page))
        page.select_option(f"[name=heading-of-{group}]", heading)
        walk.press(page, f"button[name=add-line][value='{group}']")
        (row,) = set(rows_of(page)) - before
        page.fill(cell(row, "description"), what)
        options = page.locator(f"{cell(row, 'partner')} option").all_inner_texts()
        page.select_option(cell(row, "partner"), label=next(word for word in options if organisation in word))
        page.select_option(cell(row, "year"), year)
        page.fill(cell(row, "quantity"), number)
        page.fill(cell(row, "unit"), "mes")
        page.fill(cell(row, "unit_value"), unit_value)
        page.locator(f"#{row} summary").click()
        page.fill(cell(row, "justification"), "Precio usual.")
    amounts = page.locator("[id^=source-] [name^=answer-][name$=-amount]")
    amounts.nth(0).fill("250000")
    amounts.nth(1).fill("62500")
    walk.press(page, "button[name=next]")


def cell(row, name):
    """The field of a budget line."""
    return f'[name="answer-{row}-{name}"]'


def rows_of(page):
    return [row.get_attribute("id") for row in page.locator("tr[id^=line-]").all()]


def upload(walk, page, application):
    walk.goto(page, f"{application.get_absolute_url()}documents/")
    page.set_input_files("#file-statutes", {"name": "estatuto.pdf", "mimeType": "application/pdf", "buffer": PDF})
    page.wait_for_selector("#slot-statutes .slot__files")
    walk.stands(page)


def sign(walk, page, partner):
    """The representative signs by the mailed link, with the code the lead was shown, without an account."""
    walk.goto(page, f"/applications/partners/{partner.public_id}/mandate/")
    page.fill("#request_name", "Rosa Bianchi")
    page.fill("#request_address", "rosa@verde.example")
    page.select_option("#request_language", walk.language)
    walk.press(page, "#request button[type=submit]")
    code = re.search(r"\d{4}-\d{4}", page.inner_text("#messages"))[0]
    other = walk.browser()
    walk.goto(other, link_to("rosa@verde.example", f"/{walk.prefix}/mandates/"))
    other.fill("[name=code]", code)
    walk.press(other)
    other.fill("[name=capacity]", "Presidenta")
    other.check("[name=agree]")
    walk.press(other)
    assert other.context.cookies() == []


def hand_in(walk, page, application):
    walk.goto(page, f"{application.get_absolute_url()}check/")
    walk.press(page, "a.btn-primary[href$='/submit/']")
    walk.press(page, "main form button.btn-primary")
    submission = Submission.objects.get()
    assert page.url.endswith(submission.get_absolute_url())
    assert submission.receipt_number in page.inner_text("main")
    with page.expect_download() as download:
        page.click("form[action$='/pdf/'] button[type=submit]")
    assert download.value.suggested_filename == f"{submission.application.reference}-1-{walk.language}.pdf"
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF-")
    return submission


def verify(walk, submission):
    stranger = walk.browser()
    walk.goto(stranger, f"/{walk.prefix}/verify/")
    stranger.fill("input[type=text]", submission.receipt_number)
    walk.press(stranger, "main form button[type=submit]")
    assert stranger.locator("main .callout--good").count() == 1
    assert stranger.context.cookies() == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_association_registers_applies_with_a_partner_and_holds_a_receipt(
    language, new_page, live_server, assert_accessible, open_call, partner_person
):
    partner_person.language = language
    partner_person.save()
    walk = Walk(language, new_page, assert_accessible)
    page = walk.browser()

    register(walk, page)
    application = start(walk, page)
    partner = bring_in_the_partner(walk, page, application, partner_person, live_server)
    fill_the_parts(walk, page, application)
    fill_the_logframe(walk, page, application)
    fill_the_budget(walk, page, application)
    upload(walk, page, application)
    sign(walk, page, partner)
    submission = hand_in(walk, page, application)
    verify(walk, submission)

    assert (submission.number, submission.warnings) == (1, [])
