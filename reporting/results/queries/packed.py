"""Long tables out of the database as frames: what repeats once for all its rows, numbers packed into bytes.

A row of its own for each line costs more on its way through the driver than to count it. So PostgreSQL
groups the rows by the few words they say and appends their numbers in binary, column by column.
"""

import polars as pl
import psycopg
from django.db import connection
from psycopg import sql

_EPOCH = 10_957
"""Days from 1970, where polars counts from, to 2000, where PostgreSQL does."""

_ROOM = "SET LOCAL work_mem = '256MB'; SET LOCAL jit = off"
"""Tables of millions are joined in memory; until the end of the transaction."""

_NO_DAY, _NO_NUMBER = 2**31 - 1, -(2**63)
_PACKED = {
    pl.Int64: ("int8send(coalesce({}, -9223372036854775808))", pl.Int64),
    pl.Date: ("date_send(coalesce({}, 'infinity'))", pl.Int32),
}


def unpacked(source, words, numbers) -> pl.DataFrame:
    """Rows of ``source``, the part of a statement from FROM on, in no order.

    Within a transaction. ``words`` and ``numbers`` are {name: (expression, kind)}; kinds of numbers are Int64 and Date.
    """
    expressions = [expression for expression, _kind in words.values()]
    packed = [f"string_agg({_PACKED[kind][0].format(expression)}, '')" for expression, kind in numbers.values()]
    statement = sql.SQL("SELECT {} {}").format(
        sql.SQL(", ").join(map(sql.SQL, (*expressions, "count(*)", *packed))), source
    )
    if words:
        places = (str(place) for place, _name in enumerate(words, 1))
        statement += sql.SQL(" GROUP BY {}").format(sql.SQL(", ".join(places)))
    cursor = psycopg.Cursor(connection.connection)
    cursor.execute(_ROOM)
    groups = [group for group in cursor.execute(statement, binary=True).fetchall() if group[len(words)]]
    if not groups:
        return pl.DataFrame(schema={name: kind for name, (_sql, kind) in (words | numbers).items()})
    columns = list(zip(*groups, strict=True))
    groups.clear()
    said, counts, packed = columns[: len(words)], columns[len(words)], columns[len(words) + 1 :]
    columns.clear()
    found = pl.DataFrame(  # each column leaves the bytes it came in behind
        {name: _column(name, b"".join(packed.pop(0)), kind, sum(counts)) for name, (_sql, kind) in numbers.items()}
    )
    if not words:
        return found
    said = pl.DataFrame(
        {name: pl.Series(values, dtype=kind) for (name, (_sql, kind)), values in zip(words.items(), said, strict=True)}
    )
    of_group = pl.select(pl.int_range(said.height).repeat_by(pl.Series(counts, dtype=pl.Int64))).to_series().explode()
    return said[of_group].hstack(found)


def _column(name, content, kind, count):
    raw = _PACKED[kind][1]
    numbers = pl.Series(name, [content], dtype=pl.Binary).bin.reinterpret(dtype=pl.Array(raw, count), endianness="big")
    column = pl.col(name)
    read = {
        pl.Int64: pl.when(column != _NO_NUMBER).then(column),
        pl.Date: pl.when(column != _NO_DAY).then(column + _EPOCH).cast(pl.Date),
    }
    return numbers.explode().to_frame().select(read[kind]).to_series()
