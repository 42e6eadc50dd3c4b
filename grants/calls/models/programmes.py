"""Programmes: what calls belong to, and how the numbers of their contracts begin."""

from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from grants.audit import Event, append_only


class Programme(models.Model):
    """What the calls belong to: AL-INVEST Verde, Component 1."""

    code = models.SlugField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=200)
    contract_prefix = models.CharField(
        _("contract numbers begin with"), max_length=20, default="922-AIV-",
        validators=[RegexValidator(r"^[A-Za-z0-9/-]+$", _("Write letters, digits and hyphens, like 922-AIV-."))],
    )  # fmt: skip

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        ordering = ["code"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        """Its page, by the code that never changes."""
        return reverse("calls:programme", args=[self.code])


@append_only
class ProgrammeEvent(Event):
    """What happened to a programme: begun, named anew."""

    document = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="events")
