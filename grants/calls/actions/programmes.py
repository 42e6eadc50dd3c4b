"""Programmes: begun once, then named anew where words change (decisions.md A11)."""

from grants.calls.actions.setting_up import apply, plain, refuse_unless_clean
from grants.calls.models import Programme
from grants.workflow import action, locked, record, take_turns


@action
def begin_programme(*, by, **data):
    """Begin what calls belong to; ``data`` are columns of Programme. Raises Refused with what is wrong."""
    take_turns("begin programme")  # of two at once with one code the second hears that it is taken
    programme = Programme(**data)
    refuse_unless_clean(programme)
    programme.save()
    record(programme, "begin", by=by, changes={name: plain(value) for name, value in data.items() if value})
    return programme


@action
def change_programme(programme, *, by, **data):
    """Give a programme other names, or the contracts to come another beginning of their numbers. Its code stays."""
    programme = locked(programme)
    changes = apply(programme, data)
    if changes:
        refuse_unless_clean(programme)
        programme.save(update_fields=list(changes))
        record(programme, "edit", by=by, changes=changes)
    return programme
