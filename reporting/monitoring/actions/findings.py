"""The life of a finding: raised, answered with files, returned with a new day, closed."""

from datetime import timedelta

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from grants import clock
from grants.files.actions import store
from grants.payments.standing import booking_day
from grants.workflow import Reason, Refused, action, advance, filled, locked, record
from reporting.monitoring.finding_workflow import FindingAction, responsible
from reporting.monitoring.models import AnswerFile, Finding, FindingAnswer
from reporting.monitoring.workflow import VisitState
from reporting.progress.messages import Day

MOST_FILES = 10

TIME_TO_ANSWER = timedelta(days=7)
"""So long, at least, whoever is responsible has for an answer."""


@action
def raise_finding(project, *, by, severity, what, recommendation, side, due_on, visit=None):
    """Say what has to be put right, by whom and until when, and tell them; returns the Finding.

    Raises Refused without what was found and what is recommended, for a day sooner than in a week, and
    for a visit whose report is not handed in.
    """
    locked(project)  # numbers are given one after the other
    reasons = _reasons_against(due_on)
    if not what.strip() or not recommendation.strip():
        reasons.append(Reason(_("Say what was found and what you recommend."), code="no_text"))
    if visit is not None and visit.state != VisitState.CARRIED_OUT:
        reasons.append(Reason(_("First hand in the report of the visit."), visit.get_absolute_url(), "no_report"))
    if reasons:
        raise Refused(reasons)
    last = Finding.objects.filter(project=project).aggregate(last=Max("number"))["last"] or 0
    finding = Finding.objects.create(
        project=project, visit=visit, number=last + 1, severity=severity, what=what.strip(),
        recommendation=recommendation.strip(), side=side, due_on=due_on, raised_by=by, raised_at=clock.now(),
    )  # fmt: skip
    changes = {"due_on": due_on.isoformat(), "severity": severity, "side": side}
    record(finding, FindingAction.RAISE, by=by, changes=changes, tells=(responsible,))
    return finding


@action
def answer_finding(finding, *, by, text, files=()):
    """Say what was done about it, with files that show it; every answer is kept.

    Raises Refused when no answer is due or there is no text, BadFile for a file that cannot be taken.
    """
    finding = _whole(finding)
    if not text.strip():
        raise Refused([Reason(_("Write your answer. Files alone do not say what they answer."), code="no_text")])
    if len(files) > MOST_FILES:
        words = {"count": MOST_FILES}
        raise Refused([Reason(filled(_("An answer has at most %(count)d files."), words), code="full")])
    finding.answered_by, finding.answered_at = by, clock.now()
    answer = FindingAnswer(finding=finding, text=text.strip(), by=by, at=finding.answered_at)
    kept = [store(one, by=by) for one in files]
    changes = {"files": [{"name": one.original_name, "sha256": one.sha256} for one in kept]}
    advance(finding, FindingAction.ANSWER, by=by, fields=["answered_by", "answered_at"], changes=changes)
    answer.save()
    AnswerFile.objects.bulk_create(AnswerFile(answer=answer, file=one) for one in kept)
    return finding


@action
def return_finding(finding, *, by, note, due_on):
    """Ask for more, with a new day. Raises Refused without a reason, and for a day sooner than in a week."""
    finding = _whole(finding)
    reasons = _reasons_against(due_on)
    if not note.strip():
        reasons.append(Reason(_("Say what is missing: whoever answers reads it."), code="no_reason"))
    if reasons:
        raise Refused(reasons)
    finding.decider, finding.due_on = by, due_on
    changes = {"due_on": due_on.isoformat()}
    advance(finding, FindingAction.RETURN, by=by, note=note.strip(), fields=["due_on"], changes=changes)
    return finding


@action
def close_finding(finding, *, by, note=""):
    """Be content with the answer; without one, say why it is closed all the same."""
    finding = _whole(finding)
    finding.decider, finding.closing_note = by, note.strip()
    finding.closed_by, finding.closed_at = by, clock.now()
    fields = ["closed_by", "closed_at", "closing_note"]
    advance(finding, FindingAction.CLOSE, by=by, note=finding.closing_note, fields=fields)
    return finding


def _reasons_against(due_on):
    first = booking_day(clock.now()) + TIME_TO_ANSWER
    if due_on >= first:
        return []
    sentence = filled(
        _("Leave a week at least for the answer: the first possible day is %(day)s."), {"day": Day(first)}
    )
    return [Reason(sentence, code="too_soon")]


def _whole(finding):
    """The finding's row, locked, with its project."""
    rows = Finding.objects.select_for_update(of=("self",))
    return rows.select_related("project__lead", "project__contract__award__lot__call").get(pk=finding.pk)
