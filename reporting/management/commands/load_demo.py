"""Fill an empty installation with the demo programme, through the same actions that people use."""

import multiprocessing
import time
from contextlib import contextmanager

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, connections, transaction

from grants import clock
from grants.loading import all_or_nothing
from grants.management.demo.programme import programme
from grants.messages.outbox import as_past_mail
from grants.models import User
from grants.workshop import workshop
from reporting.management.demo.story import WholeStory


class Command(BaseCommand):
    """People, organisations, the two calls that were with their contracts and results, and what is fictional today.

    Everything happens at its own time (the clock is set back) and letters are kept as sent, never
    handed over. In one process it is all or nothing: a load that fails leaves the installation empty.
    With ``--processes 2`` what rests on nothing of each other is told side by side; if that fails, the
    database is half full and has to be made anew, as ``make demo`` does.
    """

    help = __doc__

    def add_arguments(self, parser):
        """``--scale`` makes a smaller programme, alike in proportion."""
        parser.add_argument("--scale", type=float, default=1.0, help="part of the past calls to load, above 0 to 1")
        parser.add_argument("--processes", type=int, choices=[1, 2], default=1, help="2 where there are two processors")

    def handle(self, *args, **options):
        if User.objects.exists():
            raise CommandError("There are people here already: the demo is loaded into an empty installation only.")
        if not 0 < options["scale"] <= 1:
            raise CommandError("The scale is above 0 and at most 1.")
        with as_past_mail(), all_or_nothing():
            if options["processes"] == 1:
                with transaction.atomic(), workshop():
                    self._load(options["scale"], self._in_turn)
            else:
                self._load(options["scale"], self._side_by_side)

    def _load(self, scale, tell):
        with self._phase("the plan"):
            story = WholeStory(programme(scale), scale, clock.now())
        for tracks in story.stages():
            tell(tracks)
            self._learn()
        self.stdout.write(story.summary())

    def _learn(self):
        """Have PostgreSQL see how much came in at once: it plans as for empty tables until it does."""
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")

    def _in_turn(self, tracks):
        for track in tracks:
            for name, chapter in track:
                with self._phase(name):
                    chapter()

    def _side_by_side(self, tracks):
        if len(tracks) == 1:
            self._hurry()
            self._in_turn(tracks)
            return
        connections.close_all()  # none may be shared between two processes
        fork = multiprocessing.get_context("fork")
        children = [fork.Process(target=self._track, args=[track]) for track in tracks]
        for child in children:
            child.start()
        for child in children:
            child.join()
        if any(child.exitcode for child in children):
            raise CommandError("A part of the demo could not be loaded. Make the database anew before you try again.")

    def _track(self, track):
        self._hurry()
        with workshop():
            self._in_turn([track])

    def _hurry(self):
        """Commits need not wait for the disk: a load that is cut off is made anew anyway."""
        with connection.cursor() as cursor:
            cursor.execute("SET synchronous_commit = off")

    @contextmanager
    def _phase(self, name):
        began = time.monotonic()
        yield
        self.stdout.write(f"{name}: {time.monotonic() - began:.1f} s")
        self.stdout.flush()
