"""Invitations to act for an organisation."""

import uuid

from django.conf import settings
from django.core import signing
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from grants.audit import Event, append_only
from grants.organisations.models.organisations import MembershipRole, Organisation
from grants.organisations.workflow import STEPS, InvitationState

INVITATION_SALT = "grants.invitation"


class InvitationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those sent to one's own address, and those of one's own organisations."""
        return self.filter(Q(email=user.email) | Q(organisation_id__in=user.organisation_ids()))

    def waiting(self, at):
        """Those that can be used at a moment."""
        return self.filter(state=InvitationState.WAITING, expires_at__gt=at)

    def by_token(self, token):
        """The invitation a mailed link names. Raises DoesNotExist, also for a token not ours."""
        try:
            public_id = uuid.UUID(signing.Signer(salt=INVITATION_SALT).unsign(token))
        except (signing.BadSignature, ValueError) as error:
            raise self.model.DoesNotExist from error
        return self.select_related("organisation", "invited_by").get(public_id=public_id)


class Invitation(models.Model):
    """An offer to one e-mail address to join an organisation in a role, for fourteen days, used once.

    The link in the mail names the row and nothing else: who opens it must be signed in with that
    address, and what is given is the role in the row. Never a role in the programme.
    """

    STEPS = STEPS

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="invitations")
    email = models.EmailField(_("e-mail"))
    role = models.CharField(_("role"), max_length=10, choices=MembershipRole)
    state = models.CharField(_("state"), max_length=10, choices=InvitationState, default=InvitationState.WAITING)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("invited by")
    )
    invited_at = models.DateTimeField(_("invited at"))
    expires_at = models.DateTimeField(_("expires at"))
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("answered by")
    )
    answered_at = models.DateTimeField(_("answered at"), null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-invited_at", "-pk"]
        indexes = [models.Index(fields=["email", "state"])]
        constraints = [
            models.UniqueConstraint(
                name="invitation_one_waiting_per_address",
                fields=["organisation", "email"],
                condition=Q(state=InvitationState.WAITING),
                violation_error_message=_("This address has been invited already."),
            ),
            models.CheckConstraint(
                name="invitation_codes_known",
                condition=Q(role__in=MembershipRole.values, state__in=InvitationState.values),
                violation_error_message=_("Unknown role or state of an invitation."),
            ),
            models.CheckConstraint(
                name="invitation_email_lower_case",
                condition=Q(email=Lower("email")),
                violation_error_message=_("E-mail addresses are kept in lower case."),
            ),
            models.CheckConstraint(
                name="invitation_accepted_has_person_and_date",
                condition=~Q(state=InvitationState.ACCEPTED) | Q(answered_by__isnull=False, answered_at__isnull=False),
                violation_error_message=_("An accepted invitation names who accepted it and when."),
            ),
        ]

    def __str__(self):
        return f"{self.email} · {self.organisation}"

    def get_absolute_url(self):
        """The page of the mailed link."""
        return reverse("organisations:open_invitation", args=[self.token])

    def can_be_used(self, at):
        """Whether it waits for an answer and has not expired at this moment."""
        return self.state == InvitationState.WAITING and at < self.expires_at

    @property
    def token(self):
        """What the mailed link carries: the row's name, signed."""
        return signing.Signer(salt=INVITATION_SALT).sign(self.public_id.hex)


@append_only
class InvitationEvent(Event):
    """What happened to an invitation: sent, accepted, declined, withdrawn."""

    document = models.ForeignKey(Invitation, on_delete=models.PROTECT, related_name="events")
