"""What must be true of letters."""

from django.db.models import Q

from grants.invariants import invariant
from grants.messages.models import Message, MessageState


@invariant("Every message that was sent has a subject and a text")
def sent_messages_have_text():
    """What somebody was told can be shown, apart from letters with a one-time link."""
    told = Message.objects.filter(state=MessageState.SENT, event_id__isnull=False)
    for message in told.filter(Q(body="") | Q(subject="")).order_by("pk"):
        yield f"message {message.public_id} ({message.kind})"


@invariant("No message with a one-time link keeps its text once it is sent")
def sent_secrets_are_gone():
    """Nobody but the recipient reads a link that opens an account."""
    for message in Message.objects.filter(state=MessageState.SENT).exclude(sealed="").order_by("pk"):
        yield f"message {message.public_id} ({message.kind})"
