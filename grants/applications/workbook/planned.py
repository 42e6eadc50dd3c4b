"""The cells of a workplan that travel in a workbook."""

from django.urls import reverse
from django.utils.translation import gettext as _

from grants import formats
from grants.applications.marks import text_mark
from grants.applications.queries.workplan import field_words, result_titles
from grants.applications.workbook.slots import Slot, told_apart
from grants.applications.workplan_cells import (
    CHOICE_FIELDS,
    FIELDS,
    MONTH_FIELDS,
    PROBLEM_CHOICE,
    cell_name,
    stored_text,
    understand,
)
from grants.applications.workplan_messages import sentence


def planned_slots(reading, is_open):
    """Every cell of the workplan as it stands; none where the call asks for no workplan."""
    url, choices = _url(reading), choices_of(reading)
    for number, activity in enumerate(reading.activities, start=1):
        title = activity.title.strip() or _("Activity %(number)d") % {"number": number}
        for name in FIELDS["activity"]:
            stored = stored_text(activity, name)
            yield _slot(
                cell_name(activity, name), name, title, stored, is_open, choices,
                url=f"{url}#answer-{cell_name(activity, name)}",
                value=getattr(activity, name) if name in MONTH_FIELDS and name not in activity.raw else None,
            )  # fmt: skip


def new_planned_slot(reading, key, name, is_open) -> Slot:
    """A cell of an activity that is not in the workplan (yet)."""
    choices = choices_of(reading)
    return _slot(f"activity-{key}-{name}", name, _("new activity"), "", is_open, choices, url=_url(reading))


def choices_of(reading) -> dict:
    """What is chosen in an activity, field by field: {key: word}, no word twice."""
    partners = {str(partner.key): str(partner) for partner in reading.partners}
    return {"result": told_apart(result_titles(reading.results)), "partner": told_apart(partners)}


def _url(reading):
    return reverse("applications:workplan", args=[reading.application.public_id])


def _slot(slot_name, name, title, text, is_open, choices, **more):
    return Slot(
        name=slot_name,
        where=" · ".join([_("Workplan"), title, field_words()[name]]),
        text=text,
        rev=text_mark(text),
        is_open=is_open,
        read=_reader(name, choices),
        kind="whole" if name in MONTH_FIELDS else "text",
        words=choices.get(name, {}),
        **more,
    )


def _reader(name, choices):
    def read(text):
        text = formats.clean_text(text).strip()
        if name in CHOICE_FIELDS:
            return text, sentence(PROBLEM_CHOICE) if text and text not in choices[name] else ""
        value, problem = understand(name, text, {})
        return (text, sentence(problem)) if problem else ("" if value is None else str(value), "")

    return read
