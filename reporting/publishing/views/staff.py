"""Pages of officers: what is published, what could be, and the proposal to a second person."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from grants.lists.answering import exportable
from grants.lists.listing import Listing
from grants.operations.listing import listed
from grants.proposals.models import Proposal
from grants.templatetags.grants import public_url
from grants.web import attempt_with, needs
from reporting.publishing.actions import publications
from reporting.publishing.forms import NoteFilter, PublicationForm
from reporting.publishing.messages import shown_publication
from reporting.publishing.queries import notes as note_queries
from reporting.publishing.queries.published import editions
from reporting.results.models import Compilation, CompilationState

page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@needs("reporting.list_publications")
@exportable
def publication_list(request):
    """What is published, what waits to be, and the notes."""
    open_proposals = dict(
        Proposal.objects.open().filter(action="publish_compilation").values_list("document_id", "public_id")
    )
    published = list(
        editions().select_related("corrected_by", "frozen_by", "proposed_by").defer("corrected_by__document")
    )
    waiting = Compilation.objects.filter(state=CompilationState.DONE, publication=None).order_by("-cut_off", "-as_of")
    context = listed(request, NoteFilter(request.GET), note_queries.found_notes) | {
        "published": [_row(one) for one in published],
        "published_columns": _columns(_("Facts up to"), _("Approved up to"), _("Published on"), _("By"), _("State")),
        "columns": [
            *_columns(_("Note"), _("State"), _("Country"), _("Language")),
            {"label": _("Last change"), "hint": _("By")},
        ],
        "waiting": [
            {"compilation": one, "proposal": open_proposals.get(one.pk)} for one in waiting[:SHOWN]
        ],
        "to_write_from": [one for one in published if one.corrected_or_none() is None],
    }  # fmt: skip
    title = pgettext("of results", "Notes")
    return Listing(title, "reporting/publishing/publication_list.html", context, _note_rows)


SHOWN = 50
"""Compilations offered."""


def _columns(*labels):
    return [{"label": label} for label in labels]


def _row(one):
    corrected = one.corrected_or_none()
    return [
        {"text": date_format(one.cut_off, "DATE_FORMAT"), "hint": _("publication %(number)d") % {"number": one.number},
         "url": public_url("results_edition_home", public_id=one.public_id)},
        {"moment": one.as_of},
        {"moment": one.frozen_at},
        {"text": f"{one.proposed_by}, {one.frozen_by}"},
        {"text": _("corrected by %(number)d") % {"number": corrected.number} if corrected else _("in force")},
    ]  # fmt: skip


def _note_rows(notes):
    return [
        [
            {"text": note.title, "url": note.get_absolute_url()},
            {"document": note},
            {"text": note_queries.name_of(str(note.country)) or _("The whole region")},
            {"text": note.get_language_display()},
            {"moment": note.changed_at, "hint": str(note.changed_by)},
        ]
        for note in notes
    ]


@page
@needs("reporting.propose_publication", of=Compilation)
def propose(request, compilation):
    """What would leave, and the proposal to a second person."""
    if compilation.state != CompilationState.DONE:
        raise Http404
    corrects = publications.corrected_by(compilation)
    form = PublicationForm(request.POST or None, corrects=corrects)
    proposal = attempt_with(request, form, publications.propose_publication, compilation)
    if proposal:
        messages.success(request, _("The publication is proposed. A colleague has to approve it."))
        return redirect("proposals:detail", proposal.public_id)
    context = {
        "compilation": compilation,
        "form": form,
        "corrects": corrects,
        "shown": shown_publication(compilation, {}),
        "pages": above(),
    }
    return render(request, "reporting/publishing/propose.html", context, status=422 if form.is_bound else 200)


def above(*further):
    """The pages above one of this stage."""
    return [{"url": reverse("publishing:list"), "label": _("Publications")}, *further]
