"""Conflicts of interest: declared, recorded, found; ended by two persons only."""

from collections.abc import Callable

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from grants import clock
from grants.evaluation.models import Conflict, ConflictOrigin
from grants.evaluation.queries.conflicts import candidates_with, found_pairs, organisations_of, people_concerned
from grants.organisations.models import Organisation
from grants.proposals.actions import propose
from grants.proposals.kinds import needs_two
from grants.workflow import Refused, action, locked, record

FOLLOW_UPS: list[Callable] = []
"""What else happens, in the same transaction, when a conflict begins; see ``when_a_conflict_begins``."""


def when_a_conflict_begins(follow_up):
    """Decorator of ``follow_up(conflict, candidates, *, by)``: what a later part does about a new conflict.

    ``candidates`` are those whose consortium holds the organisation: assessments of the person are
    left out of the scores there.
    """
    FOLLOW_UPS.append(follow_up)
    return follow_up


@action
def declare_conflict(candidate, *, by, organisation=None, reason=""):
    """Declare, for oneself, a conflict with an organisation of the candidate's consortium, the lead by default.

    At once the person sees no candidate of that organisation, in whatever role and however far the
    evaluation is. Declared again, nothing changes.
    """
    organisation = organisation or candidate.lead
    if not candidate.parties.filter(organisation=organisation).exists():
        raise Refused([_("This organisation is not in the consortium.")])
    return _begin(by, organisation, ConflictOrigin.DECLARED, reason, by)


@action
def record_conflict(evaluation, *, by, person, organisation, reason):
    """Put on record that a person is in conflict with an organisation of the evaluation; needs a reason."""
    if not reason.strip():
        raise Refused([_("Say what the conflict is.")])
    if not people_concerned().filter(pk=person.pk).exists():
        raise Refused([_("This person has no role in which a conflict matters.")])
    if not Organisation.objects.filter(pk=organisation.pk, pk__in=organisations_of(evaluation)).exists():
        raise Refused([_("This organisation is in no consortium of this evaluation.")])
    is_found = (person.pk, organisation.pk) in found_pairs(evaluation)
    origin = ConflictOrigin.DETECTED if is_found else ConflictOrigin.RECORDED
    return _begin(person, organisation, origin, reason, by)


def record_found(evaluation, *, by):
    """Put every shared organisation found now on record, inside the action that opens the evaluation."""
    known = set(Conflict.objects.live().values_list("person_id", "organisation_id"))
    rows = [
        Conflict(person_id=person, organisation_id=organisation, origin=ConflictOrigin.DETECTED, at=clock.now(), by=by)
        for person, organisation in found_pairs(evaluation)
        if (person, organisation) not in known
    ]
    return Conflict.objects.bulk_create(rows)


def _begin(person, organisation, origin, reason, by):
    try:
        with transaction.atomic():
            conflict = Conflict.objects.create(
                person=person, organisation=organisation, origin=origin, reason=reason.strip(), at=clock.now(), by=by
            )
    except IntegrityError:
        return Conflict.objects.live().get(person=person, organisation=organisation)
    candidates = list(candidates_with(organisation).select_related("evaluation").order_by("pk"))
    changes = {"conflict": str(conflict.public_id), "person": str(person.public_id), "origin": str(origin)}
    for candidate in candidates:
        record(candidate, "declare_conflict", by=by, note=reason.strip(), changes=changes)
    for follow_up in FOLLOW_UPS:
        follow_up(conflict, candidates, by=by)
    return conflict


# Ended by two ------------------------------------------------------------------------------------


@action
def propose_end_of_conflict(conflict, *, by, reason):
    """Put before a second person that a conflict is over. Neither of the two may be the person concerned."""
    conflict = locked(conflict)
    _refuse(conflict, by)
    return propose("end_conflict", conflict, {}, reason=reason, by=by)


def conflict_seen(conflict):
    """What a proposal to end a conflict rests on."""
    return {"conflict": conflict.public_id, "reason": conflict.reason, "ended": conflict.ended_at is not None}


def conflict_shown(conflict, payload):
    """The conflict for the page of the decision."""
    return [
        {"label": _("Person"), "value": str(conflict.person)},
        {"label": _("Organisation"), "value": str(conflict.organisation)},
        {"label": _("Origin"), "value": conflict.get_origin_display()},
        {"label": _("Reason of the conflict"), "value": conflict.reason or "–"},
        {"label": _("What happens"), "value": _("The conflict ends: the person sees the candidates again.")},
    ]


@needs_two(
    "end_conflict",
    label=_("End a conflict of interest"),
    permission="grants.end_conflict",
    seen=conflict_seen,
    show=conflict_shown,
)
def end_conflict(conflict, payload, *, by, proposal):
    """Carry out an approved proposal: the conflict is over from now on; its record stays."""
    _refuse(conflict, by)
    conflict.ended_at = clock.now()
    conflict.save(update_fields=["ended_at"])
    changes = {"conflict": str(conflict.public_id), "person": str(conflict.person.public_id)}
    for candidate in candidates_with(conflict.organisation).order_by("pk"):
        record(candidate, "end_conflict", by=by, note=proposal.reason, changes=changes)
    return conflict


def _refuse(conflict, by):
    if conflict.ended_at:
        raise Refused([_("This conflict is over already.")])
    if conflict.person_id == by.pk:
        raise Refused([_("Nobody decides on a conflict of their own.")])
