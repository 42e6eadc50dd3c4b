"""What is handed in, as plain data: the same for everybody, and nothing but what the consortium said."""

import re
from decimal import Decimal

import pytest
from django.utils.translation import override

from grants.applications.queries.completeness import checklist
from grants.applications.queries.content import content, part, part_hashes
from grants.applications.queries.reading import read
from grants.audit import canonical, content_hash
from tests.factories import OrganisationFactory, join

READING_QUERIES = 10

pytestmark = pytest.mark.django_db

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def without_random_names(text):
    """The text with its random identifiers numbered as they appear, and without what the factories number."""
    names = {name: f"id-{number}" for number, name in enumerate(dict.fromkeys(UUID.findall(text)), start=1)}
    text = re.sub(r"[0-9a-f]{64}", "hash", UUID.sub(lambda match: names[match[0]], text))
    return re.sub(r"(TEST-|T-|presidencia)\d+", r"\1n", text)


def test_the_form_of_the_content_does_not_change_unnoticed(complete):
    # A new hash here means that receipts of the same application would differ before and after a change
    # of the program: raise audit.SCHEMA, and keep reading the old form.
    text = without_random_names(canonical(content(complete)).decode())

    assert content_hash(text.encode()) == "856de89f98b0152c214ba031bea78d76922325c40866ebe79f4612ceee98f495"


def test_the_content_says_what_was_filled_in(complete):
    found = content(complete)

    assert (found["title"], found["lot"], found["months"], found["countries"]) == (
        "Café sin deforestación", "1", 24, ["PE"],
    )  # fmt: skip
    assert found["answers"]["firms"] == {"raw": "120", "value": "120"}
    assert [line["amount"] for line in found["budget"]["lines"]] == [
        Decimal("216000.00"), Decimal("90000.00"), Decimal("6500.00"),
    ]  # fmt: skip
    assert found["budget"]["totals"] == {
        "direct": Decimal("312500.00"),
        "indirect_costs": Decimal("0.00"),
        "contingency": Decimal("0.00"),
        "total": Decimal("312500.00"),
        "eu_contribution": Decimal("250000.00"),
        "sources": Decimal("312500.00"),
    }
    assert [(row["slot"], row["size"], row["sha256"]) for row in found["documents"]] == [("statutes", 2048, "5" * 64)]
    assert [(row["signed_by"], row["capacity"]) for row in found["mandates"]] == [("Bruno Bianchi", "President")]
    assert [(row["code"], row["target"]) for row in found["logframe"][2]["indicators"]] == [
        (complete.call.indicators.get(required=True).version.indicator.code, Decimal("120.00"))
    ]


def test_the_content_is_the_same_in_every_language(complete):
    in_each = []
    for language in ("es", "pt-br", "en"):
        with override(language):
            in_each.append(canonical(content(complete)))

    assert len(set(in_each)) == 1


def test_reading_an_application_takes_the_same_number_of_queries_at_any_size(complete, django_assert_num_queries):
    checklist(complete)  # the form is kept by the process from the first reading on
    with django_assert_num_queries(READING_QUERIES):
        checklist(complete, reading=read(complete))

    for country in ("CO", "BR", "DE"):
        join(complete, OrganisationFactory(country=country))
    lead = complete.budget.partners.order_by("position").first()
    for line in list(complete.budget.lines.all()):
        for year in (1, 2):
            line.pk, line.key, line.year, line.partner = None, type(line)._meta.get_field("key").default(), year, lead
            line.save()

    with django_assert_num_queries(READING_QUERIES):
        checklist(complete, reading=read(complete))


def test_what_concerns_a_partner_is_its_own_matter_and_the_project(complete):
    reading = read(complete)
    partner = reading.co_applicants[0]

    found = part(reading, partner, content(complete, reading))

    assert found["material"] == {
        "name": "Associazione Verde",
        "country": "IT",
        "role": "co_applicant",
        "tasks": "Trains the trainers.",
        "amount": Decimal("90000.00"),
        "own_contribution": Decimal("0.00"),
        "declarations": {},
    }
    assert [line["description"] for line in found["rest"]["lines"]] == ["Trainer"]
    assert (found["rest"]["lead"], found["rest"]["answers"]) == ("Cámara de Comercio de Cusco", {})


def test_an_edit_of_the_lead_s_own_part_leaves_what_concerns_a_partner_as_it_was(complete):
    def hashes():
        reading = read(complete)
        return part_hashes(part(reading, reading.co_applicants[0], content(complete, reading)))

    before = hashes()
    complete.draft.cells.filter(key="problem").update(raw="Rewritten", value="Rewritten")
    assert hashes() == before

    complete.title = "Another title"
    complete.save()
    assert hashes()[0] == before[0]
    assert hashes()[1] != before[1]
