"""The rows of the demo as the frames that are counted, and what is published of them: without a database."""

from datetime import date
from decimal import Decimal

import polars as pl

from grants.organisations import tax_ids
from reporting.management.demo.rows import rows_of
from reporting.management.demo.works import works_of
from reporting.results.counting import FACTS, VALUES, Rule, count

BEFORE, NOW = date(2024, 12, 31), date(2025, 6, 30)
SURE = ("certified", "verified")
RULES = (
    Rule("AIV-OP-01", 1, "firms", "distinct_ever", "distinct", least=400),
    Rule("AIV-OC-01", 1, "firms", "valid_at_cut_off", "distinct", statuses=SURE),
    Rule("AIV-OC-02", 1, "firms", "valid_at_cut_off", "distinct", statuses=SURE),
    Rule("AIV-OC-03a", 1, "FTE", "state_at_cut_off", "maximum"),
    Rule("AIV-OC-03b", 1, "FTE", "state_at_cut_off", "maximum"),
    Rule("AIV-OC-04", 1, "firms", "distinct_ever", "distinct"),
    Rule("AIV-OP-05", 1, "firms", "valid_at_cut_off", "distinct"),
)
BLOCKS = {"practice": "AIV-OC-01", "standard": "AIV-OC-02", "turnover": "AIV-OC-04", "resources": "AIV-OP-05"}


def frame_of(plan, scale=1, rows=None):
    """The facts of the plan's rows."""
    works = {work.key: work for work in works_of(plan)}
    lists = rows_of(works.values(), scale) if rows is None else rows
    numbers, facts = {}, []
    for number, (row, work, project) in enumerate(_numbered(lists, works), 1):
        key = key_of(row)
        firm = numbers.setdefault((row["country"], key), len(numbers) + 1) if key else None
        shared = {
            "project": project, "firm": firm, "row": number, "sex": "", "green": False, "digital": False,
            "item": "", "amount": None, "valid_until": None, "withdrawn_on": None, "status": "verified",
            "size_known": row["size"] != "unknown", "country": row["country"], "section": row["section"],
            "size": row["size"], "owner_sex": row["owner_sex"], "pillar": None, "call": None, "lot": None,
            "stream": "own_action" if work.is_own else "grant",
        }  # fmt: skip
        facts += [shared | fact for fact in facts_of(row)]
    return pl.DataFrame(facts, schema=FACTS)


def _numbered(lists, works):
    projects = {key: number for number, key in enumerate(works, 1)}
    for (key, _end), rows in lists.items():
        for row in rows:
            yield row, works[key], projects[key]


def key_of(row):
    """What the firm is known by, whoever writes its id; "" where it is not known."""
    country, tax_id = row["country"], tax_ids.compact(row["tax_id"])
    if not tax_id:
        return f"{row['name']} {row['place']} {row['contact']}" if row["contact"] else ""
    if country == "PE" and len(tax_id) == 8:
        return tax_id
    if country == "PE" and tax_id.startswith("10"):
        return tax_id[2:10]
    if country == "CO":
        return tax_id[: 9 if tax_id.startswith("9") else 8]
    if country == "PY":
        return tax_id[: 8 if tax_id.startswith("80") else 7]
    return tax_ids.key(country, tax_id[:10] if country == "EC" else tax_id)


def facts_of(row):
    """The facts of a row, as the columns of the list feed the indicators."""
    if "trained_on" in row:
        yield {"indicator": "AIV-OP-01", "on": row["trained_on"], "amount": _hundredths(row["training_hours"])}
    for block, indicator in BLOCKS.items():
        if f"{block}_on" in row:
            yield {
                "indicator": indicator, "on": row[f"{block}_on"], "status": row[f"{block}_status"],
                "item": row.get(block, ""), "valid_until": row.get(f"{block}_valid_until"),
            }  # fmt: skip
    for kind, indicator in (("created", "AIV-OC-03a"), ("maintained", "AIV-OC-03b")):
        for sex in ("women", "men"):
            if row.get(f"jobs_{kind}_{sex}"):
                yield {
                    "indicator": indicator, "on": row["jobs_on"], "sex": sex,
                    "amount": _hundredths(row[f"jobs_{kind}_{sex}"]), "green": row["jobs_green"],
                    "digital": row["jobs_digital"],
                }  # fmt: skip


def _hundredths(number):
    return int(number * 100)


def counted(frame, cut_off):
    """{(indicator, cell): figure} of the programme's counting."""
    nothing = pl.DataFrame([], schema=VALUES)
    return {(one.indicator, one.dims): one for one in count(RULES, facts=frame, values=nothing, cut_off=cut_off)}


def net(figures, indicator, **dims):
    """The published number of a cell."""
    return Decimal(figures[indicator, tuple(sorted(dims.items()))].net) / 100
