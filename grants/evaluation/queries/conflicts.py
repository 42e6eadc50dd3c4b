"""Who of those who evaluate or work for the programme is in conflict with whom, recorded or found."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.db.models.functions import Lower

from grants import clock
from grants.evaluation.models import Candidate, CandidateParty, Conflict, ConflictOrigin
from grants.evaluation.models.conflicts import memberships_that_count, organisations_in_conflict
from grants.organisations.models import Organisation, User
from grants.permissions import STAFF_ROLES, Role
from grants.proposals.models import Proposal, ProposalState

CONCERNED = frozenset({Role.ASSESSOR, Role.CHAIR, Role.SECRETARY, Role.VOTER, Role.CHAMBER_REPORTER}) | STAFF_ROLES
"""Roles in which a conflict matters."""


@dataclass(frozen=True)
class Line:
    """A person and an organisation of an evaluation that must stay apart.

    ``conflict`` is the record; None for a shared organisation found now and not on record yet.
    """

    person: User
    organisation: Organisation
    origin: str
    since: datetime | None
    conflict: Conflict | None = None
    is_proposed: bool = False

    @property
    def origin_label(self) -> str:
        """The origin in words."""
        return ConflictOrigin(self.origin).label


def people_concerned():
    """Everybody with a role in which a conflict matters, in force now."""
    now = clock.now()
    held = Q(role_assignments__valid_until=None) | Q(role_assignments__valid_until__gt=now)
    return User.objects.filter(
        held, role_assignments__valid_from__lte=now, role_assignments__role__in=CONCERNED, is_active=True
    ).distinct()


def organisations_of(evaluation):
    """The organisations of all consortia of an evaluation, as a subquery of their numbers."""
    parties = CandidateParty.objects.filter(candidate__evaluation=evaluation)
    return parties.order_by().values("organisation_id")


def found_pairs(evaluation) -> dict[tuple[int, int], datetime | None]:
    """Shared organisations found now: (person, organisation) -> member since; lifted ones left out. Four queries."""
    people = dict(people_concerned().values_list(Lower("email"), "pk"))
    rows = memberships_that_count().filter(
        user__in=people.values(), organisation__in=organisations_of(evaluation)
    ).order_by("since")  # fmt: skip
    pairs = {(user, organisation): since for user, organisation, since in
             rows.values_list("user_id", "organisation_id", "since")}  # fmt: skip
    represented = Organisation.objects.filter(pk__in=organisations_of(evaluation)).annotate(
        signer=Lower("representative_email")
    )
    for number, address in represented.filter(signer__in=people).values_list("pk", "signer"):
        pairs.setdefault((people[address], number), None)
    lifted = Conflict.objects.filter(origin=ConflictOrigin.DETECTED, ended_at__isnull=False)
    for user, organisation, ended_at in lifted.values_list("person_id", "organisation_id", "ended_at"):
        since = pairs.get((user, organisation), clock.now())
        if since is None or since <= ended_at:
            pairs.pop((user, organisation), None)
    return pairs


def conflicts_page(evaluation, user) -> list[Line]:
    """Conflicts that touch an evaluation, recorded and found, by person; a fixed number of queries.

    Organisations this reader is in conflict with are left out: not even their taking part is shown.
    """
    hidden = Organisation.objects.filter(pk__in=organisations_in_conflict(user)).order_by()
    hidden = set(hidden.values_list("pk", flat=True))
    recorded = Conflict.objects.live().filter(organisation__in=organisations_of(evaluation))
    recorded = list(recorded.select_related("person", "organisation"))
    proposed = set(
        Proposal.objects.filter(
            action="end_conflict", state=ProposalState.OPEN, document_id__in=[row.pk for row in recorded]
        ).values_list("document_id", flat=True)
    )
    lines = [Line(row.person, row.organisation, row.origin, row.at, row, row.pk in proposed) for row in recorded]
    known = {(row.person_id, row.organisation_id) for row in recorded}
    fresh = {pair: since for pair, since in found_pairs(evaluation).items() if pair not in known}
    people = User.objects.in_bulk({person for person, _organisation in fresh})
    organisations = Organisation.objects.in_bulk({organisation for _person, organisation in fresh})
    lines += [
        Line(people[person], organisations[organisation], ConflictOrigin.DETECTED, since)
        for (person, organisation), since in fresh.items()
    ]
    shown = [line for line in lines if line.organisation.pk not in hidden]
    return sorted(shown, key=lambda line: (str(line.person), line.organisation.search_name))


def candidates_with(organisation):
    """Candidates whose consortium holds an organisation."""
    return Candidate.objects.filter(parties__organisation=organisation)
