"""Files handed in for the call's document slots."""

from django.utils.translation import gettext_lazy as _

from grants import clock
from grants.applications.actions.drafting import lock_for_drafting
from grants.applications.models import ApplicationDocument, PartnerState
from grants.files.actions import store
from grants.workflow import Reason, Refused, action, filled, record

MOST_FILES_PER_SLOT = 10


def _refuse(sentence, code):
    raise Refused([Reason(sentence, code=code)])


@action
def add_document(application, *, slot, uploaded, partner=None, by):
    """Put an uploaded file into a slot of the call, for one partner where the slot asks each for its own.

    The file is checked and kept by ``files.store`` (type by content, scan). Raises Refused for a
    slot of another call, a partner outside the consortium, a file larger than the slot takes or of
    a kind that is not taken, and a full slot.
    """
    application = lock_for_drafting(application)
    if slot.call_id != application.call_id:
        _refuse(_("This document is not asked for in this call."), "foreign_slot")
    if slot.per_partner != (partner is not None):
        _refuse(_("Choose the organisation this document belongs to."), "partner_missing")
    if partner is not None and (partner.application_id != application.pk or partner.state != PartnerState.JOINED):
        _refuse(_("This organisation is not in the consortium."), "not_joined")
    there = application.documents.filter(slot=slot, partner=partner, removed_at=None)
    if there.count() >= MOST_FILES_PER_SLOT:
        _refuse(
            filled(_("There are %(count)d files here already. Remove one first."), {"count": MOST_FILES_PER_SLOT}),
            "full",
        )
    document = ApplicationDocument.objects.create(
        application=application,
        slot=slot,
        partner=partner,
        file=store(uploaded, by=by, most_megabytes=slot.most_megabytes),
        added_by=by,
        added_at=clock.now(),
    )
    record(application, "add_document", by=by, note=document.file.original_name, changes={"slot": slot.slug})
    return document


@action
def remove_document(document, *, by):
    """Take a file out of its slot; a second click changes nothing. What was submitted keeps it."""
    application = lock_for_drafting(document.application)
    fresh = ApplicationDocument.objects.select_for_update(of=("self",)).select_related("file").get(pk=document.pk)
    if fresh.removed_at is None:
        fresh.removed_at = clock.now()
        fresh.save(update_fields=["removed_at"])
        changes = {"slot": fresh.slot.slug}
        record(application, "remove_document", by=by, note=fresh.file.original_name, changes=changes)
    return fresh
