"""Decisions that take two people (decisions.md B4)."""

import uuid

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from grants.permissions import Role
from grants.proposals.kinds import KINDS


class ProposalState(models.TextChoices):
    OPEN = "open", _("Waits for a second person")
    APPROVED = "approved", _("Approved")
    REJECTED = "rejected", _("Rejected")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class ProposalQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own; for programme staff and administrators also those about documents they may see.

        Who sees one may still not decide it: that is asked of the table, document by document.
        """
        seen = Q(by=user)
        if user.is_programme_staff() or user.has_role(Role.ADMINISTRATOR):
            for label in self.model.objects.order_by().values_list("document_model", flat=True).distinct():
                documents = apps.get_model(label).objects.visible_to(user)
                seen |= Q(document_model=label, document_id__in=documents.values("pk"))
        return self.filter(seen)

    def open(self):
        """Those that wait for a second person."""
        return self.filter(state=ProposalState.OPEN)


class Proposal(models.Model):
    """A named action somebody wants done to a document, which another person must approve.

    ``seen_sha256`` is the hash of what the proposer saw; approval is refused when the document
    has changed since, so that the second person approves exactly that or nothing.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    action = models.CharField(_("action"), max_length=60)
    document_model = models.CharField(max_length=60)
    document_id = models.BigIntegerField()
    payload = models.JSONField(_("what is proposed"), default=dict)
    seen_sha256 = models.CharField(max_length=64)
    reason = models.TextField(_("reason"))
    state = models.CharField(_("state"), max_length=10, choices=ProposalState, default=ProposalState.OPEN)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="proposals_made", verbose_name=_("proposed by")
    )
    at = models.DateTimeField(_("proposed at"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="proposals_decided",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided at"), null=True)
    decision_note = models.TextField(_("note on the decision"), blank=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="proposal_second_person",
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("by")) | Q(state=ProposalState.WITHDRAWN),
                violation_error_message=_("The person who proposes cannot decide."),
            ),
            models.CheckConstraint(
                name="proposal_state_known",
                condition=Q(state__in=ProposalState.values),
                violation_error_message=_("Unknown state of a proposal."),
            ),
            models.CheckConstraint(
                name="proposal_decided_has_person_and_date",
                condition=Q(state=ProposalState.OPEN, decided_by__isnull=True, decided_at__isnull=True)
                | (~Q(state=ProposalState.OPEN) & Q(decided_by__isnull=False, decided_at__isnull=False)),
                violation_error_message=_("A decided proposal names who decided and when."),
            ),
            models.UniqueConstraint(
                name="proposal_one_open_per_action_and_document",
                fields=["action", "document_model", "document_id"],
                condition=Q(state=ProposalState.OPEN),
                violation_error_message=_("The same is proposed already and waits for a second person."),
            ),
        ]

    def __str__(self):
        return f"{self.action} {self.document_model} {self.document_id}"

    @cached_property
    def document(self):
        """What it is about; a query."""
        return apps.get_model(self.document_model)._base_manager.get(pk=self.document_id)

    def refresh_from_db(self, *args, **kwargs):
        """With what it is about."""
        self.__dict__.pop("document", None)
        super().refresh_from_db(*args, **kwargs)

    @property
    def kind(self):
        """How the action is shown, judged and carried out."""
        return KINDS[self.action]

    @property
    def label(self):
        """The action in words."""
        return KINDS[self.action].label
