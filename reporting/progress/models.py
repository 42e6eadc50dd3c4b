"""Results updates: indicator values and the firm list of a project for half a year (decisions.md D2)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from grants import clock
from grants.audit import Event, Version, append_only
from grants.contracts.models import ContractParty, ProjectKind
from grants.drafts.models import TextRevision
from grants.evaluation.models.conflicts import organisations_in_conflict, people_in_conflict_with
from grants.organisations.models import Membership, MembershipRole, RoleAssignment, User
from grants.permissions import Role
from reporting.progress import half_years, sealing
from reporting.progress.list_workflow import LIST_STEPS, ListAction
from reporting.progress.readers import read_by_roles
from reporting.progress.workflow import STEPS, ListState, UpdateAction, UpdateState


class ResultsUpdateQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of one's organisations; for the programme's people those their roles read.

        A conflict of interest with an organisation of the project keeps a person of the programme out.
        """
        barred = organisations_in_conflict(user)
        seats = ContractParty.objects.filter(organisation__in=barred).values("contract__project_id")
        read = read_by_roles(user) & ~Q(project__lead__in=barred) & ~Q(project__in=seats)
        return self.filter(self._own(user) | read).select_related(
            "project__lead", "project__contract__award__lot__call"
        )

    @staticmethod
    def _own(user):
        """Projects whose contract one's organisation is a party to; own actions for who reports on them."""
        organisations = user.organisation_ids()
        seats = ContractParty.objects.filter(organisation_id__in=organisations).values("contract__project_id")
        own = Q(project__in=seats) | Q(project__kind=ProjectKind.GRANT, project__lead_id__in=organisations)
        if user.has_role(Role.CHAMBER_REPORTER):
            own |= Q(project__kind=ProjectKind.OWN_ACTION, project__lead_id__in=organisations)
        return own

    def in_force(self, as_of):
        """What counts at a moment: approved up to it, and not corrected by one approved up to it."""
        approved = Q(state=UpdateState.APPROVED, approved_at__lte=as_of)
        later = ResultsUpdate.objects.filter(
            approved, project=OuterRef("project"), period_end=OuterRef("period_end"), number__gt=OuterRef("number")
        )
        return self.filter(approved, ~Exists(later))


class ResultsUpdate(models.Model):
    """What a project has achieved up to the end of a half-year: a state of its own, apart from money.

    Each update says what is new or changed since the one before; nothing said before needs repeating.
    Only approved ones count. ``number`` above 1 is a correction: it says the whole period anew and,
    once approved, counts in the place of the one before, which stays as it was. ``checklist``,
    ``reviewer`` and ``is_reviewer_involved`` are put here before the guards of a step are asked.
    """

    STEPS = STEPS
    checklist = None
    reviewer = None
    is_reviewer_involved = False

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    project = models.ForeignKey("grants.Project", on_delete=models.PROTECT, related_name="results_updates")
    period_end = models.DateField(_("results up to"))
    number = models.PositiveSmallIntegerField(_("number"), default=1)
    due_on = models.DateField(_("due on"))
    state = models.CharField(_("state"), max_length=20, choices=UpdateState, default=UpdateState.DRAFT)
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = ResultsUpdateQuerySet.as_manager()

    class Meta:
        verbose_name = _("results update")
        verbose_name_plural = _("results updates")
        ordering = ["-period_end", "project__reference", "-number"]
        constraints = [
            models.UniqueConstraint(
                name="results_update_once_per_period",
                fields=["project", "period_end", "number"],
                violation_error_message=_("There is an update for this period already."),
            ),
            models.UniqueConstraint(
                name="results_update_one_under_way_per_period",
                fields=["project", "period_end"],
                condition=~Q(state=UpdateState.APPROVED),
                violation_error_message=_("An update for this period is under way."),
            ),
            models.CheckConstraint(
                name="results_update_approved_by_another",
                condition=~Q(state=UpdateState.APPROVED) | ~Q(submitted_by=F("approved_by")),
                violation_error_message=_("Who submitted an update does not approve it."),
            ),
            models.CheckConstraint(
                name="results_update_state_known",
                condition=Q(state__in=UpdateState.values),
                violation_error_message=_("Unknown state of a results update."),
            ),
            models.CheckConstraint(
                name="results_update_approved_has_date",
                condition=~Q(state=UpdateState.APPROVED) | Q(approved_at__isnull=False),
                violation_error_message=_("An approved update has its date."),
            ),
        ]

    def __str__(self):
        return f"{self.project.reference} · {self.period_end:%d.%m.%Y}"

    def get_absolute_url(self):
        """The update's record."""
        return reverse("updates:detail", args=[self.public_id])

    @property
    def call(self):
        """The call the project comes from; None for an own action."""
        contract = getattr(self.project, "contract", None)
        return contract.award.lot.call if contract else None

    @property
    def period_start(self):
        """The first day of the half-year."""
        return half_years.start_of(self.period_end)

    def organisation_ids(self):
        """Numbers of the organisations of the project, kept on the instance."""
        if not hasattr(self, "_organisation_ids"):
            seats = ContractParty.objects.filter(contract__project=self.project_id)
            self._organisation_ids = {self.project.lead_id, *seats.values_list("organisation_id", flat=True)}
        return self._organisation_ids

    def reporters(self):
        """Who fills in and manages for the lead; of a chamber, who has the role to report. One query."""
        held = Membership.objects.live().filter(
            organisation=self.project.lead_id, role__in=[MembershipRole.MANAGER, MembershipRole.EDITOR]
        )
        people = User.objects.filter(is_active=True, pk__in=held.values("user_id")).order_by("pk")
        if self.project.kind == ProjectKind.OWN_ACTION:
            reporting = RoleAssignment.objects.in_force(clock.now()).filter(role=Role.CHAMBER_REPORTER)
            people = people.filter(pk__in=reporting.values("user_id"))
        return people

    def officers(self):
        """The officers of its call, or of the whole programme, whom no conflict of interest keeps out. One query."""
        of_call = Q(call=None) | Q(call=self.call) if self.call else Q(call=None)
        held = RoleAssignment.objects.in_force(clock.now()).filter(of_call, role=Role.OFFICER)
        people = User.objects.filter(is_active=True, pk__in=held.values("user_id"))
        return people.exclude(pk__in=people_in_conflict_with(self.organisation_ids())).order_by("pk")


@append_only
class ResultsUpdateVersion(Version):
    """An update as it was approved: its values, and the hash of its firm list's rows."""

    update = models.OneToOneField(ResultsUpdate, on_delete=models.PROTECT, related_name="version")


@append_only
class ResultsUpdateEvent(Event):
    """What happened to a results update: begun, submitted, returned, approved."""

    document = models.ForeignKey(ResultsUpdate, on_delete=models.PROTECT, related_name="events")

    def get_action_display(self):
        """The words of the history."""
        return UpdateAction(self.action).label


class IndicatorValue(models.Model):
    """A reported number of an update; empty is not zero. ``split`` names a part of it, "" is the whole.

    Only the whole counts; parts only describe it (``splits``). ``raw`` is what was typed and not
    understood, as long as it stands. How it was measured and where the evidence is kept stand with the
    whole.
    """

    update = models.ForeignKey(ResultsUpdate, on_delete=models.PROTECT, related_name="values")
    indicator = models.ForeignKey("grants.IndicatorVersion", on_delete=models.PROTECT, related_name="+")
    split = models.CharField(_("split"), max_length=30, blank=True)
    value = models.DecimalField(_("value"), max_digits=14, decimal_places=2, null=True, blank=True)
    raw = models.TextField(_("as typed, not understood"), blank=True)
    note = models.TextField(_("how it was measured"), blank=True)
    kept_at = models.TextField(_("where the evidence is kept"), blank=True)

    class Meta:
        ordering = ["indicator__indicator__code", "split"]
        constraints = [
            models.UniqueConstraint(
                name="indicator_value_once",
                fields=["update", "indicator", "split"],
                violation_error_message=_("This value is there already."),
            ),
            models.CheckConstraint(
                name="indicator_value_not_negative",
                condition=Q(value=None) | Q(value__gte=0),
                violation_error_message=_("A value is not negative."),
            ),
            models.CheckConstraint(
                name="indicator_value_not_understood_is_none",
                condition=Q(raw="") | Q(value=None),
                violation_error_message=_("What was not understood has no value."),
            ),
        ]

    def __str__(self):
        return f"{self.indicator} {self.split} {self.value}"


@append_only
class ValueRevision(TextRevision):
    """Every text a field of an update ever held, and every text that came too late to be held.

    ``cell`` is its name on pages (``cells.cell_name``).
    """

    update = models.ForeignKey(ResultsUpdate, on_delete=models.PROTECT, related_name="revisions")
    cell = models.CharField(max_length=80)

    class Meta(TextRevision.Meta):
        indexes = [models.Index(fields=["update", "cell", "at"])]

    def __str__(self):
        return self.cell


class EvidenceQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Evidence of the updates one may see."""
        return self.filter(update__in=ResultsUpdate.objects.visible_to(user)).select_related(
            "update__project__lead", "update__project__contract__award__lot__call", "indicator", "file"
        )


class Evidence(models.Model):
    """A file that shows a reported number of an update."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    update = models.ForeignKey(ResultsUpdate, on_delete=models.PROTECT, related_name="evidence")
    indicator = models.ForeignKey("grants.IndicatorVersion", on_delete=models.PROTECT, related_name="+")
    file = models.ForeignKey("grants.StoredFile", on_delete=models.PROTECT, related_name="+")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(_("added at"))

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        ordering = ["added_at", "pk"]

    def __str__(self):
        return str(self.file)


class FirmListQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Lists of the updates one may see: of one's own project, or for a role of the programme."""
        return self.filter(update__in=ResultsUpdate.objects.visible_to(user)).select_related(
            "update__project__lead", "file", "uploaded_by"
        )


class FirmList(models.Model):
    """A list of firms handed in as a workbook: read by a worker, taken over whole or not at all.

    ``sheet`` is the one that was read. Problems stop a list, notes are only said; ``found`` counts both of
    each code, {code: [problems, notes]}, also those too many to be kept. The last three count the
    firms of a list that was taken over: first seen here, known before, not identified.
    """

    STEPS = LIST_STEPS

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    update = models.ForeignKey(ResultsUpdate, on_delete=models.PROTECT, related_name="lists")
    file = models.ForeignKey("grants.StoredFile", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(_("state"), max_length=20, choices=ListState, default=ListState.QUEUED)
    rows = models.PositiveIntegerField(_("rows"), default=0)
    problem_count = models.PositiveIntegerField(_("problems"), default=0)
    note_count = models.PositiveIntegerField(_("notes"), default=0)
    found = models.JSONField(default=dict)
    sheet = models.CharField(_("sheet"), max_length=100, blank=True)
    firms_new = models.PositiveIntegerField(_("firms first seen here"), default=0)
    firms_known = models.PositiveIntegerField(_("firms known before"), default=0)
    firms_unidentified = models.PositiveIntegerField(_("firms not identified"), default=0)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(_("uploaded at"))

    objects = FirmListQuerySet.as_manager()

    class Meta:
        verbose_name = _("firm list")
        verbose_name_plural = _("firm lists")
        ordering = ["-uploaded_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="firm_list_one_taken_per_update",
                fields=["update"],
                condition=Q(state=ListState.TAKEN),
                violation_error_message=_("Another list of this update is in force."),
            ),
            models.CheckConstraint(
                name="firm_list_state_known",
                condition=Q(state__in=ListState.values),
                violation_error_message=_("Unknown state of a firm list."),
            ),
        ]

    def __str__(self):
        return str(self.file)

    def get_absolute_url(self):
        """The list's page."""
        return reverse("lists:detail", args=[self.public_id])


@append_only
class FirmListEvent(Event):
    """What happened to a firm list: handed in, read, refused, taken over, replaced."""

    document = models.ForeignKey(FirmList, on_delete=models.PROTECT, related_name="events")

    def get_action_display(self):
        """The words of the history."""
        return ListAction(self.action).label


class ListProblem(models.Model):
    """What is wrong with one cell of a list, as a code with its values: said in the reader's language.

    A note stops nothing: it says what was put right, or what will not count.
    """

    list = models.ForeignKey(FirmList, on_delete=models.CASCADE, related_name="problems")
    row = models.PositiveIntegerField(_("row"))
    column = models.CharField(_("column"), max_length=40, blank=True)
    code = models.CharField(max_length=40)
    params = models.JSONField(default=dict)
    is_note = models.BooleanField(_("only a note"), default=False)

    class Meta:
        ordering = ["row", "pk"]

    def __str__(self):
        return f"{self.row} {self.column} {self.code}"


class Participation(models.Model):
    """A firm in a project, as one row of a list says it: points to the firm as reported (decisions.md D7)."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    list = models.ForeignKey(FirmList, on_delete=models.PROTECT, related_name="participations")
    project = models.ForeignKey("grants.Project", on_delete=models.PROTECT, related_name="participations")
    firm = models.ForeignKey("reporting.Firm", on_delete=models.PROTECT, related_name="participations")
    row = models.PositiveIntegerField(_("row of the list"))
    supported_on = models.DateField(_("supported since"), null=True, blank=True)
    as_typed = models.JSONField(_("as typed"), default=dict)

    class Meta:
        ordering = ["list", "row"]
        indexes = [models.Index(fields=["project", "firm"])]
        constraints = [
            models.UniqueConstraint(
                name="participation_row_once",
                fields=["list", "row"],
                violation_error_message=_("This row is there already."),
            )
        ]

    def __str__(self):
        return f"{self.project_id} {self.firm_id}"


class Fact(models.Model):
    """One thing true of a firm in a project from a day on: trained, adopted, certified, so many jobs.

    ``indicator`` is what it counts for. ``quantity`` is in the indicator's unit (hours of training, jobs in
    full-time equivalents with two places); ``item`` tells several of one kind apart (the standard, the
    job line); ``status`` is how surely (certified, verified, self_declared). A later fact of the same
    project, firm, indicator and item replaces an earlier one from its day on.
    """

    class Status(models.TextChoices):
        CERTIFIED = "certified", _("Certified")
        VERIFIED = "verified", _("Verified")
        SELF_DECLARED = "self_declared", _("Self-declared")

    participation = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="facts")
    indicator = models.ForeignKey("grants.Indicator", on_delete=models.PROTECT, related_name="+")
    on = models.DateField(_("since"))
    status = models.CharField(_("status"), max_length=15, choices=Status)
    item = models.CharField(_("which"), max_length=80, blank=True)
    quantity = models.DecimalField(_("quantity"), max_digits=12, decimal_places=2, null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)
    sex = models.CharField(_("sex"), max_length=10, blank=True)
    staff = models.DecimalField(_("staff of the firm"), max_digits=10, decimal_places=2, null=True, blank=True)
    threat = models.CharField(_("threat or change of tasks"), max_length=200, blank=True)
    is_green = models.BooleanField(_("green"), default=False)
    is_digital = models.BooleanField(_("digital"), default=False)
    evidence = models.CharField(_("evidence"), max_length=200, blank=True)

    class Meta:
        ordering = ["participation", "indicator", "on"]
        indexes = [models.Index(fields=["indicator", "on"])]
        constraints = [
            models.CheckConstraint(
                name="fact_quantity_not_negative",
                condition=Q(quantity=None) | Q(quantity__gte=0),
                violation_error_message=_("A quantity is not negative."),
            ),
            models.CheckConstraint(
                name="fact_status_known",
                condition=Q(status__in=["certified", "verified", "self_declared"]),
                violation_error_message=_("Unknown status."),
            ),
        ]

    def __str__(self):
        return f"{self.indicator_id} {self.on}"


sealing.seal(ResultsUpdate, IndicatorValue, Evidence, FirmList, Participation, Fact)
