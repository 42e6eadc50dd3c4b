"""Jobs, letters, tries, proposals and files in the administration: to read.

Letters and tries about applications show neither text nor reasons, files no name: nobody of staff
reads what belongs to an application before the opening (decisions.md A6, C5).
"""

from django.apps import apps
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from grants.administration import OnlyToRead
from grants.attempts.models import Attempt
from grants.files.models import FileEvent, StoredFile
from grants.jobs.models import Job
from grants.messages.models import Message, sealed_models
from grants.proposals.models import Proposal


@admin.register(Job)
class JobAdmin(OnlyToRead):
    """Background work; tried again on its own page."""

    list_display = ["kind", "target", "state", "attempts", "queued_at", "finished_at"]
    list_filter = ["state", "kind"]
    search_fields = ["target", "key"]
    date_hierarchy = "queued_at"


@admin.register(Message)
class MessageAdmin(OnlyToRead):
    """Letters and how they fared; their text is read, and they are sent again, on their own page."""

    list_display = ["address", "kind", "state", "created_at", "sent_at", "resends"]
    list_filter = ["state", "kind", "language"]
    search_fields = ["address", "kind"]
    exclude = ["subject", "body", "sealed"]
    date_hierarchy = "created_at"


def sealed_documents():
    """The models whose documents are closed to staff before the opening."""
    events = (apps.get_model(label) for label in sealed_models())
    return {event._meta.get_field("document").related_model._meta.label_lower for event in events}


@admin.register(Attempt)
class AttemptAdmin(OnlyToRead):
    """Every try, also the refused ones: the applicant's proof, and ours."""

    list_display = ["received_at", "action", "user", "document_model", "document_id", "outcome"]
    list_filter = ["outcome", "action", "document_model"]
    list_select_related = ["user"]
    search_fields = ["user__email", "document_id"]
    exclude = ["reasons"]
    readonly_fields = ["reasons_unsealed"]
    date_hierarchy = "received_at"

    @admin.display(description=_("reasons"))
    def reasons_unsealed(self, attempt):
        """Why it was refused, unless it is about a sealed document."""
        if attempt.document_model in sealed_documents():
            return _("closed before the opening")
        return " · ".join(attempt.sentences)


@admin.register(Proposal)
class ProposalAdmin(OnlyToRead):
    """Decisions of two persons; taken on their own page."""

    list_display = ["at", "action", "document_model", "document_id", "state", "by", "decided_by", "decided_at"]
    list_filter = ["state", "action"]
    list_select_related = ["by", "decided_by"]


@admin.register(StoredFile)
class StoredFileAdmin(OnlyToRead):
    """That a file is there, how large and whether it was scanned; neither its name nor whose it is."""

    list_display = ["public_id", "media_type", "size", "scan_state", "uploaded_at"]
    list_filter = ["scan_state", "media_type"]
    search_fields = ["public_id", "sha256"]
    fields = ["public_id", "media_type", "size", "sha256", "scan_state", "uploaded_at"]

    def get_object(self, request, object_id, from_field=None):
        """The file under its number: its name would stand in the title of the page."""
        stored = super().get_object(request, object_id, from_field)
        if stored is not None:
            stored.original_name = str(stored.public_id)
        return stored


@admin.register(FileEvent)
class FileEventAdmin(OnlyToRead):
    """Files that were blocked."""

    list_display = ["at", "action", "note"]
    fields = ["at", "action", "note"]
