"""Populations and samples as files: CSV made while it is sent, or a workbook; a head says what it is."""

import csv
import tempfile
from datetime import UTC

import xlsxwriter

from grants import clock
from grants.files.tables import harmless
from reporting.auditing.models import PopulationKind
from reporting.auditing.queries import of_money, populations

ITEM_HEADS = ("place", "hits")


def head(choice, *, auditor, call, country, purpose, count, total, sha256):
    """What stands above every export, as (name, value): engagement, scope, moment, count, sum, hash."""
    rows = [
        ("engagement", purpose),
        ("auditor", str(auditor)),
        ("scope", " ".join(filter(None, (call and call.reference, str(country)))) or "programme"),
        ("population", str(choice.kind)),
        ("as_of", _moment(choice.as_of)),
    ]
    if choice.compilation:
        compilation = choice.compilation
        rows += [("cut_off", compilation.cut_off.isoformat()), ("inputs_sha256", compilation.inputs_sha256)]
    if choice.figure:
        version = choice.figure.indicator
        rows.append(("indicator", f"{version.indicator.code} version {version.number}"))
    rows.append(("units", count))
    if total is not None:
        rows.append(("sum_eur", total))
    return [*rows, ("population_sha256", sha256), ("made_at", _moment(clock.now()))]


def head_of(population, user):
    """The head of a population an auditor takes away."""
    choice, held, sums = population.choice, population.choice.engagement, population.sums
    return head(
        choice, auditor=user, call=held.call, country=held.country, purpose=held.purpose,
        count=sums.count, total=sums.total, sha256=sums.sha256,
    )  # fmt: skip


def head_of_sample(sample, choice, *, tells_sums):
    """The head of a sample: that of its population as it was, and how it was drawn."""
    rows = head(
        choice, auditor=sample.drawn_by, call=sample.call, country=sample.country, purpose=sample.purpose,
        count=sample.count, total=sample.total if tells_sums else None, sha256=sample.population.sha256,
    )  # fmt: skip
    rows += [
        ("sample", sample.number), ("drawn_at", _moment(sample.drawn_at)), ("method", str(sample.method)),
        ("size", sample.size), ("seed", sample.seed),
    ]  # fmt: skip
    if sample.interval is not None and tells_sums:
        rows += [("interval_eur", sample.interval), ("start_eur", sample.start)]
    return [*rows, ("note", sample.note)]


def tables_of(population):
    """Name -> heads and rows of what is known of a population; of payments also their postings."""
    choice = population.choice
    tables = {"population": (populations.heads(choice), populations.rows(choice, population))}
    if choice.kind == PopulationKind.PAYMENTS:
        tables["ledger"] = (of_money.LEDGER_HEADS, of_money.ledger_rows(choice, population))
    return tables


def _moment(moment):
    return moment.astimezone(UTC).isoformat(timespec="seconds")


# As files ---------------------------------------------------------------------------------------------


class _Line:
    """What a csv.writer writes to: keeps nothing, hands the line back."""

    def write(self, text):
        return text


def as_csv(about, heads, rows):
    """The file in pieces: a line for each row of the head, an empty one, the table."""
    writer = csv.writer(_Line())
    yield b"\xef\xbb\xbf"
    for row in (*about, (), heads):
        yield writer.writerow([harmless(cell) for cell in row]).encode()
    for row in rows:
        yield writer.writerow([harmless(cell) for cell in row]).encode()


def as_workbook(about, tables):
    """An open temporary file with a sheet for the head and one for each table."""
    content = tempfile.TemporaryFile()  # noqa: SIM115 (who sends it closes it)
    options = {
        "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
    }  # fmt: skip
    with xlsxwriter.Workbook(content, options) as book:
        bold, amount = book.add_format({"bold": True}), book.add_format({"num_format": "#,##0.00"})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet = book.add_worksheet("about")
        sheet.set_column(0, 0, 20)
        sheet.set_column(1, 1, 70)
        for number, (name, value) in enumerate(about):
            sheet.write_string(number, 0, name, bold)
            sheet.write_string(number, 1, str(value))
        for name, (heads, rows) in tables.items():
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            sheet.set_column(0, len(heads) - 1, 18)
            sheet.write_row(0, 0, heads, bold)
            for number, row in enumerate(rows, start=1):
                _write(sheet, number, row, amount, day)
    content.seek(0)
    return content


def _write(sheet, number, row, amount, day):
    for column, cell in enumerate(row):
        if isinstance(cell, str):
            if cell:
                sheet.write_string(number, column, cell)
        elif isinstance(cell, int):
            sheet.write_number(number, column, cell)
        elif hasattr(cell, "isoformat"):
            sheet.write_datetime(number, column, cell, day)
        else:
            sheet.write_number(number, column, cell, amount)
