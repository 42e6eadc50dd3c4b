"""Lots and document slots of a call: added, changed, taken away while it is being set up."""

from grants.calls.actions.setting_up import apply, locked_for_editing, plain, refuse_unless_clean
from grants.calls.models import Lot, RequiredDocument, SlotTemplate
from grants.files.actions import store
from grants.workflow import action, record


@action
def add_lot(call, *, by, **data):
    """Add a thematic lot with its envelope (EUR). Raises Refused for a code used already."""
    return _add(Lot, call, by, data)


@action
def change_lot(lot, *, by, **data):
    """Change a lot of a call that is being set up."""
    return _change(lot, by, data)


@action
def remove_lot(lot, *, by):
    """Take a lot away from a call that is being set up."""
    return _remove(lot, by)


@action
def add_required_document(call, *, by, **data):
    """Ask applicants for a document: a slot with title, kind and largest size (MB)."""
    return _add(RequiredDocument, call, by, data)


@action
def change_required_document(slot, *, by, **data):
    """Change a document slot of a call that is being set up."""
    return _change(slot, by, data)


@action
def remove_required_document(slot, *, by):
    """Take a document slot away from a call that is being set up."""
    return _remove(slot, by)


@action
def add_slot_template(slot, *, language, uploaded, by) -> SlotTemplate:
    """Offer a template to download in a language; a file for the same language takes the place of the one before.

    Raises Refused once the call is published, and for a file that cannot be taken.
    """
    call = locked_for_editing(slot.call)
    file = store(uploaded, by=by)
    slot.templates.filter(language=language).delete()
    template = SlotTemplate(slot=slot, language=language, file=file)
    refuse_unless_clean(template)
    template.save()
    changes = {"language": language, "sha256": file.sha256}
    record(call, "add_slot_template", by=by, note=f"{slot}: {file}", changes=changes)
    return template


@action
def remove_slot_template(template, *, by):
    """Take a template away from a call that is being set up."""
    call = locked_for_editing(template.call)
    record(call, "remove_slot_template", by=by, note=f"{template.slot}: {template.file}")
    template.delete()
    return call


def _add(model, call, by, data):
    call = locked_for_editing(call)
    row = model(call=call, **data)
    refuse_unless_clean(row)
    row.save()
    changes = {name: plain(value) for name, value in data.items()}
    record(call, f"add_{_noun(row)}", by=by, note=str(row), changes=changes)
    return row


def _change(row, by, data):
    call = locked_for_editing(row.call)
    changes = apply(row, data)
    if changes:
        refuse_unless_clean(row)
        row.save(update_fields=list(changes))
        record(call, f"change_{_noun(row)}", by=by, note=str(row), changes=changes)
    return row


def _remove(row, by):
    call = locked_for_editing(row.call)
    record(call, f"remove_{_noun(row)}", by=by, note=str(row))
    row.delete()
    return call


def _noun(row):
    return {Lot: "lot", RequiredDocument: "required_document"}[type(row)]
