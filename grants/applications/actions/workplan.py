"""Writing the workplan: activities with their result, their partner and their months.

A cell of the workplan is named ``activity-<key>-<field>``; it is saved as ``actions.cells`` says.
"""

from django.utils.translation import gettext_lazy as _

from grants.applications.actions.cells import Sheet, key_of, save_cells
from grants.applications.actions.drafting import lock_for_drafting
from grants.applications.models import Activity, PartnerState
from grants.applications.workplan_cells import FIELDS, stored_text, understand
from grants.workflow import Reason, Refused, action, filled

MOST_ACTIVITIES = 100


def _lock(application):
    application = lock_for_drafting(application)
    if not application.asked.workplan:
        raise Refused([Reason(_("This call asks for no workplan."), code="not_asked")])
    return application


@action
def save_workplan(application, *, cells, based_on, by):
    """Save cells of the workplan: autosave passes one, the plain form all of the page.

    ``cells`` and ``based_on`` map a cell's name to the text typed and to the mark it was based on; the
    text of a choice is the key of the result or partner. Returns {name: Kept, Clash or Gone}. What is no
    month, or is too long, is kept as typed and blocks the submission. Raises Refused when drafting is
    over and when the call asks for no workplan.
    """
    application = _lock(application)
    choices = {
        "result": {str(row.key): row for row in application.results.all()},
        "partner": {str(row.key): row for row in application.partners.filter(state=PartnerState.JOINED)},
    }

    def write(row, field, text):
        value, problem = understand(field, text, choices)
        setattr(row, field, value)
        row.raw = {name: kept for name, kept in row.raw.items() if name != field} | ({field: text} if problem else {})

    activities = application.activities.select_related("result", "partner")
    rows = {("activity", str(row.key)): row for row in activities}
    sheet = Sheet(rows, FIELDS, stored_text, write, application.workplan_revisions)
    return save_cells(sheet, cells=cells, based_on=based_on, by=by)


@action
def add_activity(application, *, key=None, by):
    """Add an empty activity at the end, under a ``key`` it has elsewhere. Raises Refused for a full workplan."""
    application = _lock(application)
    last = list(application.activities.values_list("position", flat=True))
    if len(last) >= MOST_ACTIVITIES:
        sentence = filled(_("A workplan has at most %(count)d activities here."), {"count": MOST_ACTIVITIES})
        raise Refused([Reason(sentence, code="full")])
    named = {"key": key} if key else {}
    return Activity.objects.create(application=application, position=max(last, default=0) + 1, **named)


@action
def move_activity(application, *, key, up, by):
    """Put an activity one place up or down; at the end nothing changes. Raises Refused if it is gone."""
    application = _lock(application)
    activities = list(application.activities.order_by("position", "pk"))
    place = next((place for place, row in enumerate(activities) if row.key == key_of(key)), None)
    if place is None:
        raise Refused([Reason(_("This activity is no longer in the workplan."), code="gone")])
    moved, other = activities[place], place + (-1 if up else 1)
    if 0 <= other < len(activities):
        activities[place], activities[other] = activities[other], activities[place]
        for position, row in enumerate(activities, start=1):
            row.position = position
        Activity.objects.bulk_update(activities, ["position"])
    return moved


@action
def delete_activity(application, *, key, by):
    """Take an activity out of the workplan; its texts stay in the history. Raises Refused if it is gone."""
    application = _lock(application)
    deleted, _kinds = application.activities.filter(key=key_of(key)).delete()
    if not deleted:
        raise Refused([Reason(_("This activity is no longer in the workplan."), code="gone")])
