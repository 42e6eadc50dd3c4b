"""Firm lists: handed in, read by a worker, taken over whole or not at all."""

import json
import uuid
from functools import partial

from django.utils.translation import gettext_lazy as _

from grants import clock
from grants.files.actions import store
from grants.files.content import KINDS
from grants.files.models import ScanState
from grants.indicators.models import Indicator, IndicatorVersion
from grants.jobs.actions import enqueue
from grants.workflow import Reason, Refused, action, advance, locked, record
from reporting.copying import copy_rows, next_ids
from reporting.firms.actions.register import Named, enter_firms, leave_firms
from reporting.progress import facts
from reporting.progress.checking import Frame, check
from reporting.progress.columns import INDICATORS, MASTER
from reporting.progress.findings import Finding, Findings
from reporting.progress.list_report import is_like_ours
from reporting.progress.list_workflow import UNDER_WAY, ListAction
from reporting.progress.models import Fact, FirmList, ListProblem, Participation
from reporting.progress.queries.told import TOLD
from reporting.progress.workbook import read
from reporting.progress.workflow import ListState, UpdateState

MOST_MEGABYTES = 20

OPEN = (UpdateState.DRAFT, UpdateState.RETURNED)


def _no_worker(phase, done, total):
    """Where nobody waits for signs of life."""


# Handing in -------------------------------------------------------------------------------------------


@action
def hand_in_list(update, *, file, by):
    """Keep a list for this update and have a worker read it; returns the FirmList.

    Nothing counts before it was taken over without problems. A later list replaces this one while the
    update is open. Raises Refused where it is not, BadFile for a file that is neither workbook nor CSV.
    """
    update = locked(update)
    if update.state not in OPEN:
        raise Refused([Reason(_("Lists are handed in while the update is being filled in."), code="update_closed")])
    stored = store(file, by=by, allow=("xlsx", "csv"), most_megabytes=MOST_MEGABYTES)
    for earlier in update.lists.filter(state__in=[*UNDER_WAY, ListState.REFUSED]):
        advance(locked(earlier), ListAction.REPLACE, by=by)
    firm_list = FirmList.objects.create(update=update, file=stored, uploaded_by=by, uploaded_at=clock.now())
    record(firm_list, ListAction.HAND_IN, by=by)
    enqueue("read_firm_list", target=firm_list.pk, key=f"read_firm_list:{firm_list.pk}")
    return firm_list


# Reading ----------------------------------------------------------------------------------------------


def take_over_list(firm_list, *, at_work=_no_worker):
    """Read the list and take it over whole, or keep what is wrong with it. Returns the FirmList.

    ``at_work(phase, done, total)`` hears of progress and may stop the work by raising. Stopped anywhere
    and begun again, the result is the same: all of it is written in one transaction at the end. What was
    replaced meanwhile or read before is left as it is.
    """
    firm_list = begin_reading(firm_list)
    if firm_list.state != ListState.READING:
        return firm_list
    at_work("reading", 0, 0)
    sheet, entries, findings = _read(firm_list, at_work)
    at_work("writing", len(entries), len(entries))
    if findings.problems:
        return refuse_list(firm_list, findings=findings, sheet=sheet)
    return take_list(firm_list, entries=entries, findings=findings, sheet=sheet)


@action
def begin_reading(firm_list, *, by=None):
    """Say that a worker reads it; nothing for a list that was read or replaced."""
    firm_list = locked(firm_list)
    if firm_list.state in UNDER_WAY:
        advance(firm_list, ListAction.READ, by=by)
    return firm_list


def _read(firm_list, at_work):
    """(name of the sheet, entries, findings) of the file."""
    if firm_list.file.scan_state == ScanState.INFECTED:
        return "", [], Findings([Finding(0, "", "not_readable")])
    book = content_of(firm_list)
    project, height = firm_list.update.project, len(book.table.numbers)
    if book.project and book.project != project.reference:
        params = {"project": book.project[:40], "this": project.reference}
        book.findings.add(Finding(0, "", "template_of_other_project", params))
    entries, findings = check(
        book.table,
        frame_of(firm_list.update),
        found=book.findings,
        at_row=lambda count: at_work("checking", count, height),
    )
    if not is_like_ours(book.letters):
        findings.name_cells(book.letters)
    return book.sheet[:100], entries, findings


def content_of(firm_list):
    """What stands in the file of a list, as ``workbook.Read``."""
    with firm_list.file.content.open("rb") as content:
        return read(content.read(), is_text=firm_list.file.media_type == KINDS["csv"].media_type)


def frame_of(update):
    """What the rows of an update's list are held against."""
    project = update.project
    least = IndicatorVersion.objects.filter(indicator__code__in=INDICATORS, least_amount__isnull=False)
    return Frame(
        period_end=update.period_end,
        starts_on=project.starts_on,
        ends_on=project.ends_on,
        countries=frozenset(str(code) for code in project.countries.values_list("country", flat=True)),
        indicators=frozenset(Indicator.objects.filter(code__in=INDICATORS).values_list("code", flat=True)),
        least=dict(least.order_by("number").values_list("indicator__code", "least_amount")),
    )


@action
def refuse_list(firm_list, *, findings, sheet="", by=None):
    """Keep what is wrong: nothing of the list is taken over. Nothing happens to one that was replaced."""
    firm_list = locked(firm_list)
    if firm_list.state not in UNDER_WAY:
        return firm_list
    _keep(firm_list, findings, sheet)
    advance(firm_list, ListAction.REFUSE, by=by, fields=_COUNTS)
    return firm_list


_COUNTS = ("sheet", "rows", "problem_count", "note_count", "found")


def _keep(firm_list, findings, sheet):
    firm_list.sheet = sheet
    firm_list.problem_count, firm_list.note_count = findings.problems, findings.notes
    firm_list.found = findings.by_code
    firm_list.problems.all().delete()
    copy_rows(
        ListProblem,
        ("list", "row", "column", "code", "params", "is_note"),
        (
            (firm_list.pk, finding.row, finding.column, finding.code, json.dumps(finding.params), finding.is_note)
            for finding in findings
        ),
    )


@action
def take_list(firm_list, *, entries, findings, sheet, by=None):
    """Write participations and facts of every row; the list in force until now is replaced.

    Refuses a list whose update was submitted meanwhile: it keeps its state, and the reason is kept.
    """
    update = locked(firm_list.update)
    firm_list = locked(firm_list)
    if firm_list.state != ListState.READING:
        return firm_list
    if update.state not in OPEN:
        findings.add(Finding(0, "", "update_closed"))
        return refuse_list(firm_list, findings=findings, sheet=sheet, by=by)
    for earlier in update.lists.filter(state=ListState.TAKEN):
        advance(locked(earlier), ListAction.REPLACE, by=by)
        _drop_rows(earlier)
    entered = enter_firms([_named(entry) for entry in entries], by=by)
    _write(firm_list, update, entries, entered.ids)
    _keep(firm_list, findings, sheet)
    firm_list.rows = len(entries)
    firm_list.firms_new, firm_list.firms_known = entered.new, entered.known
    firm_list.firms_unidentified = entered.unidentified
    fields = [*_COUNTS, "firms_new", "firms_known", "firms_unidentified"]
    advance(firm_list, ListAction.TAKE, by=by, fields=fields)
    enqueue("match_firms", target=firm_list.pk, key=f"match_firms:{firm_list.pk}")
    return firm_list


def _drop_rows(firm_list):
    """Rows of a list that never was approved: what it said is said anew by the next one."""
    firms = list(firm_list.participations.values_list("firm_id", flat=True).order_by().distinct())
    rows = Participation.objects.filter(list=firm_list)
    Fact.objects.filter(participation__in=rows)._raw_delete(rows.db)  # delete() would load what PROTECT looks at
    rows._raw_delete(rows.db)
    leave_firms(firms)


def _named(entry):
    cell = entry.value
    return Named(
        country=cell("country"),
        key=entry.key,
        identity=entry.identity,
        tax_id=entry.tax_id,
        name=cell("name"),
        entity_type=cell("entity_type"),
        place=cell("place") or "",
        contact=cell("contact") or "",
        size=cell("size"),
        section=cell("section") or "",
        owner_sex=cell("owner_sex") or "",
        supported_on=cell("supported_on"),
    )


def _write(firm_list, update, entries, firms):
    numbers = next_ids(Participation, len(entries))
    copy_rows(
        Participation,
        ("id", "public_id", "list", "project", "firm", "row", "supported_on", *TOLD, "as_typed"),
        (
            (
                number, uuid.uuid4(), firm_list.pk, update.project_id, firm, entry.row, entry.value("supported_on"),
                *(entry.value(name) or "" for name in TOLD),
                json.dumps({key: text for key, text in zip(MASTER, entry.typed, strict=True) if text}),
            )
            for number, firm, entry in zip(numbers, firms, entries, strict=True)
        ),
    )  # fmt: skip
    spelled = _spellings(update)
    indicators = dict(Indicator.objects.filter(code__in=INDICATORS).values_list("code", "pk"))
    rows = facts.facts_of(zip(numbers, firms, entries, strict=True), spelled=spelled)
    copy_rows(Fact, facts.FIELDS, ((number, indicators[code], *rest) for number, code, *rest in rows))


def _spellings(update):
    """How the project has written its practices, standards and lines before: the same stays the same."""
    items = Fact.objects.filter(participation__project=update.project_id).exclude(item="")
    return partial(facts.one_spelling, facts.spellings(items.values_list("item", flat=True).order_by("pk").distinct()))
