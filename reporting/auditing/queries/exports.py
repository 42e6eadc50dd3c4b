"""Populations and samples as files: CSV made while it is sent, or a workbook; a head says what it is."""

from datetime import UTC
from itertools import chain

from grants import clock
from grants.files.streams import BookWriter, csv_pieces
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


def as_csv(about, heads, rows):
    """The file in pieces: a line for each row of the head, an empty one, the table."""
    return csv_pieces(chain(about, [(), heads], rows))


def as_workbook(about, tables):
    """An open temporary file with a sheet for the head and one for each table."""
    with BookWriter() as book:
        book.pairs("about", about)
        for name, (heads, rows) in tables.items():
            book.table(name, heads, rows)
    return book.content
