"""Firms in the administration: that they are there, and nothing by which one could be known."""

from django.contrib import admin

from grants.administration import Listed
from reporting.firms.models import Firm, FirmPair


@admin.register(Firm)
class FirmAdmin(Listed):
    """The register in numbers; names and tax ids are for who supports or audits firms."""

    list_display = ["public_id", "country", "entity_type", "identity", "size", "section", "first_supported_on"]
    list_filter = ["country", "entity_type", "identity", "size"]


@admin.register(FirmPair)
class FirmPairAdmin(Listed):
    """Pairs that may be one firm, and what was decided."""

    list_display = ["public_id", "verdict", "decided_by", "decided_at"]
    list_filter = ["verdict"]
    list_select_related = ["decided_by"]
