"""What changes on the page of a budget when one of its fields was saved (the answers autosave.js expects)."""

from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.translation import gettext as _

from grants import formats
from grants.budgets.outcomes import Conflict
from grants.budgets.queries import understood


def told(sheet, name, outcome, *, time_zone="Europe/Brussels") -> dict:
    """The outcome of saving the field ``name``, as JSON: saved (200), a conflict (409) or a problem (422).

    ``sheet`` is the budget as it stands after the save; the time is the reader's.
    """
    at = f"{outcome.at.astimezone(ZoneInfo(time_zone)):%H:%M}" if outcome.at else ""
    cell = sheet.cells.get(name)
    if isinstance(outcome, Conflict):
        if cell is None:
            return {"problem": gone(outcome)}
        answer = {"conflict": True, "rev": outcome.rev, "theirs": cell.text, "shown": cell.shown}
        return answer | {"by": str(outcome.by or ""), "at": at}
    return {
        "saved": True,
        "rev": outcome.rev,
        "at": at,
        "understood": _echo(cell, outcome.row, sheet.country),
        "problem": cell.problem if cell else "",
        "pieces": pieces(sheet),
    }


def status_of(answer) -> int:
    """The HTTP status that goes with an answer of ``told``."""
    return 200 if "saved" in answer else 409 if "conflict" in answer else 422


def gone(conflict) -> str:
    """What to say when a colleague took away the row that was being filled in."""
    if conflict.by is None:
        return _("This row is no longer in the budget. Copy what you typed and load the page again.")
    return _("%(who)s took this row out of the budget. Copy what you typed and load the page again.") % {
        "who": conflict.by
    }


def pieces(sheet) -> dict[str, str]:
    """Every sum and sentence of the page that follows from the rows: id of its element -> HTML."""
    totals = sheet.totals
    sums = {
        **{f"sum-line-{row.key}": row.amount for row in sheet.rows},
        **{f"sum-group-{group.number}": group.total for group in sheet.groups},
        **{f"sum-partner-{key}": amount for key, amount in totals.by_partner.items() if key},
        **{f"sum-year-{year}": amount for year, amount in totals.by_year.items()},
        "sum-direct": totals.direct,
        **({"sum-simplified": totals.simplified} if sheet.asks_basis else {}),
        "sum-without-reserve": totals.without_reserve,
        "sum-total": totals.total,
        "sum-costs": totals.total,
        "sum-sources": totals.sources,
        "sum-not-divided": sheet.not_divided,
    }
    html = {place: escape(formats.number(amount, 2, sheet.country)) for place, amount in sums.items()}
    html["eu-share"] = escape(sheet.share)
    html["budget-findings"] = render_to_string("grants/budgets/_findings.html", {"findings": sheet.findings})
    return html


def _echo(cell, row, country):
    text = understood(cell.field, row, country=country) if cell and row is not None else ""
    return _("Understood: %(value)s") % {"value": text} if text else ""
