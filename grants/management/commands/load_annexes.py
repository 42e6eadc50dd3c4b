"""`manage.py load_annexes`: the annexes of the grant contracts as their file says."""

from django.core.management.base import BaseCommand

from grants.contracts.actions.annexes import load_annexes


class Command(BaseCommand):
    """Loading again changes nothing; a later version of an annex is a new row, in the file or in the admin."""

    help = "Take over what is new in grants/contracts/data/annexes.csv: contracts name the annexes in force."

    def handle(self, *args, **options):
        """Load, and say how many there are."""
        self.stdout.write(f"{len(load_annexes())} annexes of contracts as in the file.")
