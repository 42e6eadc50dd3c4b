"""A publication as files: figures, projects, data dictionary; as CSV, as a workbook, as it was frozen."""

import io
from decimal import Decimal

import xlsxwriter
from django.utils.translation import gettext as _

from grants.audit import canonical
from grants.files.tables import csv_writer, harmless
from reporting.publishing.queries.published import text_of

DIRECTIONS = (
    "country", "pillar", "stream", "call", "section", "size", "owner_sex", "sex", "green", "digital", "side",
    "reached", "money", "project",
)  # fmt: skip
NUMBERS = ("net", "gross", "overlap", "low", "high")
FIGURE_COLUMNS = (
    "indicator",
    "version",
    "name",
    "unit",
    *DIRECTIONS,
    *NUMBERS,
    "projects",
    "suppressed",
    "cut_off",
    "as_of",
)
PROJECT_COLUMNS = (
    "reference", "kind", "title", "lead", "lead_country", "partners", "countries", "pillar", "sectors", "starts_on",
    "ends_on", "eu_contribution_eur", "cofinancing_eur", "total_cost_eur", "cut_off",
)  # fmt: skip


def dictionary() -> list[tuple[str, str, str]]:
    """(table, column, meaning) of every column there is, in the reader's language."""
    figures = {
        "indicator": _("code of the indicator"), "version": _("version of its definition"),
        "name": _("what it counts"), "unit": _("its unit"), "country": _("country, ISO 3166-1"),
        "pillar": _("pillar of the programme, 1 or 2"), "stream": _("funded projects or a chamber's own actions"),
        "call": _("call the project comes from"), "section": _("section of ISIC Rev. 4"),
        "size": _("size of the firm at first support"), "owner_sex": _("sex of the owner or manager"),
        "sex": _("sex of who holds the job"), "green": _("true: green jobs"), "digital": _("true: digital jobs"),
        "side": _("Latin American or European organisation"),
        "reached": _("ever: reached at any time, whether or not still in force"),
        "money": _("which amount: EU contribution, co-financing, total cost"),
        "project": _("number of the project, as in the table of projects of the JSON"),
        "net": _("the published figure: each counted once"), "gross": _("sum of what projects reported"),
        "overlap": _("duplicates removed"), "low": _("of what cannot be told apart, the least that would count"),
        "high": _("of what cannot be told apart, the most that would count"),
        "projects": _("projects behind the figure"), "suppressed": _("true: fewer than five, or needed to hide such"),
        "cut_off": _("facts up to this day count"), "as_of": _("updates approved up to this moment count"),
    }  # fmt: skip
    projects = {
        "reference": _("number of the contract or own action"), "kind": _("grant or own_action"),
        "title": _("title of the project"), "lead": _("organisation that leads it"),
        "lead_country": _("its country"), "partners": _("other organisations, with their countries"),
        "countries": _("countries it works in"), "pillar": _("pillar of the programme, 1 or 2"),
        "sectors": _("sectors of the programme"), "starts_on": _("first day"), "ends_on": _("last day"),
        "eu_contribution_eur": _("EU contribution, EUR"), "cofinancing_eur": _("co-financing, EUR"),
        "total_cost_eur": _("total cost, EUR"), "cut_off": _("facts up to this day count"),
    }  # fmt: skip
    rows = [("figures", name, figures[name]) for name in FIGURE_COLUMNS]
    return rows + [("projects", name, projects[name]) for name in PROJECT_COLUMNS]


def figure_rows(found):
    """The figures as rows of FIGURE_COLUMNS."""
    for row in found.document["figures"]:
        indicator = found.indicators[row["indicator"]]
        yield [
            row["indicator"], indicator["version"], text_of(indicator["name"]), text_of(indicator["unit"]),
            *(str(row["dims"].get(name, "")) for name in DIRECTIONS),
            *(row.get(name, "") for name in NUMBERS),
            row["projects"], "true" if row.get("suppressed") else "",
            found.document["cut_off"], found.document["as_of"],
        ]  # fmt: skip


def project_rows(found):
    """The projects as rows of PROJECT_COLUMNS."""
    for one in found.projects:
        money = one["money"] or {}
        yield [
            one["reference"], one["kind"], one["title"], one["lead"]["name"], one["lead"]["country"],
            "; ".join(f"{row['name']} ({row['country']})" for row in one["partners"]), " ".join(one["countries"]),
            one["pillar"], " ".join(one["sectors"]), one["starts_on"] or "", one["ends_on"] or "",
            money.get("eu", ""), money.get("own", ""), money.get("total", ""), found.document["cut_off"],
        ]  # fmt: skip


def _tables(found):
    return {
        "results": (FIGURE_COLUMNS, figure_rows(found)),
        "projects": (PROJECT_COLUMNS, project_rows(found)),
        "dictionary": (("table", "column", "meaning"), dictionary()),
    }


def as_csv(found, table) -> bytes:
    """One table as CSV in UTF-8 with a mark for spreadsheets; no text is a formula for them."""
    columns, rows = _tables(found)[table]
    text = io.StringIO()
    writer = csv_writer(text)
    writer.writerow(columns)
    writer.writerows([harmless(str(value)) for value in row] for row in rows)
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def as_workbook(found) -> bytes:
    """All tables as a workbook, a sheet each."""
    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(content, options) as book:
        book.set_properties({"created": found.as_of.replace(tzinfo=None)})  # the same bytes each time
        bold = book.add_format({"bold": True})
        for table, (columns, rows) in _tables(found).items():
            sheet = book.add_worksheet(table)
            sheet.freeze_panes(1, 0)
            sheet.write_row(0, 0, columns, bold)
            for place, row in enumerate(rows, 1):
                _write(sheet, place, columns, row)
            sheet.autofit(300)
    return content.getvalue()


def _write(sheet, place, columns, row):
    numeric = {*NUMBERS, "projects", "eu_contribution_eur", "cofinancing_eur", "total_cost_eur"}
    for column, (name, value) in enumerate(zip(columns, row, strict=True)):
        if name in numeric and value != "":
            sheet.write_number(place, column, Decimal(value))
        else:
            sheet.write(place, column, value)


def as_frozen(found) -> bytes:
    """The frozen content, byte for byte what its SHA-256 was taken of."""
    return canonical(found.document)
