"""Pages of officers for notes: drafted from the figures, edited, checked, proposed."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from grants.proposals.models import Proposal
from grants.templatetags.grants import public_url
from grants.web import attempt_with, needs
from reporting.publishing.actions import notes as actions
from reporting.publishing.forms import ChoicesForm, NewNoteForm, NoteForm, ReasonForm, WithdrawalForm
from reporting.publishing.models import Note, Publication
from reporting.publishing.queries import notes as queries
from reporting.publishing.queries import pages
from reporting.publishing.queries.published import content
from reporting.publishing.views.staff import above
from reporting.publishing.workflow import NoteState

page = require_http_methods(["GET", "HEAD", "POST"])


@page
@needs("reporting.edit_note", of=Publication)
def note_new(request, publication):
    """Choose the country and the language; the draft is written from the figures."""
    form = NewNoteForm(request.POST or None, publication=publication)
    note = attempt_with(request, form, actions.begin_note, publication)
    if note:
        messages.success(request, _("The note is drafted from the figures. Every number in it is checked as you save."))
        return redirect(note)
    context = {"form": form, "title": _("Write a note"), "submit": _("Draft the note"), "pages": above(), "against": ()}
    context["lead"] = pages.cut_off_sentence(content(publication))
    return render(request, "reporting/publishing/note_form.html", context, status=422 if form.is_bound else 200)


@page
@needs("reporting.edit_note", of=Note)
def note(request, note):
    """The note in its editor, each number marked as it is borne out or not; as read once it is published."""
    form = NoteForm.of(note, request.POST or None)
    overtaken = None
    if request.method == "POST":
        saved, overtaken = _save(request, form, note)
        if saved:
            return _saved(request, saved)
    return _page(request, note, form, overtaken)


def _save(request, form, note):
    """The saved note, or what a colleague saved meanwhile."""
    saved = attempt_with(request, form, actions.save_note, note)
    based_on = getattr(form, "cleaned_data", {}).get("based_on")
    if saved or based_on is None:
        return saved, None
    now = Note.objects.get(pk=note.pk)
    return None, now if now.rev != based_on else None


def _saved(request, note):
    problems = len(queries.checked(note).problems)
    if problems:
        sentence = ngettext(
            "Saved. %d number or claim below is not borne out by the figures.",
            "Saved. %d numbers or claims below are not borne out by the figures.",
            problems,
        )
        messages.warning(request, sentence % problems)
    else:
        messages.success(request, _("Saved. Every number is one of the figures."))
    return redirect(note)


DECISIONS = ("publish_note", "withdraw_note")
"""What a second person decides about a note."""


def _page(request, note, form, overtaken):
    note = queries.notes().defer(None).defer("publication__document").get(pk=note.pk)
    checked = queries.checked(note)
    is_open = note.state == NoteState.DRAFT
    proposal = Proposal.objects.open().filter(action__in=DECISIONS, document_id=note.pk).first()
    context = {
        "note": note,
        "form": form,
        "is_open": is_open,
        "overtaken": overtaken,
        "problems": checked.reasons(),
        "title_pieces": checked.segments("title"),
        "text_pieces": checked.segments("text"),
        "figures": queries.figures_beside(checked) if is_open else [],
        "proposal": proposal,
        "facts": [note.get_language_display(), pages.cut_off_sentence(content(note.publication))],
        **_next(note, is_open, checked, proposal),
        "history": [
            {"what": event.get_action_display(), "who": event.actor, "at": event.at, "note": event.note}
            for event in note.events.select_related("actor").order_by("-at", "-pk")
        ],
        "earlier": queries.earlier_texts(note),
        "place": queries.name_of(str(note.country)) or _("The whole region"),
        "pages": above(),
    }
    return render(request, "reporting/publishing/note.html", context, status=422 if form.is_bound else 200)


def _next(note, is_open, checked, proposal):
    """What can be done with the note: publish it once every number is borne out, draft it anew, read it."""
    if not is_open:
        url = public_url("results_note", public_id=note.public_id)
        links = [{"url": url, "label": _("Public page"), "icon": "external"}]
        if note.state == NoteState.PUBLISHED and not proposal:
            links.append({"url": reverse("publishing:note_withdraw", args=[note.public_id]), "label": _("Withdraw")})
        return {"action": None, "links": links}
    rewrite = {"url": reverse("publishing:note_rewrite", args=[note.public_id]), "label": _("Draft anew")}
    publish = {"url": reverse("publishing:note_publish", args=[note.public_id]), "label": _("Publish the note")}
    return {"links": [rewrite], "action": None if checked.problems or proposal else publish}


@page
@needs("reporting.edit_note", of=Note)
def note_rewrite(request, note):
    """Choose how each figure is said, and draft the note anew."""
    rows = queries.sayings(note.publication, str(note.country), note.language)
    form = ChoicesForm(request.POST or None, rows=rows, chosen=note.choices)
    if attempt_with(request, form, actions.rewrite_note, note):
        messages.success(request, _("The note is drafted anew. The text there was is kept in its history."))
        return redirect(note)
    lead = _(
        "Where several ways to say a figure are true, you choose. "
        "Your present text is replaced and kept in the history."
    )
    return _form_page(request, note, form, title=_("Draft anew from the figures"), submit=_("Draft anew"), lead=lead)


@page
@needs("reporting.publish_note", of=Note)
def note_publish(request, note):
    """Propose the note to a second person, unless a number stands against it."""
    form = ReasonForm(request.POST or None)
    proposal = attempt_with(request, form, actions.propose_note, note)
    if proposal:
        messages.success(request, _("The note is proposed. A colleague has to approve it."))
        return redirect("proposals:detail", proposal.public_id)
    lead = _(
        "A second person reads the note and approves it. From then on everybody can read it, and it never changes."
    )
    words = {"title": _("Publish the note"), "submit": _("Propose publication"), "lead": lead}
    return _form_page(request, note, form, **words, against=[] if form.is_bound else queries.checked(note).reasons())


@page
@needs("reporting.withdraw_note", of=Note)
def note_withdraw(request, note):
    """Propose to a second person that a published note be withdrawn, with what its readers are told."""
    form = WithdrawalForm(request.POST or None)
    proposal = attempt_with(request, form, actions.propose_withdrawal, note)
    if proposal:
        messages.success(request, _("The withdrawal is proposed. A colleague has to approve it."))
        return redirect("proposals:detail", proposal.public_id)
    lead = _(
        "A second person approves it. The note keeps its page, which then says when and why it was withdrawn; "
        "a corrected note can be written in its place."
    )
    return _form_page(request, note, form, title=_("Withdraw the note"), submit=_("Propose withdrawal"), lead=lead)


def _form_page(request, note, form, **words):
    """The page of one form about a note, under the note."""
    pages_above = above({"url": note.get_absolute_url(), "label": note.title})
    context = {"form": form, "pages": pages_above, "against": ()} | words
    return render(request, "reporting/publishing/note_form.html", context, status=422 if form.is_bound else 200)
