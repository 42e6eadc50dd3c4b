"""What must be true of letters."""

from django.db.models import Q

from grants.invariants import invariant
from grants.messages.models import Message, MessageState


@invariant("Every message that was sent has a subject and a text")
def sent_messages_have_text():
    """What somebody was told can be shown."""
    for message in Message.objects.filter(Q(body="") | Q(subject=""), state=MessageState.SENT).order_by("pk"):
        yield f"message {message.public_id} ({message.kind})"
