"""What the help desk sees: the parts that are open to it now, and of one of them what stands in it."""

from django.urls import reverse
from django.utils.translation import gettext as _

from grants.applications.models import HelpAccess
from grants.applications.places import PART, title_of
from grants.applications.queries.logframe import results_shown
from grants.applications.queries.printing import answered_part
from grants.applications.queries.reading import read
from grants.applications.queries.record import country_of
from grants.applications.queries.workplan import chart_of, workplan_rows
from grants.budgets.queries import sheet
from grants.calls.queries import limits_of


def helps_page(user) -> dict:
    """What is open to this officer now, the next to close first. Nothing else of the applications is read."""
    rows = HelpAccess.objects.visible_to(user).live().select_related("application__draft__version").order_by("ends_at")
    return {
        "rows": [
            {
                "title": title_of(row.application, row.place),
                "call": row.call.reference,
                "by": row.opened_by,
                "until": row.ends_at,
                "url": reverse("applications:help", args=[row.public_id]),
            }
            for row in rows
            if user.has_perm("grants.read_help", row)
        ]
    }


def help_page(access, user) -> dict:
    """The one part that was opened, to read; of the application nothing else, not even its title."""
    application, country = access.application, country_of(user)
    reading = read(application)
    page = {
        "access": access,
        "title": title_of(application, access.place),
        "call": application.call,
        "kind": "part" if access.place.startswith(PART) else access.place,
        "number_country": country,
        "answers": [],
        "results": [],
        "planned": [],
        "chart": None,
        "sheet": None,
    }
    if page["kind"] == "part":
        section = reading.form.section(access.place.removeprefix(PART))
        return page | {"answers": answered_part(section, reading, country)["answers"]}
    if page["kind"] == "logframe":
        return page | {"results": results_shown(reading, user)}
    if page["kind"] == "workplan":
        planned = workplan_rows(reading, user)
        return page | {"planned": planned, "chart": chart_of(planned, application.months)}
    limits = limits_of(application.call)
    return page | {"sheet": sheet(reading.budget, limits=limits, country=country, locked=True)}


def waiting_for_help_desk(calls) -> list[dict]:
    """For the home page of an officer of these calls, in each of which a part is open now; without a query."""
    return [
        {
            "title": _("An applicant lets the help desk look at a part"),
            "url": reverse("applications:help_list"),
            "note": call.reference,
            "due": None,
        }
        for call in calls
    ]
