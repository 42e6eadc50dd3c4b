"""What stands of visits beside contracts, updates and firms, whose records know nothing of them."""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from grants.beside import beside
from reporting.monitoring.models import Observation, Visit
from reporting.monitoring.queries.pages import LOOKS
from reporting.monitoring.workflow import VisitState


@beside("contract")
def visits_of_contract(contract, user):
    """A link to the visits of the project."""
    if contract.state != "signed" or not user.has_perm("reporting.list_visits"):
        return []
    return [_to_visits(contract.project)]


@beside("resultsupdate")
def visits_of_update(update, user):
    """The same."""
    return [_to_visits(update.project)] if user.has_perm("reporting.list_visits") else []


def _to_visits(project):
    return {"url": f"{reverse('visits:list')}?search={project.reference}", "label": _("Visits")}


@beside("firm")
def observations_of_firm(firm, user):
    """What visits that were carried out say of the firm. One query."""
    visits = Visit.objects.visible_to(user).filter(state=VisitState.CARRIED_OUT)
    rows = Observation.objects.filter(firm=firm, visit__in=visits).select_related("visit__project")
    return [
        {
            "title": _("Visit of %(day)s") % {"day": date_format(one.visit.day, "DATE_FORMAT")},
            "url": one.visit.get_absolute_url(),
            "project": one.visit.project,
            "word": one.get_outcome_display(),
            "tone": LOOKS[one.outcome][0],
            "icon": LOOKS[one.outcome][1],
            "note": one.note,
        }
        for one in rows.order_by("-visit__held_on", "-pk")
    ]
