"""Counted cells as they are written: their order, their names, their amounts as text. Pure.

Whole columns at a time, for there are ten thousands of cells. The text is the canonical form of
``grants.audit``, which anybody can take the hash of again.
"""

import json
import unicodedata

import polars as pl

from reporting.results.adding import DIMS

AMOUNTS = ("gross", "net", "overlap", "high", "by_id")


def written(cells: pl.DataFrame) -> pl.DataFrame:
    """The cells sorted, with ``dims`` as JSON, ``breakdown`` as names, amounts of two places."""
    keys = [_text(f"{name}\0", pl.col(name), "\0") for name in DIMS]
    pairs = [_text(f'"{name}":', _quoted(cells[name])) for name in DIMS]
    names = [pl.when(pl.col(name).is_not_null()).then(pl.lit(name)) for name in DIMS]
    return cells.with_columns(
        _text("{", pl.concat_str(pairs, separator=",", ignore_nulls=True), "}").alias("dims"),
        pl.concat_str(names, separator=" ", ignore_nulls=True).alias("breakdown"),
        *(_amount(name) for name in AMOUNTS),
    ).sort("indicator", "version", pl.concat_str(keys, ignore_nulls=True))


def face(lines: pl.DataFrame) -> bytes:
    """Written cells as decisions.md D1 prints them, in the canonical form."""
    printed = _text(
        '{"dims":', pl.col("dims"), ',"gross":"', pl.col("gross"), '","indicator":', _quoted(lines["indicator"]),
        ',"net":"', pl.col("net"), '","overlap":"', pl.col("overlap"), '","projects":', pl.col("projects"),
        ',"undeduplicable":["0.00","', pl.col("high"), '"],"unit":', _quoted(lines["unit"]), ',"version":',
        pl.col("version"), "}",
    )  # fmt: skip
    text = ",".join(lines.select(printed).to_series().to_list())
    return unicodedata.normalize("NFC", f"[{text}]").encode()


def _text(*parts):
    return pl.concat_str(*(pl.lit(part) if isinstance(part, str) else part for part in parts))


def _amount(name):
    number = pl.col(name)
    sign = pl.when(number < 0).then(pl.lit("-")).otherwise(pl.lit(""))
    places = (number.abs() % 100).cast(pl.String).str.zfill(2)
    return pl.concat_str(sign, number.abs() // 100, pl.lit("."), places).alias(name)


def _quoted(words):
    """A column of words as JSON texts."""
    known = words.drop_nulls().unique().to_list()
    texts = [json.dumps(word, ensure_ascii=False) for word in known]
    if not known:
        return pl.col(words.name)
    return pl.col(words.name).replace_strict(known, texts, return_dtype=pl.String, default=None)
