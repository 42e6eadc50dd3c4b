"""The budget as its page shows it, and whose rows a person may write."""

from django.urls import reverse
from django.utils.text import capfirst

from grants.applications.queries.beside import beside
from grants.applications.queries.record import country_of, frame
from grants.budgets.fragments import gone, told
from grants.budgets.messages import FIELD_WORDS
from grants.budgets.models import BudgetPartner
from grants.budgets.outcomes import Conflict
from grants.budgets.queries import Sheet, rows_of, sheet
from grants.calls.queries import limits_of


def columns_of(application, user, partners=None) -> frozenset | None:
    """Keys of the partners whose rows this person may write; None, which is all, for the lead's writers.

    One query for a partner's people, none when the budget's ``partners`` were read already.
    """
    if user.has_perm("grants.edit_consortium", application):
        return None
    own = user.organisation_ids("manager", "editor") & application.organisation_ids()
    columns = BudgetPartner.objects.filter(budget=application.budget_id) if partners is None else partners
    return frozenset(str(column.key) for column in columns if column.organisation_id in own)


def budget_page(application, user, *, outcomes=None, posted=None, reasons=(), **shown) -> dict:
    """The sheet with totals and findings, and what this person may change in it.

    ``outcomes`` are those of a save that met a colleague's; ``posted`` is a save that was refused for
    ``reasons``: what was typed is given back. ``shown`` is how the sheet is drawn (``every_choice`` for
    browsers without scripts, ``is_ordering``).
    """
    url = reverse("applications:budget", args=[application.public_id])
    page = frame(application, user, url=url)
    rows = page["reading"].budget
    columns = columns_of(application, user, rows.partners)
    locked = bool(page["locked_sentence"]) or columns == frozenset()
    drawn = _drawn(application, user, rows, columns, locked, outcomes, **shown)
    gone_ones = [one for one in (outcomes or {}).values() if isinstance(one, Conflict) and one.row is None]
    return page | {
        "url": url,
        "next_url": reverse("applications:documents", args=[application.public_id]),
        "sheet": drawn,
        "unread": [finding for finding in drawn.findings if finding.code.endswith("_unread")],
        "beside": beside(application, "budget", user),
        "locked": locked,
        "is_partner": columns is not None and not locked,
        "has_conflicts": any(isinstance(outcome, Conflict) for outcome in (outcomes or {}).values()),
        "typed": _given_back(posted, drawn) if posted else _without_row(gone_ones),
        "problems": [{"sentence": sentence} for sentence in [*map(str, reasons), *map(gone, gone_ones)]],
    }


def _drawn(application, user, rows, columns, locked, outcomes=None, **shown) -> Sheet:
    return sheet(
        rows,
        limits=limits_of(application.call),
        country=country_of(user),
        outcomes=outcomes,
        columns=columns,
        locked=locked,
        **shown,
    )


def _given_back(posted, drawn):
    """Typed fields that differ from what stands in the budget, to be copied."""
    rows = {("line", key): row[0] for key, row in posted.lines.items()}
    rows |= {("source", key): row[0] for key, row in posted.sources.items()}
    if posted.amounts:
        rows["amounts", None] = posted.amounts[0]
    names = {
        (f"{kind}-{key}-{field}" if key else f"{kind}-{field}"): text
        for (kind, key), fields in rows.items()
        for field, text in fields.items()
    }
    return [
        {"name": str(drawn.cells[name].label), "text": text, "rows": 2}
        for name, text in names.items()
        if name in drawn.cells and text.strip() and text.strip() != drawn.cells[name].text
    ]


def _without_row(gone_ones):
    """What was typed into rows that a colleague took out meanwhile, to be copied."""
    return [
        {"name": capfirst(FIELD_WORDS[name]), "text": text, "rows": 2}
        for one in gone_ones
        for name, text in one.mine.items()
        if text
    ]


def told_of(application, user, name, outcome) -> dict:
    """The answer autosave expects for one field of the budget, with the sums that follow from it."""
    rows = rows_of(application.budget_id)
    drawn = _drawn(application, user, rows, columns_of(application, user, rows.partners), locked=False)
    return told(drawn, name, outcome, time_zone=user.time_zone)


def place_of(page, changed) -> str:
    """The page, and on it the row a button added."""
    rows = [f"#{kind}-{key}" for (kind, key), outcome in changed.items() if outcome.row is not None]
    return page["url"] + "".join(rows[:1])


def place_after(page, posted) -> tuple[str, str]:
    """(the page, and on it the row after the one that was deleted, else the one before; what was deleted, in words).

    The order is the one the page was sent in; where nothing else stands there, the heading above.
    """
    kind, key, _rev = posted.delete
    rows = posted.lines if kind == "line" else posted.sources
    order = list(rows)
    place = order.index(key) if key in rows else len(order)
    left = {row.key for group in page["sheet"].groups for row in group.rows} | {
        row.key for row in page["sheet"].sources
    }
    near = [one for one in [*order[place + 1 :], *reversed(order[:place])] if str(one) in left]
    spot = f"{kind}-{near[0]}" if near else "costs-title" if kind == "line" else "sources"
    return f"{page['url']}#{spot}", rows[key][0].get("description", "").strip() if key in rows else ""
