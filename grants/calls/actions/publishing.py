"""Publishing a call, correcting it in public, cancelling it."""

import json

from django.utils.translation import gettext_lazy as _

from grants import clock
from grants.audit import canonical, content_hash
from grants.calls.actions.setting_up import locked_for_editing, refuse_unless_clean
from grants.calls.models import CallDocument, CallVersion, Corrigendum
from grants.calls.queries import content
from grants.calls.workflow import Action, CallState, people_who_began
from grants.drafts.actions import repoint_draft
from grants.files.actions import store
from grants.indicators.actions import freeze_version as freeze_indicator
from grants.questionnaire.actions import freeze_version as freeze_form
from grants.workflow import Refused, action, advance, locked, record


@action
def publish_call(call, *, by):
    """Make the call public and freeze its rules as version 1, with the form and the indicators it uses.

    A call only for trying out freezes neither: what is found wrong there can still be changed.

    From here nothing of it changes but by a corrigendum, and nothing can be taken back but by
    cancelling the call. Raises Refused with everything that is still missing.
    """
    call = locked(call)
    advance(call, Action.PUBLISH, by=by)
    if not call.is_test:
        _freeze_what_is_asked(call, by)
    freeze_rules(call, by=by)
    return call


def _freeze_what_is_asked(call, by):
    freeze_form(call.form, by=by)
    if call.steps == 2:
        freeze_form(call.two_steps.full_form, by=by)
    for row in call.indicators.select_related("version"):
        freeze_indicator(row.version, by=by)


@action
def cancel_call(call, *, by, reason):
    """End the call for good and tell everybody who began. Raises Refused without a reason."""
    call = locked(call)
    if not reason.strip():
        raise Refused([_("Say why: everybody who began an application is told.")])
    advance(call, Action.CANCEL, by=by, note=reason.strip())
    return call


@action
def announce_document(call, *, by, upload, reason="", **data):
    """Publish a document with the call: guidelines, a template. ``upload`` is the file as it was sent.

    Once the call is public this is a corrigendum with a reason, told to everybody who began. Raises
    Refused without that reason, and for a file that cannot be taken.
    """
    call = locked(call)
    _refuse_if_cancelled(call)
    is_public = call.state == CallState.PUBLISHED
    if is_public and not reason.strip():
        raise Refused([_("The call is public: say why this document is added. The reason is published.")])
    document = CallDocument(call=call, file=store(upload, by=by), **data)
    refuse_unless_clean(document)
    document.save()
    record(call, "announce_document", by=by, note=str(document), changes={"sha256": document.file.sha256})
    if is_public:
        correct(call, reason=reason, by=by)
    return document


@action
def correct_form(call, *, by, version, reason):
    """Let a published call ask the next ``version`` of its form, as a corrigendum told to everybody who began.

    Every draft is pointed to it and keeps every answer (decisions.md C1); what was handed in stays as it
    is. Raises Refused after the deadline, without a reason, for a version of another form or an older one,
    and for one that cannot be asked yet.
    """
    call = locked(call)
    _refuse_correction(call, version, reason)
    freeze_form(version, by=by)
    before, call.form = str(call.form), version
    call.save(update_fields=["form"])
    if call.is_by_invitation:
        call.two_steps.full_form = version
        call.two_steps.save(update_fields=["full_form"])
    applications = (
        call.applications.filter(step=call.step).select_for_update(of=("self",)).select_related("draft").order_by("pk")
    )
    for application in applications:  # locked: a save under way ends first, and the next one reads the new form
        repoint_draft(application.draft, version)
    record(call, "correct_form", by=by, changes={"form": [before, str(version)]})
    return correct(call, reason=reason, by=by)


def _refuse_correction(call, version, reason):
    reasons = []
    if call.state != CallState.PUBLISHED:
        raise Refused([_("Only the form of a published call is corrected. Before that, choose another form.")])
    if call.closes_at <= clock.now():
        reasons.append(_("The deadline has passed: nobody could answer the corrected form any more."))
    if call.form and (version.questionnaire_id, version.number > call.form.number) != (
        call.form.questionnaire_id,
        True,
    ):
        reasons.append(_("Choose a later version of the form the call asks: answers are found by its keys."))
    if not reason.strip():
        reasons.append(_("The call is public: say why its form changes. The reason is published."))
    if reasons:
        raise Refused(reasons)


@action
def remove_document(document, *, by):
    """Take a document away from a call that is being set up; what was public stays public."""
    call = locked_for_editing(document.call)
    record(call, "remove_document", by=by, note=str(document))
    document.delete()
    return call


def _refuse_if_cancelled(call):
    if call.state == CallState.CANCELLED:
        raise Refused([_("The call is cancelled.")])


# Shared with the deadline -----------------------------------------------------------------------


def correct(call, *, reason, by, proposal=None, closes_before=None, closes_after=None, changes=None):
    """Publish the next corrigendum with a new version of the rules, and tell everybody who began.

    ``changes`` are columns of the call with what they said before and say now. Runs inside an action that
    holds the call's lock and has made the change.
    """
    number = call.corrigenda.count() + 1
    corrigendum = Corrigendum.objects.create(
        call=call,
        number=number,
        reason=reason.strip(),
        closes_before=closes_before,
        closes_after=closes_after,
        changes=changes or {},
        published_at=clock.now(),
        proposal=proposal,
    )
    freeze_rules(call, by=by)
    changes = {"number": number}
    if closes_after:
        changes["closes_at"] = [closes_before.isoformat(), closes_after.isoformat()]
    record(call, "corrigendum", by=by, note=reason.strip(), changes=changes, tells=(people_who_began,))
    return corrigendum


def freeze_rules(call, *, by):
    """Keep the call's rules as they stand now as its next numbered version."""
    frozen = canonical(content(call))
    return CallVersion.objects.create(
        call=call,
        number=call.versions.count() + 1,
        document=json.loads(frozen),
        sha256=content_hash(frozen),
        frozen_at=clock.now(),
        frozen_by=by,
    )
