"""What the system wrote to people: one's own letters, and the outbox for staff."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from grants.lists.answering import exportable
from grants.lists.listing import Listing
from grants.messages.models import Message, MessageState
from grants.operations import queries
from grants.operations.actions import resend_message
from grants.operations.forms import MessageFilter
from grants.operations.listing import PER_PAGE, listed
from grants.web import attempt, needs


@needs("grants.read_own_messages")
@require_safe
def message_mine(request):
    """The letters the signed-in person was sent, newest first."""
    letters = Message.objects.received_by(request.user)
    page = Paginator(letters, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "grants/messages/message_mine.html", {"page": page})


@needs("grants.read_messages")
@require_safe
@exportable
def message_list(request):
    """The outbox: what waits, what was sent, what could not be."""
    context = listed(request, MessageFilter(request.GET), lambda **filters: queries.letters(request.user, **filters))
    context["letters"] = queries.with_subjects(context["page"])
    context["failed"] = queries.letters(request.user, state=MessageState.FAILED).count()
    columns = queries.letter_columns()
    return Listing(
        _("Messages sent"), "grants/messages/message_list.html", context, queries.letter_rows, columns=columns
    )


@needs("grants.read_message", of=Message)
@require_safe
def message_detail(request, message):
    """One letter as it was sent; staff see others' without the secret of a link, and sealed ones without text."""
    is_mine = message.recipient_id == request.user.pk
    readable = message.can_be_read_by(request.user)
    context = {
        "letter": message,
        "is_mine": is_mine,
        "readable": readable,
        "may_resend": queries.may_be_sent_again(message),
        "subject": message.subject if readable else "",
        "text": (message.body if is_mine else queries.text_for_staff(message)) if readable else "",
    }
    return render(request, "grants/messages/message_detail.html", context)


@needs("grants.resend_message", of=Message)
@require_POST
def message_resend(request, message):
    """Send it again, then back to it."""
    if attempt(request, resend_message, message):
        messages.success(request, _("The message is sent again."))
    return redirect("messages:detail", message.public_id)
