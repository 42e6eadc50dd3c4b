"""Before an application exists: which calls are open, and which of one's organisations may lead."""

from django.urls import reverse
from django.utils.translation import gettext as _

from grants import clock
from grants.applications.queries.drafting import country_groups, reason_not_eligible
from grants.calls.models import Call, CountryGroup


def open_calls(user):
    """Calls that take this person's applications now, the next to close first."""
    calls = Call.objects.open(clock.now()).offered_to(user).order_by("closes_at", "pk")
    return list(calls.prefetch_related("lots"))


def above_new() -> list[dict]:
    """The pages above those that start an application."""
    return [{"url": reverse("applications:list"), "label": _("Your applications")}]


def choices_of(calls) -> list[dict]:
    """Open calls to choose from, each with its deadline."""
    return [
        {
            "title": call.title,
            "url": reverse("applications:start", args=[call.slug]),
            "note": call.reference,
            "due": call.closes_at,
        }
        for call in calls
    ]


def start_page(call, user) -> dict:
    """Everything the page that starts an application shows besides its form."""
    return {"call": call, "standings": standings(call, user), "above": above_new()}


def standings(call, user) -> list[dict]:
    """Each organisation the person writes for: whether it may apply in this call, and why."""
    held = [one for one in user.memberships_now() if one.role in ("manager", "editor")]
    groups = country_groups(call)
    return [_standing(call, groups, one.organisation) for one in held]


def _standing(call, groups, organisation):
    reason = reason_not_eligible(call, organisation)
    if reason:
        return {"eligible": False, "sentence": str(reason)}
    group = CountryGroup(groups[str(organisation.country)])
    names = {"organisation": organisation, "country": organisation.country.name}
    if group == CountryGroup.LATIN_AMERICA:
        sentence = _("%(organisation)s (%(country)s) may apply, as an organisation of Latin America.")
        missing, least = _("of the European Union"), call.least_eu
    else:
        sentence = _("%(organisation)s (%(country)s) may apply, as an organisation of the European Union.")
        missing, least = _("of Latin America"), call.least_la
    needed = _("The consortium also needs at least %(count)d organisations %(group)s.")
    needed_one = _("The consortium also needs an organisation %(group)s.")
    more = (needed_one if least == 1 else needed) % {"count": least, "group": missing} if least else ""
    return {"eligible": True, "sentence": f"{sentence % names} {more}".strip()}
