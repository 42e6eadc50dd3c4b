"""The worker's side of files: the virus scan."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from grants.files.actions import note_scan
from grants.files.models import NOT_SCANNED, StoredFile
from grants.files.scanning import scan
from grants.jobs.actions import TryAgain, handles


@handles("scan_file", label=_("Check a file for viruses"), goes_on=True)
def scan_file(job):
    """Scan the file named by the job; nothing to do if it was scanned, or scanning was switched off."""
    stored = StoredFile.objects.filter(pk=int(job.target), scan_state__in=NOT_SCANNED).first()
    if stored is None or not settings.CLAMD_SOCKET:
        return
    try:
        with stored.content.open("rb") as content:
            finding = scan(content)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise TryAgain(f"The virus scanner did not answer ({type(error).__name__}).") from error
    note_scan(stored, finding)
