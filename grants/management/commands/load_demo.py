"""Fill an empty installation with the demo programme, through the same actions that people use."""

import time
from contextlib import contextmanager

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from grants import clock
from grants.loading import all_or_nothing
from grants.management.demo.applications import load_applications
from grants.management.demo.calls import load_calls
from grants.management.demo.cast import load_organisations, load_people
from grants.management.demo.past_calls import load_past_calls
from grants.management.demo.programme import programme
from grants.messages.outbox import as_past_mail
from grants.models import User


class Command(BaseCommand):
    """People, organisations, the two calls that were and the fictional one that is open, with its drafts.

    Everything happens at its own time (the clock is set back) and letters are kept as sent, never
    handed over. All or nothing: a load that fails leaves the installation empty.
    """

    help = __doc__

    def add_arguments(self, parser):
        """``--scale`` makes a smaller programme, alike in proportion."""
        parser.add_argument("--scale", type=float, default=1.0, help="part of the past calls to load, above 0 to 1")

    def handle(self, *args, **options):
        if User.objects.exists():
            raise CommandError("There are people here already: the demo is loaded into an empty installation only.")
        if not 0 < options["scale"] <= 1:
            raise CommandError("The scale is above 0 and at most 1.")
        with transaction.atomic(), as_past_mail(), all_or_nothing():
            self._load(options["scale"])

    def _load(self, scale):
        now = clock.now()
        with self._phase("the plan"):
            plan = programme(scale)
        with self._phase("people and calls"):
            with clock.at(now.replace(year=2022, month=1, day=10)):
                people = load_people()
                organisations = load_organisations(people)
            calls = load_calls(people["diego"], now.date())
        with self._phase("past applications"):
            past = load_past_calls(plan, calls)
        with self._phase("open call"):
            applications = load_applications(calls["demo"], organisations, now)
        self.stdout.write(
            f"{len(people)} people of the cast, {len(organisations) + len(plan.organisations)} organisations, "
            f"{len(calls)} calls, {len(past)} + {applications} applications"
        )

    @contextmanager
    def _phase(self, name):
        began = time.monotonic()
        yield
        self.stdout.write(f"{name}: {time.monotonic() - began:.1f} s")
