"""The documents page: each slot of the call, once or per organisation, with what is in it."""

from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils.translation import gettext as _

from grants.applications.queries.record import frame
from grants.calls.slot_templates import templates_of
from grants.drafts.models import Part
from grants.files import content
from grants.files.models import ScanState
from grants.questionnaire.messages import limits_text

MEGABYTE = 1024 * 1024
EXTENSIONS = content.extensions(content.ALLOWED)

SCAN_LOOKS = {
    ScanState.UNSCANNED: {"word": ScanState.UNSCANNED.label, "tone": "neutral", "icon": "shield"},
    ScanState.CLEAN: {"word": ScanState.CLEAN.label, "tone": "good", "icon": "check"},
    ScanState.RELEASED: None,
    ScanState.INFECTED: {"word": ScanState.INFECTED.label, "tone": "bad", "icon": "warning"},
}


def documents_page(application, user, *, error=None):
    """Everything the documents page shows; ``error`` is (slot slug, partner or None, sentence)."""
    url = reverse("applications:documents", args=[application.public_id])
    page = frame(application, user, url=url)
    slots = page["reading"].slots
    prefetch_related_objects(slots, "templates__file")
    groups = [_group(slot, page, application, user, error) for slot in slots]
    return page | {
        "url": url,
        "groups": groups,
        "count": sum(document.slot in slots for document in page["reading"].documents),
    }


def _group(slot, page, application, user, error):
    places = page["reading"].partners if slot.per_partner else [None]
    templates = templates_of(slot) if slot.per_partner else []
    shown = [_place(slot, partner, page, application, user, error) for partner in places]
    return {"slot": slot, "templates": templates, "places": shown}


def _place(slot, partner, page, application, user, error):
    if partner is None:
        address = reverse("applications:upload", args=[application.public_id, slot.slug])
        may_write = user.has_perm("grants.upload_document", application)
    else:
        partner.application = page["reading"].application
        address = reverse("applications:upload_for_partner", args=[partner.public_id, slot.slug])
        may_write = user.has_perm("grants.upload_partner_document", partner)
    files = [
        _file(document, may_remove=user.has_perm("grants.remove_document", document))
        for document in page["reading"].documents
        if document.slot_id == slot.pk and document.partner_id == (partner.pk if partner else None)
    ]
    sentence = error[2] if error and error[:2] == (slot.slug, partner.pk if partner else None) else ""
    templates = [] if partner else templates_of(slot)
    endings = content.extensions(slot.file_kinds or content.ALLOWED)
    return {
        "slot": {
            "title": str(partner) if partner else slot.title,
            "key": f"{slot.slug}-{partner.key}" if partner else slot.slug,
            "help": "" if partner else slot.help,
            "required": slot.required,
            "accept": ",".join(endings),
            "max_text": _("%(kinds)s; at most %(size)d MB.")
            % {"kinds": ", ".join(name.removeprefix(".").upper() for name in endings), "size": slot.most_megabytes},
            "max_bytes": slot.most_megabytes * MEGABYTE,
            "templates": templates,
            "error": sentence,
            "several": True,
        },
        "files": files,
        "upload_url": address,
        "state": "blocked" if any(file["is_blocked"] for file in files) else "done" if files else "empty",
        "locked": bool(page["locked_sentence"]) or not may_write,
    }


def answer_slot(part, field, files, *, locked, error="") -> dict:
    """A question for files with what is there, as components/file_slot.html draws it."""
    question = field.question
    endings = content.extensions(question.file_kinds or content.ALLOWED)
    shown = [_file(files[row["id"]], may_remove=not locked) for row in _listed(field) if row["id"] in files]
    is_full = len(shown) >= question.most_files
    return {
        "slot": {
            "title": question.label,
            "key": question.key,
            "help": question.help,
            "required": question.required,
            "accept": ",".join(endings),
            "max_text": limits_text(question),
            "max_bytes": question.most_megabytes * MEGABYTE,
            "error": error or field.problem,
            "several": question.most_files > 1,
        },
        "question": question,
        "is_asked": field.is_asked,
        "files": shown,
        "upload_url": reverse("applications:upload_answer", args=[part.public_id, question.key]),
        "state": "blocked" if any(file["is_blocked"] for file in shown) else "done" if shown else "empty",
        "locked": locked,
        "is_full": is_full,
    }


def _listed(field):
    """The files named in an answer, in its order; of one that is not understood every line that names one."""
    if field.value:
        return field.value
    return [{"id": line.rpartition("\t")[2]} for line in field.raw.split("\n") if line]


def place_of_question(document) -> str:
    """The question a file answers, on the page of its part; "" where the form asks it no more."""
    draft = document.application.draft
    asking = draft.version.sections.filter(questions__key=document.question).values("slug")
    part = Part.objects.filter(draft=draft, slug__in=asking).first()
    if part is None:
        return ""
    url = reverse("applications:part", args=[document.application.public_id, part.slug])
    return f"{url}#slot-{document.question}"


def _file(document, *, may_remove):
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
