"""Which files of an evaluation no scanner has seen."""

from django.db.models import Q

from grants.applications.models import ApplicationDocument, Mandate
from grants.evaluation.models import Clarification
from grants.files.models import ScanState, StoredFile


def unscanned(evaluation):
    """The stored files of its candidates that assessors cannot open: documents, answers, mandates, clarifications."""
    applications = evaluation.candidates.values("application_id")
    documents = ApplicationDocument.objects.filter(application__in=applications).values("file_id")
    mandates = Mandate.objects.filter(partner__application__in=applications, file__isnull=False).values("file_id")
    answers = Clarification.objects.filter(candidate__evaluation=evaluation, files__isnull=False).values(
        "files__file_id"
    )
    mine = Q(pk__in=documents) | Q(pk__in=mandates) | Q(pk__in=answers)
    return StoredFile.objects.filter(mine, scan_state=ScanState.UNSCANNED).order_by("pk")
