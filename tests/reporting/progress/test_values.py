"""Filling in: numbers read or refused at the cell, nothing typed is lost, a faster colleague is shown, evidence."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from grants import models
from grants.applications.cells import Clash
from grants.applications.marks import text_mark
from grants.files.actions import BadFile
from grants.workflow import Refused
from reporting.models import Evidence, IndicatorValue
from reporting.progress.actions.updates import begin_update, submit_update
from reporting.progress.actions.values import MOST_EVIDENCE, add_evidence, remove_evidence, save_values
from reporting.progress.queries.content import content_of, reported_of
from reporting.progress.splits import dimensions
from tests.factories import IndicatorVersionFactory
from tests.reporting.progress.reporting import PERSONS, THIRD, persons, stored

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def save(update, by, fields, **more):
    return save_values(update, by=by, values={PERSONS: fields}, **more)


def values(update):
    return {row.split: (row.value, row.raw) for row in IndicatorValue.objects.filter(update=update)}


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("1.234.567", Decimal(1234567)), ("1,234,567", Decimal(1234567)), ("12 345", Decimal(12345)), ("0", Decimal(0)),
        (" 12 ", Decimal(12)), ("1234", Decimal(1234)),
    ],
)  # fmt: skip
def test_a_number_is_read_as_people_write_it(update, ana, typed, number):
    save(update, ana, {"": typed})

    assert values(update) == {"": (number, "")}


@pytest.mark.parametrize("typed", ["1,234", "1.234", "-3", "1e3", "many", "4.5", "99999999999999"])
def test_what_is_not_understood_is_kept_as_typed(update, ana, typed):
    save(update, ana, {"": typed})

    assert values(update) == {"": (None, typed)}
    assert reported_of(update)[0].problem("")


def test_a_measured_quantity_has_decimals(update, project, ana):
    tonnes = persons("Q-1", decimals=2, evidence_minimum_es="", evidence_minimum_en="")
    models.ProjectIndicator.objects.create(result=project.results.get(), version=tonnes)

    save_values(update, by=ana, values={"Q-1": {"": "1.234,56"}})

    assert IndicatorValue.objects.get().value == Decimal("1234.56")


def test_empty_is_not_zero(update, ana):
    save(update, ana, {"": "0"})
    save(update, ana, {"": ""})

    assert values(update) == {"": (None, "")}


def test_what_an_indicator_does_not_have_is_refused(update, ana):
    for fields in ({"sex:others": "1"}, {"pillar:1": "1"}, {"country:PE": "1"}):
        with pytest.raises(Refused, match="has no field"):
            save(update, ana, fields)
    with pytest.raises(Refused, match="has no field"):
        save_values(update, by=ana, values={"F-1": {"": "1"}})

    assert values(update) == {}


def test_parts_are_those_of_the_definition_that_divide_something():
    version = IndicatorVersionFactory.build(disaggregation=["sex", "country", "pillar", "isic_section", "size"])

    found = dimensions(version, ["PE", "BO"])

    assert {one.key: len(one.parts) for one in found} == {"sex": 2, "country": 2, "isic_section": 21, "size": 3}
    assert list(found[1].parts) == ["country:PE", "country:BO"]
    assert [one.key for one in dimensions(version, ["PE"])] == ["sex", "isic_section", "size"]


def test_a_colleague_who_was_faster_is_shown_and_nothing_is_lost(update, ana, amalia):
    based_on = {PERSONS: {"": text_mark("")}}
    save(update, ana, {"": "40"}, based_on=based_on)

    outcome = save(update, amalia, {"": "41"}, based_on=based_on)

    clash = outcome[f"{PERSONS}.whole"]
    assert (type(clash), clash.theirs, clash.mine, clash.by) == (Clash, "40", "41", ana)
    assert values(update) == {"": (Decimal(40), "")}
    kept = update.revisions.order_by("pk").values_list("cell", "raw", "is_aside", "by__name")
    assert list(kept) == [("P-1.whole", "40", False, "Ana"), ("P-1.whole", "41", True, "Amalia")]


@pytest.mark.parametrize("typed", ["40", ""])
def test_a_repeated_save_and_one_that_changes_nothing_are_none(update, ana, amalia, typed):
    based_on = {PERSONS: {"": text_mark("")}}
    save(update, ana, {"": "40"}, based_on=based_on)

    save(update, amalia, {"": typed}, based_on=based_on)

    assert values(update) == {"": (Decimal(40), "")}
    assert update.revisions.count() == 1


def test_words_and_numbers_of_one_indicator_are_saved_together(update, ana):
    save(update, ana, {"": "40", "sex:women": "25", "note": "Lists\r\nof each day", "kept_at": "Cusco"})

    whole = IndicatorValue.objects.get(split="")
    assert (whole.value, whole.note, whole.kept_at) == (40, "Lists\nof each day", "Cusco")
    assert IndicatorValue.objects.get(split="sex:women").value == 25


@pytest.mark.parametrize("state", ["submitted", "approved"])
def test_what_is_handed_in_takes_no_value_and_no_file(request, state, ana):
    update = request.getfixturevalue(state)

    with pytest.raises(Refused, match="nothing can be filled in now"):
        save(update, ana, {"": "41"})
    with pytest.raises(Refused, match="nothing can be filled in now"):
        add_evidence(update, code=PERSONS, uploaded=SimpleUploadedFile("a.pdf", PDF), by=ana)
    assert values(update)[""] == (40, "")


def test_a_file_is_evidence_and_can_be_taken_away(update, ana):
    save(update, ana, {"": "40", "note": "Lists"})
    evidence = add_evidence(update, code=PERSONS, uploaded=SimpleUploadedFile("lists.pdf", PDF), by=ana)

    assert [event.changes.get("file") for event in update.events.filter(action="add_evidence")] == ["lists.pdf"]
    assert submit_update(update, by=ana).state == "submitted"
    with pytest.raises(Refused, match="nothing can be filled in now"):
        remove_evidence(evidence, by=ana)

    assert Evidence.objects.count() == 1


def test_a_file_taken_away_is_remembered(update, ana):
    evidence = add_evidence(update, code=PERSONS, uploaded=SimpleUploadedFile("lists.pdf", PDF), by=ana)
    remove_evidence(evidence, by=ana)

    assert not Evidence.objects.exists()
    assert update.events.last().changes == {"code": PERSONS, "file": "lists.pdf"}


def test_evidence_has_a_limit_and_a_kind(update, ana):
    with pytest.raises(BadFile):
        add_evidence(update, code=PERSONS, uploaded=SimpleUploadedFile("a.exe", b"MZ"), by=ana)
    version = reported_of(update)[0].version
    for number in range(MOST_EVIDENCE):
        update.evidence.create(
            indicator=version, file=stored(f"{number}.pdf"), added_by=ana, added_at=update.events.last().at
        )
    with pytest.raises(Refused, match="at most 10 files"):
        add_evidence(update, code=PERSONS, uploaded=SimpleUploadedFile("a.pdf", PDF), by=ana)


def test_indicators_beside_the_logframe_can_be_reported_but_need_not(update, ana):
    persons("P-2", name_en="Staff trained")
    save(update, ana, {"": "0"})

    assert [(one.code, one.is_required) for one in content_of(update).reported] == [("P-1", True), ("P-2", False)]
    assert submit_update(update, by=ana).state == "submitted"


def test_an_own_action_reports_what_it_knows_of_the_catalogue(courses, pilar):
    persons("P-2")
    update = begin_update(courses, period_end=THIRD, by=None)

    save_values(update, by=pilar, values={"P-2": {"": "12", "note": "n", "kept_at": "k"}})

    assert submit_update(update, by=pilar).state == "submitted"


def test_a_value_stays_with_the_definition_it_was_given_for(update, ana):
    version = persons("P-2")
    save_values(update, by=ana, values={"P-2": {"": "12"}})
    persons("P-2", indicator=version.indicator, number=2)

    assert [one.version.number for one in reported_of(update)] == [1, 1]
    assert [row.indicator for row in IndicatorValue.objects.all()] == [version]


@pytest.mark.parametrize("count", [1, 12])
def test_a_page_of_values_is_saved_in_a_fixed_number_of_queries_but_for_the_rows(
    update, project, ana, count, django_assert_max_num_queries
):
    for number in range(count):
        version = persons(f"Q-{number}")
        models.ProjectIndicator.objects.create(result=project.results.get(), version=version)

    with django_assert_max_num_queries(8 + count):
        save_values(update, by=ana, values={f"Q-{number}": {"": "1"} for number in range(count)})
