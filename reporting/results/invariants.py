"""What must be true of compilations and figures."""

from django.db import connection, transaction
from django.db.models import Count, F, Max, Q

from grants.audit import canonical, content_hash
from grants.indicators.models import CrossProjectRule, TimeRule, ValueForm
from grants.invariants import invariant
from reporting.firms.models import FirmPair
from reporting.progress.workflow import UpdateState
from reporting.results.models import Compilation, CompilationInput, CompilationState, Figure
from reporting.results.queries.basis import last_correction
from reporting.results.queries.reading import printed
from reporting.results.recount import RECOUNT

RECOUNTED = 2
"""How many of the latest compilations are counted again by plain SQL each night."""


@invariant("Gross is net, overlap and what cannot be told apart, in every figure")
def figures_add_up():
    """Nothing is lost between the sum of the projects and the number that is published."""
    added = F("net") + F("overlap") + F("high")
    wrong = Figure.objects.exclude(gross=added) | Figure.objects.filter(Q(overlap__lt=0) | Q(low__gt=F("high")))
    for figure in wrong.order_by("pk"):
        yield f"figure {figure.public_id}"


@invariant("Every compilation still has the figures it was finished with")
def figures_are_intact():
    """The hash of the figures as they are printed."""
    for compilation in Compilation.objects.done().order_by("pk").iterator(chunk_size=20):
        if content_hash(canonical(printed(compilation)["figures"])) != compilation.figures_sha256:
            yield f"compilation {compilation.public_id}"
        yield None


@invariant("Every compilation rests on updates that were approved by its moment")
def inputs_are_approved():
    """Nothing that was only submitted, and nothing approved later, is in a figure."""
    approved = Q(version__update__state=UpdateState.APPROVED, version__update__approved_at__lte=F("compilation__as_of"))
    for one in CompilationInput.objects.exclude(approved).select_related("compilation").order_by("pk"):
        yield f"compilation {one.compilation.public_id}, version {one.version_id}"


@invariant("Only a finished compilation has figures, and each has its whole")
def only_finished_ones_have_figures():
    """All figures are written with the state, or none."""
    counted = Compilation.objects.annotate(wholes=Count("figures", filter=Q(figures__breakdown="")))
    has_none = Q(state__in=[CompilationState.QUEUED, CompilationState.FAILED])
    wrong = counted.filter(Q(state=CompilationState.DONE, wholes=0) | (has_none & Q(wholes__gt=0)))
    for compilation in wrong.order_by("pk"):
        yield f"compilation {compilation.public_id}"


@invariant("Distinct firms counted by plain SQL are those of the latest compilations")
def firms_are_those_a_plain_count_finds():
    """For compilations no firm was merged, parted or corrected after: that moves what a count finds."""
    decided = FirmPair.objects.aggregate(last=Max("decided_at"))["last"]
    latest = Compilation.objects.counted()
    if decided:
        latest = latest.filter(done_at__gte=decided)
    if corrected := last_correction():
        latest = latest.filter(as_of__gte=corrected)
    for compilation in latest[:RECOUNTED]:
        for figure in _distinct(compilation):
            yield None
            found = _plain_count(figure)
            if found != (figure.gross, figure.net):
                yield f"figure {figure.public_id}: {found[0]} gross and {found[1]} net"


def _distinct(compilation):
    rules = Q(indicator__value_form=ValueForm.REGISTER, indicator__cross_project_rule=CrossProjectRule.DISTINCT)
    cells = compilation.figures.filter(rules, breakdown__in=["", "country"]).select_related("indicator", "compilation")
    return cells.order_by("pk")


def _plain_count(figure):
    version = figure.indicator
    with transaction.atomic(), connection.cursor() as cursor:
        # Of one country PostgreSQL expects a handful of firms, and would compare thousands one by one.
        cursor.execute("SET LOCAL enable_nestloop = off")
        cursor.execute(
            RECOUNT,
            {
                "compilation": figure.compilation_id,
                "indicator": version.indicator_id,
                "cut_off": figure.compilation.cut_off,
                "in_force": version.time_rule == TimeRule.VALID_AT_CUT_OFF,
                "least": version.least_amount,
                "evidence": version.needs_evidence,
                "statuses": version.statuses,
                "country": figure.dims.get("country"),
            },
        )
        return cursor.fetchone()
