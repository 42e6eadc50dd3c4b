"""The parts of a draft that people talk about: those of the form, and the tables beside it."""

from django.urls import reverse

from grants.applications.workflow import Topic
from grants.questionnaire.queries import form_of

TABLES = ("logframe", "workplan", "budget")
PART = "part-"


def title_of(application, place) -> str:
    """What a part is called, in the reader's language; "" for one that is not there."""
    if place.startswith(PART):
        section = form_of(application.draft.version).section(place.removeprefix(PART))
        return section.title if section else ""
    if place not in TABLES or (place == "workplan" and not application.asked.workplan):
        return ""
    return str(Topic(place).label)


def url_of(application, place) -> str:
    """The page of a part."""
    if place.startswith(PART):
        return reverse("applications:part", args=[application.public_id, place.removeprefix(PART)])
    return reverse(f"applications:{place}", args=[application.public_id])
