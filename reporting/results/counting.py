"""What approved facts add up to at a cut-off: pure, exact, the same figures for the same input.

Frames in, figures out. Amounts are whole hundredths, so that nothing is rounded. The rules are the
columns of an indicator's version (decisions.md D3); no code of an indicator stands here.

| rule over time         | what counts at the cut-off                                                       |
|------------------------|----------------------------------------------------------------------------------|
| ``distinct_ever``      | any fact up to the cut-off                                                       |
| ``valid_at_cut_off``   | the latest fact of each project, firm and item: not withdrawn, not expired       |
| ``state_at_cut_off``   | the same latest fact, with its amount                                            |
| ``sum``                | the amounts of all facts or reported values up to the cut-off                    |
| ``latest``             | the last reported value of each project                                          |

| rule across projects   | gross                        | net                                               |
|------------------------|------------------------------|---------------------------------------------------|
| ``distinct``           | firms of each project, added | each identified firm once                         |
| ``maximum``            | amounts of each project, added | of each firm and item the highest amount, added |
| ``sum``                | all values added             | the same: labelled as not deduplicated            |
| ``count``              | projects                     | projects                                          |

**gross = net + overlap + high**, always: *overlap* is reported more than once and counted once; *high* is
what cannot be told apart (firms without identification, firms of unknown size), which net leaves out
and which at least (*low*) may be none of it. Worked table, one indicator, ``distinct``:

| rows: project, firm                          | gross | net | overlap | low, high | projects |
|----------------------------------------------|------:|----:|--------:|-----------|---------:|
| (1, A)                                       |     1 |   1 |       0 | 0, 0      |        1 |
| (1, A) (1, A)                                |     1 |   1 |       0 | 0, 0      |        1 |
| (1, A) (2, A)                                |     2 |   1 |       1 | 0, 0      |        2 |
| (1, A) (2, A) (2, unknown) (2, unknown)      |     4 |   1 |       1 | 0, 2      |        2 |
| (1, A of unknown size)                       |     1 |   0 |       0 | 0, 1      |        1 |
"""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import polars as pl

FACTS = {
    "indicator": pl.String,
    "project": pl.Int64,
    "firm": pl.Int64,  # as it counts, merges resolved; null where it is not identified
    "row": pl.Int64,  # of the list: what an unidentified firm is told by within its project
    "on": pl.Date,
    "status": pl.String,
    "item": pl.String,
    "amount": pl.Int64,  # hundredths of the unit; null where the indicator has none
    "valid_until": pl.Date,
    "withdrawn_on": pl.Date,
    "sex": pl.String,
    "green": pl.Boolean,
    "digital": pl.Boolean,
    "size_known": pl.Boolean,
    "country": pl.String,  # of the firm (decisions.md D7)
    "section": pl.String,
    "size": pl.String,
    "owner_sex": pl.String,
    "pillar": pl.Int64,
    "stream": pl.String,
    "call": pl.String,
    "lot": pl.String,
}
"""Columns of the facts. Large firms and public bodies are not among them: they do not count (D6)."""

VALUES = {
    "indicator": pl.String,
    "project": pl.Int64,
    "on": pl.Date,  # end of the period
    "amount": pl.Int64,
    "split": pl.String,
    "country": pl.String,  # of the project's contract
    "pillar": pl.Int64,
    "stream": pl.String,
    "call": pl.String,
    "lot": pl.String,
}
"""Columns of reported numbers and of what contracts say."""

BREAKDOWNS = (
    (), ("country",), ("pillar",), ("stream",), ("call",), ("lot",), ("section",), ("size",), ("owner_sex",),
    ("project",), ("status",), ("sex",), ("green",), ("digital",),
    ("country", "pillar"), ("country", "stream"), ("country", "section"), ("country", "green"), ("country", "project"),
)  # fmt: skip
"""The cells figures are made for: the whole, and the whole divided by these columns."""

FLAGS = frozenset({"green", "digital"})
"""Columns of which only "yes" makes a cell: a job can be both, and the whole is their union (D5)."""


@dataclass(frozen=True)
class Rule:
    """How one indicator counts: the columns of its version.

    ``statuses`` are those the headline counts, all where empty; ``least`` is the smallest amount that
    counts, in hundredths (hours of training, for instance).
    """

    indicator: str
    version: int
    unit: str
    time_rule: str
    cross_project_rule: str
    statuses: tuple[str, ...] = ()
    least: int | None = None


@dataclass(frozen=True, order=True)
class Figure:
    """One number in one cell. All five are hundredths of the unit; ``dims`` is sorted by name."""

    indicator: str
    version: int
    dims: tuple[tuple[str, str], ...]
    unit: str = field(compare=False)
    gross: int = field(compare=False)
    net: int = field(compare=False)
    overlap: int = field(compare=False)
    high: int = field(compare=False)
    projects: int = field(compare=False)


def count(
    rules: Iterable[Rule],
    *,
    facts: pl.DataFrame,
    values: pl.DataFrame,
    cut_off: datetime.date,
    breakdowns: Sequence[tuple[str, ...]] = BREAKDOWNS,
) -> list[Figure]:
    """The figures of every rule at the cut-off, sorted; the order of the rows makes no difference.

    ``facts`` and ``values`` have the columns of FACTS and VALUES. Raises ValueError for a rule there is not.
    """
    facts = facts.filter(pl.col("on") <= cut_off).with_columns(
        unit=pl.coalesce("firm", -pl.col("row")),  # a firm that is not identified is told by its row
        known=pl.when("size_known").then("firm"),  # what net counts: identified, and small enough
    )
    values = values.filter(pl.col("on") <= cut_off)
    figures = []
    for rule in rules:
        of_rule = pl.col("indicator") == rule.indicator
        figures += _of_rule(rule, facts.filter(of_rule), values.filter(of_rule), cut_off, breakdowns)
    return sorted(figures)


def _of_rule(rule, facts, values, cut_off, breakdowns):
    enough = facts if rule.least is None else facts.filter(pl.col("amount") >= rule.least)
    match rule.time_rule, rule.cross_project_rule:
        case "distinct_ever", "distinct":
            return _cells(rule, enough, _Firms, breakdowns)
        case "valid_at_cut_off", "distinct":
            ever = [columns for columns in breakdowns if columns in ((), ("country",))]
            return [
                *_cells(rule, _in_force(enough, cut_off), _Firms, breakdowns),
                *_cells(rule, enough, _Firms, ever, reached="ever"),
            ]
        case "state_at_cut_off", "maximum":
            return _cells(rule, _in_force(enough, cut_off), _Lines, breakdowns)
        case "sum", "sum":
            return _cells(rule, values, _Sums, breakdowns)
        case "latest", "sum":
            last = values.sort("on").unique(["project", "split", "country"], keep="last", maintain_order=True)
            return _cells(rule, last, _Sums, breakdowns)
        case "state_at_cut_off", "count":
            return _cells(rule, values, _Projects, breakdowns)
    raise ValueError(f"{rule.indicator}: there is no way to count {rule.time_rule} with {rule.cross_project_rule}.")


def _in_force(facts, cut_off):
    """The last fact of each project, firm and item, where it is neither withdrawn nor expired at the cut-off.

    Of two facts of one day the one further down the lists counts.
    """
    last = facts.sort("on", "row", "amount").unique(
        ["project", "unit", "item", "sex"], keep="last", maintain_order=True
    )
    withdrawn = pl.col("withdrawn_on").is_not_null() & (pl.col("withdrawn_on") <= cut_off)
    expired = pl.col("valid_until").is_not_null() & (pl.col("valid_until") < cut_off)
    return last.filter(~withdrawn & ~expired)


# The cells --------------------------------------------------------------------------------------------

OF_FACT = frozenset({"status", "sex", "green", "digital"})
"""Columns in which the facts of one firm in one project can differ."""

OF_PROJECT = frozenset({"project", "pillar", "stream", "call", "lot"})

NUMBERS = ("gross", "net", "high", "projects")


def _cells(rule, rows, kind, breakdowns, **reached):
    """A figure for every cell of every breakdown whose columns these rows have."""
    headline = rows
    if rule.statuses and "status" in rows.columns:
        headline = rows.filter(pl.col("status").is_in(rule.statuses))
    prepared = kind(headline)
    figures = []
    for columns in breakdowns:
        if not set(columns) <= set(rows.columns):
            continue
        if OF_FACT & set(columns):
            chosen = rows if "status" in columns else headline
            for flag in FLAGS & set(columns):
                chosen = chosen.filter(pl.col(flag))
            cells = kind(chosen, *OF_FACT & set(columns)).divided(columns)
        else:
            cells = prepared.divided(columns)
        figures += _figures(rule, columns, cells, reached)
    return figures


def _figures(rule, columns, cells, reached):
    for line in cells:
        dims = tuple(sorted({**{name: _text(line[name]) for name in columns}, **reached}.items()))
        gross, net, high, projects = (line[name] or 0 for name in NUMBERS)
        yield Figure(rule.indicator, rule.version, dims, rule.unit, gross, net, gross - net - high, high, projects)


def _text(value):
    return str(value).lower() if isinstance(value, bool) else str(value)


def _divided(rows, columns, numbers):
    """One line per cell. The whole is a line also where there is nothing: zero is a figure, too."""
    if not columns:
        return rows.select(**numbers).to_dicts()
    named = rows.filter(pl.all_horizontal(pl.col(*columns).is_not_null()))
    return named.group_by(columns).agg(**numbers).to_dicts()


# How it adds up in a cell -----------------------------------------------------------------------------


class _Firms:
    """Firms: each once in a project (gross), each identified one once in all (net), in hundredths."""

    def __init__(self, rows, *also):
        self.seats = rows.unique(["project", "unit", *also], keep="any")

    def divided(self, columns):
        return _divided(
            self.seats,
            columns,
            {
                "gross": pl.len().cast(pl.Int64) * 100,
                "net": pl.col("known").drop_nulls().n_unique().cast(pl.Int64) * 100,
                "high": pl.col("known").is_null().sum().cast(pl.Int64) * 100,
                "projects": pl.col("project").n_unique(),
            },
        )


class _Lines:
    """Amounts: of each firm and line the highest of its projects; lines that differ are added."""

    def __init__(self, rows, *also):
        self.rows = rows

    def divided(self, columns):
        within = [*dict.fromkeys([*columns, "unit", "item", "sex"])]
        amount, known = pl.col("amount"), pl.col("known").first().is_not_null()
        lines = self.rows.group_by(within).agg(
            gross=amount.sum(),
            net=pl.when(known).then(amount.max()).otherwise(0),
            high=pl.when(known).then(0).otherwise(amount.sum()),
        )
        sums = _divided(lines, columns, {name: pl.col(name).sum() for name in ("gross", "net", "high")})
        projects = _divided(self.rows, columns, {"projects": pl.col("project").n_unique()})
        found = {tuple(line[name] for name in columns): line["projects"] for line in projects}
        return [line | {"projects": found[tuple(line[name] for name in columns)]} for line in sums]


class _Sums:
    """Reported numbers, added up: net is gross, for nobody can tell who was counted twice."""

    def __init__(self, rows, *also):
        self.rows = rows

    def divided(self, columns):
        amount, none = pl.col("amount").sum(), pl.lit(0, pl.Int64)
        projects = pl.col("project").n_unique()
        return _divided(self.rows, columns, {"gross": amount, "net": amount, "high": none, "projects": projects})


class _Projects:
    """How many projects, in hundredths like everything else."""

    def __init__(self, rows, *also):
        self.rows = rows

    def divided(self, columns):
        projects = pl.col("project").n_unique()
        number, none = projects.cast(pl.Int64) * 100, pl.lit(0, pl.Int64)
        return _divided(self.rows, columns, {"gross": number, "net": number, "high": none, "projects": projects})
