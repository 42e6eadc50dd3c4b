"""Visits and findings in the administration: to read. Changed on their own pages."""

from django.contrib import admin

from grants.administration import OnlyToRead, Shown
from reporting.monitoring.models import Finding, FindingAnswer, Visit, VisitFile


class FilesShown(Shown):
    """Photos and documents."""

    model = VisitFile


class AnswersShown(Shown):
    """What was answered."""

    model = FindingAnswer


@admin.register(Visit)
class VisitAdmin(OnlyToRead):
    """Visits with their files."""

    list_display = ["project", "planned_on", "state", "monitor", "place", "held_on"]
    list_filter = ["state", "planned_on"]
    list_select_related = ["project", "monitor"]
    search_fields = ["project__reference", "project__title", "place"]
    inlines = [FilesShown]


@admin.register(Finding)
class FindingAdmin(OnlyToRead):
    """Findings with their answers."""

    list_display = ["reference", "severity", "side", "state", "due_on", "raised_by"]
    list_filter = ["state", "severity", "side"]
    list_select_related = ["project", "raised_by"]
    search_fields = ["project__reference", "project__title"]
    inlines = [AnswersShown]
