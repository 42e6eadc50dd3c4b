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


NO_ID = {"by_id": pl.lit(0, pl.Int64)}


def _divided(rows, columns, numbers):
    """One line per cell. The whole is a line also where there is nothing: zero is a figure, too."""
    if not columns:
        return rows.select(**numbers)
    words = [pl.col(name) != "" for name in columns if rows.schema[name] in (pl.String, pl.Categorical)]
    said = [pl.col(name).is_not_null() for name in columns]
    return rows.filter(said + words).group_by(columns).agg(**numbers)


def _grouped(rows, numbers):
    """One row for each ``cell``, where it is one."""
    return rows.filter(pl.col("cell").is_not_null()).group_by("cell").agg(**numbers)


class Lines:
    """Amounts: of each firm and line the highest of its projects; lines that differ are added.

    ``rows`` have ``project``, ``who``, ``line``, ``amount`` and the columns of OF_FACT, one row for each line of a
    project. ``codes`` are those of ``coding.Coded``.
    """

    by_id = pl.lit(0, pl.Int64)
    """What a row of a firm known by its tax id adds to ``by_id``: no amount is known by an id."""

    def __init__(self, rows, codes):
        self.rows = rows
        self.codes = codes
        self.made = {}

    def divided(self, columns):
        """The cells of these columns by their words, with their numbers."""
        of_fact, of_firm, of_project = (
            tuple(name for name in columns if name in names) for names in (OF_FACT, OF_FIRM, OF_PROJECT)
        )
        if "project" in columns:
            cells = self._once(self._by_project, of_fact, of_firm)
            one = {"high": pl.col("gross") - pl.col("net"), "projects": pl.lit(1, pl.Int64)}
            return self.codes.named(cells.with_columns(**one), (*of_fact, *of_firm, "project"))
        sums = self._added_up(of_fact, of_firm, of_project)
        certain = self._certain(of_fact, of_firm, of_project)
        if not columns:
            return pl.concat([sums, certain], how="horizontal")
        return self.codes.named(sums.join(certain, on="cell"), (*of_fact, *of_project, *of_firm))

    def _added_up(self, of_fact, of_firm, of_project):
        """Gross, by_id and projects of the cells, out of those of each project."""
        numbers = {"gross": pl.col("gross").sum(), "by_id": pl.col("by_id").sum(), "projects": pl.len()}
        cells = self._once(self._by_project, of_fact, of_firm)
        columns = (*of_fact, *of_project, *of_firm)
        if not columns:
            return cells.select(**numbers)
        parts = self.codes.unpacked(cells, (*of_fact, *of_firm, "project"))
        parts = self.codes.of_projects(parts, of_project)
        return _grouped(parts.with_columns(cell=self.codes.packed(columns)), numbers)

    def _certain(self, of_fact, of_firm, of_project):
        """Net and high of the cells, out of those of each line."""
        numbers = {"net": pl.col("net").sum(), "high": pl.col("high").sum()}
        lines = self._once(self._by_line, of_fact, of_project)
        if not (of_fact or of_firm or of_project):
            return lines.select(**numbers)
        if of_firm:
            lines = self.codes.of_firms(lines, of_firm)
            lines = lines.with_columns(cell=self.codes.packed(("cell", *of_firm)))
        return _grouped(lines, numbers)

    def _by_project(self, of_fact, of_firm):
        """What each project says: gross, what of it is known for certain, what of it is known by id."""
        rows = self.codes.of_firms(self._once(self._rows, of_fact), (*of_firm, "known", "by_id"))
        cell, amount = self.codes.packed((*of_fact, *of_firm, "project")), pl.col("amount")
        numbers = {"gross": amount, "net": amount * pl.col("known"), "by_id": self.by_id * pl.col("by_id")}
        return _grouped(rows.select(cell=cell, **numbers), {name: pl.col(name).sum() for name in numbers})

    def _by_line(self, of_fact, of_project):
        """Net and high of each line in these cells, with its firm."""
        rows = self.codes.of_projects(self._once(self._rows, of_fact), of_project)
        cell, amount = self.codes.packed(("line", *of_fact, *of_project)), pl.col("amount")
        lines = _grouped(
            rows.select("who", "amount", cell=cell),
            {"who": pl.col("who").first(), "most": amount.max(), "all": amount.sum()},
        )
        return self.codes.of_firms(lines, ("known", "identified")).select(
            "who",
            cell=pl.col("cell") % self.codes.size((*of_fact, *of_project)),
            net=pl.when("known").then("most").otherwise(0),
            high=pl.when("known").then(0).when("identified").then("most").otherwise("all"),
        )

    def _rows(self, of_fact):
        """Those where these columns are said."""
        return self.rows.filter(pl.col(name).is_not_null() for name in of_fact) if of_fact else self.rows

    def _once(self, work, *columns):
        key = (work.__name__, *columns)
        if key not in self.made:
            self.made[key] = work(*columns)
        return self.made[key]


class Firms(Lines):
    """Firms: each once in a project (gross), each identified one once in all (net), in hundredths."""

    by_id = pl.lit(ONE, pl.Int64)

    def _rows(self, of_fact):
        """Each firm once in a project, and there once under each of these words."""
        names = ("who", *of_fact, "project")
        rows = super()._rows(of_fact).select(cell=self.codes.packed(names)).unique()
        return self.codes.unpacked(rows, names).with_columns(line="who", amount=pl.lit(ONE, pl.Int64))


class Sums:
    """Reported numbers, added up: net is gross, for nobody can tell who was counted twice."""

    def __init__(self, rows):
        self.rows = rows

    def divided(self, columns):
        amount, none = pl.col("amount").sum(), pl.lit(0, pl.Int64)
        projects = pl.col("project").n_unique()
        numbers = {"gross": amount, "net": amount, "high": none, "projects": projects}
        return _divided(self.rows, columns, numbers | NO_ID)


class Projects:
    """How many projects, in hundredths like everything else."""

    def __init__(self, rows):
        self.rows = rows

    def divided(self, columns):
        projects = pl.col("project").n_unique()
        number, none = projects.cast(pl.Int64) * 100, pl.lit(0, pl.Int64)
        numbers = {"gross": number, "net": number, "high": none, "projects": projects}
        return _divided(self.rows, columns, numbers | NO_ID)
