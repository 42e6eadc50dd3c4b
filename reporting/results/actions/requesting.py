"""Asking for a compilation, by a person or by the calendar; ending one whose job is set aside."""

from datetime import date

from django.db import connection
from django.utils.translation import gettext_lazy as _

from grants import clock
from grants.jobs.actions import KNOWN_TO_NOBODY, enqueue
from grants.workflow import Reason, Refused, action, locked, record
from reporting.results.models import KIND, Compilation, CompilationState
from reporting.results.queries.reading import job_of

SCOPE = "programme"


@action
def request_compilation(*, cut_off, as_of=None, by=None, scope=SCOPE) -> Compilation:
    """Ask for the figures at ``cut_off`` of what is approved up to ``as_of`` (now): a job compiles them.

    Refused while one of the scope is under way, and for a cut-off or a moment that is not over yet.
    """
    now = clock.now()
    as_of = as_of or now
    if as_of > now:
        raise Refused([Reason(_("What will be approved is not known yet: give a moment that is over."), code="future")])
    if cut_off > clock.day_of(as_of):
        sentence = _("Facts count up to a day that is over when they are approved: choose an earlier cut-off.")
        raise Refused([Reason(sentence, code="cut_off")])
    with connection.cursor() as cursor:  # of two who ask at once the second sees what the first wrote
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"{KIND} {scope}"])
    for earlier in Compilation.objects.filter(scope=scope, state=CompilationState.QUEUED):
        if job_of(earlier):
            raise Refused([Reason(_("A compilation is under way. Wait until it is done."), code="under_way")])
        give_up(earlier, KNOWN_TO_NOBODY)
    compilation = Compilation.objects.create(
        scope=scope, cut_off=cut_off, as_of=as_of, requested_by=by, requested_at=now
    )
    record(compilation, "request", by=by, changes={"cut_off": f"{cut_off}", "as_of": as_of.isoformat()})
    enqueue(KIND, target=compilation.pk, key=f"{KIND}:{compilation.pk}")
    return compilation


@action
def give_up(compilation, error):
    """End a compilation whose job is set aside; a later one can be asked for."""
    compilation = locked(compilation)
    open_still = Compilation.objects.filter(pk=compilation.pk, state=CompilationState.QUEUED)
    if open_still.update(state=CompilationState.FAILED, error=error):
        compilation.refresh_from_db()
        record(compilation, "fail", by=None, note=error)
    return compilation


def ask_for_compilation(programme, *, cut_off, as_of=None, by):
    """``request_compilation`` for a page, whose tries are kept with the programme they concern."""
    return request_compilation(cut_off=cut_off, as_of=as_of, by=by)


def half_year_before(day: date) -> date:
    """The last day of the half-year that ended before ``day``: 30 June or 31 December."""
    return date(day.year, 6, 30) if day.month > 6 else date(day.year - 1, 12, 31)
