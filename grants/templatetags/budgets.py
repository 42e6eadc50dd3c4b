"""The fields of a budget: a sheet of a hundred lines has eight hundred, written here as short as can be."""

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext

from grants.templatetags.grants import icon

register = template.Library()

NOTHING = SafeString("")
CHOSEN = SafeString(" selected")


@register.simple_tag
def budget_cell(cell, row="", control="text"):
    """One field of a budget (queries.Cell): text, number or area; ``row`` is named in its label.

    What a save is based on stands once per row: ``data-rev`` and the hidden field ``rev-…``.
    """
    attributes = _attributes(cell, row)
    if control == "area":
        written = format_html('<textarea class="form-control" rows="3" {}>\n{}</textarea>', attributes, cell.text)
    elif control == "number":
        written = format_html('<input class="form-control" inputmode="decimal" {} value="{}">', attributes, cell.text)
    else:
        written = format_html('<input class="form-control" {} value="{}">', attributes, cell.text)
    return _placed(cell, written)


@register.simple_tag
def budget_list(sheet, cell, row, options, choices):
    """A field of a budget that is chosen from ``options`` (pairs).

    Only the chosen one is written, and the page's script adds the others from the element with the id
    ``choices``; all of them where the sheet says so, and where what was chosen cannot stand.
    """
    rows = [(value, CHOSEN if value == cell.text else NOTHING, word) for value, word in options]
    attributes = _attributes(cell, row)
    if cell.problem:
        rows = [
            (cell.text, CHOSEN, gettext("choose again")),
            *((value, NOTHING, word) for value, _chosen, word in rows),
        ]
    elif not sheet.every_choice and any(chosen for _value, chosen, _word in rows):
        rows = [one for one in rows if one[1]]
        attributes = format_html('{} data-choices="{}"', attributes, choices)
    written = format_html_join("", '<option value="{}"{}>{}</option>', rows)
    return _placed(cell, format_html('<select class="form-select" {}>{}</select>', attributes, written))


def _attributes(cell, row):
    label = f"{capfirst(cell.label)}: {row}" if row else capfirst(cell.label)
    tied = format_html(' aria-invalid="true" aria-describedby="answer-{}-problem"', cell.name) if cell.problem else ""
    return format_html('name="answer-{}" aria-label="{}"{}', cell.name, label, tied)


def _placed(cell, written):
    if not cell.problem and not cell.conflict:
        return format_html('<div class="cell">{}</div>', written)
    wrong = "cell field--wrong" if cell.problem else "cell"
    return format_html('<div class="{}">{}{}</div>{}', wrong, _problem(cell), written, _conflict(cell))


def _problem(cell):
    if not cell.problem:
        return ""
    sentence = '<p class="field__error" id="answer-{}-problem" data-problem>{}<span>{}</span></p>'
    return format_html(sentence, cell.name, icon("warning"), cell.problem)


def _conflict(cell):
    if not cell.conflict:
        return ""
    both = {"mine": cell.conflict.mine, "theirs": cell.conflict.theirs, "by": cell.conflict.by, "at": ""}
    return render_to_string("components/conflict.html", both | {"name": f"answer-{cell.name}"})
