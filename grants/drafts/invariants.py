"""What must be true of drafts."""

from django.db.models import Exists, OuterRef

from grants.drafts.models import Cell, Revision
from grants.invariants import invariant


@invariant("Every answer stands in its history as it is")
def answers_are_in_their_history():
    """Whoever changed an answer, it can be said who and when."""
    same = Revision.objects.filter(
        draft=OuterRef("draft"), key=OuterRef("key"), rev=OuterRef("rev"), raw=OuterRef("raw"), is_aside=False
    )
    for cell in Cell.objects.filter(~Exists(same)).order_by("pk"):
        yield f"answer {cell.key} of draft {cell.draft_id}, revision {cell.rev}"
