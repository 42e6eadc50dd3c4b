"""Setting up the severities of concerns."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from grants.diligence.models import ConcernSeverity
from grants.workflow import Reason, Refused, action, record, take_turns

KEPT = (
    "name_es", "name_pt_br", "name_en", "position", "stops_awards", "stops_contracts", "stops_payments",
    "escalated_after_days", "is_told_to_finance", "raised_for", "is_offered",
)  # fmt: skip


@action
def set_severity(code, *, by, **values):
    """Add a severity or change one; open concerns follow it from now on. ``values`` are those of ``KEPT``.

    Raises Refused for values that cannot be, and when none would be left for what is found somewhere.
    """
    take_turns("severities")
    severity = ConcernSeverity.objects.select_for_update().filter(code=code).first() or ConcernSeverity(code=code)
    before = {name: getattr(severity, name) for name in KEPT if severity.pk}
    if before and before["raised_for"] and values.get("raised_for", before["raised_for"]) != before["raised_for"]:
        raise Refused(
            [_("This severity is raised by itself. Give that to another one first: it is then taken from here.")]
        )
    _take_over(severity, values.get("raised_for", ""), by)
    for name, value in values.items():
        setattr(severity, name, value)
    try:
        severity.full_clean()
    except ValidationError as error:
        raise Refused([Reason(sentence) for sentence in error.messages]) from error
    severity.save()
    now = {name: getattr(severity, name) for name in KEPT}
    changes = {name: [before.get(name), value] for name, value in now.items() if before.get(name) != value}
    record(severity, "set", by=by, changes=changes)
    return severity


def _take_over(severity, found, by):
    """What is found somewhere raises one severity: it is taken from the one that had it."""
    had = ConcernSeverity.objects.filter(raised_for=found).exclude(pk=severity.pk).first() if found else None
    if had is not None:
        had.raised_for = ""
        had.save(update_fields=["raised_for"])
        record(had, "set", by=by, changes={"raised_for": [found, ""]})
