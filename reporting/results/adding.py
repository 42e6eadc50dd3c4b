"""How rows add up in a cell: firms, amounts, reported numbers, projects. Pure; the rules are in counting.

Each way has ``prepared``, done once for all cells of a rule, and ``divided``, the lines of one breakdown.
"""

from functools import cached_property

import polars as pl

DIMS = (
    "call", "country", "digital", "green", "lot", "money", "owner_sex", "pillar", "project", "reached", "section",
    "sex", "side", "size", "split", "status", "stream",
)  # fmt: skip
"""What names a cell, sorted."""

OF_FACT = frozenset({"status", "sex", "green", "digital"})
"""Columns in which the facts of one firm in one project can differ."""


NO_ID = {"by_id": pl.lit(0, pl.Int64)}
OF_FIRM = frozenset({"country", "section", "size", "owner_sex"})
SEATS = frozenset({*DIMS, "unit", "firm", "known", "unsized", "by_id"}) - OF_FACT


def _divided(rows, columns, numbers):
    """One line per cell. The whole is a line also where there is nothing: zero is a figure, too."""
    if not columns:
        return rows.lazy().select(**numbers)
    return rows.lazy().filter(_said(rows, columns)).group_by(columns).agg(**numbers)


def _said(rows, columns):
    words = [pl.col(name) != "" for name in columns if rows.schema[name] in (pl.String, pl.Categorical)]
    return [pl.col(name).is_not_null() for name in columns] + words


class Firms:
    """Firms: each once in a project (gross), each identified one once in all (net), in hundredths."""

    def __init__(self, rows, *also):
        self.seats = rows.unique(["project", "unit", *also], keep="any")

    @staticmethod
    def prepared(rows):
        """Without what differs from fact to fact and names no cell."""
        seen = rows.select(name for name in rows.columns if name in SEATS | OF_FACT)
        return seen.unique()

    def divided(self, columns):
        firms = _once if "project" in columns else _distinct
        numbers = {
            "gross": pl.len(),
            "net": firms("known"),
            "high": pl.col("firm").is_null().sum() + firms("unsized"),
            "by_id": pl.col("by_id").sum(),
        }
        hundredths = {name: number.cast(pl.Int64) * 100 for name, number in numbers.items()}
        return _divided(self.seats, columns, hundredths | {"projects": pl.col("project").n_unique()})


def _distinct(name):
    return pl.col(name).drop_nulls().n_unique()


def _once(name):
    """The same within one project, where every firm has one row."""
    return pl.col(name).is_not_null().sum()


class Lines:
    """Amounts: of each firm and line the highest of its projects; lines that differ are added."""

    def __init__(self, rows, *also):
        self.rows = rows

    @staticmethod
    def prepared(rows):
        """With ``line``, one number for what is one line of one firm."""
        of_one = ["unit", "item", "sex"]
        rows = rows.select(name for name in rows.columns if name in SEATS | OF_FACT | {"item", "amount"})
        return rows.join(rows.select(of_one).unique().with_row_index("line"), on=of_one, nulls_equal=True)

    def divided(self, columns):
        amount, projects = pl.col("amount"), {"projects": pl.col("project").n_unique()}
        if "project" in columns:
            is_known = pl.col("known").is_not_null()
            numbers = {"gross": amount.sum(), "net": amount.filter(is_known).sum()}
            numbers |= {"high": amount.filter(~is_known).sum()}
            return _divided(self.rows, columns, numbers | projects | NO_ID)
        lines = self._of_firm if set(columns) <= OF_FIRM else self._at_once(columns, columns)
        sums = _divided(lines, columns, {name: pl.col(name).sum() for name in ("gross", "net", "high")} | NO_ID)
        projects = _divided(self.rows, columns, projects)
        if columns:
            return sums.join(projects, on=columns)
        return pl.concat([sums, projects], how="horizontal")

    @cached_property
    def _of_firm(self):
        """The lines with what a firm is, which is the same in all its rows."""
        return self._at_once([], [name for name in OF_FIRM if name in self.rows.columns])

    def _at_once(self, columns, kept):
        amount = pl.col("amount")
        identified, known = pl.col("firm").first().is_not_null(), pl.col("known").first().is_not_null()
        said = _said(self.rows, columns)
        return (
            (self.rows.filter(said) if said else self.rows)
            .group_by([*columns, "line"])
            .agg(
                *(pl.col(name).first() for name in kept if name not in columns),
                gross=amount.sum(),
                net=pl.when(known).then(amount.max()).otherwise(0),
                high=pl.when(known).then(0).when(identified).then(amount.max()).otherwise(amount.sum()),
            )
        )


class Sums:
    """Reported numbers, added up: net is gross, for nobody can tell who was counted twice."""

    def __init__(self, rows, *also):
        self.rows = rows

    def divided(self, columns):
        amount, none = pl.col("amount").sum(), pl.lit(0, pl.Int64)
        projects = pl.col("project").n_unique()
        numbers = {"gross": amount, "net": amount, "high": none, "projects": projects}
        return _divided(self.rows, columns, numbers | NO_ID)


class Projects:
    """How many projects, in hundredths like everything else."""

    def __init__(self, rows, *also):
        self.rows = rows

    @staticmethod
    def prepared(rows):
        """As they are."""
        return rows

    def divided(self, columns):
        projects = pl.col("project").n_unique()
        number, none = projects.cast(pl.Int64) * 100, pl.lit(0, pl.Int64)
        numbers = {"gross": number, "net": number, "high": none, "projects": projects}
        return _divided(self.rows, columns, numbers | NO_ID)
