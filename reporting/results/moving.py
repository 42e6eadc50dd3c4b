"""By how much figures move when some rows change: those are counted before and after, as everything is. Pure.

Counting is a sum over firms and over projects, so that what did not change need not be counted again:

| rows counted twice, before and after                        | so that                                       |
|-------------------------------------------------------------|-----------------------------------------------|
| all rows of every firm of which anything changed            | net and high of its lines are whole           |
| all rows of every project of which anything changed         | it is known in which cells the project stands |

Other firms of those projects and other projects of those firms are there in part, and the same before and
after: what they add falls out of the difference.
"""

import datetime
from dataclasses import replace

import polars as pl

from reporting.results import counting
from reporting.results.adding import DIMS

_SIDES = {"-": -1, "+": 1}


def moved(rules, before, after, cut_off: datetime.date, **how) -> pl.DataFrame:
    """Cells that move, with the columns of CELLS: by how much each number does.

    ``before`` and ``after`` are frames as ``counting.cells`` takes them, of the same projects. Both are counted in
    one go, under definitions of their own.
    """
    sides = dict(zip(_SIDES, (before, after), strict=True))
    named = [
        replace(rule, indicator=side + rule.indicator, parts=tuple(side + part for part in rule.parts))
        for side in sides
        for rule in rules
    ]
    counted = counting.cells(
        named,
        facts=pl.concat([_of_side(side, frames["facts"], before["firms"].height) for side, frames in sides.items()]),
        values=pl.concat([_of_side(side, frames["values"]) for side, frames in sides.items()]),
        firms=pl.concat([before["firms"], after["firms"]]),
        projects=after["projects"],
        cut_off=cut_off,
        **how,
    )
    sign = pl.col("indicator").str.head(1).replace_strict(_SIDES, return_dtype=pl.Int64)
    numbers = pl.col(counting.FIGURES)
    signed = counted.with_columns(numbers * sign, pl.col("indicator").str.tail(-1))
    moves = signed.group_by("indicator", "version", "unit", *DIMS).agg(numbers.sum())
    return moves.filter(pl.any_horizontal(numbers != 0))


def _of_side(side, rows, firms=0):
    """Rows under the definitions of their side; its firms are numbered after those of the other."""
    named = pl.lit(side) + pl.col("indicator").cast(pl.String)
    rows = rows.with_columns(indicator=named.cast(rows.schema["indicator"]))
    return rows.with_columns(pl.col("who") + firms) if side == "+" and "who" in rows.columns else rows
