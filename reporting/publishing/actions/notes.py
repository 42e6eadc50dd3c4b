"""Notes: drafted from the figures, edited, published by two persons when every number is one of them, withdrawn."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from grants import clock
from grants.audit import canonical, content_hash
from grants.proposals.actions import propose
from grants.proposals.kinds import needs_two
from grants.workflow import Refused, action, advance, locked, reasons_against, record
from reporting.publishing.models import Note, NoteVersion
from reporting.publishing.queries.notes import checked, drafted
from reporting.publishing.workflow import NoteAction, NoteState


class Overtaken(Refused):
    """A colleague saved the note meanwhile: ``note`` is as it stands now."""

    def __init__(self, note):
        self.note = note
        super().__init__([
            _("%(who)s saved this note meanwhile. Their text stands below yours: nothing is lost. Bring both together and save again.")  # noqa: E501
            % {"who": note.changed_by}
        ])  # fmt: skip


@action
def begin_note(publication, *, country, language, by):
    """Draft a note of a country, or of the region, from the figures of a publication."""
    if publication.corrected_or_none() is not None:
        raise Refused([_("This publication was corrected. Write the note from the correction.")])
    title, text = drafted(publication, country, language, {})
    try:
        with transaction.atomic():
            note = Note.objects.create(
                publication=publication, country=country, language=language, title=title, text=text,
                changed_by=by, changed_at=clock.now(),
            )  # fmt: skip
    except IntegrityError as error:
        raise Refused([_("There is a note of this country in this language already.")]) from error
    record(note, NoteAction.BEGIN, by=by)
    return note


@action
def rewrite_note(note, *, choices, by):
    """Draft the note anew, each figure said as chosen. The text there was stays in the note's history."""
    note = _open(note)
    before = {"title": note.title, "text": note.text}
    note.choices = choices
    note.title, note.text = drafted(note.publication, str(note.country), note.language, choices)
    _save(note, by, "choices")
    record(note, NoteAction.REWRITE, by=by, changes=before)
    return note


@action
def save_note(note, *, title, text, based_on, by):
    """Keep what was typed, whatever its numbers say: they are judged, and only publishing asks for more.

    Raises Overtaken when a colleague saved since ``based_on``, and Refused once the note is published.
    """
    note = _open(note)
    if note.rev != based_on:
        raise Overtaken(note)
    if (note.title, note.text) == (title, text):
        return note
    before = {"title": note.title, "text": note.text}
    note.title, note.text = title, text
    _save(note, by)
    record(note, NoteAction.SAVE, by=by, changes=before)
    return note


@action
def propose_note(note, *, reason, by):
    """Put the note before a second person. Raises Refused, naming each number no figure bears out."""
    note = _open(note)
    note.claims = checked(note)
    if reasons := reasons_against(note, NoteAction.PUBLISH):
        raise Refused(reasons)
    return propose("publish_note", note, {}, reason=reason, by=by)


def note_seen(note):
    """What the proposer saw: the text itself."""
    return {"title": note.title, "text": note.text, "language": note.language, "country": str(note.country)}


def shown_note(note, payload):
    """The note for the page of the decision."""
    return [
        {"label": _("Country"), "value": note.country.name or _("The whole region")},
        {"label": _("Language"), "value": note.get_language_display()},
        {"label": _("Headline"), "value": note.title},
        {"label": _("Text"), "value": note.text},
    ]


@needs_two(
    "publish_note",
    label=_("Publish the note"),
    permission="reporting.publish_note",
    seen=note_seen,
    show=shown_note,
    undo=_("Its words never change. Two persons can withdraw it later, and its page then says why."),
)
def publish_note(note, payload, *, by, proposal):
    """Carry out an approved proposal: the note is public, with the figure behind each of its numbers."""
    note.claims = checked(note)
    note.published_at = clock.now()
    advance(note, NoteAction.PUBLISH, by=by, note=proposal.reason, fields=["published_at"])
    document = note_seen(note) | {
        "publication": note.publication.number,
        "publication_sha256": note.publication.sha256,
        "claims": {place: _claims(getattr(note.claims, place)) for place in ("title", "text")},
    }
    return NoteVersion.objects.create(
        note=note, number=1, document=document, sha256=content_hash(canonical(document)),
        frozen_at=note.published_at, frozen_by=by,
    )  # fmt: skip


WHYS = ("why_es", "why_pt_br", "why_en")


@action
def propose_withdrawal(note, *, reason, why_es, why_pt_br, why_en, by):
    """Put before a second person that a published note be withdrawn, with what its page will say in each language."""
    note = locked(note)
    whys = dict(zip(WHYS, (text.strip() for text in (why_es, why_pt_br, why_en)), strict=True))
    if reasons := reasons_against(note, NoteAction.WITHDRAW):
        raise Refused(reasons)
    if not all(whys.values()):
        raise Refused([_("Say in all three languages why the note is withdrawn.")])
    return propose("withdraw_note", note, whys, reason=reason, by=by)


def shown_withdrawal(note, payload):
    """The note and what its page will say, for the page of the decision."""
    languages = (("why_es", "Español"), ("why_pt_br", "Português"), ("why_en", "English"))
    return [*shown_note(note, {}), *({"label": language, "value": payload[name]} for name, language in languages)]


@needs_two(
    "withdraw_note",
    label=_("Withdraw the note"),
    permission="reporting.withdraw_note",
    seen=note_seen,
    show=shown_withdrawal,
    undo=_("No. Another note can be written and published instead."),
)
def withdraw_note(note, payload, *, by, proposal):
    """Carry out an approved proposal: the note's page stays, and says when and why it was withdrawn."""
    note.withdrawn_at = clock.now()
    for name in WHYS:
        setattr(note, name, payload[name])
    advance(note, NoteAction.WITHDRAW, by=by, note=proposal.reason, fields=["withdrawn_at", *WHYS])
    return note


def _claims(claims):
    return [{"start": one.start, "end": one.end, "figure": one.figure} for one in claims if one.figure]


def _open(note):
    note = locked(note)
    if note.state != NoteState.DRAFT:
        raise Refused([_("A published note never changes.")])
    return note


def _save(note, by, *fields):
    note.rev += 1
    note.changed_by, note.changed_at = by, clock.now()
    note.save(update_fields=["title", "text", "rev", "changed_by", "changed_at", *fields])
