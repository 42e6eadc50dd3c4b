"""What left, in the administration: to read. Proposed, published and withdrawn on its own pages."""

from django.contrib import admin

from grants.administration import OnlyToRead
from reporting.publishing.models import Note, Publication


@admin.register(Publication)
class PublicationAdmin(OnlyToRead):
    """Publications; their content stands on the public pages."""

    list_display = ["number", "cut_off", "as_of", "frozen_at", "proposed_by", "frozen_by", "corrects"]
    list_filter = ["cut_off"]
    list_select_related = ["proposed_by", "frozen_by", "corrects"]
    exclude = ["document"]

    def get_queryset(self, request):
        """Without their content, which is large."""
        return super().get_queryset(request).defer("document", "corrects__document")


@admin.register(Note)
class NoteAdmin(OnlyToRead):
    """Notes and their states; their text stands on their own pages."""

    list_display = ["title", "state", "country", "language", "changed_by", "published_at", "withdrawn_at"]
    list_filter = ["state", "language", "country"]
    list_select_related = ["changed_by"]
    search_fields = ["title"]
    exclude = ["text", "choices"]
