"""The projects a monitor accompanies, and the firms they have reported."""

from django.db.models import Count, F, Max, Min, Q
from django.db.models.functions import Coalesce

from grants import clock
from grants.contracts.models import Project, ProjectKind
from grants.contracts.workflow import ContractState
from grants.permissions import Role
from reporting.firms.models import Firm
from reporting.monitoring.finding_workflow import FindingState
from reporting.monitoring.readers import in_scope_of
from reporting.monitoring.workflow import VisitState
from reporting.progress.models import Participation, ResultsUpdate
from reporting.progress.models.about import no_conflict
from reporting.progress.workflow import ListState


def accompanied(user):
    """Projects that run, own actions too, within the person's scope as a monitor; no conflict of interest."""
    scope = Q(pk__in=[])
    for held in user.roles():
        if held.role == Role.MONITOR:
            scope |= in_scope_of(held, "")
    runs = Q(kind=ProjectKind.OWN_ACTION) | Q(contract__state=ContractState.SIGNED)
    return Project.objects.filter(scope, runs, no_conflict(user)).select_related("lead").order_by("reference")


def by_last_visit(user):
    """The same with their last visit, their next, and their findings not closed; who was never visited first."""
    held, planned = Q(visits__state=VisitState.CARRIED_OUT), Q(visits__state=VisitState.PLANNED)
    rows = accompanied(user).annotate(
        last_visit=Max("visits__held_on", filter=held),
        next_visit=Min("visits__planned_on", filter=planned),
        open_findings=Count("findings", filter=~Q(findings__state=FindingState.CLOSED), distinct=True),
    )
    return rows.order_by(Coalesce("last_visit", F("starts_on")).asc(nulls_last=True), "reference")


def parts_in_force(project):
    """Rows of the lists that count for the project now: of updates approved and not corrected."""
    updates = ResultsUpdate.objects.filter(project=project).in_force(clock.now())
    return Participation.objects.filter(list__state=ListState.TAKEN, list__update__in=updates)


def firms_reported(project):
    """The firms of these lists, each once. They are never taken out of the register: their lists are frozen."""
    return Firm.objects.filter(pk__in=parts_in_force(project).values("firm_id").order_by())
