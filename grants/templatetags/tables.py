"""What would take a template per cell or option, written in one go: that takes most of the time of a list."""

import re

from django import template
from django.forms.utils import flatatt
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString

from grants.templatetags.grants import country_of, money_html, number_html, state, when_html, zone_of

register = template.Library()

NUMBER = ' class="num"'

BETWEEN = " · "
REFERENCE = re.compile("[0-9A-Z]+(?:-[0-9A-Z]+)+")
"""A reference is not broken at its hyphens: it is read, and looked for, as one word."""


@register.simple_tag(takes_context=True)
def table_rows(context, columns, rows):
    """The rows of a table. What a column and a cell may be, components/table.html says."""
    country, zone = country_of(context), zone_of(context)
    frames = [_frame(column, is_first=not place) for place, column in enumerate(columns)]
    across = f'<tr class="table__total"><th scope="row" colspan="{len(columns)}"><div>'
    return SafeString(
        "\n".join(
            f"{across}{escape(row)}</div></th></tr>" if isinstance(row, str) else _row(row, frames, country, zone)
            for row in rows
        )
    )


@register.simple_tag(takes_context=True)
def table_row(context, columns, row):
    """One row, like that of the total."""
    return table_rows(context, columns, [row])


def _frame(column, *, is_first):
    """What stands before and behind each cell of the column, its kind and its decimals."""
    kind, places = column.get("kind"), column.get("places", 0)
    if is_first:
        return '<th scope="row"><div>', "</div></th>", kind, places
    return f'<td data-label="{escape(column["label"])}"{NUMBER if kind else ""}><div>', "</div></td>", kind, places


def _row(row, frames, country, zone):
    cells = [
        f"{before}{_cell(cell, kind, places, country, zone)}{after}"
        for cell, (before, after, kind, places) in zip(row, frames, strict=True)
    ]
    return f"<tr>{''.join(cells)}</tr>"


def _cell(cell, kind, places, country, zone):
    """The content of a cell, safe to print."""
    if isinstance(cell, dict):
        return _words(cell, country, zone) + _hint(cell)
    if kind == "money":
        return money_html(cell, "", country)
    if kind == "number":
        return number_html(cell, places, country)
    return "" if cell is None else _whole(conditional_escape(cell))


def _words(cell, country, zone):
    if cell.get("document"):
        return str(state(cell["document"]))
    if cell.get("moment"):
        return str(when_html(cell["moment"], zone, "time"))
    if "number" in cell:
        return number_html(cell["number"], cell.get("places", 0), country)
    if cell.get("lines"):
        return "<br>".join(f'<span class="nowrap">{_line(line)}</span>' for line in cell["lines"])
    if cell.get("is_prose"):
        return f'<span class="d-block text-start">{_line(cell)}</span>'
    if cell.get("muted"):
        return f'<span class="muted">{escape(cell["muted"])}</span>'
    return _line(cell)


def _line(cell):
    """A text, or {text, url} as a link where there is an address."""
    if not isinstance(cell, dict):
        return escape(cell)
    text = "" if cell.get("text") is None else conditional_escape(cell["text"])
    shown = _whole(text)
    return f'<a href="{escape(cell["url"])}">{shown}</a>' if cell.get("url") else shown


def _whole(text):
    return f'<span class="nowrap">{text}</span>' if REFERENCE.fullmatch(text) else str(text)


def _hint(cell):
    if not cell.get("hint"):
        return ""
    alert = " field__error" if cell.get("is_alert") else ""
    words = BETWEEN.join(_whole(word) for word in str(conditional_escape(cell["hint"])).split(BETWEEN))
    return f'<span class="table__hint{alert}">{words}</span>'


@register.simple_tag
def select_options(groups):
    """The options of a choice, from the groups of Django's Select: (name or None, options, number)."""
    return SafeString("".join(_options(name, options) for name, options, _number in groups))


def _options(name, options):
    written = "\n".join(
        f'<option value="{escape(option["value"])}"{flatatt(option["attrs"]) if option["attrs"] else ""}>'
        f"{conditional_escape(option['label'])}</option>"
        for option in options
    )
    return f'<optgroup label="{escape(name)}">{written}</optgroup>' if name else written
