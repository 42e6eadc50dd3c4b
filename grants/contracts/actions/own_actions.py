"""Own actions of the programme's chambers: the second stream of results (decisions.md C9)."""

from django.utils.translation import gettext_lazy as _

from grants.applications.numbering import next_reference
from grants.contracts.actions.conditions import set_shares
from grants.contracts.models import Project, ProjectKind
from grants.contracts.workflow import ProjectAction
from grants.workflow import Reason, Refused, action, record

DIGITS = 3


@action
def register_own_action(programme, *, chamber, title, pillar, countries, sectors, starts_on, ends_on, by):
    """Register what one of the programme's chambers does itself: a Project without a contract.

    ``countries`` and ``sectors`` are {code: percent}. Its reference is the programme's contract number
    with an A: 922-AIV-A001. Raises Refused for dates in the wrong order and shares that do not make 100.
    """
    if starts_on >= ends_on:
        raise Refused([Reason(_("The project starts before it ends."), code="dates")])
    project = Project.objects.create(
        kind=ProjectKind.OWN_ACTION,
        reference=next_reference(f"{programme.contract_prefix}A", digits=DIGITS),
        title=title,
        lead=chamber,
        pillar=pillar,
        country=next(iter(countries)),
        starts_on=starts_on,
        ends_on=ends_on,
    )
    set_shares(project, countries=countries, sectors=sectors)
    record(project, ProjectAction.REGISTER, by=by, changes={"chamber": str(chamber), "title": title})
    return project
