"""Which roles of the programme read visits and findings, and within which scope."""

from django.db.models import Q

from grants.contracts.models import ProjectCountry
from grants.permissions import Role

READERS = frozenset({Role.OFFICER, Role.MONITOR, Role.AUDITOR})


def in_scope_of(held, project="project__"):
    """The condition that a project lies within the call and the country of a role.

    ``project`` is the path from the rows asked for to their project.
    """
    scope = Q(pk__isnull=False)
    if held.call_id:
        scope &= Q(**{f"{project}contract__award__lot__call_id": held.call_id})
    if held.country:
        there = ProjectCountry.objects.filter(country=held.country).values("project_id")
        scope &= Q(**{f"{project}pk__in": there})
    return scope


def read_by_roles(user, *, auditors=None):
    """The condition: officers and monitors all within their scope, auditors what ``auditors`` adds to it."""
    reads = Q(pk__in=[])
    for held in user.roles():
        if held.role in (Role.OFFICER, Role.MONITOR):
            reads |= in_scope_of(held)
        elif held.role == Role.AUDITOR:
            reads |= in_scope_of(held) & auditors if auditors is not None else in_scope_of(held)
    return reads


def reads_visits_by_role(user):
    """Whether a role of the person reads visits at all."""
    return any(held.role in READERS for held in user.roles())
