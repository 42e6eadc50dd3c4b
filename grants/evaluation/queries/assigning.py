"""What a draw by lot proposes: assessors with what they read and what is barred to them, applications they lack."""

from dataclasses import dataclass

from django.db.models import Count, Q

from grants.evaluation.models import LIVE, Assessment, Assessor, Candidate
from grants.evaluation.sharing import Proposal, Reader, draw
from grants.evaluation.workflow import AssessorState, CandidateState


@dataclass(frozen=True)
class Proposed:
    """Candidates paired with assessors, and (candidate, number) where nobody fits."""

    pairs: tuple[tuple[Candidate, Assessor], ...]
    lacking: tuple[tuple[Candidate, int], ...]


def proposed(evaluation, rules, *, seed: str) -> Proposed:
    """The draw for every eligible candidate that lacks assessors. Four queries, and two for each assessor."""
    counted = Count("assessments", filter=Q(assessments__state__in=LIVE))
    eligible = Candidate.objects.filter(evaluation=evaluation, state=CandidateState.ELIGIBLE)
    eligible = list(eligible.annotate(has=counted).filter(has__lt=rules.assessors).order_by("reference"))
    people = Assessor.objects.filter(evaluation=evaluation, state=AssessorState.ACCEPTED).select_related("user")
    people = {
        str(person.pk): person
        for person in people.annotate(load=Count("assessments", filter=Q(assessments__state__in=LIVE)))
    }
    had = {}
    for person, reference in Assessment.objects.filter(candidate__in=eligible).values_list(
        "assessor_id", "candidate__reference"
    ):
        had.setdefault(str(person), set()).add(reference)
    readers = [
        Reader(
            key,
            frozenset(person.languages),
            str(person.country),
            person.load,
            frozenset(had.get(key, set()) | _barred(person, eligible)),
        )
        for key, person in people.items()
    ]
    candidates = {one.reference: one for one in eligible}
    proposals = [Proposal(o.reference, o.language, str(o.country), rules.assessors - o.has) for o in eligible]
    drawn = draw(proposals, readers, seed=seed)
    return Proposed(
        tuple((candidates[reference], people[key]) for reference, key in drawn.pairs),
        tuple((candidates[reference], count) for reference, count in sorted(drawn.lacking.items())),
    )


def _barred(person, candidates):
    """References of the candidates this assessor is in conflict with: the one rule of ``visible_to``."""
    free = Candidate.objects.filter(pk__in=[one.pk for one in candidates]).without_conflict(person.user)
    return {one.reference for one in candidates} - set(free.values_list("reference", flat=True))


def free_assessors(candidate):
    """Who could be given this candidate by hand: signed, without conflict, not there already."""
    people = Assessor.objects.filter(evaluation=candidate.evaluation, state=AssessorState.ACCEPTED)
    people = people.exclude(assessments__in=Assessment.objects.filter(candidate=candidate, state__in=LIVE))
    people = people.select_related("user").annotate(
        load=Count("assessments", filter=Q(assessments__state__in=LIVE), distinct=True)
    )
    return [person for person in people.order_by("load", "user__name") if not _barred(person, [candidate])]
