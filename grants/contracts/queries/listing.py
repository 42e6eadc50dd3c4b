"""Lists: contracts, awards that wait for one, own actions."""

from django.db.models import Q

from grants.calls.models import Call
from grants.contracts.models import Contract, Project
from grants.evaluation.models import Award
from grants.evaluation.workflow import AwardState
from grants.permissions import Role


def listed(user, *, text="", state="", country="", pillar="", call=None):
    """The contracts a person sees, filtered; by number."""
    contracts = Contract.objects.visible_to(user)
    if text:
        lead = Q(project__lead__legal_name__icontains=text) | Q(project__lead__short_name__icontains=text)
        contracts = contracts.filter(Q(reference__icontains=text) | Q(project__title__icontains=text) | lead)
    if state:
        contracts = contracts.filter(state=state)
    if country:
        contracts = contracts.filter(project__country=country)
    if pillar:
        contracts = contracts.filter(project__pillar=pillar)
    if call:
        contracts = contracts.filter(award__lot__call=call)
    return contracts


def with_rows(contracts):
    """Each with what a line of the list shows, and nothing else."""
    return contracts.only(
        "public_id", "reference", "state", "grant", "total_cost", "share", "project__title", "project__country",
        "project__pillar", "project__starts_on", "project__ends_on", "project__lead__legal_name",
        "project__lead__short_name", "award__lot__call__reference",
    )  # fmt: skip


def calls_with_contracts():
    """The calls a list of contracts can be narrowed to."""
    return Call.objects.filter(lots__awards__contract__isnull=False).distinct()


def waiting_awards(user):
    """Announced awards of the officer's calls without a contract, the oldest first; without conflicts."""
    calls = [held.call_id for held in user.roles() if held.role == Role.OFFICER]
    if not calls:
        return Award.objects.none()
    awards = Award.objects.filter(state=AwardState.ANNOUNCED, contract=None)
    if None not in calls:
        awards = awards.filter(lot__call_id__in=calls)
    barred = user.conflicts.filter(ended_at=None).values("organisation_id")
    joined = Q(
        candidate__application__partners__state="joined", candidate__application__partners__organisation_id__in=barred
    )
    hidden = Award.objects.filter(Q(candidate__lead_id__in=barred) | joined)
    awards = awards.exclude(pk__in=hidden.values("pk"))
    return awards.select_related("candidate__lead", "lot__call").order_by("announced_at", "pk")


def own_actions(user):
    """The own actions a person sees, with their chamber."""
    return Project.objects.own_actions_visible_to(user).select_related("lead")
