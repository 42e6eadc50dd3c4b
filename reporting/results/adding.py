"""How rows add up in a cell: firms, amounts, reported numbers, projects. Pure; the rules are in counting.

Firms and amounts are counted in whole numbers alone (coding): every group is one number a row. Both are the same
sum, for a firm is a line of its own whose amount is one:

| of one cell | what is added                                                                               |
|-------------|---------------------------------------------------------------------------------------------|
| gross       | every row                                                                                   |
| net         | of each line of a firm that surely counts the highest row                                   |
| high        | of each line of a firm of unknown size the highest row; of unidentified firms every row     |

Within one project nothing is said twice, so that a cell of one project is a plain sum of its rows. From such
cells the gross and the projects of all other cells follow; only net and high need the lines.
"""

import polars as pl

DIMS = (
    "call", "country", "digital", "green", "lot", "money", "owner_sex", "pillar", "project", "reached", "section",
    "sex", "side", "size", "split", "status", "stream",
)  # fmt: skip
"""What names a cell, sorted."""

OF_FACT = ("status", "sex", "green", "digital", "side")
"""Columns in which the facts of one firm in one project can differ."""

OF_FIRM = ("country", "section", "size", "owner_sex")
OF_PROJECT = ("pillar", "stream", "call", "lot")

ONE = 100
"""A firm, in hundredths."""


BY_COUNTRY = "country:"
"""How a split begins that divides a number of a project in several countries: ``country:PE``.

Such a row has that country; the whole of such a number has none.
"""

NUMBERS = ("gross", "net", "high", "projects", "by_id")


def _grouped(rows, numbers):
    """One row for each ``cell``, where it is one; lazy, as everything is that is not kept."""
    return rows.lazy().filter(pl.col("cell").is_not_null()).group_by("cell").agg(**numbers)


FEW = 50_000


def _engine(rows):
    """The streaming one needs less memory for many rows, and for few a millisecond more than it takes to add them."""
    return "streaming" if rows.height > FEW else "in-memory"


class Lines:
    """Amounts: of each firm and line the highest of its projects; lines that differ are added.

    ``rows`` have ``rule``, ``project``, ``who``, ``line``, ``amount`` and the columns of OF_FACT, one row for each
    line a project reports by a rule; all in numbers, which ``codes`` can tell. Those that are no ``headline`` count
    in the cell of their status alone.
    """

    by_id = pl.lit(0, pl.Int64)
    """What a row of a firm known by its tax id adds to ``by_id``: no amount is known by an id."""

    most = pl.col("amount").max()
    """What counts of a line that several projects report."""

    def __init__(self, rows, codes):
        self.rows = rows
        self.lines_of_a_firm = codes.lines_of_a_firm
        self.codes = codes
        self.of_fact, self.made = (), {}

    def has(self, columns):
        """Whether the rows can be divided by these columns."""
        return self.codes.words.keys() >= set(columns)

    def divided(self, columns):
        """The cells of these columns by their words, with NUMBERS."""
        of_fact, of_firm, of_project = (
            tuple(name for name in columns if name in names) for names in (OF_FACT, OF_FIRM, OF_PROJECT)
        )
        if of_fact != self.of_fact:  # what was made for others is as long as the rows: let go
            self.of_fact, self.made = of_fact, {}
        if "project" in columns:
            cells = self._once(self._by_project, of_fact, of_firm)
            one = {"high": pl.col("gross") - pl.col("net"), "projects": pl.lit(1, pl.Int64)}
            return self.codes.named(cells.lazy().with_columns(**one), ("rule", *of_fact, *of_firm, "project")).collect()
        sums = self._added_up(of_fact, of_firm, of_project)
        certain = self._certain(of_fact, of_firm, of_project)
        cells = self.codes.named(sums.join(certain, on="cell"), ("rule", *of_fact, *of_project, *of_firm))
        return cells.collect(engine=_engine(self._once(self._by_line, of_fact, of_project)))

    def _added_up(self, of_fact, of_firm, of_project):
        """Gross, by_id and projects of the cells, out of those of each project."""
        numbers = {"gross": pl.col("gross").sum(), "by_id": pl.col("by_id").sum(), "projects": pl.len().cast(pl.Int64)}
        cells = self._once(self._by_project, of_fact, of_firm)
        parts = self.codes.unpacked(cells.lazy(), ("rule", *of_fact, *of_firm, "project"))
        parts = self.codes.of_projects(parts, of_project)
        cell = self.codes.packed(("rule", *of_fact, *of_project, *of_firm))
        return _grouped(parts.with_columns(cell=cell), numbers)

    def _certain(self, of_fact, of_firm, of_project):
        """Net and high of the cells, out of those of the lines."""
        lines = self.codes.of_kinds(self._once(self._by_line, of_fact, of_project).lazy(), of_firm)
        lines = lines.with_columns(cell=self.codes.packed(("cell", *of_firm)))
        return _grouped(lines, {"net": pl.col("net").sum(), "high": pl.col("high").sum()})

    def _by_project(self, of_fact, of_firm):
        """What each project says: gross, what of it is known for certain, what of it is known by id."""
        kinds = self._once(self._by_kind, of_fact)
        cell = self.codes.packed(("rule", *of_fact, *of_firm, "project"))
        numbers = {name: pl.col(name).sum() for name in ("gross", "net", "by_id")}
        cells = _grouped(self.codes.of_kinds(kinds.lazy(), of_firm).with_columns(cell=cell), numbers)
        return cells.collect(engine=_engine(kinds))

    def _by_kind(self, of_fact):
        """The same of each kind of firms in a project: what a cell of a project is added up from."""
        rows, cells = self._once(self._rows, of_fact), ("rule", *of_fact, "kind", "project")
        rows = self.codes.of_firms(rows, ("kind", "known", "by_id"))
        amount = pl.col("amount")
        numbers = {"gross": amount, "net": amount * pl.col("known"), "by_id": self.by_id * pl.col("by_id")}
        told = rows.lazy().select(cell=self.codes.packed(cells), **numbers)
        kinds = self.codes.unpacked(_grouped(told, {name: pl.col(name).sum() for name in numbers}), cells)
        return kinds.collect(engine=_engine(rows))

    def _by_line(self, of_fact, of_project):
        """Net and high of the lines of each kind of firms in these cells."""
        cells = ("rule", *of_fact, *of_project)
        rows = self.codes.of_projects(self._once(self._rows, of_fact).lazy(), of_project)
        lines = _grouped(
            rows.select("amount", cell=self.codes.packed(("line", *cells))),
            {"most": self.most, "all": pl.col("amount").sum()},
        )
        who = pl.col("cell") // (self.codes.size(cells) * self.lines_of_a_firm)
        lines = lines.with_columns(who=who).collect(engine=_engine(self._once(self._rows, of_fact)))
        lines = self.codes.of_firms(lines, ("kind", "known", "identified"))
        kinds = lines.lazy().select(
            cell=pl.col("cell") % self.codes.size(cells) * self.codes.size(["kind"]) + pl.col("kind"),
            net=pl.when("known").then("most").otherwise(0),
            high=pl.when("known").then(0).when("identified").then("most").otherwise("all"),
        )
        kinds = _grouped(kinds, {"net": pl.col("net").sum(), "high": pl.col("high").sum()}).with_columns(
            cell=pl.col("cell") // self.codes.size(["kind"]), kind=pl.col("cell") % self.codes.size(["kind"])
        )
        return kinds.collect(engine=_engine(lines))

    def _rows(self, of_fact):
        """Those where these columns are said."""
        rows = self.rows if "status" in of_fact else self.rows.filter("headline")
        return rows.filter(pl.col(name).is_not_null() for name in of_fact) if of_fact else rows

    def _once(self, work, *columns):
        key = (work.__name__, *columns)
        if key not in self.made:
            self.made[key] = work(*columns)
        return self.made[key]


class Firms(Lines):
    """Firms: each once in a project (gross), each identified one once in all (net), in hundredths."""

    by_id = most = pl.lit(ONE, pl.Int64)

    def __init__(self, rows, codes):
        super().__init__(rows.with_columns(amount=pl.lit(ONE, pl.Int64)), codes)
        self.lines_of_a_firm = 1

    def _rows(self, of_fact):
        """By each rule each firm once in a project, and there once under each of these words."""
        names = ("who", "rule", *of_fact, "project")
        rows = super()._rows(of_fact).lazy().select(cell=self.codes.packed(names)).unique()
        rows = self.codes.unpacked(rows, names).with_columns(line="who", amount=pl.lit(ONE, pl.Int64))
        return rows.collect(engine=_engine(self.rows))


class Sums:
    """Reported numbers, added up: net is gross, for nobody can tell who was counted twice.

    The whole as it was said, and apart from it what it was split into. A project in several countries has its
    numbers in their cells only as it divided them itself.
    """

    def __init__(self, rows):
        self.rows = rows

    def has(self, columns):
        """Whether the rows can be divided by these columns."""
        return set(self.rows.columns) >= set(columns)

    def divided(self, columns):
        """The cells of these columns by their words, with NUMBERS."""
        said = [pl.col(name).is_not_null() for name in columns]
        said += [pl.col(name) != "" for name in columns if self.rows.schema[name] == pl.String]
        rows = self._rows(columns).filter(said) if said else self._rows(columns)
        amount, none, projects = self._amount(), pl.lit(0, pl.Int64), pl.col("project").n_unique()
        numbers = {"gross": amount, "net": amount, "high": none, "projects": projects, "by_id": none}
        cells = rows.group_by("rule", *columns).agg(**numbers)
        return cells.with_columns(pl.col(columns).cast(pl.String), pl.col("projects").cast(pl.Int64))

    def _rows(self, columns):
        split = pl.col("split").fill_null("")
        wanted = split != "" if "split" in columns else split == ""
        if "country" in columns:
            wanted |= split.str.starts_with(BY_COUNTRY)
        return self.rows.filter(wanted)

    def _amount(self):
        return pl.col("amount").sum()


class Projects(Sums):
    """How many projects, in hundredths like everything else."""

    def _rows(self, columns):
        return self.rows

    def _amount(self):
        return pl.col("project").n_unique().cast(pl.Int64) * ONE
