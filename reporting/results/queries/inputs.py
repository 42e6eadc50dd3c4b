"""What a compilation counts, out of the database at one moment: approved facts, reported numbers, contracts.

A fixed number of queries whatever the size; the long tables packed. Imported by workers and commands
only, for polars is large.
"""

import datetime
import hashlib
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal

import polars as pl
from django.db import connection, transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from psycopg import sql

from grants.audit import canonical
from grants.calls.models import CallCountry
from grants.contracts.models import ContractParty, Project, ProjectCountry
from grants.contracts.workflow import ContractState
from grants.indicators.models import Entity, IndicatorVersion, ValueForm
from grants.money import split
from reporting.firms.models import Firm, FirmPair
from reporting.progress.models import Fact, FirmList, IndicatorValue, Participation, ResultsUpdate
from reporting.progress.workflow import ListState
from reporting.results.adding import BY_COUNTRY, OF_PROJECT
from reporting.results.counting import FACTS, KNOWN_OF_FIRM, VALUES, Rule, taken_apart
from reporting.results.merging import resolved
from reporting.results.queries.known import counts_as, known_firms
from reporting.results.queries.packed import unpacked


@dataclass(frozen=True)
class Inputs:
    """Everything counted, and what it is: rules, definitions, approved updates, the hash of it all.

    ``frames`` are facts, firms, projects and values as ``counting.cells`` takes them, ``versions`` the
    definitions by code, ``projects`` the references by number, ``updates`` the numbers of the approved versions.
    """

    frames: dict[str, pl.DataFrame]
    rules: list[Rule]
    versions: dict[str, IndicatorVersion]
    projects: dict[int, str]
    updates: list[int]
    sha256: str


def inputs(cut_off, as_of, definitions=None) -> Inputs:
    """What counts at a cut-off as approved up to a moment, all of one consistent moment of the database.

    ``definitions`` are versions of indicators to count by; without them those in use at ``as_of``.
    """
    with one_moment():
        versions = {v.indicator.code: v for v in definitions or definitions_at(as_of)}
        updates = list(_updates(as_of))
        projects = _projects()
        pairs = FirmPair.objects.filter(verdict=FirmPair.Verdict.SAME)
        merges = resolved(dict(pairs.order_by("pk").values_list("other_id", "firm_id")))
        firms = unpacked(_FIRMS, FIRM_WORDS, {"firm": ("id", pl.Int64)})
        lists = list(_lists(updates))
        rows = unpacked(_SEATS, {}, SEAT_NUMBERS)
        facts = unpacked(_facts(cut_off), FACT_WORDS, FACT_NUMBERS)
        reported = list(_reported([pk for pk, *_rest in updates]))
        parties = list(_parties(cut_off))
    rules = [_rule(version) for _code, version in sorted(versions.items())]
    values = pl.DataFrame(list(_values(versions, projects, reported, cut_off)), schema=VALUES, orient="row")
    known = known_firms(firms, merges)
    counted = _counted(facts, _seats(rows, lists, merges, known), versions)
    organisations = _organisations(versions, projects, parties)
    return Inputs(
        _frames(counted, known, projects, organisations) | {"values": values},
        rules,
        versions,
        {pk: project.reference for pk, project in projects.items()},
        [version for *_rest, version in updates],
        _hash(cut_off, rules, projects, (known, counted), (organisations, values)),
    )


@contextmanager
def one_moment():
    """Inside, everything is read as it stands at the first query, whatever others commit meanwhile.

    Within somebody's transaction the moment is theirs. Approvals under way are waited for first: their
    moment may already be over.
    """
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f'LOCK TABLE "{ResultsUpdate._meta.db_table}" IN SHARE MODE')
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def definitions_at(as_of):
    """Of each indicator the newest version in use at a moment; the newest of all where none is in use yet."""
    in_use = Q(frozen_at__lte=as_of)
    newest = IndicatorVersion.objects.alias(in_use=in_use).order_by(
        "indicator_id", F("in_use").desc(nulls_last=True), "-number"
    )
    return sorted(
        newest.distinct("indicator_id").select_related("indicator"), key=lambda version: version.indicator.code
    )


def _rule(version):
    least = version.least_amount
    return Rule(
        indicator=version.indicator.code,
        version=version.number,
        unit=version.unit_en,
        time_rule=version.time_rule,
        cross_project_rule=version.cross_project_rule,
        statuses=tuple(version.statuses),
        least=None if least is None else _hundredths(least),
        flags=tuple(version.flags),
        parts=tuple(version.parts),
        needs_proof=version.needs_evidence,
        labelled=version.entity == Entity.EURO,
    )


def _hundredths(amount: Decimal) -> int:
    return int(amount * 100)


# Out of the database ------------------------------------------------------------------------------------


def _updates(as_of):
    in_force = ResultsUpdate.objects.in_force(as_of).filter(version__isnull=False).order_by("pk")
    return in_force.values_list("pk", "project_id", "period_end", "version__pk")


@dataclass(frozen=True)
class _Project:
    """What of a project the cells of figures are made of, and what its contract says."""

    reference: str
    stream: str
    pillar: int
    call: str | None
    lot: str | None
    countries: tuple[tuple[str, Decimal], ...]
    starts_on: datetime.date | None
    ends_on: datetime.date | None
    signed_on: datetime.date | None
    grant: Decimal | None
    total_cost: Decimal | None

    def cell(self):
        """Pillar, stream, call and lot."""
        return (self.pillar, self.stream, self.call, self.lot)


def _projects():
    """Every project by number: two queries."""
    shares = {}
    for project, country, share in ProjectCountry.objects.order_by("country").values_list(
        "project_id", "country", "share"
    ):
        shares.setdefault(project, []).append((country, share))
    rows = Project.objects.order_by("pk").values_list(
        "pk", "reference", "kind", "pillar", "country", "starts_on", "ends_on", "contract__state",
        "contract__signed_on", "contract__grant", "contract__total_cost", "contract__award__lot__call__reference",
        "contract__award__lot__code",
    )  # fmt: skip
    found = {}
    for pk, reference, kind, pillar, country, starts, ends, state, signed, grant, total, call, lot in rows:
        countries = tuple(shares.get(pk, [(country, Decimal(100))]))
        signed_on = signed if state == ContractState.SIGNED else None
        lot = f"{call} {lot}" if call else None
        found[pk] = _Project(
            reference, kind, pillar, call, lot, countries, starts, ends, signed_on, grant, total
        )  # fmt: skip
    return found


def _reported(updates):
    values = IndicatorValue.objects.filter(update__in=updates, value__isnull=False).order_by("pk")
    return values.values_list(
        "indicator__indicator__code", "update__project_id", "update__period_end", "split", "value"
    )


def _parties(cut_off):
    """(project, organisation, its country, its side, since) of the parties up to the cut-off: two queries."""
    sides = {
        (call, country): group for call, country, group in CallCountry.objects.values_list("call", "country", "group")
    }
    parties = ContractParty.objects.filter(contract__state=ContractState.SIGNED)
    parties = parties.annotate(since=Coalesce("joined_on", "contract__signed_on"))
    for project, organisation, country, call, since in (
        parties.filter(since__lte=cut_off)
        .order_by("pk")
        .values_list(
            "contract__project_id", "organisation_id", "organisation__country", "contract__award__lot__call_id", "since"
        )
    ):
        yield project, organisation, country, sides.get((call, country)), since


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
_TABLES = {
    "fact": sql.Identifier(Fact._meta.db_table),
    "part": sql.Identifier(Participation._meta.db_table),
    "firm": sql.Identifier(Firm._meta.db_table),
}
_FIRMS = sql.SQL("FROM {firm}").format(**_TABLES)
_SEATS = sql.SQL("FROM {part}").format(**_TABLES)


def _facts(cut_off):
    """All facts dated up to the cut-off: those of lists not in force are left out where they meet their rows."""
    return sql.SQL("FROM {fact} fact WHERE fact.on <= {cut_off}").format(**_TABLES, cut_off=sql.Literal(cut_off))


def _lists(updates):
    """(list in force, its project, the end of its period) of these updates."""
    of_update = {pk: (project, period_end) for pk, project, period_end, _version in updates}
    lists = FirmList.objects.filter(state=ListState.TAKEN, update__in=of_update).order_by("pk")
    for pk, update in lists.values_list("pk", "update_id"):
        yield pk, *of_update[update]


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


def _counted(facts, seats, versions):
    """Facts with what their row says of them."""
    codes = pl.DataFrame(
        [(v.indicator_id, code) for code, v in versions.items()],
        schema={"indicator": pl.Int64, "code": pl.Categorical},
        orient="row",
    )
    rows = facts.lazy().join(codes.lazy(), on="indicator").join(seats.lazy(), on="seat")
    rows = rows.with_columns(indicator="code", side=pl.lit(None, CODED["side"])).select("fact", "who", *OF_ROW)
    return rows.collect(engine="streaming")


def _frames(counted, known, projects, organisations):
    """Facts, firms and projects as ``counting.cells`` takes them; organisations are numbered after the firms."""
    parties = taken_apart(organisations)
    more = parties["facts"].select(pl.col("who").cast(pl.Int64) + known.height, *OF_ROW)
    told = {"project": pl.Int64} | {name: CODED[name] for name in OF_PROJECT}
    return {
        "facts": pl.concat([counted.drop("fact"), more]),
        "firms": pl.concat([frame.select("firm", *KNOWN_OF_FIRM) for frame in (known, parties["firms"])]),
        "projects": pl.DataFrame([(pk, *one.cell()) for pk, one in projects.items()], schema=told, orient="row"),
    }


def _organisations(versions, projects, parties):
    """Parties of contracts, in the columns of FACTS, under every definition that counts organisations."""
    columns = ("indicator", "project", "firm", "on", "size_known", "country", "side", "pillar", "stream", "call", "lot")
    rows = [
        (code, project, organisation, signed_on, True, country, side, *projects[project].cell())
        for code in _records(versions, Entity.ORGANISATION)
        for project, organisation, country, side, signed_on in parties
    ]
    frame = pl.DataFrame(rows, schema={name: CODED[name] for name in columns}, orient="row")
    others = [pl.lit(None, kind).alias(name) for name, kind in CODED.items() if name not in columns]
    return frame.with_columns(others).select(*FACTS)


def _values(versions, projects, reported, cut_off):
    """Reported numbers and what contracts say, in the columns of VALUES."""
    for code, project, period_end, part, value in reported:
        countries = projects[project].countries
        country = countries[0][0] if len(countries) == 1 else None
        if part.startswith(BY_COUNTRY):
            country = part.removeprefix(BY_COUNTRY)
        yield (code, project, period_end, _hundredths(value), part, None, country, *projects[project].cell())
    signed = [(pk, one) for pk, one in projects.items() if one.signed_on and one.signed_on <= cut_off]
    for code in _records(versions, Entity.EURO):
        for pk, one in signed:
            yield from ((code, pk, one.signed_on, *amount, *one.cell()) for amount in _amounts(one))
    for code in _records(versions, Entity.PROJECT):
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
            yield _hundredths(amount), "", money, country


def _records(versions, entity):
    """Codes of the definitions counted from the contracts themselves."""
    return [code for code, v in versions.items() if (v.value_form, v.entity) == (ValueForm.RECORD, entity)]


AT_ONCE = 250_000


def _hash(cut_off, rules, projects, firms_and_facts, others):
    """SHA-256 of everything counted, in one order whatever order it came in.

    What is known of a project or a firm stands in it once, not with each of its facts.
    """
    digest = hashlib.sha256(
        canonical({
            "cut_off": cut_off,
            "rules": [vars(rule) | {"statuses": list(rule.statuses)} for rule in rules],
            "projects": {pk: [project.reference, *project.cell()] for pk, project in projects.items()},
        })
    )  # fmt: skip
    known, counted = firms_and_facts
    firms = known.join(counted.select("who").unique(), on="who", how="semi").sort("pk").drop("who")
    facts = counted.sort("fact").select(OF_ROW).with_columns(pl.col(pl.Date).cast(pl.Int32))
    for frame in (firms, facts):
        for part in frame.iter_slices(AT_ONCE):
            digest.update(part.write_csv(None, include_header=False).encode())
    for frame in others:
        digest.update(frame.cast({pl.Categorical: pl.String}).sort(pl.all()).write_csv(None).encode())
    return digest.hexdigest()
