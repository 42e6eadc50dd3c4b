"""The life of a results update: filled in, handed in, returned or approved."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class UpdateState(models.TextChoices):
    DRAFT = "draft", _("Being filled in")
    SUBMITTED = "submitted", _("Submitted")
    RETURNED = "returned", _("Returned")
    APPROVED = "approved", _("Approved")


class ListState(models.TextChoices):
    QUEUED = "queued", _("Waiting to be read")
    READING = "reading", _("Being read")
    REFUSED = "refused", _("Has problems")
    TAKEN = "taken", _("Taken over")
    REPLACED = "replaced", _("Replaced by a later list")
