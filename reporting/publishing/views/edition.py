"""A publication as a reader meets it: the newest one under plain addresses, each one under its own."""

from functools import wraps

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from grants.web import cacheable, public_page
from reporting.publishing.models import Publication
from reporting.publishing.queries.published import Content, content, current, with_neighbours


class Edition:
    """A publication with its content and the addresses of its pages in the reader's language."""

    def __init__(self, lang, publication, *, is_pinned):
        self.lang, self.publication, self.is_pinned = lang, publication, is_pinned
        self.corrected_by = publication.corrected_or_none()

    @property
    def content(self) -> Content:
        """What it says."""
        return content(self.publication)

    def url(self, name, **arguments):
        """The address of a page: of this very publication once the reader came by it, else of the newest."""
        if self.is_pinned:
            name, arguments = f"edition_{name}", arguments | {"public_id": self.publication.public_id}
        return reverse(f"public:results_{name}", kwargs={"lang": self.lang, **arguments})

    def country_url(self, code):
        """The page of a country."""
        return self.url("country", country=code.lower())

    def project_url(self, project):
        """The page of a project of the frozen content."""
        return self.url("project", project=project["public_id"])

    def above(self, *further):
        """The pages above one: the results, then ``further`` (name, label)."""
        pages = [("home", _("Results")), *further]
        return [{"url": self.url(name), "label": label} for name, label in pages]

    def neighbours(self):
        """What it corrects and what corrects it, each with its address and what was wrong."""
        rows = []
        for other, erratum, sentence in (
            (self.publication.corrects, self.publication, _("These figures correct an earlier publication")),
            (self.corrected_by, self.corrected_by, _("These figures were corrected later")),
        ):
            if other is not None:
                url = reverse("public:results_edition_home", kwargs={"lang": self.lang, "public_id": other.public_id})
                rows.append({"title": sentence, "erratum": erratum.erratum, "url": url, "at": other.frozen_at})
        return rows


def of_edition(view):
    """Decorator of a public page of results: ``view(request, edition, …)``, of the newest or of a given publication."""

    @require_safe
    @public_page
    @cacheable
    @wraps(view)
    def shown(request, *args, public_id=None, **kwargs):
        lang = request.public_language
        if public_id is None:
            newest = current()
            publication = newest and with_neighbours(newest.public_id)
        else:
            try:
                publication = with_neighbours(public_id)
            except Publication.DoesNotExist:
                raise Http404 from None
        if publication is None:
            return _nothing_yet(request, view)
        return view(request, Edition(lang, publication, is_pinned=public_id is not None), *args, **kwargs)

    return shown


def _nothing_yet(request, view):
    """Before the first publication there is the page of results, and it says so; the others are not there."""
    if view.__name__ != "home":
        raise Http404
    return render(request, "reporting/publishing/none_yet.html", {})
