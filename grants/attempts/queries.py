"""Reading the trace."""

from datetime import timedelta

from django.db.models import Count

from grants import clock
from grants.attempts.models import Attempt, Reading

MANY_FILES = 100
"""So many files handed to one person within an hour are shown to the administrators."""


def attempts_at(document):
    """All tries at this document, newest first."""
    return Attempt.objects.filter(document_model=document._meta.label_lower, document_id=document.pk).select_related(
        "user"
    )


def great_readers():
    """(name, number of files) of who was handed very many within the last hour."""
    recent = Reading.objects.filter(at__gt=clock.now() - timedelta(hours=1)).exclude(sha256="")
    counted = recent.values("user__name").annotate(files=Count("pk")).filter(files__gte=MANY_FILES)
    return list(counted.order_by("-files").values_list("user__name", "files"))
