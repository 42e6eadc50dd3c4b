"""Lists: contracts, awards that wait for one, own actions."""

from django.db.models import Count, Q

from grants.contracts.models import Project
from grants.evaluation.models import Award, CandidateParty
from grants.evaluation.models.conflicts import organisations_in_conflict
from grants.evaluation.workflow import AwardState
from grants.permissions import Role
from grants.words import country_name


def overview(contracts) -> tuple[int, list[tuple], list[tuple]]:
    """How many ``contracts`` there are, and the calls and countries that occur, as choices; one query."""
    groups = contracts.select_related(None).order_by()
    groups = groups.values_list("award__lot__call__slug", "award__lot__call__reference", "project__country")
    total, calls, countries = 0, set(), set()
    for slug, reference, country, number in groups.annotate(number=Count("pk")):
        total += number
        calls.add((slug, reference))
        countries.add((country, country_name(country)))
    return total, sorted(calls, key=_by_word), sorted(countries, key=_by_word)


def _by_word(choice):
    return choice[1]


def listed(contracts, *, text="", state="", country="", pillar="", call=""):
    """Those of ``contracts`` that fit, by number."""
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
        contracts = contracts.filter(award__lot__call__slug=call)
    return contracts


def with_rows(contracts):
    """Each with what a line of the list shows, and nothing else."""
    return contracts.only(
        "public_id", "reference", "state", "grant", "total_cost", "share", "project__title", "project__country",
        "project__pillar", "project__starts_on", "project__ends_on", "project__lead__legal_name",
        "project__lead__short_name", "award__lot__call__reference",
    )  # fmt: skip


def waiting_awards(user):
    """Announced awards of the officer's calls without a contract, the oldest first; without conflicts."""
    calls = [held.call_id for held in user.roles() if held.role == Role.OFFICER]
    if not calls:
        return Award.objects.none()
    awards = Award.objects.filter(state=AwardState.ANNOUNCED, contract=None)
    if None not in calls:
        awards = awards.filter(lot__call_id__in=calls)
    barred = CandidateParty.objects.filter(organisation__in=organisations_in_conflict(user))
    awards = awards.exclude(candidate_id__in=barred.values("candidate_id"))
    return awards.select_related("candidate__lead", "lot__call").order_by("announced_at", "pk")


def own_actions(user):
    """The own actions a person sees, with their chamber."""
    return Project.objects.own_actions_visible_to(user).select_related("lead")
