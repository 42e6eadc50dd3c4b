"""Addresses of publications and notes: for officers, and for everybody."""

from django.urls import path

from reporting.publishing.views import downloads, notes, public, staff

app_name = "publishing"

urlpatterns = [
    path("", staff.publication_list, name="list"),
    path("propose/<uuid:public_id>/", staff.propose, name="propose"),
    path("<uuid:public_id>/notes/new/", notes.note_new, name="note_new"),
    path("notes/<uuid:public_id>/", notes.note, name="note"),
    path("notes/<uuid:public_id>/rewrite/", notes.note_rewrite, name="note_rewrite"),
    path("notes/<uuid:public_id>/publish/", notes.note_publish, name="note_publish"),
    path("notes/<uuid:public_id>/withdraw/", notes.note_withdraw, name="note_withdraw"),
]

PAGES = (
    ("", public.home, "home"),
    ("method/", public.method, "method"),
    ("projects/", public.projects, "projects"),
    ("projects/<uuid:project>/", public.project, "project"),
    ("countries/<slug:country>/", public.country, "country"),
    ("fact-sheet.<slug:form>", downloads.fact_sheet, "fact_sheet"),
    ("countries/<slug:country>/fact-sheet.<slug:form>", downloads.fact_sheet, "country_fact_sheet"),
    ("download/<slug:table>.<slug:form>", downloads.download, "download"),
)
"""Pages of a publication: address, view, name; of the newest one, and of each under its own number."""

public_urlpatterns = [
    path("results/notes/<uuid:public_id>/", downloads.note, name="results_note"),
    path("results/notes/<uuid:public_id>/pdf/", downloads.note_pdf, name="results_note_pdf"),
    path("results/notes/<uuid:public_id>/word/", downloads.note_word, name="results_note_word"),
    *(path(f"results/{address}", view, name=f"results_{name}") for address, view, name in PAGES),
    *(
        path(f"results/editions/<uuid:public_id>/{address}", view, name=f"results_edition_{name}")
        for address, view, name in PAGES
    ),
]
"""Under /es/, /pt/ and /en/, in the namespace ``public``."""
