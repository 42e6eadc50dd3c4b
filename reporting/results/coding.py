"""Facts in whole numbers: a word by its place among the words of its column, a firm by its row. Pure.

A group by several columns is one number then, packed like the digits of an odometer, and words are looked
up for the few cells at the end instead of compared for every row.
"""

from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True)
class Codes:
    """What the numbers mean.

    ``words`` are those of each column; ``firms``, their ``kinds`` and ``projects`` say of each, in the order of their
    numbers, the columns they decide.
    """

    words: dict[str, pl.Series]
    firms: pl.DataFrame
    kinds: pl.DataFrame
    projects: pl.DataFrame
    lines_of_a_firm: int

    def size(self, names):
        """How many cells these columns can have."""
        size = 1
        for name in names:
            size *= max(len(self.words[name]), 1)
        return size

    def packed(self, names):
        """One number for these columns, the last one counting up fastest; null where one of them is."""
        number = pl.col(names[0]) if names else pl.lit(0, pl.Int64)
        for name in names[1:]:
            number = number * self.size([name]) + pl.col(name)
        return number

    def unpacked(self, cells, names):
        """The numbers of these columns out of ``cell``."""
        number, columns = pl.col("cell"), {}
        for name in reversed(names[1:]):
            columns[name] = number % self.size([name])
            number //= self.size([name])
        return cells.with_columns(**columns, **dict.fromkeys(names[:1], number))

    def named(self, cells, names):
        """The words of these columns out of ``cell``."""
        words = {name: pl.lit(self.words[name]).gather(pl.col(name)) for name in names}
        return self.unpacked(cells, names).with_columns(**words).drop("cell")

    def of_firms(self, rows, names):
        """Rows with these columns of their firm."""
        return rows.hstack(self.firms.select(names)[rows["who"]]) if names else rows

    def of_kinds(self, rows, names):
        """Rows with these columns of their kind of firms."""
        return rows.with_columns(**{name: pl.lit(self.kinds[name]).gather(pl.col("kind")) for name in names})

    def of_projects(self, rows, names):
        """Rows with these columns of their project."""
        return rows.with_columns(**{name: pl.lit(self.projects[name]).gather(pl.col("project")) for name in names})


def coded(column):
    """(numbers, words) of a column, the words sorted; null where nothing is said."""
    said = column.unique().drop_nulls()
    words = pl.DataFrame({"said": said, "word": said.cast(pl.String)}).filter(pl.col("word") != "").sort("said")
    if not words.height:
        return pl.Series(column.name, [None], pl.Int64).new_from_index(0, len(column)), words["word"]
    places = pl.int_range(words.height, eager=True)
    if column.dtype != pl.Categorical:
        return column.replace_strict(words["said"], places, default=None, return_dtype=pl.Int64), words["word"]
    numbers = column.to_physical()
    place_of = pl.Series([None], dtype=pl.Int64).new_from_index(0, numbers.max() + 1)
    return place_of.scatter(words["said"].to_physical(), places).gather(numbers).alias(column.name), words["word"]
