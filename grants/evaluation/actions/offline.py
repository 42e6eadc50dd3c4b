"""Reading a grid that was filled in without a connection."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from grants import clock, formats
from grants.applications.workbook import messages
from grants.applications.workbook.plan import MOST_IN_AN_HOUR, MOST_MEGABYTES
from grants.applications.workbook.reading import NotOurs, open_book
from grants.attempts.models import Attempt
from grants.evaluation.actions.assessing import refuse_if_over
from grants.evaluation.queries.offline import found_in
from grants.files.actions import checked
from grants.workflow import Reason, Refused, action, filled

FILES = messages.FILES | {
    "not_ours": _("This is no workbook of a grid. Download yours on this page and write in that one."),
    "of_other": _("This workbook did not go out from this assessment. Hand it in on the page it was downloaded from."),
}
"""Why a file is not read at all."""


@action
def read_grid(assessment, *, file, by):
    """(changes, findings) of a workbook against the grid as it stands; nothing of it is saved, nor the file kept.

    Raises as ``refuse_if_over``, Refused for what is no workbook of this assessment and for too many within an
    hour, BadFile for what is no workbook at all.
    """
    refuse_if_over(assessment)
    since = clock.now() - timedelta(hours=1)
    if Attempt.objects.filter(user=by, action="read_grid", received_at__gt=since).count() > MOST_IN_AN_HOUR:
        _refuse("too_many", count=MOST_IN_AN_HOUR)
    checked(file, allow=("xlsx",), most_megabytes=MOST_MEGABYTES)
    file.seek(0)
    try:
        identity, sheets, book = open_book(file.read())
    except NotOurs as problem:
        _refuse(problem.code, **problem.params)
    if identity != assessment.public_id:
        _refuse("of_other")
    return found_in(assessment, sheets, book)


def _refuse(code, **params):
    params = {name: formats.number(one) if isinstance(one, int) else one for name, one in params.items()}
    raise Refused([Reason(filled(FILES[code], params) if params else FILES[code], code=code)])
