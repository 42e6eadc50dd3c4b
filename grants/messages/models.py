"""What the system writes to people (decisions.md B2)."""

import uuid

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from grants.audit import Event
from grants.permissions import Role


class MessageState(models.TextChoices):
    HELD = "held", _("Prepared, not released")
    QUEUED = "queued", _("Waiting")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Could not be sent")


def sealed_models():
    """Event tables whose letters nobody of staff reads before the opening (decisions.md C5)."""
    return [m._meta.label_lower for m in apps.get_models() if issubclass(m, Event) and m.is_sealed]


class MessageQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own letters that have left; officers see also others', administrators all.

        Letters about sealed matters exist for administrators as rows, so that failures are seen;
        their text does not (``can_be_read_by``).
        """
        own = Q(recipient=user, state=MessageState.SENT)
        if user.has_role(Role.ADMINISTRATOR):
            return self
        if user.has_role(Role.OFFICER):
            return self.filter(own | ~Q(event_model__in=sealed_models()))
        return self.filter(own)

    def received_by(self, user):
        """The letters this person was sent."""
        return self.filter(recipient=user, state=MessageState.SENT)


class Message(models.Model):
    """One letter to one person about one event, written in that event's transaction.

    A letter with a one-time link to an account has no event: its text is sealed until it is sent,
    then gone, so that nobody but its recipient ever reads it.

    Rendered in the recipient's language when it is sent; the text is kept. The event's table and
    number are data, so that the outbox stays below all stages and knows none of them.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    event_model = models.CharField(max_length=60, blank=True)
    event_id = models.BigIntegerField(null=True, blank=True)
    kind = models.CharField(_("kind"), max_length=60)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="messages_received",
        verbose_name=_("recipient"),
    )
    address = models.EmailField(_("address"))
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    not_before = models.DateTimeField(_("not before"))
    state = models.CharField(_("state"), max_length=10, choices=MessageState, default=MessageState.QUEUED)
    subject = models.CharField(_("subject"), max_length=250, blank=True)
    body = models.TextField(_("text"), blank=True)
    sealed = models.TextField(blank=True, editable=False)
    error = models.TextField(_("error"), blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    created_at = models.DateTimeField(_("created at"))
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    resends = models.PositiveSmallIntegerField(_("sent again"), default=0)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["state", "not_before"]), models.Index(fields=["recipient", "created_at"])]
        constraints = [
            models.UniqueConstraint(
                name="message_once_per_event_kind_address",
                fields=["event_model", "event_id", "kind", "address"],
                violation_error_message=_("This person has been written to about this already."),
            ),
            models.CheckConstraint(
                name="message_state_known",
                condition=Q(state__in=MessageState.values),
                violation_error_message=_("Unknown state of a message."),
            ),
            models.CheckConstraint(
                name="message_sealed_shows_nothing",
                condition=Q(event_id__isnull=False, sealed="") | Q(event_id=None, event_model="", subject="", body=""),
                violation_error_message=_("The text of this message is not kept."),
            ),
            models.CheckConstraint(
                name="message_sent_has_date",
                condition=~Q(state=MessageState.SENT) | Q(sent_at__isnull=False),
                violation_error_message=_("A sent message has a date."),
            ),
        ]

    def __str__(self):
        return f"{self.kind} → {self.address}"

    @property
    def concerns(self):
        """What it is about, in words: the document whose name stands first in the kind, else an account."""
        name = self.kind.partition("_")[0]
        about = next((model for model in apps.get_models() if model._meta.model_name == name), None)
        return capfirst(about._meta.verbose_name) if about else gettext("Account")

    @property
    def is_secret(self):
        """Whether the letter carries a link that opens an account: its text is shown to nobody."""
        return self.event_id is None

    def can_be_read_by(self, user):
        """Whether the text may be shown: to whom it was written, and to staff where nothing is sealed."""
        if self.is_secret:
            return False
        return self.recipient_id == user.pk or self.event_model not in sealed_models()
