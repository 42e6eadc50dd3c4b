"""What would take a template per cell or option, written in one go: that takes most of the time of a list."""

from django import template
from django.forms.utils import flatatt
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

from grants.templatetags.grants import money, number, state, when

register = template.Library()

NUMBER = SafeString(' class="num"')
NOTHING = SafeString("")


@register.simple_tag(takes_context=True)
def table_rows(context, columns, rows):
    """The rows of a table. What a column and a cell may be, components/table.html says."""
    frames = [_frame(column, is_first=not place) for place, column in enumerate(columns)]
    return SafeString("\n".join(_row(context, row, frames) for row in rows))


@register.simple_tag(takes_context=True)
def table_row(context, columns, row):
    """One row, like that of the total."""
    return table_rows(context, columns, [row])


def _frame(column, *, is_first):
    """What stands before and behind each cell of the column, its kind and its decimals."""
    kind, places = column.get("kind"), column.get("places", 0)
    if is_first:
        return '<th scope="row"><div>', "</div></th>", kind, places
    before = format_html('<td data-label="{}"{}><div>', column["label"], NUMBER if kind else NOTHING)
    return before, "</div></td>", kind, places


def _row(context, row, frames):
    cells = (
        before + _cell(context, cell, kind, places) + after
        for cell, (before, after, kind, places) in zip(row, frames, strict=True)
    )
    return f"<tr>{''.join(cells)}</tr>"


def _cell(context, cell, kind, places):
    """The content of a cell, safe to print."""
    if isinstance(cell, dict):
        return _words(context, cell) + _hint(cell)
    if kind == "money":
        return money(context, cell, currency="")
    if kind == "number":
        return number(context, cell, places)
    return NOTHING if cell is None else conditional_escape(cell)


def _words(context, cell):
    if cell.get("document"):
        return state(cell["document"])
    if cell.get("moment"):
        return when(context, cell["moment"], style="time")
    text = conditional_escape("" if cell.get("text") is None else cell["text"])
    return format_html('<a href="{}">{}</a>', cell["url"], text) if cell.get("url") else text


def _hint(cell):
    return format_html('<span class="table__hint">{}</span>', cell["hint"]) if cell.get("hint") else NOTHING


@register.simple_tag
def select_options(groups):
    """The options of a choice, from the groups of Django's Select: (name or None, options, number)."""
    return SafeString("".join(_options(name, options) for name, options, _number in groups))


def _options(name, options):
    written = format_html_join(
        "\n", '<option value="{}"{}>{}</option>',
        ((option["value"], flatatt(option["attrs"]), option["label"]) for option in options),
    )  # fmt: skip
    return format_html('<optgroup label="{}">{}</optgroup>', name, written) if name else written
