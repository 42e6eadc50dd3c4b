"""What a row of a firm list makes true: facts, block by block of the columns. Pure."""

from reporting.firms.names import search_form
from reporting.progress.columns import BLOCKS, SELF_DECLARED, WITHDRAWN

FIELDS = (
    "participation", "indicator", "on", "status", "item", "quantity", "valid_until", "withdrawn_on", "sex", "staff",
    "threat", "is_green", "is_digital", "evidence",
)  # fmt: skip
VERIFIED = "verified"


def facts_of(rows, *, spelled=lambda item: item):
    """A tuple in the order of FIELDS for each fact of ``rows``: (participation, firm, entry); the indicator by code.

    What two rows of one firm say alike is one fact. ``spelled(item)`` is how an item is written for good.
    """
    said = set()
    for participation, firm, entry in rows:
        for fact in _facts(entry, spelled):
            one = (firm, *fact)
            if one not in said:
                said.add(one)
                yield (participation, *fact)


def _facts(entry, spelled):
    begun = [block for block in BLOCKS if entry.value(block.on) is not None]
    values = entry.values if begun else {}
    for block in begun:
        on = values[block.on]
        status, withdrawn_on = _status(block, values, on)
        item = spelled(values.get(block.item, ""))
        is_of_jobs = any(measure.sex for measure in block.measures)
        for measure in block.measures:
            amount = values.get(measure.amount) if measure.amount else None
            if measure.amount and amount is None:
                continue
            yield (
                measure.indicator, on, status, item, amount, values.get(block.valid_until), withdrawn_on, measure.sex,
                values.get("staff") if is_of_jobs else None,
                values.get("jobs_threat", "") if is_of_jobs else "",
                bool(is_of_jobs and values.get("jobs_green")),
                bool(is_of_jobs and values.get("jobs_digital")),
                values.get(block.evidence, ""),
            )  # fmt: skip


def _status(block, values, on):
    """How surely, and since when no more; where the list has no column for it, evidence makes it verified."""
    status = values.get(block.status)
    if status == WITHDRAWN:
        return SELF_DECLARED, on
    if status is None:
        return (VERIFIED if values.get(block.evidence) else SELF_DECLARED), None
    return status, None


def spellings(items):
    """Search form of an item -> how it was written first."""
    found = {}
    for item in items:
        found.setdefault(search_form(item), item)
    return found


def one_spelling(known, item):
    """The item as it was written first; from now on, this way."""
    return known.setdefault(search_form(item), item) if item else ""
