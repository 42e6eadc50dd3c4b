"""Lists of sanctions in the administration, to read."""

from django.contrib import admin

from grants.administration import OnlyToRead
from grants.diligence.models import Check, Flag, SanctionsList


@admin.register(SanctionsList)
class SanctionsListAdmin(OnlyToRead):
    """Which versions are here; imported on their own page."""

    list_display = ["name", "version", "published_at", "state", "entry_count", "added_by"]
    list_filter = ["state"]
    list_select_related = ["added_by"]


@admin.register(Check)
class CheckAdmin(OnlyToRead):
    """What was looked up about organisations, to read."""

    list_display = ["at", "organisation", "source", "version", "dated", "result", "by"]
    list_filter = ["source", "result"]
    list_select_related = ["organisation", "by"]


@admin.register(Flag)
class FlagAdmin(OnlyToRead):
    """Concerns about organisations, to read."""

    list_display = ["raised_at", "organisation", "severity", "state", "raised_by"]
    list_filter = ["severity", "state"]
    list_select_related = ["organisation", "raised_by"]
