"""The annexes of the grant manual as data, loaded from a file."""

import csv
from datetime import date
from pathlib import Path

from grants.contracts.models import AnnexTemplate
from grants.workflow import action

ANNEXES = Path(__file__).parent.parent / "data" / "annexes.csv"
"""The annexes of a grant contract under the EU's external actions (domain.md 7.1)."""


@action
def load_annexes(path=ANNEXES, *, by=None):
    """Bring the annexes of a file into the database; those there already stay as they are."""
    with Path(path).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for position, row in enumerate(rows):
        titles = {name: row[name] for name in ("title_es", "title_pt_br", "title_en")}
        AnnexTemplate.objects.get_or_create(
            code=row["code"],
            version=row["version"],
            defaults=titles | {"in_force_from": date.fromisoformat(row["in_force_from"]), "position": position},
        )
    return list(AnnexTemplate.objects.all())
