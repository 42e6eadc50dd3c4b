"""`manage.py check_invariants`: what must never be false."""

import sys

from django.core.management.base import BaseCommand

from grants.invariants import INVARIANTS, violations


class Command(BaseCommand):
    """Prints a line per violation and a summary; exit code 1 when there is a violation."""

    help = "Check what must never be false: hashes, receipts, sums, work that stopped."

    def handle(self, *args, **options):
        """Check everything, also after the first violation."""
        count = 0
        for line in violations():
            self.stdout.write(line)
            count += 1
        self.stdout.write(f"{len(INVARIANTS)} invariants checked, {count} violations.")
        if count:
            sys.exit(1)
