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

from reporting.results.adding import (
    DIMS,
    NUMBERS,
    OF_FACT,
    OF_FIRM,
    OF_PROJECT,
    Firms,
    Lines,
    Projects,
    Sums,
)
from reporting.results.coding import Codes, coded

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

KNOWN_OF_FIRM = ("size_known", "by_id", "entity_type", *OF_FIRM)
"""What is known of a firm and is the same in all its facts."""

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

FIGURES = ("gross", "net", "overlap", "high", "projects", "by_id")

CELLS = (
    {"indicator": pl.String, "version": pl.Int64, "unit": pl.String}
    | dict.fromkeys(DIMS, pl.String)
    | dict.fromkeys(FIGURES, pl.Int64)
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


def count(rules: Iterable[Rule], *, facts: pl.DataFrame, **counted) -> list[Figure]:
    """The figures of every rule at the cut-off, sorted; the order of the rows makes no difference.

    ``facts`` have the columns of FACTS, what is known of a firm and a project standing in each of their rows.
    """
    return figures(cells(rules, **taken_apart(facts), **counted))


def taken_apart(facts: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """Facts with the columns of FACTS as ``cells`` takes them."""
    facts = facts.with_columns(pl.col(pl.String).cast(pl.Categorical))
    alone = [pl.when(pl.col("firm").is_null()).then(name) for name in ("project", "row")]
    facts = facts.with_columns(one=pl.struct("firm", *alone))
    firms = facts.unique("one", keep="first", maintain_order=True).with_row_index("who")
    return {
        "facts": facts.join(firms.select("one", "who"), on="one", nulls_equal=True, maintain_order="left"),
        "firms": firms.select("firm", *KNOWN_OF_FIRM),
        "projects": facts.select("project", *OF_PROJECT).unique("project"),
    }


def figures(counted: pl.DataFrame) -> list[Figure]:
    """Cells one by one, sorted."""
    return sorted(
        Figure(
            line["indicator"],
            line["version"],
            tuple((name, line[name]) for name in DIMS if line[name] is not None),
            line["unit"],
            *(line[name] for name in FIGURES),
        )
        for line in counted.iter_rows(named=True)
    )


def cells(
    rules: Iterable[Rule],
    *,
    facts: pl.DataFrame,
    firms: pl.DataFrame,
    projects: pl.DataFrame,
    values: pl.DataFrame,
    cut_off: datetime.date,
    breakdowns: Sequence[tuple[str, ...]] = BREAKDOWNS,
) -> pl.DataFrame:
    """The same as one frame with the columns of CELLS, in no order.

    ``facts`` have ``who``, the place of their firm in ``firms``, which have ``firm`` and KNOWN_OF_FIRM;
    ``projects`` have ``project`` and OF_PROJECT, each project once. Words are categories. ``values`` have the
    columns of VALUES. Raises ValueError for a rule there is not.
    """
    rules = list(rules)
    rows, codes = _coded(facts.filter(pl.col("on") <= cut_off), firms, projects, rules)
    of_facts = _Facts(_by_indicator(rows), rows.clear(), cut_off)
    of_values = _by_indicator(values.filter(pl.col("on") <= cut_off))
    ways = {}
    for place, rule in enumerate(rules):
        for way, counted in _asked(rule, of_facts, of_values.get(rule.indicator, values.clear()), codes):
            ways.setdefault(way, {})[place] = counted.with_columns(rule=pl.lit(place, pl.Int64))
    return _named(
        rules, [found for way, counted in ways.items() for found in _divided(way, counted, codes, breakdowns)]
    )


def _by_indicator(rows):
    return {indicator: part for (indicator,), part in rows.partition_by("indicator", as_dict=True).items()}


# Facts in whole numbers -------------------------------------------------------------------------------


def _coded(facts, firms, projects, rules):
    """The facts of firms that count, in the columns ``adding.Lines`` asks for, and what their numbers mean."""
    of_firms, of_projects, of_facts = (
        {name: coded(rows[name]) for name in names}
        for rows, names in ((firms, OF_FIRM), (projects, OF_PROJECT), (facts, ("status", "item", "sex", "side")))
    )
    words = {name: words for of_one in (of_firms, of_projects, of_facts) for name, (_numbers, words) in of_one.items()}
    words |= {flag: pl.Series(["true"]) for flag in FLAGS} | {"project": projects["project"].cast(pl.String)}
    never = pl.any_horizontal(pl.col(name).is_in(words).fill_null(False) for name, words in NEVER.items())
    identified = pl.col("firm").is_not_null()
    known = firms.select(
        never=never,
        identified=identified,
        known=identified & pl.col("size_known").fill_null(False),
        by_id=pl.coalesce("by_id", identified),
        **{name: numbers for name, (numbers, _words) in of_firms.items()},
    )
    kinds = known.select(OF_FIRM).unique().with_row_index("kind").cast(pl.Int64)
    known = known.join(kinds, on=OF_FIRM, how="left", nulls_equal=True, maintain_order="left")
    items, sexes = (len(words[name]) + 1 for name in ("item", "sex"))
    parts = max((len(rule.parts) for rule in rules), default=0) or 1
    words |= {"kind": kinds["kind"], "rule": pl.int_range(len(rules), eager=True)}
    codes = Codes(
        words,
        known,
        kinds,
        pl.DataFrame({name: numbers for name, (numbers, _words) in of_projects.items()}),
        lines_of_a_firm=items * sexes * parts,
    )
    place, numbers = projects["project"], pl.int_range(projects.height, eager=True)
    rows = facts.select(
        "indicator", "on", "said_on", "row", "amount", "valid_until", "withdrawn_on", "proven",
        pl.col("who").cast(pl.Int64),
        pl.col("project").replace_strict(place, numbers, return_dtype=pl.Int64),
        *(pl.when(flag).then(pl.lit(0, pl.Int64)).alias(flag) for flag in sorted(FLAGS)),
        **{name: numbers for name, (numbers, _words) in of_facts.items()},
    )  # fmt: skip
    item, sex = pl.col("item").fill_null(items - 1), pl.col("sex").fill_null(sexes - 1)
    line = ((pl.col("who") * items + item) * sexes + sex) * parts
    return rows.with_columns(line=line).drop("item").filter(~known["never"][rows["who"]]), codes


@dataclass
class _Facts:
    """The facts of each indicator; those in force are found once, though a composite counts them again."""

    of_indicator: dict[str, pl.DataFrame]
    none: pl.DataFrame
    cut_off: datetime.date
    found: dict[str, pl.DataFrame] = field(default_factory=dict)

    def ever(self, rule):
        """All facts a rule is about."""
        return self._of(rule, lambda indicator: self.of_indicator.get(indicator, self.none))

    def in_force(self, rule):
        """Of them the last of each project, firm and item, where it is in force at the cut-off."""
        return self._of(rule, self._in_force)

    def _of(self, rule, facts):
        """Each part's lines stay apart, so that created and kept jobs are added."""
        if not rule.parts:
            return facts(rule.indicator)
        parts = enumerate(rule.parts)
        return pl.concat([facts(part).with_columns(line=pl.col("line") + place) for place, part in parts])

    def _in_force(self, indicator):
        if indicator not in self.found:
            self.found[indicator] = _in_force(self.of_indicator.get(indicator, self.none), self.cut_off)
        return self.found[indicator]


def _in_force(facts, cut_off):
    """The last fact of each project, firm and item, where it is neither withdrawn nor expired at the cut-off.

    Of two facts of one day the one said later counts, then the one further down the list.
    """
    order = ["on", "said_on", "row", "amount", "status", "valid_until", "withdrawn_on", "green", "digital"]
    of_one = ["line", "project"]
    projects = facts["project"].max() or 0
    said_again = facts.select(pl.col("line") * (projects + 1) + pl.col("project")).to_series().is_duplicated()
    again = facts.filter(said_again).sort(order).unique(of_one, keep="last", maintain_order=True)
    last = pl.concat([facts.filter(~said_again), again])
    withdrawn = pl.col("withdrawn_on").is_not_null() & (pl.col("withdrawn_on") <= cut_off)
    expired = pl.col("valid_until").is_not_null() & (pl.col("valid_until") < cut_off)
    return last.filter(~withdrawn & ~expired)


def _countable(rule, facts, codes):
    """What the rule asks of a fact beside its date; ``headline`` where its status is one the headline counts."""
    if rule.least is not None:
        facts = facts.filter(pl.col("amount") >= rule.least)
    if rule.flags:
        facts = facts.filter(pl.any_horizontal(pl.col(flag).is_not_null() for flag in rule.flags))
    if rule.needs_proof:
        facts = facts.filter(pl.col("proven").fill_null(True))
    wanted = [place for place, word in enumerate(codes.words["status"]) if word in rule.statuses]
    headline = pl.col("status").is_in(wanted).fill_null(False) if rule.statuses else pl.lit(True)
    return facts.select("project", "who", "line", "amount", *OF_FACT, headline=headline)


# The cells --------------------------------------------------------------------------------------------

FIRMS, EVER, LINES, SUMS, MONEY, PROJECTS = "firms", "ever", "lines", "sums", "money", "projects"
"""Ways of adding up: rules that go the same way are counted together."""


def _asked(rule, facts, values, codes):
    """(way, rows) of a rule: what is added up for it, and how."""
    match rule.time_rule, rule.cross_project_rule:
        case "distinct_ever", "distinct":
            yield FIRMS, _countable(rule, facts.ever(rule), codes)
        case "valid_at_cut_off", "distinct":
            yield FIRMS, _countable(rule, facts.in_force(rule), codes)
            yield EVER, _countable(rule, facts.ever(rule), codes)
        case "state_at_cut_off", "maximum":
            yield LINES, _countable(rule, facts.in_force(rule), codes)
        case "sum", "sum":
            yield MONEY if rule.labelled else SUMS, values
        case "latest", "sum":
            of_one = ["project", "split", "money", "country"]
            last = values.sort("on", "amount").unique(of_one, keep="last", maintain_order=True)
            yield MONEY if rule.labelled else SUMS, last
        case "state_at_cut_off", "count":
            yield PROJECTS, values
        case way:
            raise ValueError(f"{rule.indicator}: there is no way to count {' with '.join(way)}.")


def _divided(way, counted, codes, breakdowns):
    """A frame of cells for every breakdown whose columns the rows of these rules ({place: rows}) have.

    The whole is a cell even of nothing: zero is a figure, too. Labelled amounts always have their label (D8).
    """
    rows, everything = pl.concat(counted.values()), pl.DataFrame({"rule": list(counted)}, schema={"rule": pl.Int64})
    adding = {FIRMS: Firms, EVER: Firms, LINES: Lines}.get(way)
    adding = adding(rows, codes) if adding else {PROJECTS: Projects}.get(way, Sums)(rows)
    breakdowns = breakdowns if way != EVER else [names for names in breakdowns if names in ((), ("country",))]
    for columns in sorted(breakdowns, key=lambda names: [name in names for name in OF_FACT]):
        columns = (*columns, "money") if way == MONEY else columns
        if adding.has(columns) and (rows.height or not columns):
            cells = adding.divided(columns)
            if not columns:
                cells = everything.join(cells, on="rule", how="left").with_columns(pl.col(NUMBERS).fill_null(0))
            yield cells.with_columns(reached=pl.lit("ever")) if way == EVER else cells


def _named(rules, found):
    """All cells with the columns of CELLS."""
    cells = pl.concat([pl.DataFrame(schema={"rule": pl.Int64} | CELLS), *found], how="diagonal_relaxed")
    about = pl.DataFrame(
        [(rule.indicator, rule.version, rule.unit) for rule in rules],
        schema={name: CELLS[name] for name in ("indicator", "version", "unit")},
        orient="row",
    )
    cells = cells.with_columns(overlap=pl.col("gross") - pl.col("net") - pl.col("high"))
    return cells.with_columns(about[cells["rule"]]).select(pl.col(name).cast(kind) for name, kind in CELLS.items())
