"""Pages of samples: for the auditor who drew them, and for those who answer for what is audited."""

from functools import partial

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from grants.attempts.actions import note_reading
from grants.files import serving
from grants.lists.answering import exportable
from grants.lists.listing import Listing
from grants.operations.listing import paged
from grants.permissions import Role
from grants.templatetags.grants import OFFICIAL_ZONE, moment_text
from grants.web import needs
from reporting.auditing.models import Sample
from reporting.auditing.queries import exports, populations, samples
from reporting.auditing.queries.hidden import hidden_in, kept_from
from reporting.auditing.queries.scope import engagements_of, scope_in_words
from reporting.auditing.sampling import HEADS, Listed, lines
from reporting.auditing.views import above, respond


@needs("reporting.list_samples")
@require_safe
@exportable
def sample_list(request):
    """The samples drawn; for an auditor also the engagement, and the way to a population."""
    page = paged(request, Sample.objects.visible_to(request.user))
    engagements = engagements_of(request.user)
    new = {"url": reverse("audits:population"), "label": _("Choose a population")}
    context = {
        "page": page,
        "columns": samples.columns(),
        "engagements": [_engagement(held) for held in engagements],
        "action": new if engagements else None,
    }
    lines = partial(samples.sample_rows, user=request.user)
    return Listing(_("Samples"), "reporting/auditing/sample_list.html", context, lines)


def _engagement(held):
    return [
        {"label": _("Purpose"), "value": held.purpose},
        {"label": _("Scope"), "value": scope_in_words(held.call, held.country)},
        {"label": _("From"), "value": moment_text(held.valid_from, OFFICIAL_ZONE)},
        {"label": _("Until"), "value": moment_text(held.valid_until, OFFICIAL_ZONE)},
    ]


@needs("reporting.read_sample", of=Sample)
@require_safe
def sample_detail(request, sample):
    """How the sample was drawn, and its items with the ways to their records."""
    page = paged(request, samples.items(sample))
    context = {
        "sample": sample,
        "pages": above(),
        "facts": samples.facts(sample, tells_sums=not _hidden(sample, request.user)),
        "page": page,
        "columns": samples.item_columns(sample),
        "rows": samples.item_rows(list(page.object_list), sample, request.user),
        "downloads": [
            {"url": reverse("audits:items_xlsx", args=[sample.public_id]), "label": _("The sample, workbook")},
            {"url": reverse("audits:items_csv", args=[sample.public_id]), "label": _("The sample, CSV")},
            {"url": reverse("audits:units", args=[sample.public_id]), "label": _("What it was drawn from, CSV")},
        ],
    }
    return render(request, "reporting/auditing/sample_detail.html", context)


@needs("reporting.read_sample", of=Sample)
@require_safe
def sample_items(request, sample, form):
    """The items as a file, with what may be said of each to this person."""
    found, choice = list(samples.items(sample)), samples.choice_of(sample)
    units = samples.units_of(found, sample)
    seen = samples.seen_of(found, sample, request.user)
    hidden = {unit.number for one, unit in zip(found, units, strict=True) if one.pk not in seen}
    rows = populations.rows(choice, units, unless=hidden)
    drawn = ([one.place, one.hits if one.pk in seen else "", *row] for one, row in zip(found, rows, strict=True))
    if request.user.has_role(Role.AUDITOR):
        sha256 = sample.population.sha256
        note_reading(request.user, address=request.get_full_path(), document=sample, sha256=sha256)
    tables = {"items": ((*exports.ITEM_HEADS, *populations.heads(choice)), drawn)}
    head = exports.head_of_sample(sample, choice, tells_sums=not _hidden(sample, request.user))
    return respond(head, tables, "items", form, name=f"sample-{sample.number}")


@needs("reporting.read_sample", of=Sample)
@require_safe
def sample_units(request, sample):
    """Every unit it was drawn from with its amount, without names: what a draw by anybody else starts from.

    Who is kept from some of the contracts gets a list without their amounts.
    """
    hidden = _hidden(sample, request.user)
    if not hidden:
        return serving.respond(request, sample.population)
    note_reading(request.user, address=request.get_full_path(), document=sample)
    head = exports.head_of_sample(sample, samples.choice_of(sample), tells_sums=False)
    tables = {"units": (HEADS, _without_amounts(sample, hidden))}
    return respond(head, tables, "units", "csv", name=f"population-{sample.number}")


def _hidden(sample, user):
    return hidden_in(sample, kept_from(user, {sample.kind}))


def _without_amounts(sample, hidden):
    with sample.population.content.open("rb") as content:
        for key, stratum, amount in lines(Listed(content)):
            yield key, stratum, "" if key in hidden else amount
