"""Firms as they count: those a person has decided to be one as one, with what is known of any of them."""

import polars as pl

from reporting.firms.models import Identity, Size
from reporting.results.adding import OF_FIRM


def known_firms(firms, merges):
    """Firms as they count, numbered by ``who``; ``pk`` tells also those that are not identified."""
    return (
        _as_one(firms, merges)
        .with_row_index("who")
        .select(
            pl.col("who").cast(pl.Int64),
            pk="firm",
            firm=pl.when(pl.col("identity") != Identity.NONE.value).then("firm"),
            size_known=pl.col("size") != Size.UNKNOWN.value,
            by_id=pl.col("identity").is_in([Identity.CHECKED.value, Identity.UNCHECKED.value]),
            **{name: pl.col(name) for name in ("entity_type", *OF_FIRM)},
        )
    )


def counts_as(merges):
    """The firm a firm counts as."""
    return pl.col("firm").replace(merges) if merges else pl.col("firm")


def _as_one(firms, merges):
    """Firms decided to be one with what is known of any of them, of the one they count as first."""
    if not merges:
        return firms
    several = pl.col("firm").is_in([*merges, *merges.values()])
    ranks = {identity.value: rank for rank, identity in enumerate(Identity)}
    rank = pl.col("identity").replace_strict(ranks, return_dtype=pl.Int64)
    one = (
        firms.filter(several)
        .with_columns(counts_as=counts_as(merges))
        .sort("counts_as", pl.col("firm") != pl.col("counts_as"), "firm")
        .group_by("counts_as", maintain_order=True)
        .agg(
            pl.col("country", "entity_type").first(),
            identity=pl.col("identity").sort_by(rank, maintain_order=True).first(),
            size=_first_but(pl.col("size"), Size.UNKNOWN.value),
            section=_first_but(pl.col("section"), ""),
            owner_sex=_first_but(pl.col("owner_sex"), ""),
        )
        .rename({"counts_as": "firm"})
    )
    return pl.concat([firms.filter(~several), one.select(firms.columns)])


def _first_but(column, unknown):
    """The first word that says something; the unknown one where none does."""
    return column.filter(column != unknown).first().fill_null(unknown)
