"""The life of a results update: begun, handed in, returned with comments, approved, corrected by another."""

import json
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from grants import clock
from grants.audit import canonical, content_hash
from grants.contracts.models import Project, ProjectKind
from grants.contracts.workflow import ContractState
from grants.evaluation.models.conflicts import people_in_conflict_with
from grants.indicators.actions import freeze_version
from grants.jobs.actions import enqueue
from grants.models import User
from grants.payments.standing import booking_day
from grants.workflow import Reason, Refused, action, advance, filled, locked, record
from reporting.firms.actions.pairs import COUNT_AGAIN
from reporting.progress import half_years, messages
from reporting.progress.actions.telling import tell_firms
from reporting.progress.models import ResultsUpdate, ResultsUpdateVersion
from reporting.progress.queries.checklist import checklist
from reporting.progress.queries.content import content_of
from reporting.progress.queries.freezing import document_of, snapshot
from reporting.progress.workflow import UpdateAction, UpdateState, people_of_the_lead

LIST = "list"
"""What a comment on the firm list is filed under, beside those on indicators by their code."""

TIME_TO_ANSWER = timedelta(days=10)
"""So long, at least, people have for an update that was returned or is to be corrected."""


@action
def begin_update(project, *, period_end, by):
    """Open the update of a half-year, and tell the people who fill it in; returns the ResultsUpdate.

    By the calendar (``by`` None) or by an officer. Raises Refused for a day on which no half-year
    ends, one outside the project, a project that does not run, and when it is there already.
    """
    _refuse_period(project, period_end)
    return _begin(project, period_end, half_years.due_on(period_end), UpdateAction.BEGIN, by=by)


@action
def begin_correction(update, *, by, note):
    """Open a correction of an approved update: the whole half-year said anew, with the reason.

    Nothing approved or published changes. Once the correction is approved it counts in the place of
    the update it corrects, from that moment on. Raises Refused without a reason, for an update that
    is not approved or has been corrected already, and while a correction is under way.
    """
    if not note.strip():
        raise Refused([_("Say why: the reason is kept with the correction.")])
    locked(update.project)
    update = locked(update)
    later = ResultsUpdate.objects.filter(
        project=update.project_id, period_end=update.period_end, number__gt=update.number
    )
    if update.state != UpdateState.APPROVED or later.exists():
        raise Refused([Reason(_("Only the update that counts can be corrected, once."), code="not_in_force")])
    due_on = booking_day(clock.now()) + TIME_TO_ANSWER
    action_ = UpdateAction.BEGIN_CORRECTION
    return _begin(update.project, update.period_end, due_on, action_, by=by, number=update.number + 1, note=note)


@action
def submit_update(update, *, by):
    """Hand the update in. From here only a return reopens it. Raises Refused with everything that is missing."""
    update = _whole(update)
    content = content_of(update)
    update.checklist = checklist(content)
    update.submitted_at, update.submitted_by = clock.now(), by
    fields = ["submitted_at", "submitted_by"]
    advance(update, UpdateAction.SUBMIT, by=by, fields=fields, changes={"snapshot": snapshot(content)})
    return update


@action
def return_update(update, *, by, note, comments=None):
    """Send the update back, with comments by indicator code, and for the firm list under ``list``.

    Its people have at least ten days. Raises Refused without a reason, for comments on what is not
    there, for who submitted it, and for who belongs to the project.
    """
    if not note.strip():
        raise Refused([_("Say why: the people of the project read it.")])
    update = _for_decision(update, by)
    comments = {code: text.strip() for code, text in (comments or {}).items() if text.strip()}
    content = content_of(update)
    known = {LIST, *(one.version.indicator.code for one in (*content.reported, *content.counted))}
    if set(comments) - known:
        raise Refused([Reason(_("There is a comment on an indicator this update does not have."), code="unknown")])
    update.due_on = max(update.due_on, booking_day(clock.now()) + TIME_TO_ANSWER)
    changes = {"comments": comments, "due_on": update.due_on.isoformat()}
    advance(update, UpdateAction.RETURN, by=by, note=note.strip(), fields=["due_on"], changes=changes)
    return update


@action
def approve_update(update, *, by):
    """Approve the update as it stands: its content is frozen under its hash, and counts from now on.

    Nothing of it changes afterwards; a mistake is put right by a correction. Raises Refused for who
    submitted it, for who belongs to the project, and when something is missing or wrong.
    """
    update = _for_decision(update, by)
    content = content_of(update)
    update.checklist = checklist(content)
    for one in content.reported:
        if one.value is not None and one.version.frozen_at is None:
            freeze_version(one.version, by=by)
    whole = canonical(document_of(content))
    update.approved_at, update.approved_by = clock.now(), by
    fields, changes = ["approved_at", "approved_by"], {"sha256": content_hash(whole)}
    advance(update, UpdateAction.APPROVE, by=by, fields=fields, changes=changes)
    ResultsUpdateVersion.objects.create(
        update=update, number=update.number, document=json.loads(whole), sha256=content_hash(whole),
        frozen_at=update.approved_at, frozen_by=by,
    )  # fmt: skip
    enqueue(COUNT_AGAIN, target=update.pk, key=f"{COUNT_AGAIN}:{update.pk}", most_attempts=8)
    tell_firms(update)
    return update


def _begin(project, period_end, due_on, what, *, by, number=1, note=""):
    try:
        with transaction.atomic():
            update = ResultsUpdate.objects.create(project=project, period_end=period_end, due_on=due_on, number=number)
    except IntegrityError as error:
        sentence = _("There is an update for this half-year already.")
        raise Refused([Reason(sentence, code="there_already")]) from error
    changes = {"period_end": period_end.isoformat(), "number": number}
    record(update, what, by=by, note=note.strip(), changes=changes, tells=(people_of_the_lead,))
    return update


def _refuse_period(project, period_end):
    reasons = []
    if not half_years.is_end(period_end):
        reasons.append(Reason(_("A half-year ends on 30 June or on 31 December."), code="no_end"))
    if not _runs(project):
        reasons.append(Reason(_("The project does not run: its contract is not signed."), code="does_not_run"))
    elif period_end not in half_years.ends(project.starts_on, project.ends_on):
        words = {"start": messages.Day(project.starts_on), "end": messages.Day(project.ends_on)}
        sentence = filled(_("The project runs from %(start)s to %(end)s, not in that half-year."), words)
        reasons.append(Reason(sentence, code="outside"))
    if reasons:
        raise Refused(reasons)


def _runs(project):
    if project.starts_on is None or project.ends_on is None:
        return False
    return project.kind == ProjectKind.OWN_ACTION or (
        Project.objects.filter(pk=project.pk, contract__state=ContractState.SIGNED).exists()
    )


def _whole(update):
    """The update's row, locked, with its project."""
    rows = ResultsUpdate.objects.select_for_update(of=("self",)).select_related(
        "project__lead", "project__contract__award__lot__call", "submitted_by"
    )
    return rows.get(pk=update.pk)


def _for_decision(update, by):
    """The update, locked, with who decides: the guards ask whether it may be this person."""
    update = _whole(update)
    update.reviewer = by
    involved = people_in_conflict_with(update.organisation_ids())
    update.is_reviewer_involved = User.objects.filter(pk=by.pk).filter(pk__in=involved).exists()
    return update
