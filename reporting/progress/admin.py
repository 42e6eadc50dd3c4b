"""Results updates in the administration: to read. Changed on their own pages."""

from django.contrib import admin

from grants.administration import Listed, OnlyToRead, Shown
from reporting.progress.models import Evidence, FirmList, IndicatorValue, ResultsUpdate


class ValuesShown(Shown):
    """Reported numbers."""

    model = IndicatorValue


class EvidenceShown(Shown):
    """Files beside them."""

    model = Evidence


@admin.register(ResultsUpdate)
class ResultsUpdateAdmin(OnlyToRead):
    """Updates with their values."""

    list_display = ["project", "period_end", "number", "state", "due_on", "submitted_at", "approved_at"]
    list_filter = ["state", "period_end"]
    list_select_related = ["project"]
    search_fields = ["project__reference", "project__title"]
    inlines = [ValuesShown, EvidenceShown]


@admin.register(FirmList)
class FirmListAdmin(Listed):
    """Firm lists and what became of them; the files and rows stand on their own pages."""

    list_display = [
        "public_id", "update", "state", "rows", "problem_count", "firms_new", "firms_known", "uploaded_by",
        "uploaded_at",
    ]  # fmt: skip
    list_filter = ["state"]
    list_select_related = ["update__project", "uploaded_by"]
