"""Samples in the administration: to read. Drawn on their own pages."""

from django.contrib import admin

from grants.administration import OnlyToRead, Shown
from reporting.auditing.models import Sample, SampleItem


class ItemsShown(Shown):
    """What was drawn."""

    model = SampleItem
    fields = ["place", "key", "stratum", "amount", "hits"]


@admin.register(Sample)
class SampleAdmin(OnlyToRead):
    """Samples with their items, without the firms behind them."""

    list_display = ["number", "kind", "as_of", "method", "size", "count", "total", "drawn_by", "drawn_at"]
    list_filter = ["kind", "method"]
    list_select_related = ["drawn_by"]
    search_fields = ["purpose", "note", "seed"]
    exclude = ["population"]
    inlines = [ItemsShown]
