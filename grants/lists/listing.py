"""A list as its page shows it, and the same list whole as a file.

A view decorated with ``answering.exportable`` returns a ``Listing``. Its file has all rows that the filters leave,
made by the same function as the rows of the page: it shows nobody more than the page, neither rows nor columns.
"""

from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _

from grants import clock
from grants.lists.cells import heads_of, values_of
from grants.templatetags.grants import moment_text

BATCH = 500
"""Rows read at a time."""

SORTS = ("order", "sort")
"""Names in an address that say in which order a list stands."""


@dataclass
class Listing:
    """A list: its name, the page it is shown on, and how a part of its documents becomes rows of cells.

    ``context`` holds what the page shows besides: ``page`` (of all that the filters leave), ``columns``, ``form``
    where the list has filters. ``lines(part)`` takes a queryset or list of any length in the list's order. A page
    that writes its table by hand gives the file's ``columns`` apart; a list without pages is ``everything``, with
    its ``total`` where it is unread. ``at_once`` is up to how many rows a workbook is made while one waits,
    ``batch`` how many rows are read at a time.
    """

    title: str
    template: str
    context: dict
    lines: Callable
    at_once: int | None = None
    columns: list | None = None
    everything: list | QuerySet | None = None
    total: int | None = None
    batch: int | None = None

    @property
    def rows(self):
        """All the filters leave, unread."""
        return self.context["page"].paginator.object_list if self.everything is None else self.everything

    @property
    def shown(self):
        """Those on the page."""
        return self.context["page"].object_list if self.everything is None else self.everything

    @property
    def count(self) -> int:
        """How many the filters leave."""
        if self.total is not None:
            return self.total
        return self.context["page"].paginator.count if self.everything is None else len(self.everything)


@dataclass
class Table:
    """A list as a file holds it: lines above, heads, and the rows, read as they are asked for."""

    title: str
    above: list
    heads: list
    rows: Iterator
    count: int

    @property
    def name(self) -> str:
        """What the file is called."""
        return f"{slugify(self.title) or 'list'}-{clock.now():%Y-%m-%d}"


def chosen(form) -> dict:
    """The filters of an address that are understood; the others are left out, and the page says so."""
    return form.cleaned_data if form.is_valid() else getattr(form, "cleaned_data", {})


def address_query(request, form) -> str:
    """What of an address says which rows are shown, and in which order: filters in force, nothing else."""
    names = {*SORTS, *(form.fields if form is not None else ())} - set(form.errors if form is not None else ())
    kept = QueryDict(mutable=True)
    for name in sorted(names):
        values = [value for value in request.GET.getlist(name) if value]
        if values:
            kept.setlist(name, values)
    return kept.urlencode()


def table_of(request, listing, *, between=lambda: None) -> Table:
    """The whole list for the person of the request, in the language of the moment.

    ``between()`` is called after each batch of rows, like to give the database's connection back.
    """
    columns, zone = listing.columns or list(listing.context["columns"]), request.user.time_zone
    facts = [listing.title, *filters_in_words(listing.context.get("form")), moment_text(clock.now(), zone)]
    return Table(
        title=listing.title,
        above=[[*facts, str(request.user)]],
        heads=heads_of(columns),
        rows=_values(listing, columns, zone, translation.get_language(), between),
        count=listing.count,
    )


def filters_in_words(form) -> list[str]:
    """The filters in force, each with its label; that there is none."""
    words = []
    for name, value in chosen(form).items() if form is not None and form.is_bound else ():
        if value:
            offered = {str(code): label for code, label in _flat(getattr(form.fields[name], "choices", ()))}
            words.append(f"{form.fields[name].label}: {offered.get(str(value), value)}")
    return words or [_("without filters")]


def _flat(choices):
    for code, label in choices:
        if isinstance(label, (list, tuple)):
            yield from label
        else:
            yield code, label


def _values(listing, columns, zone, language, between):
    for part in _parts(listing.rows, listing.batch or BATCH):
        with translation.override(language):  # rows are asked for while the answer is sent, in no language
            rows = [values_of(row, columns, zone) for row in listing.lines(part)]
        between()
        yield from rows


def _parts(rows, size):
    """The documents of a list, some at a time: numbers are read once, the rest as it is needed."""
    if isinstance(rows, QuerySet):
        numbers = array("q", rows.values_list("pk", flat=True).iterator(chunk_size=10_000))
        yield from (rows.filter(pk__in=numbers[start : start + size]) for start in range(0, len(numbers), size))
    else:
        yield from (rows[start : start + size] for start in range(0, len(rows), size))
