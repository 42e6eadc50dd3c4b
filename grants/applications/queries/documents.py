"""The documents page: each slot of the call, once or per organisation, with what is in it."""

from django.urls import reverse
from django.utils.translation import gettext as _

from grants.applications.queries.record import frame
from grants.files import content
from grants.files.models import ScanState

MEGABYTE = 1024 * 1024
EXTENSIONS = content.extensions(content.ALLOWED)

SCAN_LOOKS = {
    ScanState.UNSCANNED: None,
    ScanState.CLEAN: {"word": ScanState.CLEAN.label, "tone": "good", "icon": "check"},
    ScanState.INFECTED: {"word": ScanState.INFECTED.label, "tone": "bad", "icon": "warning"},
}


def documents_page(application, user, *, error=None):
    """Everything the documents page shows; ``error`` is (slot slug, partner or None, sentence)."""
    url = reverse("applications:documents", args=[application.public_id])
    page = frame(application, user, url=url)
    slots = page["reading"].slots
    groups = [_group(slot, page, application, user, error) for slot in slots]
    return page | {
        "url": url,
        "groups": groups,
        "count": sum(document.slot in slots for document in page["reading"].documents),
    }


def _group(slot, page, application, user, error):
    places = page["reading"].partners if slot.per_partner else [None]
    return {"slot": slot, "places": [_place(slot, partner, page, application, user, error) for partner in places]}


def _place(slot, partner, page, application, user, error):
    if partner is None:
        address = reverse("applications:upload", args=[application.public_id, slot.slug])
        may_write = user.has_perm("grants.upload_document", application)
    else:
        partner.application = page["reading"].application
        address = reverse("applications:upload_for_partner", args=[partner.public_id, slot.slug])
        may_write = user.has_perm("grants.upload_partner_document", partner)
    files = [
        _file(document, user)
        for document in page["reading"].documents
        if document.slot_id == slot.pk and document.partner_id == (partner.pk if partner else None)
    ]
    sentence = error[2] if error and error[:2] == (slot.slug, partner.pk if partner else None) else ""
    return {
        "slot": {
            "title": str(partner) if partner else slot.title,
            "key": f"{slot.slug}-{partner.key}" if partner else slot.slug,
            "help": "" if partner else slot.help,
            "required": slot.required,
            "accept": ",".join(EXTENSIONS),
            "max_text": _("%(kinds)s; at most %(size)d MB.")
            % {"kinds": ", ".join(name.removeprefix(".").upper() for name in EXTENSIONS), "size": slot.most_megabytes},
            "max_bytes": slot.most_megabytes * MEGABYTE,
            "template_url": "",
            "error": sentence,
        },
        "files": files,
        "upload_url": address,
        "state": "blocked" if any(file["is_blocked"] for file in files) else "done" if files else "empty",
        "locked": bool(page["locked_sentence"]) or not may_write,
    }


def _file(document, user):
    may_remove = user.has_perm("grants.remove_document", document)
    return {
        "name": document.file.original_name,
        "url": reverse("applications:document", args=[document.public_id]),
        "size": document.file.size,
        "at": document.added_at,
        "by": str(document.added_by),
        "badge": SCAN_LOOKS[document.file.scan_state],
        "is_blocked": document.file.scan_state == ScanState.INFECTED,
        "remove_url": reverse("applications:remove_document", args=[document.public_id]) if may_remove else "",
    }
