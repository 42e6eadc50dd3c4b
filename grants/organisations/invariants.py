"""What must be true of people and organisations."""

from grants.invariants import invariant
from grants.organisations import names, tax_ids
from grants.organisations.models import Invitation, Organisation, RoleAssignment, User
from grants.organisations.workflow import InvitationState
from grants.permissions import Role


@invariant("Whoever may enter the administration was given the administrator's role")
def administrators_were_made_administrators():
    """A flag set past the action would open the administration to somebody nobody chose."""
    given = RoleAssignment.objects.filter(role=Role.ADMINISTRATOR).values("user_id")
    flagged = User.objects.filter(is_staff=True, is_superuser=False)
    for user in flagged.exclude(pk__in=given).order_by("pk"):
        yield f"user {user.public_id}"


@invariant("Every accepted invitation led to a membership of the person it was sent to")
def accepted_invitations_have_a_member():
    """The invitation is the evidence of who let somebody in."""
    accepted = Invitation.objects.filter(state=InvitationState.ACCEPTED).order_by("pk")
    for invitation in accepted.select_related("organisation"):
        if not invitation.organisation.memberships.filter(
            user=invitation.answered_by_id, since=invitation.answered_at
        ).exists():
            yield f"invitation {invitation.public_id}"


@invariant("Organisations are found by the names and the tax ids they have")
def search_columns_are_in_step():
    """Duplicates and searches go by these columns."""
    for number, organisation in enumerate(Organisation.objects.order_by("pk").iterator(chunk_size=500)):
        name = names.search_form(f"{organisation.legal_name} {organisation.short_name}")
        key = tax_ids.key(str(organisation.country), organisation.tax_id)
        if (organisation.search_name, organisation.tax_key) != (name, key):
            yield f"organisation {organisation.public_id}"
        if number % 500 == 499:
            yield None
