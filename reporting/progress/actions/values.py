"""Filling an update in: numbers with their parts, words, evidence. What comes after a colleague's text is kept aside.

The rules are those of the logframe (``applications.actions.logframe``): a save names the mark of the text
it was based on; a text that is no number is kept as typed and blocks the submission.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from grants import clock, formats
from grants.applications.cells import Clash
from grants.applications.marks import text_mark
from grants.files.actions import store
from grants.workflow import Reason, Refused, action, filled, locked, record
from reporting.progress import cells
from reporting.progress.models import Evidence, IndicatorValue, ValueRevision
from reporting.progress.queries.content import Reported, reported_of
from reporting.progress.workflow import OPEN, UpdateAction

MOST_EVIDENCE = 10


@dataclass(frozen=True)
class Kept:
    """A field stands as typed: the mark to base the next save on, and the indicator as it is now."""

    mark: str
    at: datetime
    reported: Reported
    field: str
    changed: bool = True


@action
def save_values(update, *, by, values, based_on=None):
    """Save fields of reported indicators: ``values`` is {code: {field: text}}; returns {name: Kept or Clash}.

    A field is a split ("" for the whole, ``sex:women``), ``note`` (how it was measured) or ``kept_at``
    (where the evidence is kept). ``based_on`` has the same shape, with the marks of the texts the page
    showed; without it what stands is replaced. Raises Refused when the update is not open, and for a
    field it does not have.
    """
    update = _open(update)
    reported = {one.code: one for one in reported_of(update)}
    outcome, texts = {}, {}
    for code, fields in values.items():
        for field, raw in fields.items():
            one = _field(reported, code, field)
            name, text = cells.cell_name(code, field), formats.clean_text(raw)
            mark = (based_on or {}).get(code, {}).get(field, "") if based_on is not None else None
            texts[name], outcome[name] = text, _save(update, one, field, text, mark)
    changed = [one for one in outcome.values() if isinstance(one, Kept) and one.changed]
    for row in {id(row): row for row in (k.reported.rows[cells.split_of(k.field)] for k in changed)}.values():
        row.save()
    outcome |= _with_authors(update, outcome)
    _keep(update, texts, outcome, by)
    return outcome


@action
def add_evidence(update, *, code, uploaded, by):
    """Put a file beside a reported number. Raises BadFile for a file that cannot be taken, Refused when not open."""
    update = _open(update)
    one = _field({one.code: one for one in reported_of(update)}, code, "note")
    if update.evidence.filter(indicator=one.version).count() >= MOST_EVIDENCE:
        words = {"count": MOST_EVIDENCE}
        raise Refused([Reason(filled(_("An indicator has at most %(count)d files here."), words), code="full")])
    evidence = Evidence.objects.create(
        update=update, indicator=one.version, file=store(uploaded, by=by), added_by=by, added_at=clock.now()
    )
    changes = {"code": code, "file": evidence.file.original_name, "sha256": evidence.file.sha256}
    record(update, UpdateAction.ADD_EVIDENCE, by=by, changes=changes)
    return evidence


@action
def remove_evidence(evidence, *, by):
    """Take a file away again. Raises Refused when the update is not open."""
    update = _open(evidence.update)
    changes = {"code": evidence.indicator.indicator.code, "file": evidence.file.original_name}
    record(update, UpdateAction.REMOVE_EVIDENCE, by=by, changes=changes)
    evidence.delete()
    return update


def _open(update):
    """The update's row, locked: a submission locks the same one, so that it freezes no half of a save."""
    update = locked(update)
    if update.state not in OPEN:
        words = {"state": update.get_state_display()}
        sentence = filled(_("The state is “%(state)s”: nothing can be filled in now."), words)
        raise Refused([Reason(sentence, code="not_open")])
    return update


def _field(reported, code, field):
    one = reported.get(code)
    if one is None or field not in one.fields():
        words = {"field": cells.cell_name(code, field)}
        sentence = filled(_("This update has no field %(field)s. Load the page again."), words)
        raise Refused([Reason(sentence, code="unknown_field")])
    return one


def _save(update, one, field, text, based_on):
    stored = one.text(field)
    if text == stored or based_on == text_mark(text):  # a repeated save; this person changed nothing
        return Kept(text_mark(stored), clock.now(), one, field, changed=False)
    if based_on is not None and based_on != text_mark(stored):
        return Clash(text_mark(stored), stored, text)
    split = cells.split_of(field)
    row = one.rows.setdefault(split, IndicatorValue(update=update, indicator=one.version, split=split))
    cells.write(row, one.version, field, text)
    return Kept(text_mark(one.text(field)), clock.now(), one, field)


def _with_authors(update, outcome):
    """The clashes, each with who wrote what stands there."""
    clashes = {name: one for name, one in outcome.items() if isinstance(one, Clash)}
    if not clashes:
        return {}
    kept = update.revisions.filter(cell__in=clashes, is_aside=False).select_related("by")
    last = {one.cell: one for one in kept.order_by("cell", "-at", "-pk").distinct("cell")}
    return {name: replace(one, by=last[name].by, at=last[name].at) for name, one in clashes.items() if name in last}


def _keep(update, texts, outcome, by):
    """Write every text that changed the update or came too late into its history."""
    now = clock.now()
    ValueRevision.objects.bulk_create(
        ValueRevision(update=update, cell=name, raw=texts[name], is_aside=isinstance(one, Clash), by=by, at=now)
        for name, one in outcome.items()
        if isinstance(one, Clash) or one.changed
    )
