"""The life of a visit: planned, announced, changed, its report written, handed in or cancelled."""

import json
from datetime import date

from django.utils.translation import gettext_lazy as _

from grants import clock
from grants.applications.marks import settled
from grants.audit import canonical, content_hash
from grants.contracts.models import ProjectKind
from grants.contracts.workflow import ContractState
from grants.files.actions import store
from grants.workflow import Reason, Refused, action, advance, filled, locked, record
from reporting.monitoring.models import Visit, VisitFile, VisitVersion
from reporting.monitoring.queries.freezing import document_of
from reporting.monitoring.workflow import VisitAction, VisitState, people_of_the_lead

MOST_FILES = 30

PLAN = ("planned_on", "place", "purpose")


@action
def plan_visit(project, *, by, planned_on, place, purpose, announce=False):
    """Put a visit into the calendar of the one who makes it; returns the Visit.

    With ``announce`` the people of the lead get a letter with day, place and purpose. Raises Refused
    for a project that does not run, and without a place or a purpose.
    """
    reasons = _reasons_against(place, purpose)
    if project.kind == ProjectKind.GRANT and project.contract.state != ContractState.SIGNED:
        reasons.append(Reason(_("The project does not run: its contract is not signed."), code="does_not_run"))
    if reasons:
        raise Refused(reasons)
    visit = Visit.objects.create(
        project=project, monitor=by, planned_on=planned_on, place=place.strip(), purpose=purpose.strip()
    )
    record(visit, VisitAction.PLAN, by=by, changes={"planned_on": planned_on.isoformat()})
    return _announce(visit, by) if announce else visit


@action
def change_visit(visit, *, by, planned_on, place, purpose, announce=False):
    """Plan the visit anew. Who was told of the plan is told of the change.

    Raises Refused for a visit that is over, and without a place or a purpose.
    """
    visit = planned(visit)
    reasons = _reasons_against(place, purpose)
    if reasons:
        raise Refused(reasons)
    new = {"planned_on": planned_on, "place": place.strip(), "purpose": purpose.strip()}
    changes = {name: [str(getattr(visit, name)), str(new[name])] for name in PLAN if getattr(visit, name) != new[name]}
    if changes:
        for name, value in new.items():
            setattr(visit, name, value)
        visit.save(update_fields=PLAN)
        record(visit, VisitAction.CHANGE, by=by, changes=changes)
    if (changes and visit.announced_at) or (announce and not visit.announced_at):
        _announce(visit, by)
    return visit


@action
def save_report(visit, *, by, held_on, met, report, seen=None):
    """Keep what is written so far; it is handed in with ``carry_out_visit``.

    ``seen`` are the marks of what the page showed, {field: mark}: what was not touched there stays as a
    colleague has saved it meanwhile. Raises Refused for a visit that is over, and where both wrote.
    """
    visit = planned(visit)
    mine = {"held_on": held_on.isoformat() if held_on else "", "met": met.strip(), "report": report.strip()}
    stored, reasons = written(visit), []
    for name, text in mine.items():
        mine[name], is_contested = settled((seen or {}).get(name, ""), stored[name], text)
        if is_contested:
            reasons.append(Reason(filled(MEANWHILE[name], {"text": stored[name] or "–"}), code=name))
    if reasons:
        raise Refused(reasons)
    if mine == stored:
        return visit
    changes = {name: text for name, text in stored.items() if text and text != mine[name]}
    visit.held_on = date.fromisoformat(mine["held_on"]) if mine["held_on"] else None
    visit.met, visit.report = mine["met"], mine["report"]
    visit.save(update_fields=["held_on", "met", "report"])
    record(visit, VisitAction.REPORT, by=by, changes=changes)
    return visit


MEANWHILE = {
    "held_on": _("A colleague has saved another day meanwhile: %(text)s."),
    "met": _("A colleague has saved meanwhile who was met. It says: “%(text)s”"),
    "report": _("A colleague has saved another report meanwhile. It says: “%(text)s”"),
}


def written(visit) -> dict:
    """What is written of a visit, as texts."""
    day = visit.held_on.isoformat() if visit.held_on else ""
    return {"held_on": day, "met": visit.met, "report": visit.report}


@action
def add_visit_files(visit, *, by, files, caption=""):
    """Put photos or documents beside the report. Raises BadFile for one that cannot be taken; Refused when over."""
    visit = planned(visit)
    if not files:
        raise Refused([Reason(_("Choose a file."), code="none")])
    if visit.files.count() + len(files) > MOST_FILES:
        words = {"count": MOST_FILES}
        raise Refused([Reason(filled(_("A visit has at most %(count)d files."), words), code="full")])
    kept = [
        VisitFile(
            visit=visit, file=store(one, by=by), caption=caption.strip(), added_by=by, added_at=clock.now()
        )
        for one in files
    ]  # fmt: skip
    VisitFile.objects.bulk_create(kept)
    changes = {"files": [{"name": one.file.original_name, "sha256": one.file.sha256} for one in kept]}
    record(visit, VisitAction.ADD_FILE, by=by, changes=changes)
    return kept


@action
def remove_visit_file(file, *, by):
    """Take a file away again. Raises Refused for a visit that is over."""
    visit = planned(file.visit)
    changes = {"files": [{"name": file.file.original_name, "sha256": file.file.sha256}]}
    record(visit, VisitAction.REMOVE_FILE, by=by, changes=changes)
    file.delete()
    return visit


@action
def carry_out_visit(visit, *, by):
    """Hand the report in: from now on it stands, under its hash, and the people of the project read it.

    Raises Refused with everything that is missing.
    """
    visit = _whole(visit)
    visit.carried_out_at = clock.now()
    whole = canonical(document_of(visit))
    changes = {"sha256": content_hash(whole)}
    advance(visit, VisitAction.CARRY_OUT, by=by, fields=["carried_out_at"], changes=changes)
    VisitVersion.objects.create(
        visit=visit, number=1, document=json.loads(whole), sha256=content_hash(whole), frozen_at=visit.carried_out_at,
        frozen_by=by,
    )  # fmt: skip
    return visit


@action
def cancel_visit(visit, *, by, note):
    """Give the visit up; who was told of it is told why. Raises Refused without a reason."""
    visit = _whole(visit)
    visit.reason = note.strip()
    advance(visit, VisitAction.CANCEL, by=by, note=visit.reason, fields=["reason"])
    return visit


def planned(visit):
    """The visit's row, locked: handing the report in locks the same one, so that it freezes no half of a save."""
    visit = _whole(visit)
    if visit.state != VisitState.PLANNED:
        words = {"state": visit.get_state_display()}
        sentence = filled(_("The state is “%(state)s”: nothing of the visit changes any more."), words)
        raise Refused([Reason(sentence, code="over")])
    return visit


def _whole(visit):
    locked(visit)
    return Visit.objects.select_related("project__lead", "project__contract__award__lot__call").get(pk=visit.pk)


def _announce(visit, by):
    visit.announced_at = clock.now()
    visit.save(update_fields=["announced_at"])
    record(visit, VisitAction.ANNOUNCE, by=by, tells=(people_of_the_lead,))
    return visit


def _reasons_against(place, purpose):
    reasons = []
    if not place.strip():
        reasons.append(Reason(_("Say where the visit goes."), code="no_place"))
    if not purpose.strip():
        reasons.append(Reason(_("Say what the visit is for."), code="no_purpose"))
    return reasons
