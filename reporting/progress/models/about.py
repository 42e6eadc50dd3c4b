"""What every document about a project knows: its call, its organisations, who reports, who is in charge."""

from django.db import models
from django.db.models import Q

from grants import clock
from grants.contracts.models import ContractParty, ProjectKind
from grants.evaluation.models.conflicts import organisations_in_conflict, people_in_conflict_with
from grants.organisations.models import Membership, MembershipRole, RoleAssignment, User
from grants.permissions import Role


class AboutProjectQuerySet(models.QuerySet):
    def of_own_projects(self, user):
        """Projects whose contract one's organisation is a party to; own actions for who reports on them."""
        organisations = user.organisation_ids()
        if not organisations:
            return Q(pk__in=[])
        seats = ContractParty.objects.filter(organisation_id__in=organisations).values("contract__project_id")
        own = Q(project__in=seats) | Q(project__kind=ProjectKind.GRANT, project__lead_id__in=organisations)
        if user.has_role(Role.CHAMBER_REPORTER):
            own |= Q(project__kind=ProjectKind.OWN_ACTION, project__lead_id__in=organisations)
        return own

    def without_conflict(self, user):
        """The condition that no conflict of interest with an organisation of the project keeps a person out."""
        return no_conflict(user, "project__")

    def for_lines(self, *columns):
        """With no more than a line of a home page shows: these columns, the state, the project and its lead."""
        of_project = ("title", "reference", "lead__legal_name", "lead__short_name")
        rows = self.select_related(None).select_related("project__lead")
        return rows.only("public_id", "state", *columns, *(f"project__{name}" for name in of_project))


def no_conflict(user, project=""):
    """The condition that the person has no conflict of interest with an organisation of the project.

    ``project`` is the path from the rows asked for to their project.
    """
    barred = organisations_in_conflict(user)
    seats = ContractParty.objects.filter(organisation__in=barred).values("contract__project_id")
    return ~Q(**{f"{project}lead__in": barred}) & ~Q(**{f"{project}pk__in": seats})


class AboutProject:
    """A document with a ``project``."""

    @property
    def call(self):
        """The call the project comes from; None for an own action."""
        contract = getattr(self.project, "contract", None)
        return contract.award.lot.call if contract else None

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
        return self._free_of_conflict(RoleAssignment.objects.in_force(clock.now()).filter(of_call, role=Role.OFFICER))

    def _free_of_conflict(self, held):
        """The people who hold these roles and may see what concerns the project."""
        people = User.objects.filter(is_active=True, pk__in=held.values("user_id"))
        return people.exclude(pk__in=people_in_conflict_with(self.organisation_ids())).order_by("pk")
