"""What a compilation counts, out of the database at one moment: approved facts, reported numbers, contracts.

A fixed number of queries whatever the size; the long tables packed. Imported by workers and commands
only, for polars is large.
"""

import hashlib
from dataclasses import dataclass
from typing import NamedTuple

import polars as pl
from psycopg import sql

from grants.audit import canonical
from grants.indicators.models import Entity, ValueForm
from grants.money import split
from reporting.firms.models import Firm
from reporting.progress.models import Fact, FirmList, IndicatorValue, Participation
from reporting.progress.queries.told import TOLD, told_until
from reporting.progress.workflow import ListState
from reporting.results.adding import BY_COUNTRY, OF_PROJECT
from reporting.results.counting import FACTS, KNOWN_OF_FIRM, VALUES, taken_apart
from reporting.results.queries.basis import Basis, basis_at, hundredths, one_moment, told_of
from reporting.results.queries.known import counts_as, known_firms
from reporting.results.queries.packed import unpacked


@dataclass(frozen=True)
class Inputs:
    """Everything counted, what it stands on, and the hash of it all.

    ``frames`` are facts, firms, projects and values as ``counting.cells`` takes them.
    """

    frames: dict[str, pl.DataFrame]
    basis: Basis
    sha256: str


def inputs(cut_off, as_of, definitions=None) -> Inputs:
    """What counts at a cut-off as approved up to a moment, all of one consistent moment of the database.

    ``definitions`` are versions of indicators to count by; without them those in use at ``as_of``.
    """
    with one_moment():
        basis = basis_at(cut_off, as_of, definitions)
        rows = rows_at(cut_off)
        firms = as_told(firms_at(), told_until(as_of))
        lists = lists_of(basis.updates, taken(update__in=[pk for pk, *_rest in basis.updates]))
        reported = list(reported_of([pk for pk, *_rest in basis.updates]))
    values = values_of([*said(basis, reported), *_recorded(basis)])
    known = known_firms(firms, basis.merges)
    facts = counted(rows, lists, known, basis)
    organisations = _organisations(basis)
    return Inputs(
        frames(facts, known, basis, organisations) | {"values": values},
        basis,
        _hash(basis, (known, facts), (organisations, values)),
    )


# Out of the database ------------------------------------------------------------------------------------


def reported_of(updates):
    """(indicator, project, end of the period, part, number) of what these updates report."""
    values = IndicatorValue.objects.filter(update__in=updates, value__isnull=False).order_by("pk")
    return values.values_list(
        "indicator__indicator__code", "update__project_id", "update__period_end", "split", "value"
    )


CODED = {name: pl.Categorical if kind == pl.String else kind for name, kind in FACTS.items()}
"""Columns of the facts with their words as categories."""

FIRM_WORDS = {
    name: (name, pl.Categorical) for name in ("country", "entity_type", "identity", "size", "section", "owner_sex")
}
FACT_WORDS = {
    "indicator": ("fact.indicator_id", pl.Int64),
    "status": ("fact.status", pl.Categorical),
    "item": ("fact.item", pl.Categorical),
    "sex": ("fact.sex", pl.Categorical),
    "green": ("fact.is_green", pl.Boolean),
    "digital": ("fact.is_digital", pl.Boolean),
    "proven": ("fact.evidence <> ''", pl.Boolean),
}
FACT_NUMBERS = {
    "fact": ("fact.id", pl.Int64),
    "seat": ("fact.participation_id", pl.Int64),
    "on": ("fact.on", pl.Date),
    "amount": ("(fact.quantity * 100)::bigint", pl.Int64),
    "valid_until": ("fact.valid_until", pl.Date),
    "withdrawn_on": ("fact.withdrawn_on", pl.Date),
}
SEAT_NUMBERS = {
    "seat": ("id", pl.Int64),
    "list": ("list_id", pl.Int64),
    "firm": ("firm_id", pl.Int64),
    "row": ("row", pl.Int64),
}
FIRM_NUMBERS = {"firm": ("id", pl.Int64)}
_TABLES = {
    "fact": sql.Identifier(Fact._meta.db_table),
    "part": sql.Identifier(Participation._meta.db_table),
    "firm": sql.Identifier(Firm._meta.db_table),
}


class Rows(NamedTuple):
    """Rows of firm lists and the facts they say."""

    seats: pl.DataFrame
    facts: pl.DataFrame


def rows_at(cut_off, projects=None, firms=None) -> Rows:
    """All rows and their facts dated up to the cut-off; or those of these projects and those of these firms.

    Those of lists not in force are left out where they meet their lists.
    """
    some = {"cut_off": sql.Literal(cut_off), "projects": sql.Literal(projects), "firms": sql.Literal(firms)}
    seats, facts = "FROM {part} part", "FROM {fact} fact WHERE fact.on <= {cut_off}"
    if projects is not None:
        seats += " WHERE part.project_id = ANY({projects}) OR part.firm_id = ANY({firms})"
        facts = f"FROM {{fact}} fact WHERE fact.participation_id IN (SELECT id {seats}) AND fact.on <= {{cut_off}}"
    return Rows(
        unpacked(sql.SQL(seats).format(**_TABLES, **some), {}, SEAT_NUMBERS),
        unpacked(sql.SQL(facts).format(**_TABLES, **some), FACT_WORDS, FACT_NUMBERS),
    )


def firms_at(numbers=None):
    """The register, or these firms of it."""
    where = "FROM {firm}" if numbers is None else "FROM {firm} WHERE id = ANY({numbers})"
    return unpacked(sql.SQL(where).format(**_TABLES, numbers=sql.Literal(numbers)), FIRM_WORDS, FIRM_NUMBERS)


def as_told(firms, told):
    """The register with these firms as they were told before: each (firm, *TOLD)."""
    if not told:
        return firms
    before = pl.DataFrame(told, schema={"firm": pl.Int64} | dict.fromkeys(TOLD, pl.Categorical), orient="row")
    return firms.update(before, on="firm", how="left").select(firms.columns)


def taken(**which):
    """(list in force, its update)."""
    lists = FirmList.objects.filter(state=ListState.TAKEN, **which).order_by("pk")
    return list(lists.values_list("pk", "update_id"))


def lists_of(updates, lists):
    """(list, its project, the end of its period) of those ``lists`` that are of these updates."""
    of_update = {pk: (project, period_end) for pk, project, period_end, _version in updates}
    return [(pk, *of_update[update]) for pk, update in lists if update in of_update]


# Made into what is counted ------------------------------------------------------------------------------


OF_ROW = [name for name in FACTS if name not in (*KNOWN_OF_FIRM, *OF_PROJECT)]


def _seats(rows, lists, merges, known):
    """Rows of the lists in force with their firm as it counts and the project they were reported by."""
    said = {"list": pl.Int64, "project": pl.Int64, "said_on": pl.Date}
    return (
        rows.join(pl.DataFrame(lists, schema=said, orient="row"), on="list")
        .with_columns(counts_as(merges))
        .join(known.select("who", "pk", counts_as="firm"), left_on="firm", right_on="pk")
        # An unidentified firm is told by itself: one that a person has recognised in two lists is one.
        .select(
            "seat",
            "who",
            "project",
            "said_on",
            row=pl.when(pl.col("counts_as").is_null()).then("firm").otherwise("row"),
            firm="counts_as",
        )
    )


def counted(rows, lists, known, basis):
    """Facts with what their row says of them."""
    codes = pl.DataFrame(
        [(v.indicator_id, code) for code, v in basis.versions.items()],
        schema={"indicator": pl.Int64, "code": pl.Categorical},
        orient="row",
    )
    seats = _seats(rows.seats, lists, basis.merges, known)
    facts = rows.facts.lazy().join(codes.lazy(), on="indicator").join(seats.lazy(), on="seat")
    facts = facts.with_columns(indicator="code", side=pl.lit(None, CODED["side"])).select("fact", "who", *OF_ROW)
    return facts.collect(engine="streaming")


def frames(facts, known, basis, organisations=None):
    """Facts, firms and projects as ``counting.cells`` takes them; organisations are numbered after the firms."""
    facts, firms = facts.drop("fact"), known.select("firm", *KNOWN_OF_FIRM)
    if organisations is not None:
        parties = taken_apart(organisations)
        more = parties["facts"].select(pl.col("who").cast(pl.Int64) + known.height, *OF_ROW)
        facts, firms = pl.concat([facts, more]), pl.concat([firms, parties["firms"]])
    told = {"project": pl.Int64} | {name: CODED[name] for name in OF_PROJECT}
    projects = [(pk, *one.cell()) for pk, one in basis.projects.items()]
    return {"facts": facts, "firms": firms, "projects": pl.DataFrame(projects, schema=told, orient="row")}


def _organisations(basis):
    """Parties of contracts, in the columns of FACTS, under every definition that counts organisations."""
    columns = ("indicator", "project", "firm", "on", "size_known", "country", "side", "pillar", "stream", "call", "lot")
    rows = [
        (code, project, organisation, signed_on, True, country, side, *basis.projects[project].cell())
        for code in _records(basis, Entity.ORGANISATION)
        for project, organisation, country, side, signed_on in basis.parties
    ]
    frame = pl.DataFrame(rows, schema={name: CODED[name] for name in columns}, orient="row")
    others = [pl.lit(None, kind).alias(name) for name, kind in CODED.items() if name not in columns]
    return frame.with_columns(others).select(*FACTS)


def values_of(rows):
    """Rows in the columns of VALUES."""
    return pl.DataFrame(rows, schema=VALUES, orient="row")


def said(basis, reported):
    """Reported numbers in the columns of VALUES."""
    for code, number, period_end, part, value in reported:
        project = basis.projects[number]
        country = project.countries[0][0] if len(project.countries) == 1 else None
        if part.startswith(BY_COUNTRY):
            country = part.removeprefix(BY_COUNTRY)
        yield (code, number, period_end, hundredths(value), part, None, country, *project.cell())


def _recorded(basis):
    """What contracts say, in the columns of VALUES."""
    cut_off = basis.cut_off
    signed = [(pk, one) for pk, one in basis.projects.items() if one.signed_on and one.signed_on <= cut_off]
    for code in _records(basis, Entity.EURO):
        for pk, one in signed:
            yield from ((code, pk, one.signed_on, *amount, *one.cell()) for amount in _amounts(one))
    for code in _records(basis, Entity.PROJECT):
        for pk, one in signed:
            if one.starts_on and one.starts_on <= cut_off <= (one.ends_on or cut_off):
                yield from (
                    (code, pk, cut_off, 100, "", None, country, *one.cell()) for country, _share in one.countries
                )


def _amounts(project):
    """(amount, split, money, country): three amounts of a contract, divided by the shares of its countries (D8)."""
    shares = [share for _country, share in project.countries]
    grants, totals = split(project.grant, shares), split(project.total_cost, shares)
    for (country, _share), grant, total in zip(project.countries, grants, totals, strict=True):
        for money, amount in (("eu_contribution", grant), ("cofinancing", total - grant), ("total_cost", total)):
            yield hundredths(amount), "", money, country


def _records(basis, entity):
    """Codes of the definitions counted from the contracts themselves."""
    return [code for code, v in basis.versions.items() if (v.value_form, v.entity) == (ValueForm.RECORD, entity)]


AT_ONCE = 250_000


def _hash(basis, firms_and_facts, others):
    """SHA-256 of everything counted, in one order whatever order it came in.

    What is known of a project or a firm stands in it once, not with each of its facts; of projects that say
    nothing, nothing does.
    """
    known, facts = firms_and_facts
    speaking = set().union(*(frame["project"].unique() for frame in (facts, *others)))
    digest = hashlib.sha256(
        canonical({
            "cut_off": basis.cut_off,
            "rules": [told_of(rule) for rule in basis.rules],
            "projects": {
                pk: [project.reference, *project.cell()] for pk, project in basis.projects.items() if pk in speaking
            },
        })
    )  # fmt: skip
    firms = known.join(facts.select("who").unique(), on="who", how="semi").sort("pk").drop("who")
    facts = facts.sort("fact").select(OF_ROW).with_columns(pl.col(pl.Date).cast(pl.Int32))
    for frame in (firms, facts):
        for part in frame.iter_slices(AT_ONCE):
            digest.update(part.write_csv(None, include_header=False).encode())
    for frame in others:
        digest.update(frame.cast({pl.Categorical: pl.String}).sort(pl.all()).write_csv(None).encode())
    return digest.hexdigest()
