"""Bringing back together what two sides did to one cell since a workbook went out. Pure.

| workbook, against what went out | draft, against what went out | what becomes of it       |
|---------------------------------|------------------------------|--------------------------|
| the same                        | any                          | nothing to do            |
| another text                    | the same                     | the workbook's is taken  |
| another text                    | that very text               | nothing to do            |
| another text                    | a third text                 | a person chooses         |
| another text                    | the row is gone              | shown, to be copied      |
"""

import enum


class Fate(enum.Enum):
    """What becomes of a cell that came back."""

    SAME = "same"
    TAKE = "take"
    BOTH = "both"
    GONE = "gone"


def fate_of(base: str, theirs: str, now: str | None) -> Fate:
    """What becomes of ``theirs``, which went out as ``base``, where ``now`` stands (None: nowhere)."""
    if theirs in (base, now):
        return Fate.SAME
    if now is None:
        return Fate.GONE
    return Fate.TAKE if now == base else Fate.BOTH
