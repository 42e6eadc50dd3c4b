"""What stands beside the parts of a draft and is never handed in: comments, and help that was asked for."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from grants import clock
from grants.applications.models.applications import Application, Partner
from grants.applications.workflow import PartnerState
from grants.audit import append_only

LONGEST_COMMENT = 2_000


class ThreadQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those about the applications of one's consortia: nobody else ever reads them."""
        return self.filter(application__in=Application.objects.of_consortia_of(user)).select_related(
            "application__call"
        )


class CommentThread(models.Model):
    """A remark about a part of a draft with its answers, until somebody says that it is settled."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="threads")
    place = models.CharField(_("part"), max_length=50)
    resolved_at = models.DateTimeField(_("settled at"), null=True, blank=True)
    resolved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = ThreadQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["application", "place"])]
        constraints = [
            models.CheckConstraint(
                name="comment_thread_resolved_by_somebody",
                condition=Q(resolved_at=None, resolved_by=None)
                | Q(resolved_at__isnull=False, resolved_by__isnull=False),
                violation_error_message=_("What is settled was settled by somebody."),
            )
        ]

    def __str__(self):
        return self.place


@append_only
class Comment(models.Model):
    """What one person said in a thread. It stays as it was said."""

    thread = models.ForeignKey(CommentThread, on_delete=models.PROTECT, related_name="comments")
    text = models.TextField(_("comment"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return self.text[:60]


class HelpQuerySet(models.QuerySet):
    def live(self):
        """Those that are open now: not ended, and their hour not over."""
        return self.filter(ended_at=None, ends_at__gt=clock.now())

    def visible_to(self, user):
        """Of one's own consortia all; of others only what is open now, to the officers of its call.

        Not to officers whose organisation applies in the same call, nor where a conflict of interest is recorded.
        """
        calls = [held.call_id for held in user.roles() if held.role == "officer"]
        officer = Q() if None in calls else Q(application__call__in=calls)
        seen = Q(application__in=Application.objects.of_consortia_of(user))
        if calls:
            own = Application.objects.of_consortia_of(user)
            barred = user.conflicts.filter(ended_at=None).values("organisation_id")
            joined = Partner.objects.filter(state=PartnerState.JOINED, organisation__in=barred)
            open_now = officer & Q(ended_at=None, ends_at__gt=clock.now())
            open_now &= ~Q(application__call__in=own.values("call")) & ~Q(application__lead__in=barred)
            seen |= open_now & ~Q(application__in=joined.values("application"))
        return self.filter(seen).select_related("application__call", "opened_by")


class HelpAccess(models.Model):
    """One part of a draft, opened to the officers of the call by the applicant (decisions.md C5).

    It closes by itself at ``ends_at``, an hour after it was opened or at the deadline; earlier when the
    applicant ends it.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="helps")
    place = models.CharField(_("part"), max_length=50)
    question = models.TextField(_("what you need help with"), blank=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(_("opened at"))
    ends_at = models.DateTimeField(_("open until"))
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    objects = HelpQuerySet.as_manager()

    class Meta:
        verbose_name = _("access of the help desk")
        verbose_name_plural = _("accesses of the help desk")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["ends_at"], condition=Q(ended_at=None), name="help_open")]
        constraints = [
            models.CheckConstraint(
                name="help_access_ends_after_it_opens",
                condition=Q(ends_at__gt=F("opened_at")),
                violation_error_message=_("The access ends after it was opened."),
            )
        ]

    def __str__(self):
        return self.place

    @property
    def call(self):
        """The call whose officers may read."""
        return self.application.call

    def is_live(self):
        """Whether the officers can read it now."""
        return self.ended_at is None and clock.now() < self.ends_at
