"""Files of applications that no scanner has seen: released by an officer, so that assessors can read them (T-FI-09)."""

from django.utils.translation import gettext_lazy as _

from grants.evaluation.queries.files import unscanned
from grants.files.actions import release
from grants.workflow import Reason, Refused, action, locked, record


@action
def release_files(evaluation, *, by, reason):
    """Answer for the files of an evaluation that are not scanned; returns how many. Their history keeps who and why.

    Files found harmful stay blocked. Raises Refused without a reason, and where there is nothing to release.
    """
    evaluation, reason = locked(evaluation), reason.strip()
    if not reason:
        raise Refused([Reason(_("Say why they can be opened: how they were looked at."), code="reason")])
    files = list(unscanned(evaluation).select_for_update())
    if not files:
        raise Refused([_("Every file is scanned or released.")])
    release(files, by=by, reason=reason)
    record(evaluation, "release_files", by=by, note=reason, changes={"count": len(files)})
    return len(files)
