"""Celery's side of the results: the job that compiles, the calendar, the nightly recount."""

from celery import shared_task
from django.utils.translation import gettext_lazy as _

from grants import clock
from grants.jobs.actions import TryAgain, handles, renew
from grants.operations.nightly import enqueue_once
from grants.workflow import Refused
from reporting.firms.actions.pairs import COUNT_AGAIN
from reporting.results.actions import compiling, recounting
from reporting.results.actions.following import bring_up_to_date
from reporting.results.actions.requesting import give_up, half_year_before, request_compilation
from reporting.results.models import KIND, Compilation


def _gave_up(job, error):
    for compilation in Compilation.objects.filter(pk=job.target):
        give_up(compilation, error)


@handles(KIND, label=_("Compilation of the results"), gave_up=_gave_up)
def compile_job(job):
    """Compile what the job names; a row that is gone is nobody's any more."""
    for compilation in Compilation.objects.filter(pk=job.target):
        compiling.compile_results(
            compilation, at_work=lambda phase, done, total: renew(job, phase=phase, done=done, total=total)
        )


@handles("compile_half_year", label=_("Compilation of the half-year that has ended"))
def compile_half_year(job):
    """Ask for the compilation of the half-year the job names; one under way is waited for."""
    try:
        request_compilation(cut_off=half_year_before(clock.today()))
    except Refused as refused:
        raise TryAgain(str(refused)) from refused


@handles(COUNT_AGAIN, label=_("Results with what was approved or decided just now"))
def count_again_job(job):
    """Bring the current figures up to date with the approval or the decision the job names."""
    try:
        bring_up_to_date(at_work=lambda: renew(job))
    except Refused as refused:
        raise TryAgain(str(refused)) from refused


@handles("recount_results", label=_("Nightly recount of the figures"))
def recount_job(job):
    """Count the latest figures again: what came out differently is recorded, the current ones are put right."""
    for compilation in recounting.to_recount():
        renew(job, phase=str(compilation))
        recounting.recount(compilation)
    bring_up_to_date(whole=True, at_work=lambda: renew(job))


@shared_task(name="reporting.tasks.half_year", ignore_result=True)
def queue_half_year():
    """On 1 January and 1 July at 03:00 UTC: queue the compilation of the half-year, once however many beats."""
    enqueue_once("compile_half_year", f"{half_year_before(clock.today())}")


@shared_task(name="reporting.tasks.recount_results", ignore_result=True)
def queue_recount():
    """Every night at 03:30 UTC: queue the recount."""
    enqueue_once("recount_results", f"{clock.now():%Y-%m-%d}")
