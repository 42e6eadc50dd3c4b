"""Who is told of what happens to the house itself; usable as ``tells`` of a step."""

from django.apps import apps
from django.contrib.auth import get_user_model

from grants import clock
from grants.permissions import Role


def administrators(document=None):
    """The active people who hold the role of administrator now."""
    return _holders(Role.ADMINISTRATOR)


def officers(document=None):
    """The active people who are officers now, of whatever call."""
    return _holders(Role.OFFICER)


def _holders(role):
    held = apps.get_model("grants.RoleAssignment").objects.in_force(clock.now()).filter(role=role)
    return get_user_model().objects.filter(is_active=True, pk__in=held.values("user_id")).order_by("pk")
