"""What results add to a home page: compilations, figures to publish, pairs of firms to decide."""

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from grants.templatetags.grants import OFFICIAL_ZONE, moment_text
from reporting.firms.queries.register import open_pairs
from reporting.publishing.models import Publication
from reporting.results.models import Compilation, CompilationState

COMPILED = 3
"""Compilations shown before the list of all."""


def waiting_for_officers(user, compilations):
    """Firms that may be one, and figures of a later day than any that are published: for the whole programme."""
    if not user.has_perm("reporting.list_publications"):
        return []
    items = []
    pairs = open_pairs(user).order_by().count()
    if pairs:
        title = ngettext("%d pair of firms may be one", "%d pairs of firms may be one", pairs) % pairs
        items.append({"title": title, "url": reverse("firms:pairs")})
    done = (compilation for compilation in compilations if compilation.state == CompilationState.DONE)
    waiting = next((compilation for compilation in done if not compilation.is_published), None)
    if waiting:
        title = _("Publish the figures up to %(day)s") % {"day": date_format(waiting.cut_off, "DATE_FORMAT")}
        items.append({"title": title, "url": reverse("publishing:list")})
    return items


def compilations_of(user):
    """The last compilations, for who reads results, each with whether figures of its day or a later one are public."""
    if not user.has_perm("reporting.list_compilations"):
        return None
    published = Publication.objects.filter(cut_off__gte=OuterRef("cut_off"))
    counted = Compilation.objects.visible_to(user).counted()
    return list(counted.annotate(is_published=Exists(published))[:COMPILED])


def results_shown(compilations) -> list[dict] | None:
    """The same as lines of the page."""
    if compilations is None:
        return None
    return [
        {
            "title": _("Results at %(day)s") % {"day": date_format(compilation.cut_off, "DATE_FORMAT")},
            "url": compilation.get_absolute_url(),
            "note": _("approved up to %(day)s") % {"day": moment_text(compilation.as_of, OFFICIAL_ZONE)},
            "document": compilation,
        }
        for compilation in compilations
    ]
