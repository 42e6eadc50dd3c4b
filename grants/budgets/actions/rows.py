"""Saving what people type into a budget: row by row or a whole sheet, nothing lost (decisions.md B7).

Each row has a revision; a save names the one it is based on. What is not understood stays as typed
in ``raw``, counts with zero and blocks handing in. The budget's own row is locked first, so that
saves of one budget follow one another; per field of a row the outcome is one of these:

| based on | typed                     | outcome                                               |
|----------|---------------------------|-------------------------------------------------------|
| now      | another value             | saved, revision of the row + 1, kept in the history   |
| now      | the same value            | nothing to do                                         |
| earlier  | the value that stands now | nothing to do: a repeated save                        |
| earlier  | the value it was based on | nothing to do: this person changed nothing here       |
| earlier  | another value, in a field nobody else changed since | saved: two people fill in one row |
| earlier  | another value than a colleague's | conflict: both are shown, what was typed is kept aside |

A conflict in one field keeps the whole row from being saved. Values are compared as understood:
1.234,5 typed over 1234.50 changes nothing.
"""

from django.utils.translation import gettext as _

from grants import clock, formats, money
from grants.budgets import entries
from grants.budgets.actions.setup import OTHERS_AFTER, open_for_change
from grants.budgets.models import BudgetLine, BudgetRevision, FundingSource, Heading, Row, SourceKind
from grants.budgets.outcomes import Conflict, Saved
from grants.workflow import Reason, Refused, action

FREE_KINDS = frozenset({SourceKind.OTHER, SourceKind.REVENUE})
"""Sources people add and delete; the EU's and each partner's own are always there."""


INITIAL = {
    Row.AMOUNTS: {"indirect_costs": "0.00", "contingency": "0.00"},
    Row.SOURCE: {"name": "", "amount": "0.00"},
}
"""What rows made with the budget hold at revision 0."""


@action
def save_line(budget, key, fields, *, based_on, by) -> Saved | Conflict:
    """Save typed fields of one line (``entries.LINE_FIELDS``); a new key with ``based_on`` 0 adds a line.

    A partner that has left meanwhile, a number or year not understood is kept and flagged. Raises
    Refused for a new line without heading, for fields or headings there are not, for endless texts
    and for a final budget; nothing is written then. The amount is computed, never typed.
    """
    return _Sheet(budget, by).save_line(key, fields, based_on)


@action
def add_line(budget, *, heading, partner=None, by) -> Saved:
    """An empty line under a heading ("1.1"), to be filled in; ``partner`` is the key of who spends it.

    Raises Refused for a heading there is not and for a final budget.
    """
    sheet = _Sheet(budget, by)
    typed = sheet.cleaned({"heading": heading, "partner": str(partner or "")}, entries.LINE_FIELDS)
    line = BudgetLine(budget=sheet.budget, rev=0, position=len(sheet.lines) + 1, saved_by=by, saved_at=sheet.now)
    sheet.take(line, typed)
    return sheet.keep(Row.LINE, line, line.key)


@action
def add_source(budget, *, kind, by) -> Saved:
    """An empty source of funding of a kind people add (other, revenue). Raises Refused for the others."""
    if kind not in FREE_KINDS:
        raise Refused([Reason(_("Choose what kind of source this is."))])
    sheet = _Sheet(budget, by)
    source = FundingSource(budget=sheet.budget, kind=kind, rev=0, position=OTHERS_AFTER + len(sheet.sources))
    return sheet.keep(Row.SOURCE, source, source.key)


@action
def delete_line(budget, key, *, based_on, by) -> Saved | Conflict:
    """Take a line away; its last values stay in the history. Deleting twice changes nothing.

    A conflict when a colleague changed the line meanwhile: look first, then delete.
    """
    sheet = _Sheet(budget, by)
    return sheet.delete(Row.LINE, sheet.lines.get(key), based_on)


@action
def move_line(budget, key, *, up, by) -> Saved:
    """Put a line one place up or down among those of its heading; at the end, or when it is gone, nothing changes."""
    sheet = _Sheet(budget, by)
    line = sheet.lines.get(key)
    if line is None:
        return Saved(0, sheet.now, None, changed=False)
    same = sorted((one for one in sheet.lines.values() if one.heading == line.heading), key=lambda one: one.position)
    place = same.index(line)
    other = place + (-1 if up else 1)
    if not 0 <= other < len(same):
        return Saved(line.rev, sheet.now, line, changed=False)
    same[place], same[other] = same[other], same[place]
    for position, one in enumerate(same, start=1):
        one.position = position
    BudgetLine.objects.bulk_update(same, ["position"])
    return Saved(line.rev, sheet.now, line)


@action
def save_amounts(budget, fields, *, based_on, by) -> Saved | Conflict:
    """Save the entered amounts (``entries.AMOUNT_FIELDS``) against the budget's own revision."""
    return _Sheet(budget, by).save_amounts(fields, based_on)


@action
def save_source(budget, key, fields, *, based_on, by) -> Saved | Conflict:
    """Save typed fields of a source of funding (``entries.SOURCE_FIELDS``); a new key adds one.

    Kind and partner of the EU contribution and of a partner's own contribution do not change; new
    sources are of another kind. Raises Refused otherwise, and as ``save_line`` does.
    """
    return _Sheet(budget, by).save_source(key, fields, based_on)


@action
def delete_source(budget, key, *, based_on, by) -> Saved | Conflict:
    """Take a source of funding away. Refused for the EU contribution and for a partner's own: set them to zero."""
    sheet = _Sheet(budget, by)
    source = sheet.sources.get(key)
    if source is not None and source.kind not in FREE_KINDS:
        raise Refused([Reason(_("This source stays in the budget. Set its amount to zero instead."))])
    return sheet.delete(Row.SOURCE, source, based_on)


@action
def save_sheet(budget, *, lines=None, sources=None, amounts=None, by) -> dict[tuple, Saved | Conflict]:
    """Save a whole sheet at once: the page without scripts, the demo, the workbook.

    ``lines`` and ``sources`` are {key: (fields, based_on)}, ``amounts`` is (fields, based_on). Outcomes
    by ("line", key), ("source", key) and ("amounts", None). Rows nobody changed cost no statement, all new
    lines together one, and so does the history. Raises Refused as the single saves do, and then
    nothing of the sheet is written.
    """
    sheet = _Sheet(budget, by, at_once=True)
    outcomes = {
        ("line", key): sheet.save_line(key, fields, based_on) for key, (fields, based_on) in (lines or {}).items()
    }
    for key, (fields, based_on) in (sources or {}).items():
        outcomes["source", key] = sheet.save_source(key, fields, based_on)
    if amounts is not None:
        outcomes["amounts", None] = sheet.save_amounts(*amounts)
    sheet.write_all()
    return outcomes


class _Sheet:
    """A locked budget with its rows, and the person who saves: four queries.

    With ``at_once`` new lines and the history wait for ``write_all``, which writes them together.
    """

    def __init__(self, budget, by, *, at_once=False):
        self.budget = open_for_change(budget)
        self.by = by
        self.new_lines, self.history = ([], []) if at_once else (None, None)
        self.now = clock.now()
        self.partners = {str(partner.key): partner for partner in self.budget.partners.all()}
        self.partner_keys = {partner.pk: key for key, partner in self.partners.items()}
        self.choices = entries.Choices(
            headings=frozenset(Heading.values),
            years=self.budget.years,
            partners=frozenset(self.partners),
            kinds=frozenset(SourceKind.values),
        )
        self.lines = {line.key: line for line in self.budget.lines.all()}
        self.sources = {source.key: source for source in self.budget.sources.all()}

    # Rows ---------------------------------------------------------------------------------------

    def save_line(self, key, fields, based_on):
        typed = self.cleaned(fields, entries.LINE_FIELDS)
        line = self.lines.get(key)
        if line is None and based_on == 0:
            if not any(typed.get(name) for name in ("description", "quantity", "unit_value", "justification")):
                return Saved(0, self.now, None, changed=False)
            if "heading" not in typed:
                raise Refused([Reason(_("Choose the heading this line belongs to."))])
            line = BudgetLine(budget=self.budget, key=key, rev=0, position=len(self.lines) + 1)
        mine = self.settle(Row.LINE, key, line, typed, based_on)
        if not isinstance(mine, dict):
            return mine
        self.take(line, mine)
        self.compute(line)
        line.saved_by, line.saved_at = self.by, self.now
        self.lines[key] = line
        return self.keep(Row.LINE, line, key)

    def save_source(self, key, fields, based_on):
        typed = self.cleaned(fields, entries.SOURCE_FIELDS)
        source = self.sources.get(key)
        if source is None and based_on == 0:
            if not any(typed.get(name) for name in ("name", "amount")):
                return Saved(0, self.now, None, changed=False)
            if typed.get("kind") not in FREE_KINDS:
                raise Refused([Reason(_("Choose what kind of source this is."))])
            source = FundingSource(budget=self.budget, key=key, rev=0, position=OTHERS_AFTER + len(self.sources))
        elif source is not None and source.kind not in FREE_KINDS:
            typed.pop("kind", None)
            typed.pop("partner", None)
        elif typed.get("kind", SourceKind.OTHER) not in FREE_KINDS:
            raise Refused([Reason(_("Choose what kind of source this is."))])
        mine = self.settle(Row.SOURCE, key, source, typed, based_on)
        if not isinstance(mine, dict):
            return mine
        self.take(source, mine)
        self.sources[key] = source
        return self.keep(Row.SOURCE, source, key)

    def save_amounts(self, fields, based_on):
        typed = self.cleaned(fields, entries.AMOUNT_FIELDS)
        mine = self.settle(Row.AMOUNTS, None, self.budget, typed, based_on)
        if not isinstance(mine, dict):
            return mine
        self.take(self.budget, mine)
        return self.keep(Row.AMOUNTS, self.budget, None)

    def delete(self, row, record, based_on):
        if record is None:
            return Saved(0, self.now, None, changed=False)
        if record.rev != based_on:
            return self.conflict(row, record.key, record, {})
        self.write(row, record.key, record.rev, self.standing(row, record), is_deletion=True)
        record.delete()
        return Saved(0, self.now, None)

    # Typed text ---------------------------------------------------------------------------------

    def cleaned(self, fields, known):
        """The typed fields as they can be stored. Raises Refused for foreign fields and endless texts."""
        if not set(fields) <= set(known):
            raise Refused([Reason(_("The budget has no such field. Load the page again."))])
        typed = {name: formats.clean_text(raw).strip() for name, raw in fields.items()}
        if any(len(raw) > entries.LONGEST for raw in typed.values()):
            sentence = _("A field can have at most %(limit)s characters. Nothing was saved.")
            raise Refused([Reason(sentence % {"limit": formats.number(entries.LONGEST)})])
        for name in ("heading", "kind"):
            if name in typed and entries.read(name, typed[name], self.choices).problem:
                raise Refused([Reason(_("Choose from the list. Load the page again."))])
        return typed

    def take(self, record, typed):
        """Put what is understood into its column, the rest into ``raw``: what was typed now and before."""
        for name, raw in (record.raw | typed).items():
            entry = entries.read(name, raw, self.choices)
            record.raw.pop(name, None)
            if entry.problem:
                record.raw[name] = raw
            self.put(record, name, entry)

    def put(self, record, name, entry):
        if name == "partner":
            record.partner = self.partners.get(entry.value)
        elif name == "year":
            record.year = entry.value or record.year
        elif name == "basis":
            record.basis = entry.value or record.basis
        elif name in ("amount", *entries.AMOUNT_FIELDS):
            setattr(record, name, money.ZERO if entry.problem else entry.value)
        elif name in ("quantity", "unit_value"):
            setattr(record, name, entry.value)
        else:
            setattr(record, name, entry.value or "")

    def compute(self, line):
        """The line's total, rounded here and only here; a product too large for a column flags its unit value."""
        if line.quantity is None or line.unit_value is None:
            line.amount = money.ZERO
            return
        line.amount = money.line_total(line.quantity, line.unit_value)
        if line.amount >= entries.MOST:
            line.raw["unit_value"] = entries.plain(line.unit_value)
            line.unit_value, line.amount = None, money.ZERO

    # Compare and set ----------------------------------------------------------------------------

    def settle(self, row, key, record, typed, based_on):
        """The typed fields to be written; or the outcome, when nothing is or a colleague was faster."""
        normal = {name: entries.normal(name, raw, self.choices) for name, raw in typed.items()}
        if record is None:
            base = self.base(row, key, based_on)
            mine = {name: raw for name, raw in typed.items() if base is None or normal[name] != base.get(name, "")}
            return self.conflict(row, key, None, mine) if mine else Saved(0, self.now, None, changed=False)
        now = self.standing(row, record)
        if record.pk is None:
            return typed
        mine = {name for name, text in normal.items() if text != now[name]}
        if mine and record.rev != based_on:
            base = self.base(row, key, based_on)
            if base is None:
                return self.conflict(row, key, record, {name: typed[name] for name in mine})
            mine = {name for name in mine if normal[name] != base.get(name, "")}
            if any(now[name] != base.get(name, "") for name in mine):
                return self.conflict(row, key, record, {name: typed[name] for name in mine})
        if not mine:
            return Saved(record.rev, getattr(record, "saved_at", None) or self.now, record, changed=False)
        return {name: typed[name] for name in mine}

    def standing(self, row, record):
        """The row's fields as they are compared: understood in their normal form, else as typed."""
        names = {Row.LINE: entries.LINE_FIELDS, Row.SOURCE: entries.SOURCE_FIELDS, Row.AMOUNTS: entries.AMOUNT_FIELDS}
        values = {name: self.value(record, name) for name in names[row]}
        return {name: entries.plain(value) for name, value in values.items()} | record.raw

    def value(self, record, name):
        return self.partner_keys.get(record.partner_id) if name == "partner" else getattr(record, name)

    def base(self, row, key, rev):
        """The row as it stood at a revision, None if it never did."""
        if rev == 0:
            return INITIAL.get(row)
        revisions = BudgetRevision.objects.filter(
            budget=self.budget, row=row, key=key, rev=rev, is_aside=False, is_deletion=False
        )
        return revisions.values_list("typed", flat=True).first()

    def conflict(self, row, key, record, typed):
        last = BudgetRevision.objects.filter(budget=self.budget, row=row, key=key, is_aside=False)
        last = last.select_related("by").order_by("-pk").first()
        if typed:
            self.write(row, key, record.rev if record else 0, typed, is_aside=True)
        return Conflict(
            record.rev if record else 0, record, last.by if last else None, last.at if last else None, typed
        )

    def keep(self, row, record, key):
        record.rev += 1
        if self.new_lines is not None and row == Row.LINE and record.pk is None:
            self.new_lines.append(record)
        else:
            record.save()
        self.write(row, key, record.rev, self.standing(row, record))
        return Saved(record.rev, self.now, record)

    def write(self, row, key, rev, typed, **marks):
        entry = BudgetRevision(
            budget=self.budget, row=row, key=key, rev=rev, typed=typed, by=self.by, at=self.now, **marks
        )
        if self.history is not None:
            self.history.append(entry)
        else:
            entry.save()

    def write_all(self):
        """Write what waited: the new lines, then the history."""
        BudgetLine.objects.bulk_create(self.new_lines)
        BudgetRevision.objects.bulk_create(self.history)
