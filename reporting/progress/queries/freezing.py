"""What is kept of an update for good: its canonical content, and one hash over the rows of its list."""

import hashlib
from itertools import groupby
from operator import itemgetter

from grants.audit import canonical
from grants.indicators.models import ValueForm
from reporting.progress import cells
from reporting.progress.models import Fact, Participation

FACT = (
    "indicator__code",
    *(f.name for f in Fact._meta.concrete_fields if f.name not in ("id", "participation", "indicator")),
)
PART = (
    "row",
    "firm__public_id",
    *(
        f.name
        for f in Participation._meta.concrete_fields
        if f.name not in ("id", "public_id", "list", "project", "firm", "row")
    ),
)
"""What the hash of a list's rows is taken of: every column that says something."""


def document_of(content) -> dict:
    """The update as it is approved, for ``canonical``."""
    update, project = content.update, content.update.project
    taken = content.taken
    return {
        "project": {
            "reference": project.reference, "title": project.title, "kind": project.kind,
            "lead": project.lead.legal_name,
        },
        "period_end": update.period_end,
        "number": update.number,
        "due_on": update.due_on,
        "submitted_at": update.submitted_at,
        "submitted_by": str(update.submitted_by),
        "indicators": [_reported(one) for one in content.reported if one.value is not None],
        "list": {
            "file": taken.file.original_name, "file_sha256": taken.file.sha256, "rows": taken.rows,
            "rows_sha256": rows_hash(taken),
        }
        if taken
        else None,
    }  # fmt: skip


def _reported(one):
    return {
        "code": one.code,
        "version": one.version.number,
        "form": ValueForm.REPORTED,
        "unit": one.version.unit_es,
        "values": {split or "whole": row.value for split, row in one.rows.items() if row.value is not None},
        "note": one.text("note"),
        "kept_at": one.text("kept_at"),
        "evidence": [{"file": e.file.original_name, "sha256": e.file.sha256} for e in one.evidence],
    }


def rows_hash(firm_list) -> str:
    """SHA-256 over the rows of a list in the order of the list, each with its facts in a fixed order.

    Read row by row, so that the longest list needs no memory.
    """
    digest = hashlib.sha256()
    parts = Participation.objects.filter(list=firm_list).order_by("row", "pk")
    facts = Fact.objects.filter(participation__list=firm_list)
    facts = facts.order_by("participation__row", "participation_id", *FACT, "pk")
    told = groupby(facts.values_list("participation_id", *FACT).iterator(chunk_size=5_000), key=itemgetter(0))
    number, rows = next(told, (None, ()))
    for pk, *part in parts.values_list("pk", *PART).iterator(chunk_size=5_000):
        own = []
        if pk == number:
            own = [dict(zip(FACT, fact[1:], strict=True)) for fact in rows]
            number, rows = next(told, (None, ()))
        digest.update(canonical(dict(zip(PART, part, strict=True)) | {"facts": own}) + b"\n")
    return digest.hexdigest()


def snapshot(content) -> dict:
    """What stands in the update when it is handed in, kept with the event: what came later differs from it."""
    taken = content.taken
    evidence = {one.code: sorted(e.file.original_name for e in one.evidence) for one in content.reported}
    return {
        "texts": content.texts(),
        "evidence": {code: names for code, names in evidence.items() if names},
        "list": {"name": taken.file.original_name, "sha256": taken.file.sha256, "rows": taken.rows} if taken else None,
    }


def differences(content, before) -> list[dict]:
    """What is other now than in a snapshot: name of the field, what stood there, what stands there."""
    now = snapshot(content)
    found = [
        {"code": code, "field": field, "before": before["texts"].get(name, ""), "after": now["texts"].get(name, "")}
        for name in sorted({*before["texts"], *now["texts"]})
        for code, field in [cells.cell_of(name)]
        if before["texts"].get(name, "") != now["texts"].get(name, "")
    ]
    for code in sorted({*before["evidence"], *now["evidence"]}):
        texts = [", ".join(one["evidence"].get(code, [])) for one in (before, now)]
        if texts[0] != texts[1]:
            found.append({"code": code, "field": "evidence", "before": texts[0], "after": texts[1]})
    if (before["list"] or {}).get("sha256") != (now["list"] or {}).get("sha256"):
        names = [one["list"]["name"] if one["list"] else "" for one in (before, now)]
        found.append({"code": "", "field": "list", "before": names[0], "after": names[1]})
    return found
