"""Reading a budget: as the page draws it, as its sums, as what stands against handing it in."""

from dataclasses import dataclass, replace
from datetime import datetime

from grants import formats, money
from grants.budgets import entries, messages, rules
from grants.budgets.models import Budget, BudgetLine, BudgetPartner, CostBasis, FundingSource, Heading, SourceKind
from grants.budgets.outcomes import Conflict

TO_FILL_IN = ("description", "unit", "quantity", "unit_value")
"""Fields a line cannot be handed in without."""

ADDED_KINDS = (SourceKind.OTHER, SourceKind.REVENUE)
"""Kinds of source people add, name and delete."""


@dataclass(frozen=True)
class Clash:
    """What a colleague saved into a field meanwhile; ``mine`` is what was typed."""

    mine: str
    theirs: str
    by: object
    at: datetime | None


@dataclass(frozen=True)
class Cell:
    """One field of a row: its name on the page, what stands in it, and the revision a save is based on.

    ``text`` is what was typed where it was not understood (``problem`` says why), else the value as it
    can be edited in the reader's format; ``shown`` is the same for people to read (a partner's name).
    """

    name: str
    field: str
    text: str
    shown: str
    rev: int
    problem: str = ""
    conflict: Clash | None = None

    @property
    def label(self):
        """What the field is called."""
        return messages.FIELD_WORDS[self.field]


@dataclass(frozen=True)
class SheetRow:
    """A line or source with its fields; ``locked`` where this person may not write.

    ``has_above`` and ``has_below``: a line of the same heading to change places with.
    """

    record: BudgetLine | FundingSource
    key: str
    title: str
    partner: str
    cells: dict[str, Cell]
    amount: object
    locked: bool
    may_delete: bool
    has_above: bool = False
    has_below: bool = False


@dataclass(frozen=True)
class Group:
    """One of the headings 1 to 6 with its lines."""

    number: int
    title: str
    headings: list[tuple[str, str]]
    rows: list[SheetRow]
    total: object

    @property
    def choices_id(self) -> str:
        """The id of the list that offers the headings of this group."""
        return f"heading-of-{self.number}"


@dataclass(frozen=True)
class FindingRow:
    """Something that stands against handing in: the sentence, and the place on the sheet ("#line-…")."""

    code: str
    sentence: str
    url: str


@dataclass(frozen=True)
class Sheet:
    """A whole budget as the page shows it; amounts in EUR. ``locked``: nothing can be written.

    ``is_ordering``: each line has buttons to move it, which would make the page of a hundred lines too heavy.

    ``asks_basis``: simplified cost options are allowed, or chosen all the same.

    ``every_choice``: each list of a row is written with all its choices, for a browser without scripts.
    """

    budget: Budget
    partners: list[BudgetPartner]
    groups: list[Group]
    amounts: dict[str, Cell]
    sources: list[SheetRow]
    totals: rules.BudgetTotals
    findings: list[FindingRow]
    country: str
    locked: bool
    columns: frozenset | None
    every_choice: bool = False
    is_ordering: bool = False
    asks_basis: bool = False

    @property
    def line_fields(self) -> tuple[str, ...]:
        """The fields of a line: how it is claimed only where there is a choice."""
        return tuple(name for name in entries.LINE_FIELDS if self.asks_basis or name != "basis")

    @property
    def may_enter_amounts(self) -> bool:
        """Whether this person may enter what concerns the whole budget: 8, 10, further sources."""
        return self.columns is None and not self.locked

    @property
    def year_choices(self) -> list[tuple[str, str]]:
        """The years a line can be in, as a list offers them."""
        return [(str(year), str(year)) for year in range(1, self.budget.years + 1)]

    @property
    def basis_choices(self) -> list[tuple[str, str]]:
        """How a line can be claimed, as a list offers it."""
        return CostBasis.choices

    @property
    def partner_choices(self) -> list[tuple[str, str]]:
        """The partners a line can belong to, as a list offers them: all this person may write for, or none yet."""
        mine = [(key, name) for key, name, _amount in self.by_partner if self.columns is None or key in self.columns]
        return [("", messages.NOT_DIVIDED), *mine]

    @property
    def by_partner(self) -> list[tuple[str, str, object]]:
        """What each partner spends: key, name, amount, in the order of the budget."""
        sums = self.totals.by_partner
        return [(str(row.key), str(row.organisation), sums[str(row.key)]) for row in self.partners]

    @property
    def not_divided(self):
        """What no partner spends yet."""
        return self.totals.by_partner.get(None, money.ZERO)

    @property
    def share(self) -> str:
        """The EU contribution in percent of the total costs, rounded for display; a dash without costs."""
        share = self.totals.share
        return f"{formats.number(share, 2, self.country)} %" if share is not None else "–"

    @property
    def by_year(self) -> list[tuple[int, object]]:
        """What is spent in each year."""
        return sorted(self.totals.by_year.items())

    @property
    def may_add(self) -> bool:
        """Whether this person may add lines."""
        return not self.locked

    @property
    def rows(self) -> list[SheetRow]:
        """All lines, in the order of the sheet."""
        return [row for group in self.groups for row in group.rows]

    @property
    def cells(self) -> dict[str, Cell]:
        """Every field of the sheet by its name on the page."""
        rows = [*self.rows, *self.sources]
        return {cell.name: cell for cells in (self.amounts, *(row.cells for row in rows)) for cell in cells.values()}


@dataclass(frozen=True)
class Rows:
    """A budget and all its rows, read together; the partners with their organisations."""

    budget: Budget
    partners: list[BudgetPartner]
    lines: list[BudgetLine]
    sources: list[FundingSource]


def rows_of(number) -> Rows:
    """Everything in the budget with this number: three queries whatever the number of lines."""
    partners = list(BudgetPartner.objects.filter(budget=number).select_related("budget", "organisation"))
    return Rows(
        budget=partners[0].budget if partners else Budget.objects.get(pk=number),
        partners=partners,
        lines=list(BudgetLine.objects.filter(budget=number)),
        sources=list(FundingSource.objects.filter(budget=number)),
    )


def sheet(
    rows, *, limits=None, country=formats.NEUTRAL, outcomes=None, columns=None, locked=False, every_choice=False,
    is_ordering=False,
) -> Sheet:  # fmt: skip
    """The whole budget, of what ``rows_of`` read; no query.

    ``limits`` (rules.Limits) asks for the findings. ``outcomes`` are those of a save just tried: where
    a colleague was faster the fields keep what was typed and show both. ``columns`` are the keys of
    the partners whose rows this person may write, None for all. Numbers are written as in ``country``.
    """
    drawing = _Drawing(rows.budget, rows.partners, country, outcomes or {}, columns, locked)
    totals = totals_of(rows)
    return Sheet(
        budget=rows.budget,
        partners=rows.partners,
        groups=[drawing.group(number, rows.lines, totals) for number in rules.GROUPS],
        amounts={name: drawing.cell("amounts", rows.budget, None, name) for name in entries.AMOUNT_FIELDS},
        sources=[drawing.source(source) for source in rows.sources],
        totals=totals,
        findings=finding_rows(totals, limits, country) if limits else [],
        country=country,
        locked=locked,
        columns=columns,
        every_choice=every_choice,
        is_ordering=is_ordering and not locked,
        asks_basis=bool(limits and limits.simplified) or any(line.is_simplified for line in totals.lines),
    )


def totals_of(rows) -> rules.BudgetTotals:
    """The sums of a budget; no query."""
    budget = rows.budget
    keys = {partner.pk: str(partner.key) for partner in rows.partners}
    names = {partner.pk: str(partner.organisation) for partner in rows.partners}
    return rules.totals(
        [_line(line, keys) for line in rows.lines],
        [_source(source, keys, names) for source in rows.sources],
        indirect=budget.indirect_costs,
        contingency=budget.contingency,
        years=budget.years,
        partners=tuple(keys.values()),
        unread=tuple(name for name in entries.AMOUNT_FIELDS if name in budget.raw),
    )


def finding_rows(totals, limits, country=formats.NEUTRAL) -> list[FindingRow]:
    """What stands against handing in a budget with these sums, as sentences with their places on the sheet."""
    found = rules.findings(totals, limits)
    return [FindingRow(f.code, messages.sentence(f, country=country), f"#{messages.anchor(f)}") for f in found]


def _line(line, keys):
    return rules.Line(
        key=str(line.key),
        heading=line.heading,
        year=line.year,
        partner=keys.get(line.partner_id),
        amount=line.amount,
        label=line.description,
        unread=tuple(name for name in entries.LINE_FIELDS if name in line.raw),
        empty=tuple(name for name in _to_fill_in(line) if name not in line.raw and getattr(line, name) in (None, "")),
        is_simplified=line.basis != CostBasis.ACTUAL,
    )


def _to_fill_in(line):
    """How the rate of a simplified cost was made is part of the line: nobody asks for its invoices later."""
    return TO_FILL_IN if line.basis == CostBasis.ACTUAL else (*TO_FILL_IN, "justification")


def _source(source, keys, names):
    nameless = source.kind in ADDED_KINDS and source.amount and not source.name and "name" not in source.raw
    return rules.Source(
        key=str(source.key),
        kind=source.kind,
        partner=keys.get(source.partner_id),
        amount=source.amount,
        label=_source_title(source, names),
        unread=tuple(name for name in entries.SOURCE_FIELDS if name in source.raw),
        empty=("name",) if nameless else (),
    )


def _source_title(source, names):
    if source.kind == SourceKind.OWN:
        return f"{source.get_kind_display()}: {names.get(source.partner_id, '')}"
    return source.name or source.get_kind_display()


class _Drawing:
    """How rows become what the page shows, for one reader."""

    def __init__(self, budget, partners, country, outcomes, columns, locked):
        self.country, self.outcomes, self.columns, self.locked = country, outcomes, columns, locked
        self.keys = {partner.pk: str(partner.key) for partner in partners}
        self.names = {partner.pk: str(partner.organisation) for partner in partners}
        self.choices = entries.Choices(
            headings=frozenset(Heading.values),
            years=budget.years,
            partners=frozenset(self.keys.values()),
            kinds=frozenset(SourceKind.values),
        )

    def group(self, number, lines, totals):
        headings = [(code, str(label)) for code, label in Heading.choices if code.startswith(str(number))]
        mine = [line for line in lines if line.heading.startswith(str(number))]
        around = [None, *(line.heading for line in mine), None]
        rows = [
            replace(self.line(line), has_above=above == line.heading, has_below=below == line.heading)
            for line, above, below in zip(mine, around, around[2:], strict=False)
        ]
        return Group(number, messages.GROUP_TITLES[number], headings, rows, totals.by_group[number])

    def line(self, line):
        locked = self.locked_for(line)
        cells = {name: self.cell("line", line, line.key, name) for name in entries.LINE_FIELDS}
        partner = self.names.get(line.partner_id, "")
        return SheetRow(line, str(line.key), line.description, partner, cells, line.amount, locked, not locked)

    def source(self, source):
        locked = self.locked_for(source)
        added = source.kind in ADDED_KINDS
        names = ("name", "amount") if added else ("amount",)
        cells = {name: self.cell("source", source, source.key, name) for name in names}
        title = _source_title(source, self.names)
        partner = self.names.get(source.partner_id, "")
        return SheetRow(source, str(source.key), title, partner, cells, source.amount, locked, added and not locked)

    def locked_for(self, record):
        return self.locked or (self.columns is not None and self.keys.get(record.partner_id) not in self.columns)

    def cell(self, kind, record, key, name):
        outcome = self.outcomes.get((kind, key))
        text, problem = self.text(record, name), self.problem(record, name)
        clash = None
        if isinstance(outcome, Conflict) and name in outcome.mine:
            clash = Clash(outcome.mine[name], self.shown(record, name), outcome.by, outcome.at)
            text, problem = clash.mine, ""
        return Cell(cell_name(kind, key, name), name, text, self.shown(record, name), record.rev, problem, clash)

    def text(self, record, name):
        if name in record.raw:
            return record.raw[name]
        value = self.keys.get(record.partner_id, "") if name == "partner" else getattr(record, name)
        if name in ("quantity", "unit_value"):
            return formats.typed_number(value, self.country)
        if name in ("amount", *entries.AMOUNT_FIELDS):
            return formats.typed_number(value, self.country) if value else ""
        return entries.plain(value)

    def shown(self, record, name):
        """As ``text``, but a partner by its name, and in words how a cost is claimed: for people to compare."""
        if name == "basis" and name not in record.raw:
            return str(CostBasis(record.basis).label)
        return self.names.get(record.partner_id, "") if name == "partner" else self.text(record, name)

    def problem(self, record, name):
        if name not in record.raw:
            return ""
        entry = entries.read(name, record.raw[name], self.choices)
        if not entry.problem:
            entry = entries.Entry(problem=messages.STILL_UNREAD.get(name, ""), params={"years": self.choices.years})
        return messages.problem(entry, country=self.country) if entry.problem else ""


def cell_name(kind, key, field) -> str:
    """The name of a field on the page: ``line-<key>-quantity``, ``source-<key>-amount``, ``amounts-contingency``."""
    return f"{kind}-{key}-{field}" if key else f"{kind}-{field}"


def understood(cell, record, *, country=formats.NEUTRAL) -> str:
    """What was read from a typed number of a row, for the person to confirm; "" for the other fields."""
    if cell in record.raw or cell not in ("quantity", "unit_value", "amount", *entries.AMOUNT_FIELDS):
        return ""
    value = getattr(record, cell)
    if value is None or value == money.ZERO:
        return ""
    places = 2 if value == money.euros(value) else 4
    return formats.number(value, places, country)
