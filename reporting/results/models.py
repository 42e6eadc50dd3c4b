"""Compilations: what the approved updates add up to at a cut-off, frozen with everything it rests on."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from grants.audit import Event, append_only
from grants.roles import Role
from grants.words import short_date_text
from reporting.results.sealing import seal

KIND = "compile_results"
"""The kind of the job that compiles."""


class CompilationState(models.TextChoices):
    QUEUED = "queued", _("Waiting")
    CURRENT = "current", _("Kept up to date")
    DONE = "done", _("Compiled")
    FAILED = "failed", _("Failed")


class CompilationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """All of them for the roles that read results; for donor and auditor those that are done."""
        if user.is_programme_staff() or user.has_role(Role.ADMINISTRATOR):
            return self
        if user.has_role(Role.DONOR) or user.has_role(Role.AUDITOR):
            return self.filter(state=CompilationState.DONE)
        return self.none()

    def done(self):
        """Those that have figures, the latest cut-off first."""
        return self.filter(state=CompilationState.DONE).order_by("-cut_off", "-as_of", "-pk")

    def counted(self):
        """Those and the one that is kept up to date, in the same order."""
        counted = self.filter(state__in=[CompilationState.DONE, CompilationState.CURRENT])
        return counted.order_by("-cut_off", "-as_of", "-pk")


class Compilation(models.Model):
    """The figures at a cut-off: facts dated up to ``cut_off`` count, of updates approved up to ``as_of``.

    Compiled by a job (decisions.md B3, D1); once done it never changes: a correction is another one.
    ``inputs_sha256`` is of everything counted; the same inputs give the same figures, byte by byte.

    One of a scope is *current*: at the latest cut-off, moved by what each approval and each decision about firms
    changes. ``stands_on`` is what it was counted from beside its inputs. It has no hashes and never leaves.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    scope = models.CharField(_("scope"), max_length=20, default="programme")
    cut_off = models.DateField(_("facts up to"))
    as_of = models.DateTimeField(_("approved up to"))
    state = models.CharField(_("state"), max_length=20, choices=CompilationState, default=CompilationState.QUEUED)
    inputs_sha256 = models.CharField(_("hash of the inputs"), max_length=64, blank=True)
    figures_sha256 = models.CharField(_("hash of the figures"), max_length=64, blank=True)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField(_("requested at"))
    done_at = models.DateTimeField(_("compiled at"), null=True, blank=True)
    error = models.TextField(_("why it failed"), blank=True)
    stands_on = models.JSONField(default=dict, editable=False)

    objects = CompilationQuerySet.as_manager()

    class Meta:
        verbose_name = _("compilation")
        verbose_name_plural = _("compilations")
        ordering = ["-requested_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="compilation_one_live_per_scope",
                fields=["scope"],
                condition=Q(state=CompilationState.QUEUED),
                violation_error_message=_("A compilation of this scope is under way."),
            ),
            models.UniqueConstraint(
                name="compilation_one_current_per_scope",
                fields=["scope"],
                condition=Q(state=CompilationState.CURRENT),
                violation_error_message=_("Another compilation of this scope is kept up to date."),
            ),
            models.CheckConstraint(
                name="compilation_state_known",
                condition=Q(state__in=CompilationState.values),
                violation_error_message=_("Unknown state of a compilation."),
            ),
            models.CheckConstraint(
                name="compilation_done_has_hashes",
                condition=~Q(state=CompilationState.DONE)
                | (~Q(inputs_sha256="") & ~Q(figures_sha256="") & Q(done_at__isnull=False)),
                violation_error_message=_("A finished compilation has its hashes."),
            ),
        ]

    def __str__(self):
        return f"{short_date_text(self.cut_off)} · {short_date_text(self.as_of)}"

    def get_absolute_url(self):
        """The compilation's page."""
        return reverse("results:compilation", args=[self.public_id])


class CompilationInput(models.Model):
    """An approved update that a compilation counted."""

    compilation = models.ForeignKey(Compilation, on_delete=models.PROTECT, related_name="inputs")
    version = models.ForeignKey("reporting.ResultsUpdateVersion", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="compilation_input_once",
                fields=["compilation", "version"],
                violation_error_message=_("This update is counted already."),
            )
        ]

    def __str__(self):
        return f"{self.compilation_id} {self.version_id}"


class FigureQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Figures of the compilations one may see."""
        visible = Compilation.objects.visible_to(user)
        return self.filter(compilation__in=visible).select_related("compilation", "indicator__indicator")


class Figure(models.Model):
    """One number of a compilation: an indicator in one cell of a breakdown.

    ``net`` is what is published: distinct firms, or the amount by the indicator's rules; ``gross`` is the
    sum over projects, ``overlap`` what is counted once though reported more often, ``low`` and ``high``
    the range of what cannot be told apart. ``dims`` names the cell ({} is the whole). ``by_id`` is the part
    of gross whose firms are identified by a tax id; none where no firms are counted. ``breakdown`` are the
    names of ``dims`` in order, to read one table of cells at a time.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    compilation = models.ForeignKey(Compilation, on_delete=models.PROTECT, related_name="figures")
    indicator = models.ForeignKey("grants.IndicatorVersion", on_delete=models.PROTECT, related_name="+")
    breakdown = models.CharField(max_length=60, blank=True)
    dims = models.JSONField(default=dict)
    gross = models.DecimalField(max_digits=16, decimal_places=2)
    net = models.DecimalField(max_digits=16, decimal_places=2)
    overlap = models.DecimalField(max_digits=16, decimal_places=2)
    low = models.DecimalField(max_digits=16, decimal_places=2)
    high = models.DecimalField(max_digits=16, decimal_places=2)
    projects = models.PositiveIntegerField()
    by_id = models.DecimalField(max_digits=16, decimal_places=2, null=True)

    objects = FigureQuerySet.as_manager()

    class Meta:
        ordering = ["indicator__indicator__code", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="figure_once_per_cell",
                fields=["compilation", "indicator", "dims"],
                violation_error_message=_("This figure is there already."),
            )
        ]
        indexes = [models.Index(fields=["compilation", "breakdown"])]

    def __str__(self):
        return f"{self.indicator} {self.dims} {self.net}"

    def get_absolute_url(self):
        """The figure opened."""
        return reverse("results:figure", args=[self.public_id])


@append_only
class CompilationEvent(Event):
    """What happened to a compilation: requested, compiled, published."""

    document = models.ForeignKey(Compilation, on_delete=models.PROTECT, related_name="events")


seal(Compilation, CompilationInput, Figure)
