"""The catalogue of indicators as data."""

import csv
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.utils.translation import override

from grants.indicators import actions
from grants.models import Indicator, IndicatorEvent, IndicatorVersion
from grants.workflow import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def catalogue(noon):
    return actions.load_catalogue()


def test_a_command_loads_the_catalogue_of_an_installation(db, capsys):
    call_command("load_catalogue")

    count = IndicatorVersion.objects.count()
    assert capsys.readouterr().out == f"{count} definitions of indicators as in the file.\n"
    assert count > 10


@pytest.fixture
def changed(tmp_path):
    """A function that writes the catalogue with one cell changed, and gives the file."""

    def write(code, **cells):
        with actions.CATALOGUE.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        for row in rows:
            if row["code"] == code:
                row.update(cells)
        path = tmp_path / "catalogue.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0])
            writer.writeheader()
            writer.writerows(rows)
        return path

    return write


def version(code):
    return IndicatorVersion.objects.select_related("indicator").get(indicator__code=code, number=1)


def test_the_catalogue_is_loaded_in_order_of_code_with_its_aliases(catalogue):
    assert [(v.indicator.code, v.number, v.indicator.alias) for v in catalogue] == [
        ("AIV-FIN-01", 1, ""),
        ("AIV-IM-01", 1, ""),
        ("AIV-OC-01", 1, "I1"),
        ("AIV-OC-02", 1, "I3"),
        ("AIV-OC-03", 1, "I2"),
        ("AIV-OC-03a", 1, "I2"),
        ("AIV-OC-03b", 1, "I2"),
        ("AIV-OC-04", 1, "I4"),
        ("AIV-OP-01", 1, "O1"),
        ("AIV-OP-02", 1, ""),
        ("AIV-OP-03", 1, ""),
        ("AIV-OP-04", 1, ""),
        ("AIV-OP-05", 1, ""),
        ("AIV-OP-06", 1, ""),
        ("AIV-OP-07", 1, ""),
    ]


def test_the_rules_of_counting_are_columns(catalogue):
    """decisions.md D4 and D5, indicator by indicator."""
    rules = {
        v.indicator.code: (v.level, v.entity, v.decimals, v.value_form, v.time_rule, v.cross_project_rule)
        for v in catalogue
    }

    assert rules == {
        "AIV-OP-01": ("output", "firm", 0, "register", "distinct_ever", "distinct"),
        "AIV-OP-02": ("output", "person", 0, "reported", "sum", "sum"),
        "AIV-OP-03": ("output", "project", 0, "record", "state_at_cut_off", "count"),
        "AIV-OP-04": ("output", "organisation", 0, "record", "distinct_ever", "distinct"),
        "AIV-OP-05": ("output", "firm", 0, "register", "valid_at_cut_off", "distinct"),
        "AIV-OP-06": ("output", "person", 0, "reported", "sum", "sum"),
        "AIV-OP-07": ("output", "person", 0, "reported", "sum", "sum"),
        "AIV-OC-01": ("outcome", "firm", 0, "register", "valid_at_cut_off", "distinct"),
        "AIV-OC-02": ("outcome", "firm", 0, "register", "valid_at_cut_off", "distinct"),
        "AIV-OC-03": ("outcome", "job", 2, "composite", "state_at_cut_off", "maximum"),
        "AIV-OC-03a": ("outcome", "job", 2, "register", "state_at_cut_off", "maximum"),
        "AIV-OC-03b": ("outcome", "job", 2, "register", "state_at_cut_off", "maximum"),
        "AIV-OC-04": ("outcome", "firm", 0, "register", "distinct_ever", "distinct"),
        "AIV-IM-01": ("impact", "quantity", 2, "reported", "sum", "sum"),
        "AIV-FIN-01": ("input", "euro", 2, "record", "latest", "sum"),
    }


def test_what_else_a_rule_asks_stands_in_columns_too(catalogue):
    asked = {
        v.indicator.code: (v.statuses, v.least_amount, v.needs_evidence, v.flags, v.parts)
        for v in catalogue
        if v.statuses or v.least_amount or v.needs_evidence or v.flags or v.parts
    }

    assert asked == {
        "AIV-OC-01": (["certified", "verified"], None, False, [], []),
        "AIV-OC-02": (["certified", "verified"], None, False, [], []),
        "AIV-OC-03": ([], None, False, ["green", "digital"], ["AIV-OC-03a", "AIV-OC-03b"]),
        "AIV-OC-03a": ([], None, False, ["green", "digital"], []),
        "AIV-OC-03b": ([], None, False, ["green", "digital"], []),
        "AIV-OP-01": ([], Decimal(4), True, [], []),
    }


def test_a_sum_names_its_parts_and_nothing_else_does(changed, noon):
    with pytest.raises(ValidationError, match="names them"):
        actions.load_catalogue(changed("AIV-OC-03", parts=""))
    with pytest.raises(ValidationError, match="names them"):
        actions.load_catalogue(changed("AIV-OC-01", parts="AIV-OC-02"))


def test_every_text_is_there_in_three_languages(catalogue):
    empty = [(v.indicator.code, name) for v in catalogue for name in actions.TEXTS if not getattr(v, name)]

    assert empty == []
    for language, name in (("es", "Mipymes capacitadas"), ("pt-br", "MPMEs capacitadas"), ("en", "MSMEs trained")):
        with override(language):
            assert version("AIV-OP-01").name == name


def test_loading_again_changes_nothing(catalogue):
    again = actions.load_catalogue()

    assert [v.pk for v in again] == [v.pk for v in catalogue]
    assert (Indicator.objects.count(), IndicatorVersion.objects.count(), IndicatorEvent.objects.count()) == (15, 15, 15)


def test_a_definition_not_in_use_follows_the_file(catalogue, changed, diego):
    actions.load_catalogue(changed("AIV-OC-01", name_en="MSMEs with greener practices"), by=diego)

    assert version("AIV-OC-01").name_en == "MSMEs with greener practices"
    event = IndicatorEvent.objects.last()
    assert (event.actor, event.changes) == (diego, {"version": 1, "changed": ["name_en"]})


def test_a_definition_in_use_is_not_changed_by_the_file_and_nothing_is_loaded(catalogue, changed):
    actions.freeze_version(version("AIV-OC-01"))
    path = changed("AIV-OC-01", time_rule="sum")
    path.write_text(path.read_text().replace("AIV-OP-03,,1", "AIV-OP-09,,1"))

    with pytest.raises(Refused, match="changes definitions in use: AIV-OC-01 1"):
        actions.load_catalogue(path)

    assert version("AIV-OC-01").time_rule == "valid_at_cut_off"
    assert not Indicator.objects.filter(code="AIV-OP-09").exists()


def test_a_change_is_a_new_version_in_the_file(catalogue, changed):
    actions.freeze_version(version("AIV-OC-01"))

    actions.load_catalogue(changed("AIV-OC-01", version="2", time_rule="latest"))

    versions = IndicatorVersion.objects.filter(indicator__code="AIV-OC-01").order_by("number")
    assert [(v.number, v.time_rule) for v in versions] == [(1, "valid_at_cut_off"), (2, "latest")]


@pytest.mark.parametrize(
    ("cells", "error"),
    [
        ({"level": "miracle"}, ValidationError),
        ({"unit_es": "x" * 41}, ValidationError),
        ({"name_es": ""}, Refused),
        ({"definition_pt_br": ""}, Refused),
    ],
)
def test_a_file_with_an_unknown_rule_or_a_missing_text_is_not_loaded(changed, cells, error, noon):
    with pytest.raises(error):
        actions.load_catalogue(changed("AIV-OC-01", **cells))

    assert Indicator.objects.count() == 0


def test_a_new_version_starts_from_the_newest(catalogue, diego, noon):
    actions.freeze_version(version("AIV-OP-01"), by=diego)
    indicator = Indicator.objects.get(code="AIV-OP-01")

    second = actions.new_version(indicator, by=diego, name_en="Firms trained", decimals=1)

    assert (second.number, second.name_en, second.decimals, second.frozen_at) == (2, "Firms trained", 1, None)
    assert (second.name_es, second.disaggregation) == (
        "Mipymes capacitadas", ["country", "owner_sex", "size", "isic_section", "pillar"],
    )  # fmt: skip
    assert version("AIV-OP-01").frozen_at == noon
    assert actions.new_version(indicator).number == 3


def test_a_version_of_what_there_is_not_is_an_error_of_ours(catalogue):
    with pytest.raises(TypeError, match="has no colour"):
        actions.new_version(Indicator.objects.first(), colour="green")


def test_freezing_twice_changes_nothing_and_a_frozen_definition_is_not_edited(catalogue, diego):
    actions.freeze_version(version("AIV-OP-01"), by=diego)
    actions.freeze_version(version("AIV-OP-01"), by=diego)

    assert IndicatorEvent.objects.filter(action="freeze_version").count() == 1
    with pytest.raises(Refused, match="no longer changes"):
        actions.record_edit(version("AIV-OP-01"), changes={"fields": ["name_en"]}, by=diego)
    event = actions.record_edit(version("AIV-OP-02"), changes={"fields": ["name_en"]}, by=diego)
    assert event.changes == {"version": 1, "fields": ["name_en"]}
