"""`manage.py compile_results`: the figures at a cut-off, by the worker's own function."""

import time
from datetime import UTC, date, datetime, timedelta

from django.core.management.base import BaseCommand, CommandError

from grants import clock
from grants.audit import canonical
from grants.jobs.actions import run
from grants.jobs.models import Job
from grants.templatetags.grants import OFFICIAL_ZONE
from grants.workflow import Refused
from reporting.results.actions.requesting import request_compilation
from reporting.results.models import CompilationState
from reporting.results.queries.reading import printed
from reporting.results.tasks import KIND  # and with it the handler of the job, which no other process need have

PATIENCE = timedelta(minutes=10)


def day(text):
    """A day like 2025-06-30."""
    return date.fromisoformat(text)


def moment(text):
    """A moment like 2025-07-15T18:00+02:00, in UTC where no zone is given; a day alone is its end in Brussels."""
    if len(text) == len("2025-07-15"):
        return clock.end_of(day(text), OFFICIAL_ZONE)
    read = datetime.fromisoformat(text)
    return read if read.tzinfo else read.replace(tzinfo=UTC)


class Command(BaseCommand):
    """Compiles and prints; the compilation stays, to be opened and published like any other."""

    help = "Compile the results: facts up to the cut-off, of updates approved up to a moment."

    def add_arguments(self, parser):
        """``--cut-off 2025-06-30 [--as-of 2025-07-15] [--json]``."""
        parser.add_argument("--cut-off", required=True, type=day, help="facts dated up to this day count")
        parser.add_argument("--as-of", type=moment, help="versions approved up to this moment count; default now")
        parser.add_argument("--json", action="store_true", help="print the figures as JSON and nothing else")

    def handle(self, *args, cut_off, as_of, json, **options):
        """Ask, compile here or wait for the worker that was faster, print."""
        try:
            compilation = request_compilation(cut_off=cut_off, as_of=as_of)
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        self._compile(compilation)
        if compilation.state != CompilationState.DONE:
            raise CommandError(f"The compilation failed: {compilation.error}")
        if json:
            self.stdout.write(canonical(printed(compilation)).decode())
            return
        self.stdout.write(f"Cut-off {compilation.cut_off}, as of {compilation.as_of.isoformat()}")
        self.stdout.write(f"Inputs {compilation.inputs_sha256}")
        for figure in compilation.figures.filter(dims={}).select_related("indicator__indicator"):
            name = f"{figure.indicator.indicator.code} {figure.indicator.name_en}"
            self.stdout.write(
                f"{name}: {figure.net} net, {figure.gross} gross, {figure.overlap} overlap, "
                f"{figure.low} to {figure.high} not deduplicable, {figure.projects} projects"
            )

    def _compile(self, compilation):
        job = Job.objects.get(key=f"{KIND}:{compilation.pk}")
        run(job.pk)
        until = time.monotonic() + PATIENCE.total_seconds()
        compilation.refresh_from_db()
        while compilation.state == CompilationState.QUEUED and time.monotonic() < until:
            time.sleep(0.5)
            run(job.pk)
            compilation.refresh_from_db()
