"""What is done to accounts: the person's own profile, roles in the programme, closing."""

from allauth.mfa.models import Authenticator
from django.utils.translation import gettext_lazy as _

from grants import clock
from grants.organisations.models import MembershipRole, RoleAssignment, User
from grants.organisations.workflow import OrganisationAction, UserAction
from grants.permissions import Role
from grants.workflow import Refused, action, locked, record


@action
def edit_profile(user, *, by, **fields):
    """Set ``name``, ``language`` or ``time_zone`` of an account; writes an event when something changed."""
    user = locked(user)
    changes = {key: [getattr(user, key), value] for key, value in fields.items() if getattr(user, key) != value}
    if not changes:
        return user
    for key, value in fields.items():
        setattr(user, key, value)
    user.save(update_fields=list(changes))
    # The name itself is not copied into the history, which is never erased.
    record(user, UserAction.EDIT_PROFILE, by=by, changes={"fields": sorted(changes)})
    return user


@action
def give_role(user, *, by, role, call=None, country="", valid_from=None, valid_until=None, purpose=""):
    """Give a person a role in the programme, for all calls and countries or for one, and tell them.

    The administrator's role opens the administration, and nothing else does. Raises Refused for
    oneself: rights are always somebody else's to give; and for an auditor without end or purpose.
    """
    user = locked(user)
    _refuse_oneself(user, by)
    if role == Role.AUDITOR and not (valid_until and purpose):
        raise Refused([_("An audit has an end and a purpose: say until when, and what for.")])
    assignment = RoleAssignment.objects.create(
        user=user,
        role=role,
        call=call,
        country=country,
        valid_from=valid_from or clock.now(),
        valid_until=valid_until,
        purpose=purpose,
    )
    _keep_administration_in_step(user)
    changes = {"role": role, "call": call.reference if call else "", "country": str(country), "purpose": purpose}
    record(user, UserAction.GIVE_ROLE, by=by, changes=changes, tells=(_the_person,))
    return assignment


@action
def end_role(assignment, *, by, at=None):
    """End a role now, or at a later moment. What was done in it stays. Raises Refused for oneself."""
    user = locked(assignment.user)
    _refuse_oneself(user, by)
    assignment = locked(assignment)
    now = clock.now()
    if assignment.valid_until is not None and assignment.valid_until <= now:
        raise Refused([_("This role has ended already.")])
    at = max(at or now, now)
    # A role that has not begun ends as it begins: it was never in force.
    assignment.valid_until = max(at, assignment.valid_from)
    assignment.save(update_fields=["valid_until"])
    _keep_administration_in_step(user)
    record(user, UserAction.END_ROLE, by=by, changes={"role": assignment.role}, tells=(_the_person,))
    return assignment


@action
def deactivate_user(user, *, by, note=""):
    """Close an account: open sessions, links and invitations stop working at once. What it did stays.

    Where it leaves an organisation without manager, those who are left there and the programme's officers are
    told: one of them is appointed, and nothing begun is lost (security.md T-AU-18).
    """
    managed = {row.organisation_id: row.organisation for row in _managed_by(user)}
    managed = {number: locked(managed[number]) for number in sorted(managed)}  # first, as every action about members
    user = locked(user)
    _refuse_oneself(user, by)
    if not user.is_active:
        raise Refused([_("This account is closed already.")])
    user.is_active = False
    user.save(update_fields=["is_active"])
    record(user, UserAction.DEACTIVATE, by=by, note=note)
    for membership in _managed_by(user):
        organisation = managed.get(membership.organisation_id, membership.organisation)
        if not organisation.managers().exists():
            changes = {"person": str(user.public_id)}
            record(organisation, OrganisationAction.UNMANAGED, by=by, changes=changes, tells=(_those_left,))
    return user


def _managed_by(user):
    return user.memberships.live().filter(role=MembershipRole.MANAGER).select_related("organisation")


@action
def reactivate_user(user, *, by, note=""):
    """Open a closed account again, with the roles and memberships that did not end meanwhile."""
    user = locked(user)
    _refuse_oneself(user, by)
    if user.is_active:
        raise Refused([_("This account is open.")])
    user.is_active = True
    user.save(update_fields=["is_active"])
    record(user, UserAction.REACTIVATE, by=by, note=note)
    return user


@action
def remove_second_factor(user, *, by):
    """Take the second factor from somebody who lost the telephone; they are told and enrol a new one.

    Raises Refused for oneself and for somebody without one.
    """
    user = locked(user)
    _refuse_oneself(user, by)
    removed, _rows = Authenticator.objects.filter(user=user).delete()
    if not removed:
        raise Refused([_("There is no second factor to take away.")])
    record(user, UserAction.REMOVE_SECOND_FACTOR, by=by, tells=(_the_person,))
    return user


def _refuse_oneself(user, by):
    if by is not None and by.pk == user.pk:
        raise Refused([_("Nobody changes their own rights. Ask another administrator.")])


def _keep_administration_in_step(user):
    held = user.role_assignments.in_force(clock.now()).filter(role=Role.ADMINISTRATOR).exists()
    user.is_staff = held or user.is_superuser
    user.save(update_fields=["is_staff"])


def _those_left(organisation):
    held = RoleAssignment.objects.in_force(clock.now()).filter(role=Role.OFFICER, call=None)
    officers = User.objects.filter(is_active=True, pk__in=held.values("user_id"))
    return [*organisation.people().order_by("pk"), *officers.order_by("pk")]


def _the_person(user):
    return [user]
