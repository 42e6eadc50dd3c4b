"""Which updates the roles of the programme read: each its own, none by being signed in."""

from django.db.models import Q

from grants.contracts.models import ProjectCountry
from grants.permissions import Role
from reporting.progress.workflow import UpdateState

READS_APPROVED = frozenset({Role.DONOR, Role.AUDITOR})

READERS = READS_APPROVED | {Role.OFFICER, Role.MONITOR}


def read_by_roles(user):
    """The condition: officers of the call (of the whole programme also own actions), monitors of a country."""
    reads = Q(pk__in=[])
    for held in user.roles():
        if held.role in READS_APPROVED:
            reads |= Q(state=UpdateState.APPROVED)
        elif held.role == Role.OFFICER:
            reads |= Q(project__contract__award__lot__call_id=held.call_id) if held.call_id else Q(pk__isnull=False)
        elif held.role == Role.MONITOR:
            there = ProjectCountry.objects.filter(country=held.country).values("project_id")
            reads |= Q(project__in=there) if held.country else Q(pk__isnull=False)
    return reads


def reads_updates_by_role(user):
    """Whether a role of the person reads updates at all."""
    return any(held.role in READERS for held in user.roles())
