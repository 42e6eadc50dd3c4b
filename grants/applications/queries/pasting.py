"""Rows pasted into the budget of an application: what was understood of them, before anything is saved."""

import uuid

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from grants import formats
from grants.applications.queries.money import columns_of
from grants.applications.queries.record import country_of, frame
from grants.budgets import entries, messages, pasting
from grants.budgets.models import CostBasis, Heading

LONGEST = 500_000
"""Most characters of a paste that are looked at."""

MOST_TOLD = 20
"""So many slips are told at a time."""


def pasted(application, user, text) -> pasting.Pasted:
    """``text`` as rows for the budget; partners are those this person may write for."""
    columns = columns_of(application, user)
    partners = list(application.budget.partners.select_related("organisation"))
    mine = [one for one in partners if columns is None or str(one.key) in columns]
    choices = entries.Choices(
        headings=frozenset(Heading.values),
        years=application.budget.years,
        partners=frozenset(str(one.key) for one in mine),
    )
    names = {}
    for one in mine:
        written = (str(one.organisation), one.organisation.legal_name, one.organisation.short_name)
        names |= {" ".join(name.split()).casefold(): str(one.key) for name in written if name}
    own = "" if columns is None else min((str(one.key) for one in mine), default="")
    return pasting.read(
        formats.clean_text(text),
        choices,
        pasting.Words(column_names(), names, own, basis_names()),
        _fields(application),
    )


def _fields(application):
    """The columns of a row: how a cost is claimed only where the call leaves a choice."""
    return tuple(name for name in entries.LINE_FIELDS if application.call.simplified_costs or name != "basis")


def column_names():
    """What the columns are called, in every language; that of the totals is known and passed over."""
    names = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            names |= {str(messages.FIELD_WORDS[name]).casefold(): name for name in entries.LINE_FIELDS}
            names[_("total").casefold()] = pasting.TOTAL
    return names


def basis_names():
    """What the ways to claim a cost are called, in every language."""
    names = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            names |= {str(basis.label).casefold(): basis.value for basis in CostBasis}
    return names


def token_of(text) -> uuid.UUID:
    """What the page sent along, or a new one."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return uuid.uuid4()


def rows_to_save(found, token) -> dict:
    """The understood rows as ``save_budget`` takes them; the same ``token`` gives the same lines: none comes twice."""
    return {uuid.uuid5(token, str(line.number)): (line.typed, 0) for line in found.lines}


def paste_page(application, user, *, text="", found=None, token=None, reasons=()) -> dict:
    """The page: the field, what was understood, what stands against it."""
    url = reverse("applications:budget", args=[application.public_id])
    page = frame(application, user, url=url)
    country = country_of(user)
    slips = found.slips if found else ()
    names = {str(one.key): str(one.organisation) for one in page["reading"].budget.partners}
    fields = _fields(application)
    return page | {
        "url": url,
        "text": text,
        "token": token or uuid.uuid4(),
        "columns": [str(messages.FIELD_WORDS[name]) for name in fields],
        "problems": [{"sentence": str(reason)} for reason in reasons]
        + [{"sentence": slip_sentence(slip, country), "id": "id_rows"} for slip in slips[:MOST_TOLD]],
        "more": max(0, len(slips) - MOST_TOLD),
        "is_right": bool(found) and not slips,
        "shown_columns": _shown_columns(fields),
        "shown": [_shown(line, fields, slips, names, country) for line in found.lines] if found else [],
        "total": formats.number(sum((line.amount for line in found.lines), start=0), 2, country) if found else "",
        "most": pasting.MOST_ROWS,
    }


def slip_sentence(slip, country) -> str:
    """A slip in words, with the row and the column it stands in."""
    if not slip.row:
        return _WHOLE[slip.code](slip.params)
    if not slip.field:
        return _("Row %(row)d: it has more cells than the %(limit)d columns.") % {"row": slip.row, **slip.params}
    problem = _CELL[slip.code]() if slip.code in _CELL else _problem(slip, country)
    words = {"row": slip.row, "column": messages.FIELD_WORDS[slip.field], "problem": problem}
    return _("Row %(row)d, %(column)s: %(problem)s") % words


def _problem(slip, country):
    if slip.field == "partner":
        return _("No organisation you write for in this budget has this name.")
    return messages.problem(entries.Entry(problem=slip.code, params=slip.params), country=country)


_WHOLE = {
    "nothing_pasted": lambda params: _("Paste at least one row."),
    "too_many_rows": lambda params: (
        ngettext(
            "These are %(count)d rows; at most %(limit)d is taken at a time. Nothing was taken: paste them in pieces.",
            "These are %(count)d rows; at most %(limit)d are taken at a time. Nothing was taken: paste them in pieces.",
            params["limit"],
        )
        % params
    ),
}
_CELL = {
    "cell_empty": lambda: _("This cell is empty."),
    "not_offered": lambda: _("There is no such heading. Write its number, like 1.1."),
}


def _shown_columns(fields):
    kinds = {"year": "number", "quantity": "number", "unit_value": "number"}
    columns = [{"label": _("Row"), "kind": "number"}]
    columns += [{"label": messages.FIELD_WORDS[name].capitalize(), "kind": kinds.get(name, "")} for name in fields]
    return [*columns, {"label": _("Total, EUR"), "kind": "number"}]


def _shown(line, fields, slips, names, country):
    wrong = {slip.field for slip in slips if slip.row == line.number}
    cells = [{"text": str(line.number)}]
    for name in fields:
        if name in wrong:
            cells.append({"text": line.typed[name], "hint": _("not understood")})
        else:
            cells.append({"text": _understood(name, line.entries[name].value, names, country)})
    return [*cells, {"text": "" if wrong else formats.number(line.amount, 2, country)}]


def _understood(name, value, names, country):
    if name == "partner":
        return names.get(value, str(messages.NOT_DIVIDED))
    if name in ("heading", "basis"):
        return str({"heading": Heading, "basis": CostBasis}[name](value).label) if value else ""
    if name in ("quantity", "unit_value") and value is not None:
        return formats.number(value, 2 if value == round(value, 2) else 4, country)
    return entries.plain(value)
