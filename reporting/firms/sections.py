"""The sections of ISIC Rev. 4 by which firms are divided: their letters with what they are called. Pure."""

import csv
from functools import cache
from pathlib import Path


@cache
def sections() -> dict:
    """Letter -> its row of the file."""
    path = Path(__file__).parent / "data" / "isic_sections.csv"
    with path.open(encoding="utf-8") as rows:
        return {row["section"]: row for row in csv.DictReader(rows)}
