"""What is wrong with a workbook that came back, in sentences."""

from django.utils.translation import gettext_lazy as _

FILES = {
    "not_readable": _("This workbook cannot be read: it is damaged or has a password. Save it again as .xlsx."),
    "too_large": _("This workbook is larger than the one that went out: cells far off, or far more rows. Clear what does not belong to it and save again."),  # noqa: E501
    "sheet_too_large": _("The sheet “%(sheet)s” has cells far off, or more than %(rows)s rows. Clear what does not belong to it and save again; a list of your own belongs into a workbook of its own."),  # noqa: E501
    "not_ours": _("This is no workbook of an application. Download yours on this page and write in that one."),
    "old_version": _("This workbook is of an older kind. Download a new one and copy your texts into it."),
    "of_other": _("This workbook belongs to another application. Hand it in there."),
    "unknown": _("This workbook did not go out from this application, or its hidden sheet was changed. Download a new one and copy your texts into it."),  # noqa: E501
    "too_many": _("You brought %(count)s workbooks back within an hour. Wait a while and bring the next one then."),
}  # fmt: skip
"""Why a file is not taken at all."""

CELLS = {
    "sheet_twice": _("There are two sheets of this kind; “%(first)s” is the other. Remove one."),
    "columns_missing": _(
        "A column of this table is no longer on the sheet. Put it back, its hidden name in the first row too, or work "
        "in a new workbook."
    ),
    "columns_gone": _("A column of this sheet is no longer there, or its hidden name in the first row was changed. Nothing of it changes."),  # noqa: E501
    "sheet_missing": _("This sheet is not in the workbook. Nothing of it changes."),
    "questions_missing": _("Rows of questions were taken out here (%(count)s). Their answers stay as they are."),
    "outside": _("This workbook refers to other files or to the internet. Nothing there was read, only the values in its cells."),  # noqa: E501
    "total_differs": _("The sheet shows %(shown)s here. Units and unit value make %(total)s, and that is what counts."),
    "form_changed": _("The form was corrected after this workbook went out. It has no row for what is asked since then: fill that in here."),  # noqa: E501
    "row_locked": _("This row was taken out, but your organisation does not write in it. It stays: %(row)s."),
    "row_fixed": _("This row was taken out, but it belongs to every budget. It stays: %(row)s."),
    "row_required": _("This row was taken out, but the call requires this indicator. It stays: %(row)s."),
    "row_carries": _("This row was taken out, but some of its indicators stay. It stays, too: %(row)s."),
    "row_without_id": _("This row does not belong to the workbook. Use the rows that are there; the empty ones take new entries."),  # noqa: E501
    "row_twice": _("This row was copied: row %(first)s is the same one. Move what you wrote to an empty row."),
    "row_unknown": _("This row did not go out with this workbook. Move what you wrote to an empty row."),
    "not_a_cell": _("There is nothing to fill in here. What stands here is not taken."),
    "heading_missing": _("Choose the heading this cost belongs to."),
    "year_missing": _("Choose the year of this cost."),
    "kind_missing": _("Choose what kind of source this is."),
    "row_empty": _("Nothing but choices stands in this row. It is left out."),
    "cell_error": _("The formula here went wrong: %(value)s. Write the value."),
    "cell_merged": _("This cell was merged with %(first)s, so that what stood in it is gone. Undo that, and write in each cell what belongs there."),  # noqa: E501
    "cell_too_long": _("A field can have at most %(limit)s characters."),
    "not_offered": _("“%(value)s” is not in the list. Choose one of its words."),
    "locked": _("Your organisation does not write here. What stands here is not taken."),
    "partner_foreign": _("Choose your own organisation: it writes in its own lines."),
}  # fmt: skip
"""What is wrong in a cell or a sheet."""


def sentence(finding) -> str:
    """What a finding says. Raises KeyError for an unknown code."""
    return str(CELLS[finding["code"]]) % finding["params"]
