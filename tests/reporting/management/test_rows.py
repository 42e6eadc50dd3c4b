"""The rows of the demo's lists: counting them gives every published figure, at both cut-offs."""

from collections import Counter
from decimal import Decimal

import polars as pl
import pytest

from grants.management.demo.programme import programme
from grants.organisations import tax_ids
from reporting.management.demo.firms import SIZES
from reporting.management.demo.goals import apportioned, goals
from reporting.management.demo.rows import rows_of
from reporting.management.demo.works import works_of
from tests.reporting.management.frames import BEFORE, NOW, counted, frame_of, key_of, net

pytestmark = pytest.mark.unit

COUNTRIES = {
    # country: trained, with practices, jobs, with standards, with more turnover
    "CO": (5860, 1540, "1105.50", 238, 312), "PE": (7042, 1963, "1400.00", 1365, 718),
    "BR": (4310, 1120, "862.00", 176, 214), "MX": (3020, 760, "540.25", 142, 158),
    "EC": (2480, 690, "498.00", 131, 126), "BO": (2260, 590, "402.50", 96, 118),
    "AR": (1420, 380, "262.00", 74, 92), "CL": (1080, 300, "196.75", 58, 66), "SV": (980, 262, "178.00", 44, 58),
    "CR": (930, 248, "152.50", 47, 52), "GT": (840, 205, "131.00", 36, 44), "HN": (640, 152, "98.00", 28, 31),
    "UY": (610, 148, "81.00", 26, 30), "VE": (268, 75, "38.00", 20, 17), "PY": (200, 75, "23.00", 6, 10),
}  # fmt: skip

DOCUMENTS = {"PE": 8, "EC": 10, "PY": 7}
"""How long the identity card of a person is, where a list can name it instead of the tax id."""


@pytest.fixture(scope="module")
def plan():
    return programme()


@pytest.fixture(scope="module")
def lists(plan):
    return rows_of(works_of(plan))


@pytest.fixture(scope="module")
def frame(plan, lists):
    return frame_of(plan, rows=lists)


@pytest.fixture(scope="module")
def figures(frame):
    return counted(frame, NOW)


@pytest.fixture(scope="module")
def rows(lists):
    return [row for rows in lists.values() for row in rows]


def jobs(figures, **dims):
    return net(figures, "AIV-OC-03a", **dims) + net(figures, "AIV-OC-03b", **dims)


def test_so_many_rows_are_trained_and_so_many_enrolled_only(rows):
    assert len(rows) == 45_000
    assert sum("trained_on" in row for row in rows) == 37_480


def test_trained_firms_come_out_gross_overlapping_undeduplicable_and_net(figures):
    whole, peru = figures["AIV-OP-01", ()], figures["AIV-OP-01", (("country", "PE"),)]

    assert [n / 100 for n in (whole.gross, whole.overlap, whole.high, whole.net)] == [37_480, 4_360, 1_180, 31_940]
    assert [n / 100 for n in (peru.gross, peru.overlap, peru.high, peru.net)] == [8_310, 1_048, 220, 7_042]


def test_peru_is_reached_by_projects_and_by_the_chamber_of_lima(figures):
    by_projects = net(figures, "AIV-OP-01", country="PE", stream="grant")
    by_chamber = net(figures, "AIV-OP-01", country="PE", stream="own_action")

    assert (by_projects, by_chamber, by_projects + by_chamber - 7_042) == (4_118, 3_190, 266)


@pytest.mark.parametrize("country", COUNTRIES)
def test_each_country_has_its_figures(figures, country):
    trained, practices, work, standards, turnover = COUNTRIES[country]

    assert net(figures, "AIV-OP-01", country=country) == trained
    assert net(figures, "AIV-OC-01", country=country) == practices
    assert jobs(figures, country=country) == Decimal(work)
    assert net(figures, "AIV-OC-02", country=country) == standards
    assert net(figures, "AIV-OC-04", country=country) == turnover


def test_all_together_have_the_published_sums(figures):
    assert net(figures, "AIV-OC-01") == 8_508
    assert net(figures, "AIV-OC-02") == 2_487
    assert net(figures, "AIV-OC-04") == 2_046
    assert jobs(figures) == Decimal("5968.50")


def test_jobs_of_peru_are_green_and_at_firms_with_practices(figures, frame):
    assert net(figures, "AIV-OC-03a", country="PE") == Decimal("612.25")
    assert net(figures, "AIV-OC-03b", country="PE") == Decimal("787.75")
    assert jobs(figures, country="PE", green="true") == 1_400
    at_work = frame.filter(pl.col("indicator").str.starts_with("AIV-OC-03"))
    adopters = frame.filter((pl.col("indicator") == "AIV-OC-01") & (pl.col("status") != "self_declared"))
    assert at_work.join(adopters, on="firm", how="anti").is_empty()
    assert at_work.filter(~pl.col("green") & ~pl.col("digital")).is_empty()


def test_half_a_year_before_the_figures_were_those_published_then(frame):
    before = counted(frame, BEFORE)

    assert net(before, "AIV-OP-01") == 31_712
    assert net(before, "AIV-OC-02") == 2_324
    assert net(before, "AIV-OC-04") == 983
    assert net(before, "AIV-OP-05") == 1_543
    assert jobs(before) == Decimal("2731.50")


def test_what_was_known_at_the_first_cut_off_is_all_in_lists_up_to_it(plan, lists):
    """So the first figures are the same whether counted then or now."""
    then = {key: rows for key, rows in lists.items() if key[1] <= BEFORE}

    assert counted(frame_of(plan, rows=then), BEFORE) == counted(frame_of(plan, rows=lists), BEFORE)


def test_some_certificates_run_out_between_the_cut_offs(figures, frame):
    ran_out = frame.filter((pl.col("valid_until") >= BEFORE) & (pl.col("valid_until") < NOW))

    assert len(ran_out) == 141
    assert net(figures, "AIV-OC-02", reached="ever") == 2_487 + 141
    assert net(figures, "AIV-OC-02", status="self_declared") == 190


def test_one_row_changed_moves_the_figures(plan, lists):
    """A firm of Peru of which nothing else is told loses its training, and another its certificate."""
    key, place = next(
        (key, place) for key, rows in lists.items() for place, row in enumerate(rows)
        if row["country"] == "PE" and "standard_on" in row and row["standard_status"] == "certified"
        and row["standard_valid_until"] > NOW
    )  # fmt: skip
    changed = lists | {key: [dict(row) for row in lists[key]]}
    changed[key][place]["standard_valid_until"] = BEFORE

    assert net(counted(frame_of(plan, rows=changed), NOW), "AIV-OC-02", country="PE") == 1_364


def test_every_tax_id_is_right_and_nobodys_placeholder(rows):
    problems = Counter()
    for row in rows:
        country, tax_id = row["country"], row["tax_id"]
        length = len(tax_ids.compact(tax_id))
        if length == DOCUMENTS.get(country):
            tax_id = {"EC": f"{tax_id}001"}.get(country, "")  # an identity card; its own check is the register's
        if country == "CO" and length == {"9": 9, "4": 8}[tax_id[:1] or "9"]:
            tax_id = ""  # without its check digit
        if tax_id:
            problems[country, tax_ids.check(country, tax_id).problem] += 1

    assert {problem for _country, problem in problems} <= {"", "tax_id_person"}
    assert sum(not row["tax_id"] for row in rows) / len(rows) < 0.06


def test_a_firm_is_once_in_a_list_and_written_differently_in_others(lists):
    spellings = {}
    for rows in lists.values():
        keys = [(row["country"], key_of(row)) for row in rows if key_of(row)]
        assert len(keys) == len(set(keys))
        for row in rows:
            spellings.setdefault((row["country"], key_of(row)), set()).add((row["name"], row["tax_id"]))
    assert sum(len(written) > 1 for key, written in spellings.items() if key[1]) > 1000
    assert sum(len(written) > 2 for key, written in spellings.items() if key[1]) > 20


def test_days_are_within_the_half_year_and_staff_within_the_size(plan, lists):
    works = {work.key: work for work in works_of(plan)}
    for (key, end), rows in lists.items():
        first, last = works[key].span(end)
        for row in rows:
            days = [row[name] for name in row if name.endswith("_on")]
            assert all(first <= row["supported_on"] <= day <= last for day in days)
            if "staff" in row:
                low, high = SIZES[row["size"]]
                employed = sum(row[name] for name in row if name.startswith(("jobs_created", "jobs_maintained")))
                assert low <= row["staff"] <= high
                assert 0 < employed <= row["staff"]


def test_the_rows_are_the_same_each_time():
    works = works_of(programme(0.1))

    assert rows_of(works, 0.1) == rows_of(works, 0.1)


@pytest.mark.parametrize("scale", [0.01, 0.1])
def test_a_part_of_the_programme_adds_up_to_its_own_goals(scale):
    part = programme(scale)
    aims = goals(works_of(part), scale)
    figures = counted(frame_of(part, scale), NOW)

    for country, goal in aims.items():
        assert net(figures, "AIV-OP-01", country=country) == goal.trained.now
        assert net(figures, "AIV-OC-01", country=country) == goal.practices.now
        assert jobs(figures, country=country) == Decimal(goal.jobs.now) / 4


def test_what_is_divided_is_all_given_out():
    assert apportioned(7, {"a": 1, "b": 2, "c": 4}) == {"a": 1, "b": 2, "c": 4}
    assert sum(apportioned(100, {"a": 3, "b": 3, "c": 1}).values()) == 100
    assert apportioned(0, {"a": 0}) == {"a": 0}
