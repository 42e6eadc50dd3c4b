"""What can be taken away: tables of a publication, and its notes."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from grants import docx, pdf
from grants.web import cacheable, public_page
from reporting.publishing.models import Note
from reporting.publishing.queries import downloads, note_pages
from reporting.publishing.queries import fact_sheet as sheets
from reporting.publishing.queries.notes import written_instead
from reporting.publishing.views.edition import Edition, of_edition
from reporting.publishing.workflow import NoteState

KINDS = {
    ("results", "csv"): "text/csv; charset=utf-8",
    ("projects", "csv"): "text/csv; charset=utf-8",
    ("dictionary", "csv"): "text/csv; charset=utf-8",
    ("results", "xlsx"): "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ("results", "json"): "application/json",
}
"""Table and form of a download -> its media type."""


@of_edition
def download(request, edition, table, form):
    """A table of the publication as a file; who has it already is told so before it is made."""
    if (table, form) not in KINDS:
        raise Http404
    etag = quote_etag(f"{edition.publication.sha256[:32]}-{edition.lang}-{table}-{form}")
    known = get_conditional_response(request, etag=etag)
    if known is not None:
        return known
    name = f"{table}-{edition.content.cut_off.isoformat()}-{edition.publication.number}.{form}"
    return _file(_made(edition.content, table, form), KINDS[table, form], name, etag)


def _file(made, media_type, name, etag):
    response = HttpResponse(made, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="alinvest-verde-{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["ETag"] = etag
    return response


def _made(found, table, form):
    if form == "xlsx":
        return downloads.as_workbook(found)
    return downloads.as_frozen(found) if form == "json" else downloads.as_csv(found, table)


def _published(public_id):
    published = Note.objects.ever_published().select_related(
        "version", "publication__corrected_by", "publication__corrects"
    )
    light = [f"publication__{part}document" for part in ("", "corrected_by__", "corrects__")]
    return get_object_or_404(published.defer(*light), public_id=public_id)


@require_safe
@public_page
@cacheable
def note(request, public_id):
    """A published note, each of its numbers with a link to its figure; a withdrawn one says when and why."""
    shown = _published(public_id)
    edition = Edition(request.public_language, shown.publication, is_pinned=True)
    context = {
        "note": shown,
        "blocks": note_pages.blocks(shown.version.document, edition),
        "headline": shown.version.document["title"],
        "edition": edition,
        "neighbours": edition.neighbours(),
        "pages": edition.above(),
        "publication": shown.publication,
        "method_url": edition.url("method"),
        "instead": _instead(shown, request.public_language),
        "language": shown.language.split("-")[0] if shown.language != "pt-br" else "pt-BR",
    }
    return render(request, "reporting/publishing/public_note.html", context)


def _instead(note, lang):
    """The note to read in place of a withdrawn one."""
    found = written_instead(note) if note.state == NoteState.WITHDRAWN else None
    url = found and reverse("public:results_note", kwargs={"lang": lang, "public_id": found.public_id})
    return found and {"title": found.title, "url": url}


@require_safe
@public_page
@cacheable
def note_pdf(request, public_id):
    """The note as a PDF; of a withdrawn one there is only the page, which says so."""
    return _note_file(request, public_id, pdf, "pdf")


@require_safe
@public_page
@cacheable
def note_word(request, public_id):
    """The same for Word, for those who take its sentences over."""
    return _note_file(request, public_id, docx, "docx")


def _note_file(request, public_id, maker, ending):
    shown = _published(public_id)
    if shown.state == NoteState.WITHDRAWN:
        return redirect("public:results_note", lang=request.public_language, public_id=public_id)
    etag = quote_etag(f"{shown.version.sha256[:32]}-{ending}")
    known = get_conditional_response(request, etag=etag)
    if known is not None:
        return known
    edition = Edition(request.public_language, shown.publication, is_pinned=True)
    data = note_pages.for_pdf(shown, request.build_absolute_uri(edition.url("home")))
    made = maker.make("note", data, language=shown.language, made_at=shown.published_at)
    place = str(shown.country).lower() or _("region")
    name = f"{place}-{edition.publication.cut_off.isoformat()}-{shown.language}.{ending}"
    return _file(made, maker.MEDIA_TYPE, name, etag)


MAKERS = {"pdf": pdf, "docx": docx}


@of_edition
def fact_sheet(request, edition, form, country=""):
    """The results of the region or of a country on paper; who has it already is told so before it is made."""
    if form not in MAKERS or country != country.lower():
        raise Http404
    if country and country.upper() not in edition.content.countries:
        raise Http404
    by = edition.corrected_by.number if edition.corrected_by else ""
    etag = quote_etag(f"{edition.publication.sha256[:32]}-{edition.url('home')}-{country}-{by}.{form}")
    known = get_conditional_response(request, etag=etag)
    if known is not None:
        return known
    maker, language = MAKERS[form], get_language()
    page = edition.country_url(country) if country else edition.url("home")
    data = sheets.fact_sheet(edition, country.upper(), request.build_absolute_uri(page))
    made = maker.make("fact_sheet", data, language=language, made_at=edition.publication.frozen_at)
    place = country or _("region")
    name = f"{place}-{edition.content.cut_off.isoformat()}-{language}.{form}"
    return _file(made, maker.MEDIA_TYPE, f"fact-sheet-{name}", etag)
