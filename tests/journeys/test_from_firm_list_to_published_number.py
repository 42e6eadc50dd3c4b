"""From the firm list to the published number, as a project, officers, a donor and everybody walk it.

Fourteen firms are trained: twelve with a tax id, and two of them named once more by their telephone alone.
Nobody types an address: each step is reached from the person's home page or from a link on the page before.
"""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from stdnum.pe import ruc

from grants import clock, models
from grants.indicators.actions import load_catalogue
from reporting.models import Compilation, Figure, FirmList, FirmPair, Note, Publication, ResultsUpdate
from reporting.progress import half_years
from reporting.progress.workbook import written
from tests.factories import CallFactory
from tests.grants.payments import paying
from tests.journeys.walk import Office, Walk, to, wait_until
from tests.reporting.progress.lists.conftest import firm

pytestmark = [
    pytest.mark.browser, pytest.mark.worker, pytest.mark.slow, pytest.mark.django_db(transaction=True),
    pytest.mark.timeout(600),
]  # fmt: skip

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PERSONS, TRAINED = "AIV-OP-02", "AIV-OP-01"
NAMES = (
    "Café Andino S.A.C.", "Textiles Illari E.I.R.L.", "Agroindustria Wayra S.R.L.", "Confecciones Puma S.A.C.",
    "Maderas Sinchi S.A.C.", "Lácteos Qori S.R.L.", "Plásticos Mayu S.A.C.", "Turismo Apu E.I.R.L.",
    "Cerámica Ñusta S.A.C.", "Molinos Inti S.R.L.", "Apiarios Killa E.I.R.L.", "Bambú Sacha S.A.C.",
)  # fmt: skip
EARLY = 7
"""Of these firms so many are trained before the first cut-off."""

FALSE = {"es": ("13 mipymes", "cerca de 13 mipymes"), "pt-br": ("13 MPMEs", "cerca de 13 MPMEs"),
         "en": ("13 small firms", "close to 13 small firms")}  # fmt: skip
"""What a note says of the trained firms, and the same with a qualifier that is not true of an exact number."""


@pytest.fixture
def days():
    """The half-year that ended last, and days in it."""
    ended = half_years.start_of(half_years.end_of(clock.now().date())) - timedelta(days=1)
    begun = half_years.start_of(ended)
    return {
        "begun": begun, "early": begun + timedelta(days=20), "first_cut_off": begun + timedelta(days=40),
        "late": begun + timedelta(days=60), "ended": ended,
    }  # fmt: skip


@pytest.fixture
def people(request, ana, diego, dora, olga):
    """Everybody who has a part in it, reading the language of the walk."""
    for person in (ana, diego, dora, olga):
        person.language = request.getfixturevalue("language")
        person.save()
    return {"ana": ana, "diego": diego, "dora": dora, "olga": olga}


@pytest.fixture
def project(days, people, chamber, partner_organisation):
    """Ana's chamber trains firms in Peru: its contract is signed, its logframe asks for persons and firms."""
    load_catalogue()
    models.Programme.objects.get_or_create(code="aiv", defaults={"name_es": "AL-INVEST Verde"})
    call = CallFactory(closes_at=clock.now() - timedelta(days=700), opens_at=clock.now() - timedelta(days=800))
    contract = paying.make_contract(call, chamber, partner_organisation, by=people["ana"], officer=people["diego"])
    models.Contract.objects.filter(pk=contract.pk).update(signed_on=days["begun"] - timedelta(days=310))
    project = contract.project
    project.starts_on, project.ends_on = days["begun"] - timedelta(days=300), days["ended"] + timedelta(days=300)
    project.save()
    result = models.ProjectResult.objects.create(project=project, level="output", statement="Empresas aprenden")
    for code, target in ((PERSONS, 200), (TRAINED, 40)):
        version = models.IndicatorVersion.objects.get(indicator__code=code)
        models.ProjectIndicator.objects.create(result=result, version=version, target=Decimal(target))
    return project


@pytest.fixture
def office(language, people, new_page, live_server, assert_accessible):
    return Office(Walk(language, new_page, assert_accessible), people, live_server)


def rows(days):
    """The list as it is right: every firm with its tax id, then the first two by their telephone alone."""
    found = []
    for place, name in enumerate(NAMES):
        digits = f"2051233{place:03d}"
        since = days["early" if place < EARLY else "late"]
        found.append(
            firm(
                name=name, tax_id=digits + ruc.calc_check_digit(digits), contact=f"984 100 {place:03d}",
                supported_on=days["begun"], trained_on=since, training_evidence=f"Lista {place + 1}",
            )
        )  # fmt: skip
    twins = [row | {"tax_id": None, "name": row["name"].upper(), "trained_on": days["late"]} for row in found[:2]]
    return found + [{key: value for key, value in twin.items() if value is not None} for twin in twins]


def spoilt(days):
    """The same with three cells that are wrong."""
    first, second, third, *others = rows(days)
    digit = "1" if first["tax_id"][-1] == "0" else "0"
    wrong = [
        first | {"tax_id": first["tax_id"][:-1] + digit}, second | {"training_hours": "ocho"},
        third | {"trained_on": days["ended"] + timedelta(days=1)},
    ]  # fmt: skip
    return wrong + others


# Reporting -----------------------------------------------------------------------------------------


def begin_an_update(office, days):
    page = office.at("diego", to("updates:list"), to("updates:new"))
    page.select_option("[name=project]", index=1)
    page.select_option("[name=period_end]", days["ended"].isoformat())
    office.walk.press(page)
    return ResultsUpdate.objects.get()


def fill_in_the_numbers(office, update):
    page = office.at("ana", update.get_absolute_url(), to("updates:values", update))
    page.fill(f"[name='answer-{PERSONS}.whole']", "48")
    page.fill(f"[name='answer-{PERSONS}.note']", "Listas de asistencia")
    page.fill(f"[name='answer-{PERSONS}.kept_at']", "Oficina de Cusco")
    office.walk.press(page, "button[name=next]")


def hand_in(office, update, content, *, becomes):
    """Upload a workbook and wait for the worker; the page says by itself when the list is read."""
    page = office.at("ana", update.get_absolute_url(), to("lists:of_update", update))
    page.set_input_files("#file-firms", {"name": "empresas.xlsx", "mimeType": XLSX, "buffer": content})
    wait_until(lambda: FirmList.objects.filter(state=becomes).exists())
    page.wait_for_selector(f"#lists a[href='{to('lists:detail', FirmList.objects.get(state=becomes))}']")
    page.wait_for_selector("#lists:not([hx-trigger])")
    office.walk.stands(page)
    return page


def see_what_is_wrong(office, update, page):
    office.walk.follow(page, FirmList.objects.get(update=update).get_absolute_url())
    cells = page.locator("main tbody").last.locator("th").all_inner_texts()
    assert [cell.split()[0] for cell in cells] == ["D4", "L5", "K6"]


def submit(office, update):
    page = office.at("ana", update.get_absolute_url(), to("updates:submit", update))
    office.walk.press(page)


def send_back(office, update):
    page = office.at("diego", to("updates:review", update), to("updates:return", update))
    page.fill("[name=note]", "Falta explicar un valor.")
    page.fill(f"[name=comment-{PERSONS}]", "¿Cómo se evitó contar dos veces?")
    office.walk.press(page)


def answer(office, update):
    page = office.at("ana", update.get_absolute_url())
    assert "¿Cómo se evitó contar dos veces?" in page.inner_text("main")
    office.walk.follow(page, to("updates:values", update))
    page.fill(f"[name='answer-{PERSONS}.note']", "Listas de asistencia, cada persona por su documento.")
    office.walk.press(page, "button[name=next]")


def approve(office, update):
    page = office.at("diego", to("updates:review", update))
    assert "cada persona por su documento" in page.inner_text("main")
    office.walk.follow(page, to("updates:approve", update))
    office.walk.press(page)


# Counting ------------------------------------------------------------------------------------------


def merge(office, name):
    """Decide that the firm with this tax id and the one without are the same."""
    pair = FirmPair.objects.get(verdict="open", other__name=name.upper())
    page = office.at("diego", to("firms:pairs"), to("firms:pair", pair))
    office.walk.press(page, f"form[action='{to('firms:merge', pair)}'] button")


def compile_at(office, cut_off):
    page = office.at("diego", to("results:list"), to("results:new"))
    page.fill("[name=cut_off]", cut_off.isoformat())
    office.walk.press(page)
    compilation = Compilation.objects.order_by("-pk").first()
    wait_until(lambda: Compilation.objects.get(pk=compilation.pk).state == "done")
    page.wait_for_selector("main table")  # the page loads itself anew once it is done
    page.wait_for_load_state()
    return Compilation.objects.get(pk=compilation.pk)


def trained(compilation, **dims):
    return Figure.objects.get(compilation=compilation, indicator__indicator__code=TRAINED, dims=dims)


def open_down_to_the_evidence(office, compilation, update):
    figure, project = trained(compilation, country="PE"), update.project
    page = office.at("diego", to("results:list"), compilation.get_absolute_url(), figure.get_absolute_url())
    assert page.locator(f"main a[href='{update.get_absolute_url()}']").count() == 1
    office.walk.follow(page, reverse("results:firms", args=[figure.public_id, project.public_id]))
    first = update.lists.get(state="taken").participations.get(row=4).firm
    office.walk.follow(page, reverse("results:facts", args=[figure.public_id, project.public_id, first.public_id]))
    assert first.tax_id in page.inner_text("main")
    assert "Lista 1" in page.inner_text("main")
    office.walk.follow(page, update.get_absolute_url())


def the_donor_stays_at_the_project(office, compilation):
    figure = trained(compilation, country="PE")
    page = office.at("olga", to("results:list"), compilation.get_absolute_url(), figure.get_absolute_url())
    assert page.locator("main table a[href*='/results/figures/']").count() == 0


# Publishing ----------------------------------------------------------------------------------------


def decide(office, action):
    """The second officer approves what waits."""
    proposal = models.Proposal.objects.get(action=action)
    office.walk.press(office.at("dora", to("proposals:detail", proposal)))


def publish(office, compilation):
    page = office.at("diego", to("publishing:list"), to("publishing:propose", compilation))
    page.fill("[name=reason]", "Todo está aprobado.")
    office.walk.press(page)
    assert not Publication.objects.exists()
    decide(office, "publish_compilation")
    return Publication.objects.get()


def write_a_note(office, publication):
    """Drafted, spoilt, refused with the reason, put right, published by two."""
    walk, language = office.walk, office.walk.language
    page = office.at("diego", to("publishing:list"), to("publishing:note_new", publication))
    page.select_option("[name=country]", "PE")
    page.select_option("main [name=language]", language)
    walk.press(page)
    note = Note.objects.get()
    true, false = FALSE[language]
    assert true in note.text
    page.fill("[name=text]", note.text.replace(true, false))
    walk.press(page, "form .actions button[type=submit]")
    publish_it = to("publishing:note_publish", note)
    assert page.locator(".callout--bad li").count() == 1
    assert page.locator(f"main a[href='{publish_it}']").count() == 0
    page.goto(publish_it)
    page.fill("[name=reason]", "Está bien.")
    page.click("main form button[type=submit]")
    assert "13" in page.inner_text(".errors")
    assert not models.Proposal.objects.filter(action="publish_note").exists()

    page = office.at("diego", to("publishing:list"), note.get_absolute_url())
    page.fill("[name=text]", note.text)
    walk.press(page, "form .actions button[type=submit]")
    walk.follow(page, publish_it)
    page.fill("[name=reason]", "Está bien.")
    walk.press(page)
    decide(office, "publish_note")
    return Note.objects.get(state="published")


def read_as_anybody(office, note):
    """(results page, page of Peru, note, download) as the public gets them, the first with the trained firms."""
    page, prefix = office.walk.browser(), f"/{office.walk.prefix}/results/"
    office.walk.goto(page, prefix)
    found = [page.inner_text("main")]
    assert page.locator(".figure").first.inner_text().split()[0] == "13"
    for address in (f"{prefix}countries/pe/", f"{prefix}notes/{note.public_id}/"):
        office.walk.goto(page, prefix)
        office.walk.follow(page, address)
        found.append(page.inner_text("main"))
    office.walk.goto(page, prefix)
    data = page.locator("main a[href$='.json']").first.get_attribute("href")
    return [*found, page.context.request.get(f"{office.live_server.url}{data}").body()]


@pytest.mark.parametrize("language", ["es"])  # all of LANGUAGES pass; each takes minutes, texts have tests of their own
def test_what_was_listed_is_reviewed_counted_published_and_stays(office, days, project, worker, language):
    update = begin_an_update(office, days)
    fill_in_the_numbers(office, update)
    page = hand_in(office, update, written(spoilt(days), project=project.reference), becomes="refused")
    see_what_is_wrong(office, update, page)
    hand_in(office, update, written(rows(days), project=project.reference), becomes="taken")
    submit(office, update)
    send_back(office, update)
    answer(office, update)
    submit(office, update)
    approve(office, update)

    wait_until(lambda: FirmPair.objects.filter(verdict="open").count() == 2)
    merge(office, NAMES[0])
    early, late = compile_at(office, days["first_cut_off"]), compile_at(office, days["ended"])
    assert (trained(early).net, trained(late).net, trained(late).overlap) == (EARLY, 13, 0)
    open_down_to_the_evidence(office, late, update)
    the_donor_stays_at_the_project(office, late)

    note = write_a_note(office, publish(office, late))
    published = read_as_anybody(office, note)
    merge(office, NAMES[1])
    assert trained(compile_at(office, days["ended"])).net == 12
    assert read_as_anybody(office, note) == published
