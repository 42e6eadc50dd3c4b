"""Templates of required documents as pages offer them: to the signed-in, and to everybody who reads the call."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language, gettext

from grants.calls.models import CallStep
from grants.files.content import extension_of


def _signed_in(template):
    return reverse("calls:slot_template", args=[template.public_id])


def templates_of(slot, address=_signed_in) -> list[dict]:
    """The templates of a slot, the reader's language first: where each is (``address``), and which."""
    words = dict(settings.LANGUAGES)
    mine = sorted(slot.templates.all(), key=lambda one: (one.language != get_language(), one.language))
    return [
        {
            "url": address(one),
            "language": gettext(words[one.language]),
            "code": one.language,
            "size": one.file.size,
            "kind": extension_of(one.file.original_name).upper(),
        }
        for one in mine
    ]


def slots_by_step(call, address=_signed_in) -> list[dict]:
    """What applicants upload, step by step, each document with its templates; one step has no heading."""
    slots = [{"slot": slot, "templates": templates_of(slot, address)} for slot in call.required_documents.all()]
    if call.steps == 1:
        steps = [{"label": "", "slots": slots}]
    else:
        early = [one for one in slots if one["slot"].at_concept]
        late = [one for one in slots if not one["slot"].at_concept]
        steps = [{"label": CallStep.CONCEPT.label, "slots": early}, {"label": CallStep.FULL.label, "slots": late}]
    return [step for step in steps if step["slots"]]
