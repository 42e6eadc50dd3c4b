"""Findings and problems of a budget as sentences."""

from decimal import Decimal

import pytest

from grants import formats
from grants.budgets import entries, messages, rules
from grants.budgets.entries import Choices, Entry
from grants.budgets.rules import Finding

pytestmark = pytest.mark.unit

PARAMS = {
    "key": "k",
    "label": "Agronomist",
    "heading": "1.1",
    "kind": "other",
    "fields": ("quantity", "unit_value"),
    "field": "contingency",
    "year": 3,
    "years": 2,
    **dict.fromkeys(("amount", "highest", "lowest", "limit"), Decimal("1234.50")),
    **dict.fromkeys(("missing", "excess", "total", "sources", "above"), Decimal("1234.50")),
    "percent": Decimal("7.0000"),
}  # fmt: skip


@pytest.mark.parametrize("code", rules.CODES)
def test_every_finding_has_a_sentence_and_a_place(code):
    sentence = messages.sentence(Finding(code, PARAMS))

    assert sentence.endswith(".")
    assert "%(" not in sentence
    assert messages.anchor(Finding(code, PARAMS))


@pytest.mark.parametrize("code", entries.PROBLEMS)
def test_every_problem_of_an_entry_has_a_sentence(code):
    assert messages.problem(Entry(problem=code, params={"places": 4, "limit": 250, "years": 2})).endswith(".")


def test_every_field_has_a_word():
    assert set(messages.FIELD_WORDS) == {*entries.LINE_FIELDS, *entries.AMOUNT_FIELDS, *entries.SOURCE_FIELDS}


def test_sentences_write_amounts_as_the_country_does():
    finding = Finding("indirect_above_ceiling", {**PARAMS, "percent": Decimal("7.5000")})

    assert messages.sentence(finding, country="CO") == (
        "Indirect costs of 1.234,50\u00a0EUR are more than 7,5 % of the direct costs: at most 1.234,50\u00a0EUR."
    )


def test_a_line_is_named_by_its_heading_and_description():
    assert messages.sentence(Finding("line_unread", PARAMS)) == (
        "Line 1.1 “Agronomist”: number of units, unit value could not be read."
    )
    assert messages.sentence(Finding("line_without_partner", {**PARAMS, "label": ""})) == (
        "Line 1.1 “no description” has no partner. Say who spends it."
    )


@pytest.mark.parametrize(
    ("code", "place"),
    [("line_unread", "line-k"), ("source_incomplete", "source-k"), ("amount_unread", "budget-contingency")],
)
def test_a_finding_points_to_its_row(code, place):
    assert messages.anchor(Finding(code, PARAMS)) == place


CHOICES = Choices(frozenset({"1.1"}), years=2, partners=frozenset({"p1"}), kinds=frozenset({"other"}))


@pytest.mark.parametrize(
    ("name", "raw", "entry"),
    [
        ("quantity", "1.234,5", Entry(Decimal("1234.5000"))),
        ("quantity", "", Entry()),
        ("quantity", "12.34567", Entry(None, "number_decimals", {"places": 4})),
        ("quantity", "123456789", Entry(None, "number_too_large", {"places": 4})),
        ("unit_value", "1234567890.1234", Entry(Decimal("1234567890.1234"))),
        ("amount", "", Entry(Decimal("0.00"))),
        ("amount", "1,234", Entry(None, "number_ambiguous", {"places": 2})),
        ("year", "2", Entry(2)),
        ("year", "3", Entry(None, "year_unknown", {"years": 2})),
        ("year", "0", Entry(None, "year_unknown", {"years": 2})),
        ("year", "", Entry(None, "year_unknown", {"years": 2})),
        ("year", "٢", Entry(None, "year_unknown", {"years": 2})),
        ("partner", "", Entry()),
        ("partner", "p1", Entry("p1")),
        ("partner", "p2", Entry(None, "partner_gone")),
        ("heading", "9.9", Entry(None, "not_offered")),
        ("description", " Agronomist ", Entry("Agronomist")),
        ("description", "x" * 251, Entry(None, "text_too_long", {"limit": 250})),
    ],
)
def test_each_field_is_read_by_itself(name, raw, entry):
    assert entries.read(name, raw, CHOICES) == entry


@pytest.mark.parametrize(
    ("name", "raw", "compared"),
    [
        ("quantity", "1.234,5", "1234.5000"),
        ("quantity", " 12 ", "12.0000"),
        ("quantity", "twelve", "twelve"),
        ("quantity", "", ""),
        ("amount", "", "0.00"),
        ("year", "2", "2"),
        ("unit", " month", "month"),
    ],
)
def test_entries_are_compared_as_understood(name, raw, compared):
    assert entries.normal(name, raw, CHOICES) == compared


def test_number_problems_are_said_in_the_format_of_the_country():
    entry = Entry(None, "number_decimals", {"places": 2})

    assert messages.problem(entry, country="CO") == "Write at most 2 decimals, like 12,35."
    assert formats.parse_number("12,35").value == Decimal("12.35")
