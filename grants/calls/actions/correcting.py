"""What a public call says is put right by a corrigendum: its texts, its limits, its calendar."""

from django.utils.translation import gettext_lazy as _

from grants import clock
from grants.calls.actions.publishing import correct
from grants.calls.actions.setting_up import apply, locked_for_editing, plain, refuse_unless_clean
from grants.calls.models import CallDate
from grants.calls.queries import LANGUAGES
from grants.calls.workflow import CallState
from grants.workflow import Refused, action, locked, record


@action
def correct_call(call, *, by, reason, **data):
    """Change texts or limits of a published call, as a corrigendum told to everybody who began.

    ``data`` are columns of ``forms.CorrectCallForm``: what identifies the call, its money by lot and its
    dates are not among them. Drafts are checked by the new limits from then on; what was handed in stays
    as it is and can be handed in again. Raises Refused after the deadline, without a reason, and where
    nothing changes.
    """
    call = _public(call, reason)
    changes = apply(call, data)
    if not changes:
        raise Refused([_("Nothing differs from what is published.")])
    refuse_unless_clean(call)
    call.save(update_fields=list(changes))
    record(call, "correct_call", by=by, changes=changes)
    return correct(call, reason=reason, by=by, changes=changes)


def _public(call, reason):
    """The call's row, locked. Raises Refused with why nothing of it can be corrected now."""
    call = locked(call)
    if call.state != CallState.PUBLISHED:
        raise Refused([_("Only a published call is corrected. Before that, its data are changed.")])
    reasons = []
    if call.closes_at <= clock.now():
        reasons.append(_("The deadline has passed: the rules stay as applications were made by them."))
    if not reason.strip():
        reasons.append(_("The call is public: say why this changes. The reason is published."))
    if reasons:
        raise Refused(reasons)
    return call


@action
def add_date(call, *, by, reason="", **data):
    """Add a day to the call's calendar; once the call is public, as a corrigendum with a reason."""
    return _keep_date(CallDate(call=call), "add_date", by, reason, data)


@action
def change_date(date, *, by, reason="", **data):
    """Move or rename a day of the calendar; once the call is public, as a corrigendum with a reason."""
    locked(date.call)  # before its day, as whoever removes one does
    return _keep_date(locked(date), "change_date", by, reason, data)


@action
def remove_date(date, *, by):
    """Take a day out of the calendar of a call that is being set up; what was public is moved, not taken away."""
    call = locked_for_editing(date.call)
    date = locked(date)
    record(call, "remove_date", by=by, note=str(date), changes={"on": plain(date.on)})
    date.delete()
    return call


def _keep_date(date, code, by, reason, data):
    call = locked(date.call)
    if call.state == CallState.CANCELLED:
        raise Refused([_("The call is cancelled.")])
    is_public = call.state == CallState.PUBLISHED
    if is_public and not reason.strip():
        raise Refused([_("The call is public: say why its calendar changes. The reason is published.")])
    before, date.call = date.on, call
    changes = apply(date, data)
    if not changes:
        return date
    refuse_unless_clean(date)
    date.save()
    record(call, code, by=by, note=str(date), changes=changes)
    if is_public:
        words = {language: getattr(date, f"title_{language}") or "" for language in LANGUAGES}
        correct(call, reason=reason, by=by, changes={"calendar": [words, plain(before), plain(date.on)]})
    return date
