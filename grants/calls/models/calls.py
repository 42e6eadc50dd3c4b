"""Calls for proposals: everything about them is data that staff set up."""

import uuid
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from grants.audit import Event, Version, append_only
from grants.calls.models.programmes import Programme
from grants.calls.workflow import STEPS, CallState, CallStep
from grants.words import LANGUAGE_NAMES


class MandateEvidence(models.TextChoices):
    """How a partner may sign that the lead acts for it (decisions.md C4)."""

    EITHER = "either", _("on line or on paper")
    ONLINE = "online", _("on line only")
    SCAN = "scan", _("on paper only, as a scan")


class CallQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Published calls for everybody; those being set up for their officers and administrators."""
        if user.has_role("administrator") or any(r.role == "officer" and r.call_id is None for r in user.roles()):
            return self
        own = [held.call_id for held in user.roles() if held.role == "officer"]
        return self.filter(Q(state=CallState.PUBLISHED) | Q(pk__in=own))

    def published(self):
        """Calls the public knows of."""
        return self.filter(state=CallState.PUBLISHED)

    def open(self, at):
        """Calls that take new applications at a moment: the deadline itself is too late; second steps take none."""
        return self.published().filter(opens_at__lte=at, closes_at__gt=at).exclude(steps=2, step=CallStep.FULL)

    def offered_to(self, user):
        """Calls this person can apply in: those for trying out only to their officers."""
        own = [held.call_id for held in user.roles() if held.role == "officer"]
        return self if None in own else self.filter(Q(is_test=False) | Q(pk__in=own))


class Call(models.Model):
    """One call for proposals with its rules. Changes happen in ``calls/actions.py``.

    Amounts are in euro, shares and ceilings in percent. The deadline is the instant ``closes_at``;
    ``time_zone`` is the zone in which it is announced (decisions.md A8, C3). From ``opened_at`` on,
    when what was handed in is opened, nothing of the call moves; from ``announced_at`` on applicants read
    the decisions. With two ``steps`` these columns and the form are those of the ``step`` in progress;
    ``two_steps`` keeps the other's.
    """

    STEPS = STEPS

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="calls")
    slug = models.SlugField(_("address"), max_length=60, unique=True)
    reference = models.CharField(_("reference"), max_length=30, unique=True)
    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(_("summary"), blank=True)
    description = models.TextField(_("description"), blank=True)
    state = models.CharField(_("state"), max_length=20, choices=CallState, default=CallState.DRAFT)
    steps = models.PositiveSmallIntegerField(_("steps"), default=1)
    step = models.CharField(_("step in progress"), max_length=10, choices=CallStep, default=CallStep.FULL)
    opens_at = models.DateTimeField(_("opens at"))
    closes_at = models.DateTimeField(_("closes at"))
    time_zone = models.CharField(_("time zone of the call"), max_length=50, default="Europe/Brussels")
    questions_until = models.DateTimeField(_("questions until"), null=True, blank=True)
    opened_at = models.DateTimeField(_("applications opened at"), null=True, blank=True)
    announced_at = models.DateTimeField(_("decisions announced at"), null=True, blank=True)
    results_expected = models.DateField(_("results expected"), null=True, blank=True)
    contact = models.EmailField(_("e-mail for questions"), blank=True)
    grant_min = models.DecimalField(_("smallest grant"), max_digits=14, decimal_places=2)
    grant_max = models.DecimalField(_("largest grant"), max_digits=14, decimal_places=2)
    share_min = models.DecimalField(_("smallest EU share, %"), max_digits=7, decimal_places=4)
    share_max = models.DecimalField(_("largest EU share, %"), max_digits=7, decimal_places=4)
    months_min = models.PositiveSmallIntegerField(_("shortest duration, months"))
    months_max = models.PositiveSmallIntegerField(_("longest duration, months"))
    indirect_max = models.DecimalField(
        _("ceiling of indirect costs, percent of direct costs"), max_digits=7, decimal_places=4, default=7
    )
    contingency_max = models.DecimalField(
        _("ceiling of the contingency reserve, percent of direct costs"), max_digits=7, decimal_places=4, default=5
    )
    languages = ArrayField(
        models.CharField(max_length=10), verbose_name=_("languages of the applications"), default=list, blank=True
    )
    least_la = models.PositiveSmallIntegerField(_("least organisations from Latin America"), default=1)
    least_eu = models.PositiveSmallIntegerField(_("least organisations from the European Union"), default=1)
    mandate_evidence = models.CharField(
        _("how partners sign their mandate"), max_length=10, choices=MandateEvidence, default=MandateEvidence.EITHER
    )
    mandate_edits = models.BooleanField(_("mandates may allow later corrections"), default=True)
    workplan = models.BooleanField(_("a workplan is asked for"), default=False)
    simplified_costs = models.BooleanField(_("simplified cost options are allowed"), default=False)
    form = models.ForeignKey(
        "grants.QuestionnaireVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="calls",
        verbose_name=_("application form"),
    )  # fmt: skip
    is_test = models.BooleanField(_("only for trying out"), default=False)

    objects = CallQuerySet.as_manager()

    class Meta:
        verbose_name = _("call for proposals")
        verbose_name_plural = _("calls for proposals")
        ordering = ["-opens_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="call_state_known",
                condition=Q(state__in=CallState.values),
                violation_error_message=_("Unknown state of a call."),
            ),
            models.CheckConstraint(
                name="call_steps_one_or_two",
                condition=Q(steps=1, step=CallStep.FULL) | Q(steps=2, step__in=CallStep.values),
                violation_error_message=_("A call has one step, or a concept note and a full application."),
            ),
            models.CheckConstraint(
                name="call_opens_before_it_closes",
                condition=Q(opens_at__lt=F("closes_at")),
                violation_error_message=_("The call opens before it closes."),
            ),
            models.CheckConstraint(
                name="call_limits_in_order",
                condition=Q(grant_min__gt=0, grant_min__lte=F("grant_max"))
                & Q(share_min__gte=0, share_min__lte=F("share_max"), share_max__lte=100)
                & Q(months_min__gt=0, months_min__lte=F("months_max")),
                violation_error_message=_("Each lower limit is at most its upper limit."),
            ),
            models.CheckConstraint(
                name="call_ceilings_are_percentages",
                condition=Q(
                    indirect_max__gte=0, indirect_max__lte=100, contingency_max__gte=0, contingency_max__lte=100
                ),
                violation_error_message=_("A ceiling lies between 0 and 100 percent."),
            ),
            models.CheckConstraint(
                name="call_languages_known",
                condition=Q(languages__contained_by=[code for code, _name in settings.LANGUAGES]),
                violation_error_message=_("Unknown language of applications."),
            ),
            models.CheckConstraint(
                name="call_mandate_evidence_known",
                condition=Q(mandate_evidence__in=MandateEvidence.values),
                violation_error_message=_("Unknown way to sign a mandate."),
            ),
        ]

    def __str__(self):
        return f"{self.reference} {self.title}"

    def get_absolute_url(self):
        """The page of the call for its officers."""
        return reverse("calls:detail", args=[self.public_id])

    def clean(self):
        """The zone is one that exists; questions end by the deadline."""
        if self.time_zone not in available_timezones():
            raise ValidationError({"time_zone": _("This time zone is not known. Write it like America/Lima.")})
        if self.questions_until and self.closes_at and self.questions_until > self.closes_at:
            raise ValidationError({"questions_until": _("Questions end by the deadline at the latest.")})

    def is_open(self, at):
        """Whether applications are taken at this moment: received before the deadline counts."""
        return self.state == CallState.PUBLISHED and self.opens_at <= at < self.closes_at

    @property
    def is_by_invitation(self):
        """Whether the second step is under way: only who was invited hands in."""
        return self.steps == 2 and self.step == CallStep.FULL

    @property
    def evaluation(self):
        """The evaluation of the step in progress, kept on the instance; AttributeError before its opening."""
        kept = self.__dict__.setdefault("_evaluations", {})
        if self.step not in kept:
            found = self.evaluations.filter(step=self.step).first() if self.pk else None
            if found is None:
                raise AttributeError("The step in progress is not opened yet.")
            found.call = self
            kept[self.step] = found
        return kept[self.step]

    @property
    def written_in(self):
        """Names of the languages applications are written in, in the reader's; all of the programme's unless chosen."""
        return [str(name) for code, name in LANGUAGE_NAMES if not self.languages or code in self.languages]

    @property
    def mandates_on_line(self):
        """Whether partners may sign on line."""
        return self.mandate_evidence != MandateEvidence.SCAN

    @property
    def mandates_on_paper(self):
        """Whether partners may sign on paper."""
        return self.mandate_evidence != MandateEvidence.ONLINE

    def is_announced(self, at):
        """Whether the decisions are told at this moment: at the instant itself, whoever is slow."""
        return self.announced_at is not None and self.announced_at <= at

    @property
    def zone(self):
        """The zone in which the deadline is announced."""
        return ZoneInfo(self.time_zone)


class PartOfCallQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Parts of the calls one may see, each with its call."""
        return self.filter(call__in=Call.objects.visible_to(user)).select_related("call")


class Pillar(models.IntegerChoices):
    """The two aims of the programme: each lot, and so each project, serves one."""

    DEFORESTATION_FREE = 1, _("1 Deforestation-free value chains")
    CIRCULAR = 2, _("2 Low-carbon, circular business models")


class Lot(models.Model):
    """A thematic part of the call with its own money."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="lots")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(_("code"), max_length=10)
    title = models.CharField(_("title"), max_length=200)
    pillar = models.PositiveSmallIntegerField(_("pillar"), choices=Pillar, default=Pillar.DEFORESTATION_FREE)
    envelope = models.DecimalField(_("envelope, EUR"), max_digits=14, decimal_places=2)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = PartOfCallQuerySet.as_manager()

    class Meta:
        verbose_name = _("lot")
        verbose_name_plural = _("lots")
        ordering = ["position", "code"]
        constraints = [
            models.UniqueConstraint(
                name="lot_code_once_per_call",
                fields=["call", "code"],
                violation_error_message=_("This code is used already."),
            ),
            models.CheckConstraint(
                name="lot_envelope_positive",
                condition=Q(envelope__gt=0),
                violation_error_message=_("The envelope is more than zero."),
            ),
            models.CheckConstraint(
                name="lot_pillar_known",
                condition=Q(pillar__in=Pillar.values),
                violation_error_message=_("Unknown pillar."),
            ),
        ]

    def __str__(self):
        return f"{self.code} {self.title}"


class CountryGroup(models.TextChoices):
    LATIN_AMERICA = "la", _("Latin America")
    EUROPEAN_UNION = "eu", _("European Union")


class CallCountry(models.Model):
    """A country whose organisations may apply, and the side of the consortium it stands on."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="countries")
    country = CountryField(_("country"))
    group = models.CharField(_("group"), max_length=2, choices=CountryGroup)

    class Meta:
        ordering = ["group", "country"]
        constraints = [
            models.UniqueConstraint(
                name="call_country_once",
                fields=["call", "country"],
                violation_error_message=_("This country is named already."),
            ),
            models.CheckConstraint(
                name="call_country_group_known",
                condition=Q(group__in=CountryGroup.values),
                violation_error_message=_("Unknown group of countries."),
            ),
        ]

    def __str__(self):
        return f"{self.country} ({self.get_group_display()})"


class CallIndicator(models.Model):
    """An indicator applicants of this call can (or must) take into their logframe."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="indicators")
    version = models.ForeignKey("grants.IndicatorVersion", on_delete=models.PROTECT, related_name="+")
    required = models.BooleanField(_("every logframe has it"), default=False)

    class Meta:
        ordering = ["version__indicator__code"]
        constraints = [
            models.UniqueConstraint(
                name="call_indicator_once",
                fields=["call", "version"],
                violation_error_message=_("This indicator is in the catalogue already."),
            )
        ]

    def __str__(self):
        return str(self.version)


class Corrigendum(models.Model):
    """A published correction of an open call: what changed and why, told to everybody who began."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="corrigenda")
    number = models.PositiveSmallIntegerField(_("number"))
    reason = models.TextField(_("reason"))
    closes_before = models.DateTimeField(_("deadline before"), null=True, blank=True)
    closes_after = models.DateTimeField(_("deadline after"), null=True, blank=True)
    changes = models.JSONField(_("what else changed"), default=dict, blank=True)  # column: [before, after], to be read
    published_at = models.DateTimeField(_("published at"))
    proposal = models.ForeignKey("grants.Proposal", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("corrigendum")
        verbose_name_plural = _("corrigenda")
        ordering = ["call", "-number"]
        constraints = [
            models.UniqueConstraint(
                name="corrigendum_number_once",
                fields=["call", "number"],
                violation_error_message=_("This corrigendum exists already."),
            )
        ]

    def __str__(self):
        return f"{self.call.reference} · {self.number}"


@append_only
class CallVersion(Version):
    """The call's rules as they were published, and again after each corrigendum."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="versions")

    class Meta:
        verbose_name, verbose_name_plural = _("version of a call"), _("versions of calls")
        ordering = ["call", "-number"]
        constraints = [
            models.UniqueConstraint(
                name="call_version_number_once", fields=["call", "number"],
                violation_error_message=_("This version exists already."),
            )
        ]  # fmt: skip


@append_only
class CallEvent(Event):
    """What happened to a call: set up, published, corrected, its deadline moved."""

    is_sealed = True  # who is written to has begun an application: officers see counts without names (decisions.md C5)

    document = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="events")
