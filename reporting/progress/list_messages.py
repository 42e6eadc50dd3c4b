"""Codes of what is wrong with a list as sentences."""

from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from reporting.progress.columns import BLOCKS, BY_KEY

SENTENCES = {
    # The workbook
    "far_cell": _("Cell %(cell)s of %(sheet)s lies far outside of the list. Delete it, or copy the firms into a fresh template."),  # noqa: E501
    "not_readable": _("This workbook cannot be read. Open it on your computer, save it again as .xlsx and hand it in once more."),  # noqa: E501
    "not_read": _("The list could not be read just now. Nothing was taken over; hand it in once more, or tell the programme."),  # noqa: E501
    "template_old": _("This is an old template (version %(version)s; today’s is %(current)s). Copy the firms into a fresh template."),  # noqa: E501
    "template_of_other_project": _("This template was made for %(project)s; this update is of %(this)s. Nothing is taken over, so that firms do not land in the wrong project."),  # noqa: E501
    "too_many_rows": _("A list takes %(most)s rows at most. Divide the firms between two half-years or tell the programme."),  # noqa: E501
    "no_header": _("The names of the columns are missing: there is no row with “Name” and “Country”. Use the template."),  # noqa: E501
    "no_rows": _("There is no firm in this list."),
    "sheet_second": _("There are firms on the sheet “%(sheet)s” too. A list is one sheet: move them below those of “%(first)s”."),  # noqa: E501
    "sheet_hidden": _("There are firms on the hidden sheet “%(sheet)s”. Hidden sheets are not read: show it if it is the list, else delete it."),  # noqa: E501
    "column_unknown": _("The column “%(name)s” is not one of the list. Remove it, or give it the name it has in the template."),  # noqa: E501
    "column_twice": _("The column “%(name)s” stands twice. Remove one of them."),
    "column_missing": _("The column “%(column_word)s” is missing. Use the template."),
    "cell_outside": _("Something stands beside the list, in a column without name. Remove it."),
    "cell_error": _("The spreadsheet could not work this out: %(value)s. Type the value."),
    "cell_unworked": _("A formula stands here whose result is not in the file. Open it in your spreadsheet and save it again, or type the value."),  # noqa: E501
    "cell_merged": _("This cell is merged with %(first)s, so that it is empty for this firm. Undo that, and write into each cell what holds for its firm."),  # noqa: E501
    "rows_blank": _("Empty rows %(first)s to %(last)s were skipped."),
    "update_closed": _("The update was submitted before the list was read. It is not taken over."),
    # Any cell
    "missing": _("“%(column_word)s” is needed for every firm."),
    "missing_in_block": _("“%(column_word)s” is needed here, because other columns of “%(block_word)s” are filled in."),
    "text_too_long": _("The text has %(length)s characters; %(longest)s fit."),
    "choice_unknown": _("“%(value)s” is not one of the values of this column: %(choices)s."),
    "country_unknown": _("“%(value)s” is not a country of the programme."),
    "number_unreadable": _("“%(value)s” is no number. Write it like 1234.5 or 1.234,5."),
    "number_ambiguous": _("“%(value)s” can be read in two ways. Write it without a mark for thousands."),
    "number_decimals": _("“%(value)s” has more decimals than the two that are kept."),
    "number_too_large": _("“%(value)s” is too large for this column."),
    "number_negative": _("“%(value)s” is below zero."),
    "number_was_text": _("The number was typed as text; it was read as %(value)s."),
    "date_unreadable": _("“%(value)s” is no date. Write it like 2025-03-14."),
    "date_ambiguous": _("“%(value)s” can be read in two ways: day first or month first. Write it like 2025-03-14."),
    "after_period": _("This day is after the end of the period, %(end)s. It belongs into the next update."),
    "after_project": _("This day is after the end of the project, %(end)s."),
    "before_project": _("This day is before the start of the project, %(start)s."),
    "ends_before_it_begins": _("It ends before it begins."),
    # The tax id
    "tax_id_wrong": _("This is no valid %(name)s: letters, digits or the check digit are wrong. An example: %(example)s."),  # noqa: E501
    "tax_id_placeholder": _("This number is nobody’s: it is typed where there is no id. Give the firm’s own, or leave the cell empty."),  # noqa: E501
    "tax_id_none": _("Leave the cell empty where a firm has no tax id."),
    "tax_id_other_country": _("This is no number of the country in this row; it would be right for: %(countries)s. Correct the one or the other."),  # noqa: E501
    "tax_id_zeros": _("Zeros at the beginning are missing: it may be %(value)s. Type it as text, with all its digits."),
    "tax_id_scientific": _("The spreadsheet has shortened this number and digits are lost. Type it anew, as text."),
    "tax_id_rounded": _("The number is too long for a number of a spreadsheet, digits are lost. Type it anew, as text."),  # noqa: E501
    "tax_id_groups": _("Write this id with its hyphens, like 8-123-456: without them it can be two different ones."),
    "tax_id_person": _("This is the number of a person. A cooperative or association has a number of its own; members only count if each stands in a row."),  # noqa: E501
    "tax_id_zeros_restored": _("Zeros the spreadsheet had taken away were put back: %(value)s. The check digit is right."),  # noqa: E501
    "tax_id_no_digit": _("The check digit is missing, so the number cannot be checked. It is taken as it is."),
    # The firm
    "firm_unidentified": _("Without a tax id, and without place and telephone or e-mail, this firm cannot be told from others. It counts only in the range “cannot be deduplicated”."),  # noqa: E501
    "firm_large": _("Large firms do not count. The row is kept."),
    "firm_public": _("Public bodies do not count. The row is kept."),
    "country_not_of_project": _("The project does not work in this country by its contract."),
    "firm_differs": _("In row %(row)s the same firm (same tax id) says something else here. Say the same in both, or correct the tax id."),  # noqa: E501
    "name_differs": _("In row %(row)s this tax id belongs to “%(name)s”. Two firms cannot have one id: correct one of them."),  # noqa: E501
    "name_spelled": _("In row %(row)s the same firm is called “%(name)s”. They are taken as one."),
    "said_twice": _("Row %(row)s says something else of the same firm for the same day (“%(block_word)s”). Leave one of them."),  # noqa: E501
    # What it did
    "evidence_missing": _("What is certified or verified needs its evidence here."),
    "threat_missing": _("Jobs are maintained against a threat or through a change of tasks: say which."),
    "more_jobs_than_staff": _("Jobs created and maintained (%(jobs)s) are more than the staff of the firm (%(staff)s)."),  # noqa: E501
    "neither_green_nor_digital": _("These jobs are marked neither green nor digital: they do not count for the programme’s figure."),  # noqa: E501
    "too_little": _("Under %(least)s this does not count, and the hours of several rows are not added up, for they may be of different people. Where one person completed more in several trainings, write their sum in one row."),  # noqa: E501
    "indicator_unknown": _("The catalogue does not have %(codes)s yet. Tell the programme."),
}  # fmt: skip


def sentence(finding) -> str:
    """What is to be said of a problem or note, in the reader's language."""
    return str(SENTENCES[finding.code]) % _words(finding)


def column_word(key) -> str:
    """What a column is called in the reader's language; the key itself for one there is not."""
    column = BY_KEY.get(key)
    return column.word(get_language() or "es") if column else key


MOST_CHOICES = 8
"""Values named in full; of a longer list the first ones show how they are written."""


def _some(words):
    return ", ".join(words if len(words) <= MOST_CHOICES else [*words[:3], "…"])


def _words(finding):
    language, params = get_language() or "es", dict(finding.params)
    column = BY_KEY.get(finding.column)
    block = params.get("block") or (column.block if column else "")
    params["column_word"] = column_word(finding.column)
    params["block_word"] = next((one.word(language) for one in BLOCKS if one.key == block), "")
    if column and column.choices and finding.code == "choice_unknown":
        params["choices"] = _some([choice.words[("es", "pt-br", "en").index(language)] for choice in column.choices])
    if "countries" in params:
        params["countries"] = ", ".join(countries.name(code) for code in params["countries"])
    if "codes" in params:
        params["codes"] = ", ".join(params["codes"])
    for name in ("start", "end"):
        if name in params:
            params[name] = date_format(parse_date(params[name]), "DATE_FORMAT")
    return params


KINDS = {
    "workbook": (
        _("The workbook"),
        "far_cell not_readable not_read template_old template_of_other_project too_many_rows no_header no_rows "
        "sheet_second sheet_hidden column_unknown column_twice column_missing cell_outside rows_blank update_closed",
    ),
    "ids": (
        _("Tax ids"),
        "tax_id_wrong tax_id_placeholder tax_id_none tax_id_other_country tax_id_zeros tax_id_scientific "
        "tax_id_rounded tax_id_groups tax_id_person tax_id_zeros_restored tax_id_no_digit",
    ),
    "firms": (
        _("Firms"),
        "firm_unidentified firm_large firm_public country_not_of_project country_unknown firm_differs name_differs "
        "name_spelled said_twice",
    ),
    "dates": (
        _("Dates"),
        "date_unreadable date_ambiguous after_period after_project before_project ends_before_it_begins",
    ),
    "results": (
        _("Results"),
        "evidence_missing threat_missing more_jobs_than_staff neither_green_nor_digital too_little indicator_unknown",
    ),
    "values": (
        _("Values"),
        "missing missing_in_block text_too_long choice_unknown number_unreadable number_ambiguous number_decimals "
        "number_too_large number_negative number_was_text cell_error cell_unworked cell_merged",
    ),
}
"""What the totals above the table of problems are made of: kind -> (its name, its codes)."""
