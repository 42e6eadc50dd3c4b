"""Files handed in for the call's document slots, and as answers to questions of the form."""

from django.utils.translation import gettext_lazy as _

from grants import clock
from grants.applications.actions.drafting import lock_for_drafting
from grants.applications.models import ApplicationDocument, PartnerState
from grants.drafts.actions import save_whole
from grants.files import content
from grants.files.actions import store
from grants.questionnaire.answers import file_line
from grants.questionnaire.models import QuestionKind
from grants.questionnaire.queries import form_of
from grants.workflow import Reason, Refused, action, filled, record

MOST_FILES_PER_SLOT = 10
MOST_FILES = 1000
"""So many files one application ever takes, those taken away included."""

_FULL = _("There are %(count)d files here already. Remove one first.")


def _refuse_too_many(application):
    if application.documents.count() >= MOST_FILES:
        sentence = _("This application has been given %(count)d files, more than it takes. Write to the help desk.")
        _refuse(filled(sentence, {"count": MOST_FILES}), "too_many_files")


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
    _refuse_too_many(application)
    there = application.documents.filter(slot=slot, partner=partner, removed_at=None)
    if there.count() >= MOST_FILES_PER_SLOT:
        _refuse(
            filled(_FULL, {"count": MOST_FILES_PER_SLOT}),
            "full",
        )
    document = ApplicationDocument.objects.create(
        application=application,
        slot=slot,
        partner=partner,
        file=store(uploaded, by=by, allow=slot.file_kinds or content.ALLOWED, most_megabytes=slot.most_megabytes),
        added_by=by,
        added_at=clock.now(),
    )
    record(application, "add_document", by=by, note=document.file.original_name, changes={"slot": slot.slug})
    return document


@action
def add_answer_file(application, *, part, question, uploaded, by):
    """Put an uploaded file to the answer of the question with this key, of a part of the form.

    Checked and kept as ``add_document`` does, within the limits of the question. Raises Refused for what is no
    question for files of this part, and when it has as many as it takes.
    """
    application = lock_for_drafting(application)
    section = form_of(application.draft.version).section(part.slug)
    asked = section.question(question) if section else None
    if asked is None or asked.kind != QuestionKind.FILE:
        _refuse(_("This part of the form has no such question. Load the page again."), "foreign_question")
    _refuse_too_many(application)
    cell, lines = _answered(application, question)
    if len(lines) >= asked.most_files:
        _refuse(filled(_FULL, {"count": asked.most_files}), "full")
    document = ApplicationDocument.objects.create(
        application=application,
        question=question,
        file=store(uploaded, by=by, allow=asked.file_kinds or content.ALLOWED, most_megabytes=asked.most_megabytes),
        added_by=by,
        added_at=clock.now(),
    )
    file = document.file
    line = file_line(file.original_name, file.size, file.sha256, str(document.public_id))
    _answer(application, question, cell, [*lines, line], by)
    record(application, "add_document", by=by, note=file.original_name, changes={"question": question})
    return document


def _answered(application, question):
    """What stands in the answer to a question for files, and its lines."""
    cell = application.draft.cells.filter(key=question).first()
    return cell, [line for line in (cell.raw if cell else "").split("\n") if line]


def _answer(application, question, cell, lines, by):
    """Write the lines of an answer; the application's lock keeps others from it meanwhile."""
    save_whole(application.draft, {question: "\n".join(lines)}, based_on={question: cell.rev if cell else 0}, by=by)


@action
def remove_document(document, *, by):
    """Take a file out of its slot or its answer; a second click changes nothing. What was submitted keeps it."""
    application = lock_for_drafting(document.application)
    fresh = ApplicationDocument.objects.select_for_update(of=("self",)).select_related("file").get(pk=document.pk)
    if fresh.removed_at is None:
        fresh.removed_at = clock.now()
        fresh.save(update_fields=["removed_at"])
        changes = {"question": fresh.question} if fresh.question else {"slot": fresh.slot.slug}
        if fresh.question:
            cell, lines = _answered(application, fresh.question)
            lines = [line for line in lines if not line.endswith(f"\t{fresh.public_id}")]
            _answer(application, fresh.question, cell, lines, by)
        record(application, "remove_document", by=by, note=fresh.file.original_name, changes=changes)
    return fresh
