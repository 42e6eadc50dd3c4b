"""Due diligence in the administration: to read, and the severities of concerns, set by an action."""

from django.contrib import admin

from grants.administration import OnlyToRead, Shown, ThroughActions
from grants.diligence.actions.severities import KEPT, set_severity
from grants.diligence.models import Check, ConcernSeverity, ConcernSeverityEvent, Flag, SanctionsList


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
    list_select_related = ["organisation", "raised_by", "severity"]


class ConcernSeverityEvents(Shown):
    """What was changed of it, by whom, when."""

    model = ConcernSeverityEvent
    fields = readonly_fields = ["at", "actor", "changes"]


@admin.register(ConcernSeverity)
class ConcernSeverityAdmin(ThroughActions):
    """How grave a concern can be: what it stops, when it is escalated by itself, and to whom."""

    list_display = [
        "name", "code", "stops_awards", "stops_contracts", "stops_payments", "escalated_after_days", "is_offered"
    ]  # fmt: skip
    fields = ["code", *KEPT]
    inlines = [ConcernSeverityEvents]

    def has_add_permission(self, request):
        """Administrators."""
        return request.user.has_perm("grants.set_severity")

    def has_change_permission(self, request, obj=None):
        """Administrators."""
        return request.user.has_perm("grants.set_severity")

    def has_delete_permission(self, request, obj=None):
        """Nobody: concerns refer to it. What is no longer wanted is no longer offered."""
        return False

    def get_readonly_fields(self, request, obj=None):
        """The key never changes."""
        return ["code"] if obj else []

    def save_model(self, request, obj, form, change):
        """Set it, by the action."""
        values = {name: form.cleaned_data[name] for name in KEPT}
        obj.pk = set_severity(obj.code, by=request.user, **values).pk
