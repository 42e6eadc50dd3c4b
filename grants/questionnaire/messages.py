"""The codes of ``answers.py`` as sentences with an example, and what was understood in words."""

import datetime
from decimal import Decimal

from django.utils import formats as dates
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from grants import formats, number_messages
from grants.files import content
from grants.questionnaire.models import QuestionKind

HAPPENED = {
    "create": gettext_lazy("Form begun"),
    "rename": gettext_lazy("Renamed"),
    "new_version": gettext_lazy("Version begun"),
    "freeze_version": gettext_lazy("Version in use from now on"),
    "add_section": gettext_lazy("Section added"),
    "add_question": gettext_lazy("Question added"),
    "edit": gettext_lazy("Changed"),
    "move": gettext_lazy("Moved"),
    "remove": gettext_lazy("Taken out"),
}
"""Code of an event of a form -> what its timeline says."""


KIND_HELP = {
    QuestionKind.SHORT: gettext_lazy("One line, like a name or a place."),
    QuestionKind.LONG: gettext_lazy("Several paragraphs, with a limit of words or characters."),
    QuestionKind.NUMBER: gettext_lazy("A whole number or one with decimals, within limits."),
    QuestionKind.MONEY: gettext_lazy("An amount with two decimals, within limits."),
    QuestionKind.DATE: gettext_lazy("Day, month and year."),
    QuestionKind.CHOICE: gettext_lazy("One answer of a list. Other questions can hang on it."),
    QuestionKind.CHOICES: gettext_lazy("Any number of answers of a list. Other questions can hang on them."),
    QuestionKind.CONFIRM: gettext_lazy("A sentence to tick. Other questions can hang on it."),
    QuestionKind.SCORE: gettext_lazy("A criterion with its score and a comment."),
    QuestionKind.TABLE: gettext_lazy("Rows of text, numbers, amounts, dates or words to choose from, with totals."),
    QuestionKind.FILE: gettext_lazy("One or several uploaded files, of the kinds and the size you allow."),
}
"""Kind of a question -> what it is for."""


def timeline(questionnaire, most=20):
    """The last things that happened to a form, newest first, for components/timeline.html; one query."""
    events = questionnaire.events.select_related("actor").order_by("-pk")[:most]
    return [
        {
            "what": HAPPENED[event.action],
            "who": str(event.actor) if event.actor else "",
            "at": event.at,
            "note": str(
                event.changes.get("record") or event.changes.get("question") or event.changes.get("section", "")
            ),
        }
        for event in events
    ]


def comment_label():
    """What stands above the comment on a score."""
    return pgettext("beside a score", "Comment")


def sentence(code: str, params: dict, *, country: str = formats.NEUTRAL) -> str:
    """Why an answer was not understood or cannot stand, in the reader's language.

    Numbers are written as in ``country``. Raises KeyError for an unknown code.
    """
    if code in formats.PROBLEMS:
        return number_messages.sentence(code, places=params["places"], country=country)
    return _SENTENCES[code](params, country)


def understood(question, value, *, country: str = formats.NEUTRAL) -> str:
    """What was read from a typed number, amount, date or table, for the person to confirm; "" for the rest."""
    words = "" if question.kind == "file" else in_words(question, value, country=country)
    return _("Understood: %(value)s") % {"value": words} if words else ""


def limits_text(question) -> str:
    """How many files answer a question, of which kinds, how large."""
    kinds = content.extensions(question.file_kinds or content.ALLOWED)
    sentence = ngettext(
        "At most %(count)d file: %(kinds)s; at most %(size)d MB.",
        "At most %(count)d files: %(kinds)s; at most %(size)d MB each.",
        question.most_files,
    )
    names = ", ".join(kind.removeprefix(".").upper() for kind in kinds)
    return sentence % {"count": question.most_files, "kinds": names, "size": question.most_megabytes}


def in_words(question, value, *, country: str = formats.NEUTRAL) -> str:
    """A number, amount, date, table or files as people read it, numbers as in ``country``; "" for the other kinds.

    ``question`` may be a column of a table.
    """
    if value is None:
        return ""
    match question.kind:
        case "number":
            return formats.number(Decimal(value), question.places, country)
        case "money":
            return formats.money(Decimal(value), country)
        case "date":
            return dates.date_format(datetime.date.fromisoformat(value), "DATE_FORMAT")
        case "table":
            return _table(question, value, country)
        case "file":
            return "; ".join(file["name"] for file in value)
        case "choice":  # a column's; of a question the page knows the words
            return next((word.label for word in getattr(question, "words", ()) if word.key == value), "")
    return ""


def _table(question, value, country):
    count = len(value["rows"])
    rows = ngettext("%(count)s row", "%(count)s rows", count) % {"count": formats.number(count, 0, country)}
    totals = [
        f"{column.label}: {in_words(column, value['totals'].get(column.key), country=country)}"
        for column in question.columns
        if column.is_totalled
    ]
    return "; ".join([rows, *totals])


def _too_many_words(params, country):
    return _(
        "The text has %(count)d words, %(over)d more than the %(limit)d allowed."
        " It is kept; shorten it before you submit."
    ) % {**params, "over": params["count"] - params["limit"]}


def _too_many_characters(params, country):
    return _(
        "The text has %(count)d characters, %(over)d more than the %(limit)d allowed."
        " It is kept; shorten it before you submit."
    ) % {**params, "over": params["count"] - params["limit"]}


def _below_least(params, country):
    least = formats.number(Decimal(params["least"]), params["places"], country)
    return _("Write a number of %(least)s or more.") % {"least": least}


def _above_most(params, country):
    most = formats.number(Decimal(params["most"]), params["places"], country)
    return _("Write a number of %(most)s or less.") % {"most": most}


def _date_unreadable(params, country):
    return _("The date could not be read. Write day, month and year, like 31/12/2026.")


def _date_year(params, country):
    return _("Write the year with four digits, between 1900 and 2100, like 31/12/2026.")


def _date_impossible(params, country):
    return _("There is no such day. Write the day first, then the month, like 31/12/2026.")


def _choice_unknown(params, country):
    return _("Choose from the answers of the list.")


def _confirm_unreadable(params, country):
    return _("Tick the box to confirm, or leave it empty.")


def _cell_missing(params, country):
    return _("Fill in this cell, or empty the whole row.")


def _table_cells(params, country):
    told = [
        _("Row %(row)d, column %(column)d: %(problem)s")
        % {
            "row": cell["row"],
            "column": cell["column"],
            "problem": sentence(cell["code"], cell["params"], country=country),
        }
        for cell in params["cells"]
    ]
    more = params["count"] - len(params["cells"])
    if more > 0:
        told.append(ngettext("%d more cell is wrong.", "%d more cells are wrong.", more) % more)
    return " ".join(told)


def _table_rows(params, country):
    return _("The table has %(count)d rows; it takes %(limit)d at most.") % params


def _too_many_files(params, country):
    sentence = ngettext(
        "There are %(count)d files; at most %(limit)d is taken here. Remove the others.",
        "There are %(count)d files; at most %(limit)d are taken here. Remove the others.",
        params["limit"],
    )
    return sentence % params


def _file_unreadable(params, country):
    return _("The file could not be found again. Upload it once more.")


def _table_wide(params, country):
    return _("A row has more cells than the table has columns: it has %(limit)d.") % params


_SENTENCES = {
    "too_many_words": _too_many_words,
    "too_many_characters": _too_many_characters,
    "below_least": _below_least,
    "above_most": _above_most,
    "date_unreadable": _date_unreadable,
    "date_year": _date_year,
    "date_impossible": _date_impossible,
    "choice_unknown": _choice_unknown,
    "confirm_unreadable": _confirm_unreadable,
    "cell_missing": _cell_missing,
    "table_cells": _table_cells,
    "table_rows": _table_rows,
    "table_wide": _table_wide,
    "too_many_files": _too_many_files,
    "file_unreadable": _file_unreadable,
}
"""Code -> sentence, beside those of numbers; a test finds every code of answers.PROBLEMS."""
