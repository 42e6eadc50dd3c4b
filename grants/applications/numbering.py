"""Numbers that are given once and without gaps: of submissions, contracts, own actions (decisions.md A5)."""

from grants.applications.models import ReferenceCounter


def next_reference(prefix, *, digits) -> str:
    """The next number under ``prefix``: the counter's row is held until the action's transaction ends."""
    counter = _held(prefix)
    counter.last += 1
    counter.save(update_fields=["last"])
    return f"{prefix}{counter.last:0{digits}d}"


def take_reference(prefix, reference) -> str:
    """Use a number that was given elsewhere, as for contracts of before; the count goes on after it."""
    rest = reference.removeprefix(prefix)
    if reference.startswith(prefix) and rest.isascii() and rest.isdigit():
        counter = _held(prefix)
        counter.last = max(counter.last, int(rest))
        counter.save(update_fields=["last"])
    return reference


def _held(prefix):
    ReferenceCounter.objects.bulk_create([ReferenceCounter(prefix=prefix)], ignore_conflicts=True)
    return ReferenceCounter.objects.select_for_update().get(prefix=prefix)
