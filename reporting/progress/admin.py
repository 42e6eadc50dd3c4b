"""Results updates in the administration: to read. Changed on their own pages."""

from django.contrib import admin

from grants.administration import OnlyToRead, Shown
from reporting.progress.models import Evidence, IndicatorValue, ResultsUpdate


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
