"""A figure opened: how it was counted, its projects, their firms, the facts with their evidence."""

from decimal import Decimal
from functools import partial

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from grants.beside import found_beside
from grants.formats import number
from grants.indicators.queries import names_of_indicators
from grants.lists.answering import exportable
from grants.lists.listing import Listing
from grants.templatetags.grants import OFFICIAL_ZONE, moment_text
from grants.web import needs
from reporting.progress.models import ResultsUpdate
from reporting.results import judging
from reporting.results.messages import WHY_NOT, rule_in_words
from reporting.results.models import Figure
from reporting.results.queries import opened, reading
from reporting.results.views import amount, country_of
from reporting.results.views.compilations import above

PER_PAGE = 50


@needs("reporting.read_figure", of=Figure)
@require_safe
def figure_detail(request, figure):
    """How the figure was counted, and the projects it comes from with their approved updates."""
    country = country_of(request.user)
    rows = _projects(request, figure, country)
    context = _head(figure, country) | {
        "sentences": rule_in_words(figure.indicator, country),
        "basis": _basis(figure, country),
        "drift": _drift(figure, country),
        "columns": [
            {"label": _("Project")}, {"label": _("Net"), "kind": "number"}, {"label": _("Gross"), "kind": "number"},
            {"label": _("Approved updates counted")},
        ],
        "rows": rows,
        "opens": reading.rests_on_firms(figure) and request.user.has_perm("reporting.read_figure_firms", figure),
    }  # fmt: skip
    return render(request, "reporting/results/figure_detail.html", context)


def _head(figure, country):
    version = figure.indicator
    return {
        "figure": figure,
        "version": version,
        "title": f"{version.name}: {amount(figure.net, version, country)}",
        "cell": reading.cell_label(figure.dims) if figure.dims else _("The whole programme"),
        "pages": above(figure.compilation),
    }


def _basis(figure, country):
    version, compilation = figure.indicator, figure.compilation
    gross, net, overlap, low, high = (
        amount(value, version, country) for value in (figure.gross, figure.net, figure.overlap, figure.low, figure.high)
    )
    number = _("version") + f" {version.number}"
    return [
        {"label": _("Indicator"), "value": f"{version.indicator.code}, {number}"},
        {"label": _("Unit"), "value": version.unit},
        {"label": _("Facts up to"), "value": date_format(compilation.cut_off, "DATE_FORMAT")},
        {"label": _("Approved up to"), "value": moment_text(compilation.as_of, OFFICIAL_ZONE)},
        {"label": _("Gross"), "value": gross, "hint": _("added over the projects")},
        {"label": _("Net"), "value": net, "hint": _("each counted once")},
        {"label": _("Counted once, reported more often"), "value": overlap},
        {"label": _("Cannot be told apart"), "value": f"{low}–{high}", "hint": _("not in net")},
        {"label": _("Hash of the inputs (SHA-256)"), "value": compilation.inputs_sha256},
        {"label": _("Hash of the figures (SHA-256)"), "value": compilation.figures_sha256},
    ]


def _drift(figure, country):
    """What the last nightly recount found instead of this figure."""
    event = reading.drift(figure.compilation)
    cell = " ".join([figure.indicator.indicator.code, *(f"{k}={v}" for k, v in sorted(figure.dims.items()))])
    found = event.changes["figures"].get(cell) if event else None
    return {"now": amount(Decimal(found[1] or 0), figure.indicator, country), "at": event.at} if found else None


def _projects(request, figure, country):
    figures = reading.by_project(figure)
    found = reading.projects_of(figure.compilation, [row.dims["project"] for row in figures])
    may_open = reading.rests_on_firms(figure) and request.user.has_perm("reporting.read_figure_firms", figure)
    open_to = set(opened.opened_to(request.user).values_list("pk", flat=True)) if may_open else set()
    seen = _updates_seen(request.user, [one.update for project in found.values() for one in project.counted])
    rows = []
    for row in figures:
        project = found[row.dims["project"]]
        url = reverse("results:firms", args=[figure.public_id, project.public_id]) if project.pk in open_to else ""
        rows.append([
            {"text": project.title, "url": url, "hint": project.reference},
            {"text": amount(row.net, figure.indicator, country)},
            {"text": amount(row.gross, figure.indicator, country)},
            {"lines": [_update(version, seen) for version in project.counted]},
        ])  # fmt: skip
    return rows


def _updates_seen(user, updates):
    """Of these updates the numbers of those the person may open: one query."""
    numbers = {update.pk for update in updates}
    return set(ResultsUpdate.objects.visible_to(user).filter(pk__in=numbers).values_list("pk", flat=True))


def _update(version, seen):
    update = version.update
    moments = {
        "day": date_format(version.update.period_end, "SHORT_DATE_FORMAT"),
        "approved": date_format(version.update.approved_at, "SHORT_DATE_FORMAT"),
    }
    words = _("to %(day)s (approved %(approved)s)") % moments
    return {"text": words, "url": update.get_absolute_url() if update.pk in seen else ""}


def _project(request, figure, public_id):
    """The project, where its firms may be looked at; what may not answers as what is not there."""
    if not reading.rests_on_firms(figure):
        raise Http404
    return get_object_or_404(opened.opened_to(request.user), public_id=public_id)


@needs("reporting.read_figure_firms", of=Figure)
@require_safe
@exportable
def figure_firms(request, figure, project):
    """The firms of one project behind the figure, with what counts of each."""
    project = _project(request, figure, project)
    counts_as = opened.merges()
    page = Paginator(opened.firms_of(figure, project, counts_as), PER_PAGE).get_page(request.GET.get("page"))
    context = _head(figure, country_of(request.user)) | {
        "project": project,
        "page": page,
        "pages": above(figure.compilation, figure),
        "columns": [
            {"label": _("Firm"), "hint": _("Note")}, {"label": _("Tax id")}, {"label": _("Country")},
            {"label": _("Size")}, {"label": _("Facts"), "kind": "number"}, {"label": _("Counts")},
        ],
    }  # fmt: skip
    title = f"{figure.indicator.indicator.code} {project.reference}"
    lines = partial(_firm_rows, figure=figure, project=project, counts_as=counts_as)
    return Listing(title, "reporting/results/figure_firms.html", context, lines)


def _firm_rows(firms, figure, project, counts_as):
    firms = opened.as_told(figure, list(firms))
    facts = opened.judged(figure, project, firms, counts_as)
    known = opened.as_counted([firm.pk for firm in firms], counts_as)
    return [
        _firm_row(figure, project, firm, facts.get(firm.pk, []), counts_as, known.get(firm.pk, firm)) for firm in firms
    ]


def _firm_row(figure, project, firm, facts, counts_as, known):
    url = reverse("results:facts", args=[figure.public_id, project.public_id, firm.public_id])
    return [
        {"text": firm.name, "url": url, "hint": _("counts as another firm") if firm.pk in counts_as else ""},
        firm.tax_id or "–",
        firm.country.name,
        firm.get_size_display(),
        len(facts),
        _counts(known, facts),
    ]


def _counts(known, facts):
    """Whether and why not, in words; ``known`` is the firm as it counts."""
    reasons = [judging.firm_why_not(known)] if judging.firm_why_not(known) else []
    if not any(fact.why_not == "" for fact in facts):
        reasons += sorted({fact.why_not for fact in facts})
    return "; ".join(str(WHY_NOT[reason]) for reason in reasons) or _("yes")


@needs("reporting.read_figure_firms", of=Figure)
@require_safe
def figure_facts(request, figure, project, firm):
    """One firm in one project: each fact with its day, its evidence, the row of the list that says it."""
    project = _project(request, figure, project)
    counts_as = opened.merges()
    firm = get_object_or_404(opened.firms_of(figure, project, counts_as), public_id=firm)
    opened.as_told(figure, [firm])
    facts = opened.judged(figure, project, [firm], counts_as).get(firm.pk, [])
    known = opened.as_counted([firm.pk], counts_as).get(firm.pk, firm)
    country, names = country_of(request.user), names_of_indicators()
    seen = _updates_seen(request.user, [fact.participation.list.update for fact in facts])
    here = {"url": reverse("results:firms", args=[figure.public_id, project.public_id]), "label": project.reference}
    context = _head(figure, country) | {
        "project": project,
        "firm": firm,
        "pages": [*above(figure.compilation, figure), here],
        "about": [
            {"label": _("Tax id"), "value": firm.tax_id},
            {"label": _("Identified by"), "value": firm.get_identity_display()},
            {"label": _("Kind"), "value": firm.get_entity_type_display()},
            {"label": _("Country"), "value": firm.country.name},
            {"label": _("Size at first support"), "value": firm.get_size_display()},
            {"label": _("Counts"), "value": _counts(known, facts)},
        ],
        "columns": [
            {"label": _("Since")}, {"label": _("What")}, {"label": _("Status")},
            {"label": _("Amount"), "kind": "number"}, {"label": _("Valid until")},
            {"label": _("Evidence")}, {"label": _("Said in")}, {"label": _("Counts")},
        ],
        "rows": [_fact_row(fact, country, names, seen) for fact in facts],
        "seen": found_beside("firm", firm, request.user),
    }  # fmt: skip
    return render(request, "reporting/results/figure_facts.html", context)


def _fact_row(fact, country, names, seen):
    update = fact.participation.list.update
    until = fact.withdrawn_on or fact.valid_until
    said = {"day": date_format(fact.said_on, "SHORT_DATE_FORMAT"), "row": fact.row}
    return [
        date_format(fact.on, "DATE_FORMAT"),
        {"text": names.get(fact.indicator_id) or fact.indicator.code, "hint": fact.item},
        fact.get_status_display(),
        {"text": "–" if fact.quantity is None else number(fact.quantity, 2, country)},
        {
            "text": date_format(until, "DATE_FORMAT") if until else "–",
            "hint": _("withdrawn") if fact.withdrawn_on else "",
        },
        fact.evidence or "–",
        {
            "text": _("update to %(day)s, row %(row)d") % said,
            "url": update.get_absolute_url() if update.pk in seen else "",
        },
        str(WHY_NOT[fact.why_not]) if fact.why_not else _("yes"),
    ]
