"""What approved facts add up to at a cut-off: pure, exact, the same figures for the same input.

Frames in, figures out. Amounts are whole hundredths, so that nothing is rounded. The rules are the
columns of an indicator's version (decisions.md D3); no code of an indicator stands here.

| rule over time         | what counts at the cut-off                                                       |
|------------------------|----------------------------------------------------------------------------------|
| ``distinct_ever``      | any fact up to the cut-off                                                       |
| ``valid_at_cut_off``   | the latest fact of each project, firm and item: not withdrawn, not expired       |
| ``state_at_cut_off``   | the same latest fact, with its amount                                            |
| ``sum``                | the amounts of all reported values up to the cut-off                             |
| ``latest``             | the last reported value of each project                                          |

| rule across projects   | gross                        | net                                               |
|------------------------|------------------------------|---------------------------------------------------|
| ``distinct``           | firms of each project, added | each identified firm once                         |
| ``maximum``            | amounts of each project, added | of each firm and item the highest amount, added |
| ``sum``                | all values added             | the same: labelled as not deduplicated            |
| ``count``              | projects                     | projects                                          |

Large firms and public bodies never count (D6). What else a rule says: ``statuses`` the headline counts,
``least`` amount, ``flags`` of which one must be set, proof, and the ``parts`` a composite adds up.

**gross = net + overlap + high**, always: *overlap* is reported more than once and counted once; *high* is
what cannot be told apart (firms without identification, firms of unknown size), which net leaves out
and of which at least nothing (*low*) is another firm that counts. Worked table, ``distinct``:

| rows: project, firm                          | gross | net | overlap | high | projects |
|----------------------------------------------|------:|----:|--------:|-----:|---------:|
| (1, A)                                       |     1 |   1 |       0 |    0 |        1 |
| (1, A) (1, A)                                |     1 |   1 |       0 |    0 |        1 |
| (1, A) (2, A)                                |     2 |   1 |       1 |    0 |        2 |
| (1, A) (2, A) (2, unknown) (2, unknown)      |     4 |   1 |       1 |    2 |        2 |
| (1, A of unknown size)                       |     1 |   0 |       0 |    1 |        1 |
| (1, A of unknown size) (2, the same)         |     2 |   0 |       1 |    1 |        2 |
| (1, A, large)                                |     0 |   0 |       0 |    0 |        0 |
"""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import polars as pl

from reporting.results.adding import DIMS, OF_FACT, Firms, Lines, Projects, Sums

FACTS = {
    "indicator": pl.String,
    "project": pl.Int64,
    "firm": pl.Int64,  # as it counts, merges resolved; null where it is not identified
    "row": pl.Int64,  # what an unidentified firm is told by within its project
    "on": pl.Date,
    "said_on": pl.Date,  # end of the period whose update says it: of two facts of one day the later word counts
    "status": pl.String,
    "item": pl.String,
    "amount": pl.Int64,  # hundredths of the unit; null where the indicator has none
    "valid_until": pl.Date,
    "withdrawn_on": pl.Date,
    "sex": pl.String,
    "green": pl.Boolean,
    "digital": pl.Boolean,
    "proven": pl.Boolean,  # evidence is named; null counts as proven
    "size_known": pl.Boolean,
    "by_id": pl.Boolean,  # identified by a tax id, more surely than by name and place
    "entity_type": pl.String,
    "country": pl.String,  # of the firm (decisions.md D7)
    "side": pl.String,  # la or eu, of an organisation in a contract
    "section": pl.String,
    "size": pl.String,
    "owner_sex": pl.String,
    "pillar": pl.Int64,
    "stream": pl.String,
    "call": pl.String,
    "lot": pl.String,
}
"""Columns of the facts. An organisation in a contract is a fact, too: what a firm is to a project."""

VALUES = {
    "indicator": pl.String,
    "project": pl.Int64,
    "on": pl.Date,  # end of the period
    "amount": pl.Int64,
    "split": pl.String,  # "" is the whole
    "money": pl.String,  # which of the three amounts of a contract (D8); null for everything else
    "country": pl.String,  # of the project's contract
    "pillar": pl.Int64,
    "stream": pl.String,
    "call": pl.String,
    "lot": pl.String,
}
"""Columns of reported numbers and of what contracts say."""

BY_COUNTRY = "country:"
"""How a split begins that divides a number of a project in several countries: ``country:PE``.

Such a row has that country; the whole of such a number has none.
"""

NEVER = {"size": ("large",), "entity_type": ("public",)}
"""Who never counts, whatever the rule (D6)."""

BREAKDOWNS = (
    (), ("country",), ("pillar",), ("stream",), ("call",), ("lot",), ("section",), ("size",), ("owner_sex",),
    ("project",), ("status",), ("sex",), ("green",), ("digital",), ("split",), ("side",),
    ("country", "pillar"), ("country", "stream"), ("country", "section"), ("country", "green"), ("country", "digital"),
    ("country", "project"), ("green", "project"), ("digital", "project"),
    ("country", "green", "project"), ("country", "digital", "project"),
)  # fmt: skip
"""The cells figures are made for: the whole, and the whole divided by these columns."""

FLAGS = frozenset({"green", "digital"})
"""Columns of which only "yes" makes a cell: a job can be both, and the whole is their union (D5)."""

NUMBERS = ("gross", "net", "overlap", "high", "projects", "by_id")

CELLS = (
    {"indicator": pl.String, "version": pl.Int64, "unit": pl.String}
    | dict.fromkeys(DIMS, pl.String)
    | dict.fromkeys(NUMBERS, pl.Int64)
)
"""Columns of counted cells; of ``DIMS`` those are filled that name the cell."""


@dataclass(frozen=True)
class Rule:
    """How one indicator counts: the columns of its version.

    ``statuses`` are those the headline counts, all where empty; ``least`` is the smallest amount that
    counts, in hundredths (hours of training, for instance); ``labelled`` amounts have no cell without
    saying which money they are.
    """

    indicator: str
    version: int
    unit: str
    time_rule: str
    cross_project_rule: str
    statuses: tuple[str, ...] = ()
    least: int | None = None
    flags: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    needs_proof: bool = False
    labelled: bool = False


@dataclass(frozen=True, order=True)
class Figure:
    """One number in one cell. All are hundredths of the unit but projects; ``dims`` is sorted by name.

    ``by_id`` is the part of gross whose firm is identified by a tax id.
    """

    indicator: str
    version: int
    dims: tuple[tuple[str, str], ...]
    unit: str = field(compare=False)
    gross: int = field(compare=False)
    net: int = field(compare=False)
    overlap: int = field(compare=False)
    high: int = field(compare=False)
    projects: int = field(compare=False)
    by_id: int = field(compare=False, default=0)


def count(rules: Iterable[Rule], **counted) -> list[Figure]:
    """The figures of every rule at the cut-off, sorted; the order of the rows makes no difference."""
    return figures(cells(rules, **counted))


def figures(counted: pl.DataFrame) -> list[Figure]:
    """Cells one by one, sorted."""
    return sorted(
        Figure(
            line["indicator"],
            line["version"],
            tuple((name, line[name]) for name in DIMS if line[name] is not None),
            line["unit"],
            *(line[name] for name in NUMBERS),
        )
        for line in counted.iter_rows(named=True)
    )


def cells(
    rules: Iterable[Rule],
    *,
    facts: pl.DataFrame,
    values: pl.DataFrame,
    cut_off: datetime.date,
    breakdowns: Sequence[tuple[str, ...]] = BREAKDOWNS,
) -> pl.DataFrame:
    """The same as one frame with the columns of CELLS, in no order.

    ``facts`` and ``values`` have the columns of FACTS and VALUES; words may be categories, which is
    faster. Raises ValueError for a rule there is not.
    """
    never = pl.any_horizontal(pl.col(name).is_in(words).fill_null(False) for name, words in NEVER.items())
    of_facts = _by_indicator(facts.filter(pl.col("on") <= cut_off, ~never))
    of_values = _by_indicator(values.filter(pl.col("on") <= cut_off))
    found = [pl.DataFrame(schema=CELLS)]
    for rule in rules:
        rows = _of_parts(rule, of_facts, facts) if rule.parts else of_facts.get(rule.indicator, facts.clear())
        reported = of_values.get(rule.indicator, values.clear())
        found += pl.collect_all(_of_rule(rule, _told_apart(rows), reported, cut_off, breakdowns))
    return pl.concat(found, how="diagonal")


def _by_indicator(rows):
    return {indicator: part for (indicator,), part in rows.partition_by("indicator", as_dict=True).items()}


def _of_parts(rule, of_facts, facts):
    """The facts of all parts; each part's items stay apart, so that created and kept jobs are added."""
    kind = facts.schema["item"]
    item = pl.concat_str("indicator", pl.col("item").cast(pl.String).fill_null(""), separator=" ").cast(kind)
    parts = [of_facts.get(part, facts.clear()) for part in rule.parts]
    return pl.concat([rows.with_columns(item=item) for rows in parts])


def _told_apart(rows):
    """With ``unit``, a firm within its project, and ``known``, the firm where it is certain that it counts."""
    return rows.with_columns(
        unit=pl.coalesce("firm", -pl.col("row")),
        known=pl.when("size_known").then("firm"),
        unsized=pl.when(~pl.col("size_known")).then("firm"),
        by_id=pl.coalesce("by_id", pl.col("firm").is_not_null()),
    )


def _of_rule(rule, facts, values, cut_off, breakdowns):
    match rule.time_rule, rule.cross_project_rule:
        case "distinct_ever", "distinct":
            return _cells(rule, _countable(rule, facts), Firms, breakdowns)
        case "valid_at_cut_off", "distinct":
            ever = [columns for columns in breakdowns if columns in ((), ("country",))]
            return [
                *_cells(rule, _countable(rule, _in_force(facts, cut_off)), Firms, breakdowns),
                *_cells(rule, _countable(rule, facts), Firms, ever, reached="ever"),
            ]
        case "state_at_cut_off", "maximum":
            return _cells(rule, _countable(rule, _in_force(facts, cut_off)), Lines, breakdowns)
        case "sum", "sum":
            return _sums(rule, values, breakdowns)
        case "latest", "sum":
            of_one = ["project", "split", "money", "country"]
            last = values.sort("on", "amount").unique(of_one, keep="last", maintain_order=True)
            return _sums(rule, last, breakdowns)
        case "state_at_cut_off", "count":
            return _cells(rule, values, Projects, breakdowns)
    raise ValueError(f"{rule.indicator}: there is no way to count {rule.time_rule} with {rule.cross_project_rule}.")


def _countable(rule, facts):
    """What the rule asks of a fact beside its date and its status."""
    if rule.least is not None:
        facts = facts.filter(pl.col("amount") >= rule.least)
    if rule.flags:
        facts = facts.filter(pl.any_horizontal(rule.flags))
    if rule.needs_proof:
        facts = facts.filter(pl.col("proven").fill_null(True))
    return facts


def _in_force(facts, cut_off):
    """The last fact of each project, firm and item, where it is neither withdrawn nor expired at the cut-off.

    Of two facts of one day the one said later counts, then the one further down the list.
    """
    order = ["on", "said_on", "row", "amount", "status", "valid_until", "withdrawn_on", "green", "digital"]
    last = facts.sort(order).unique(["project", "unit", "item", "sex"], keep="last", maintain_order=True)
    withdrawn = pl.col("withdrawn_on").is_not_null() & (pl.col("withdrawn_on") <= cut_off)
    expired = pl.col("valid_until").is_not_null() & (pl.col("valid_until") < cut_off)
    return last.filter(~withdrawn & ~expired)


# The cells --------------------------------------------------------------------------------------------


def _cells(rule, rows, kind, breakdowns, **reached):
    """A figure for every cell of every breakdown whose columns these rows have."""
    rows = headline = kind.prepared(rows)
    if rule.statuses:
        headline = rows.filter(pl.col("status").is_in(rule.statuses))
    of_all = kind(headline)
    found = []
    for columns in breakdowns:
        if not set(columns) <= set(rows.columns):
            continue
        if OF_FACT & set(columns):
            chosen = rows if "status" in columns else headline
            for flag in FLAGS & set(columns):
                chosen = chosen.filter(pl.col(flag))
            divided = kind(chosen, *sorted(OF_FACT & set(columns))).divided(columns)
        else:
            divided = of_all.divided(columns)
        found.append(_named(rule, columns, divided, reached))
    return found


def _sums(rule, values, breakdowns):
    """Reported numbers: the whole as it was said, and apart from it what it was split into.

    A project in several countries has its numbers in their cells only as it divided them itself. Amounts
    that must be labelled are divided by their label everywhere (D8).
    """
    split = pl.col("split").fill_null("")
    label = ("money",) if rule.labelled else ()
    found = []
    for columns in breakdowns:
        if set(columns) <= set(values.columns):
            wanted = split != "" if "split" in columns else split == ""
            if "country" in columns:
                wanted |= split.str.starts_with(BY_COUNTRY)
            rows = values.filter(wanted)
            found.append(_named(rule, (*columns, *label), Sums(rows).divided((*columns, *label)), {}))
    return found


def _named(rule, columns, divided, reached):
    """Lines of one breakdown as cells."""
    gross, net, high = (pl.col(name).fill_null(0).cast(pl.Int64) for name in ("gross", "net", "high"))
    return divided.select(
        pl.lit(rule.indicator).alias("indicator"),
        pl.lit(rule.version, pl.Int64).alias("version"),
        pl.lit(rule.unit).alias("unit"),
        *(pl.col(name).cast(pl.String) for name in columns),
        *(pl.lit(value).alias(name) for name, value in reached.items()),
        gross.alias("gross"),
        net.alias("net"),
        (gross - net - high).alias("overlap"),
        high.alias("high"),
        pl.col("projects").cast(pl.Int64),
        pl.col("by_id").fill_null(0).cast(pl.Int64),
    )
