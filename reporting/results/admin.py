"""Compilations in the administration: to read. Asked for on their own pages, compiled by a worker."""

from django.contrib import admin

from grants.administration import OnlyToRead
from reporting.results.models import Compilation


@admin.register(Compilation)
class CompilationAdmin(OnlyToRead):
    """Compilations with their moments and hashes; the figures stand on their own pages."""

    list_display = ["cut_off", "as_of", "state", "requested_by", "requested_at", "done_at", "inputs_sha256"]
    list_filter = ["state", "cut_off"]
    list_select_related = ["requested_by"]
