"""Pages of audits: a population chosen and taken away, a sample drawn and read, every look kept."""

import csv
import io
import re

import openpyxl
import pytest
from django.urls import reverse

from grants.models import Organisation, Reading
from reporting.auditing.actions.drawing import draw_sample
from reporting.models import Sample
from tests.client import text_of
from tests.grants.payments.paying import another
from tests.reporting.results import approved

pytestmark = pytest.mark.django_db

NOTE = "Test of details."


def rows_of(response):
    text = b"".join(response).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    middle = rows.index([])
    return dict(rows[:middle]), rows[middle + 1], rows[middle + 2 :]


def drawn(engagement, choice, axel, *given, **more):
    values = {"method": "random", "size": 1, "note": NOTE, "seed": "2026"}
    return draw_sample(engagement, choice=choice(*given), by=axel, **values | more)


# Populations --------------------------------------------------------------------------------------------


def test_an_auditor_chooses_a_population_and_sees_what_it_comes_to(paid, axel, login):
    client = login(axel)
    page = text_of(client.get("/audits/population/?kind=payments"))

    assert "Units 1" in page
    assert "Sum, EUR 120,000.00" in page
    assert "Peru 1 120,000.00" in page
    assert "Draw the sample" in page


def test_the_moment_stays_the_same_from_the_page_to_the_file_and_the_draw(paid, axel, login, later):
    client = login(axel)
    context = client.get("/audits/population/?kind=payments").context
    links = [context["here"], *(one["url"] for one in context["downloads"])]

    assert all("moment=2026-09-26T12%3A00%3A00%2B00%3A00" in link for link in links)
    client.post(context["here"], {"method": "monetary", "size": "1", "seed": "2026", "note": NOTE})
    assert Sample.objects.get().as_of == later


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("kind=payments&day=2026-09-27", "Choose a day that has begun."),
        ("kind=payments&moment=2027-01-01T00:00:00%2B00:00", "Choose a day that has begun."),
        ("kind=payments&day=yesterday", "Enter a valid date."),
        ("kind=facts", "Choose the compilation whose firms or facts you want."),
        ("kind=participations&compilation=x", "x is not one of the available choices"),
        ("kind=nothing", "nothing is not one of the available choices"),
        ("kind=payments&engagement=999999", "999999 is not one of the available choices"),
    ],
)
def test_what_is_no_population_is_said_at_its_field(axel, login, later, query, sentence):
    page = login(axel).get(f"/audits/population/?{query}")

    assert sentence in text_of(page)
    assert page.context["found"] is None


def test_an_indicator_must_be_of_the_compilation(compiled, axel, login):
    query = f"kind=facts&compilation={compiled.public_id}"

    assert "Choose an indicator that this compilation counted" in text_of(
        login(axel).get(f"/audits/population/?{query}")
    )


def test_payments_are_taken_away_with_a_head_and_their_postings(paid, axel, login, later):
    client = login(axel)
    head, heads, rows = rows_of(client.get("/audits/population/population.csv?kind=payments"))

    assert head == {
        "engagement": "System audit", "auditor": "Axel", "scope": "programme", "population": "payments",
        "as_of": "2026-09-26T12:00:00+00:00", "units": "1", "sum_eur": "120000.00",
        "population_sha256": head["population_sha256"], "made_at": "2026-09-26T12:00:00+00:00",
    }  # fmt: skip
    row = dict(zip(heads, *rows, strict=True))
    assert (row["unit"], row["stratum"], row["amount"], row["contract"], row["approved_by"], row["bank_reference"]) == (
        paid.reference, "PE", "120000.00", "922-AIV-001", "Hugo", "B-1",
    )  # fmt: skip
    kept = Reading.objects.filter(user=axel, sha256=head["population_sha256"]).get()
    assert kept.document_model == "grants.roleassignment"

    _head, heads, rows = rows_of(client.get("/audits/population/ledger.csv?kind=payments"))
    postings = [dict(zip(heads, row, strict=True)) for row in rows]
    assert {(row["payment"], row["event"], row["account"], row["debit"], row["credit"]) for row in postings} >= {
        (paid.reference, "settlement", "owed", "120000.00", ""),
        (paid.reference, "settlement", "bank", "", "120000.00"),
    }  # fmt: skip


def test_the_hash_in_the_head_is_that_of_the_list_kept_with_the_sample(paid, engagement, choice, axel, login, later):
    head, _heads, _rows = rows_of(login(axel).get("/audits/population/population.csv?kind=payments"))

    assert drawn(engagement, choice, axel, "payments").population.sha256 == head["population_sha256"]


def test_no_name_becomes_a_formula(compiled, axel, login):
    query = f"kind=facts&compilation={compiled.public_id}&indicator=T-FIRMS"
    client = login(axel)
    head, heads, rows = rows_of(client.get(f"/audits/population/population.csv?{query}"))

    found = [dict(zip(heads, row, strict=True)) for row in rows]
    assert [row["firm"] for row in found] == ["'=Kuélap", "Misti", "Sipán"]
    assert [row["does_not_count_because"] for row in found] == ["", "", ""]
    assert (head["indicator"], head["cut_off"], head["units"]) == ("T-FIRMS version 1", "2026-03-01", "3")

    content = b"".join(client.get(f"/audits/population/population.xlsx?{query}"))
    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = [cell for row in book["population"].iter_rows() for cell in row if cell.value == "=Kuélap"]
    assert [cell.data_type for cell in cells] == ["s"]
    assert dict(book["about"].iter_rows(values_only=True))["population_sha256"] == head["population_sha256"]


@pytest.mark.parametrize("name", ["ledger.xlsx", "secrets.csv"])
def test_there_are_no_other_files(contract, axel, login, name):
    assert login(axel).get(f"/audits/population/{name}?kind=contracts").status_code == 404


def test_a_file_of_no_population_leads_back_to_the_choice(axel, login, noon):
    response = login(axel).get("/audits/population/population.csv?kind=facts")

    assert response.url == "/audits/population/?kind=facts"


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("kind", "queries"), [("contracts", 6), ("participations", 6), ("facts", 7)])
def test_a_population_takes_the_same_queries_whatever_it_comes_to(
    compiled, axel, login, call, diego, count, kind, queries, django_assert_num_queries, later
):
    for number in range(2, 2 + count):
        other = another(call, diego, f"922-AIV-10{number}")
        update = approved.update_of(other.project, period_end=compiled.cut_off)
        approved.fact(update, approved.firm(), "T-FIRMS")
        compiled.inputs.create(version=update.version)
    query = "" if kind == "contracts" else f"&compilation={compiled.public_id}&indicator=T-FIRMS"
    client = login(axel)

    with django_assert_num_queries(queries):
        client.get(f"/audits/population/?kind={kind}{query}")


# Samples ------------------------------------------------------------------------------------------------


def test_a_sample_is_drawn_on_the_page_and_each_item_leads_to_its_record(compiled, axel, login):
    client = login(axel)
    query = f"kind=facts&compilation={compiled.public_id}&indicator=T-FIRMS"
    response = client.post(f"/audits/population/?{query}", {"method": "random", "size": "3", "seed": "", "note": NOTE})
    sample = Sample.objects.get()
    page = client.get(response.url)

    assert response.url == sample.get_absolute_url()
    assert sample.seed in text_of(page)
    assert "T-FIRMS, 15 January 2026" in text_of(page)
    assert "Lista 3, fila 2" in text_of(page)
    for item in sample.items.select_related("fact__participation__firm", "fact__participation__list__update"):
        part = item.fact.participation
        place = [sample.figure.public_id, part.project.public_id, part.firm.public_id]
        for url in (
            part.firm.get_absolute_url(), part.list.get_absolute_url(), part.list.update.get_absolute_url(),
            reverse("results:facts", args=place),
        ):  # fmt: skip
            assert f'href="{url}"' in page.content.decode()
            assert client.get(url).status_code == 200


def test_a_refused_draw_keeps_what_was_typed(paid, axel, login):
    typed = {"method": "monetary", "size": "5", "seed": "mine", "note": NOTE}
    response = login(axel).post("/audits/population/?kind=payments", typed)

    assert response.status_code == 422
    assert "Draw between 1 and 1 units." in text_of(response)
    assert 'value="mine"' in response.content.decode()


def test_an_administrator_sees_the_sample_without_firms_an_officer_with_them(
    compiled, engagement, choice, axel, admin, diego, login
):
    sample = drawn(engagement, choice, axel, "facts", compiled, size=3)

    assert "Misti" in text_of(login(diego).get(sample.get_absolute_url()))
    assert "Misti" not in text_of(login(admin).get(sample.get_absolute_url()))
    for person, names in ((diego, {"'=Kuélap", "Misti", "Sipán"}), (admin, {""})):
        head, heads, rows = rows_of(login(person).get(reverse("audits:items_csv", args=[sample.public_id])))
        assert {dict(zip(heads, row, strict=True))["firm"] for row in rows} == names
        assert (head["seed"], head["method"], head["note"]) == ("2026", "random", NOTE)


def test_the_list_it_was_drawn_from_names_nobody(compiled, engagement, choice, axel, admin, login):
    sample = drawn(engagement, choice, axel, "participations", compiled)
    content = b"".join(login(admin).get(reverse("audits:units", args=[sample.public_id]))).decode()

    assert content.splitlines()[0] == "unit,stratum,amount"
    assert len(content.splitlines()) == 4
    assert "Misti" not in content


def test_amounts_of_a_contract_one_is_kept_from_stand_nowhere(paid, engagement, choice, axel, diego, chamber, login):
    samples = [
        drawn(engagement, choice, axel, "payments", method="monetary"), drawn(engagement, choice, axel, "contracts")
    ]  # fmt: skip
    Organisation.objects.filter(pk=chamber.pk).update(representative_email=diego.email)

    for person, is_told in ((axel, True), (diego, False)):
        client = login(person)
        answers = [client.get("/audits/")]
        for sample in samples:
            address = [sample.public_id]
            answers += [client.get(sample.get_absolute_url()), client.get(reverse("audits:items_csv", args=address))]
            answers.append(client.get(reverse("audits:units", args=address)))
        texts = [answer.getvalue().decode() for answer in answers]
        assert [bool(re.search(r"120[.,]?000|250[.,]?000", text)) for text in texts] == [is_told] * 7


def test_every_look_of_the_auditor_is_kept(paid, engagement, choice, axel, login):
    sample = drawn(engagement, choice, axel, "payments")
    login(axel).get(sample.get_absolute_url())

    look = Reading.objects.filter(user=axel).latest("pk")
    assert (look.document_model, look.document_id) == ("reporting.sample", sample.pk)


@pytest.mark.parametrize("count", [1, 3])
def test_lists_and_samples_take_the_same_queries_whatever_they_show(
    compiled, engagement, choice, axel, login, call, diego, count, django_assert_num_queries, later
):
    for number in range(2, 2 + count):
        other = another(call, diego, f"922-AIV-10{number}")
        update = approved.update_of(other.project, period_end=compiled.cut_off)
        approved.fact(update, approved.firm(), "T-FIRMS")
        compiled.inputs.create(version=update.version)
        drawn(engagement, choice, axel, "contracts")
    facts = drawn(engagement, choice, axel, "facts", compiled, size=3 + count)
    contracts = drawn(engagement, choice, axel, "contracts", size=1 + count)
    client = login(axel)

    with django_assert_num_queries(6):
        client.get("/audits/")
    with django_assert_num_queries(10):
        client.get(facts.get_absolute_url())
    with django_assert_num_queries(8):
        client.get(contracts.get_absolute_url())
    with django_assert_num_queries(10):
        b"".join(client.get(reverse("audits:items_csv", args=[facts.public_id])))


def test_before_the_first_sample_the_list_says_what_would_be_there(axel, diego, login):
    page = text_of(login(axel).get("/audits/"))

    assert "No sample yet" in page
    assert "System audit" in page
    assert "Choose a population" in page
    assert "Choose a population" not in text_of(login(diego).get("/audits/"))
