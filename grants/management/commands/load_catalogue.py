"""`manage.py load_catalogue`: the indicators of the programme as their file says."""

from django.core.management.base import BaseCommand, CommandError

from grants.indicators.actions import load_catalogue
from grants.workflow import Refused


class Command(BaseCommand):
    """Loading again changes nothing; a definition in use is never changed."""

    help = "Take over what is new in grants/indicators/data/catalogue.csv."

    def handle(self, *args, **options):
        """Load, and say how many definitions there are."""
        try:
            loaded = load_catalogue()
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"{len(loaded)} definitions of indicators as in the file.")
