"""Compilations: the list, asking for one, one with its figures."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from grants.calls.models import Programme
from grants.formats import number
from grants.lists.answering import exportable
from grants.lists.listing import Listing
from grants.templatetags.grants import OFFICIAL_ZONE, moment_text
from grants.web import attempt_with, needs
from reporting.results import judging
from reporting.results.actions.requesting import ask_for_compilation
from reporting.results.forms import CompilationForm, DivideForm
from reporting.results.models import Compilation
from reporting.results.queries import reading
from reporting.results.views import amount, change, country_of

PER_PAGE = 25


def above(compilation=None, figure=None):
    """The way back: the list, the compilation, the figure."""
    pages = [{"url": reverse("results:list"), "label": _("Results")}]
    if compilation is not None:
        pages.append({"url": compilation.get_absolute_url(), "label": named(compilation)})
    if figure is not None:
        pages.append({"url": figure.get_absolute_url(), "label": figure.indicator.name})
    return pages


def named(compilation):
    """A compilation by its cut-off."""
    return _("Results at %(day)s") % {"day": date_format(compilation.cut_off, "DATE_FORMAT")}


@needs("reporting.list_compilations")
@require_safe
@exportable
def compilation_list(request):
    """The compilations, the newest first."""
    page = Paginator(reading.listed(request.user), PER_PAGE).get_page(request.GET.get("page"))
    may_ask = request.user.has_perm("reporting.request_compilation")
    context = {
        "title": ngettext("%d compilation", "%d compilations", page.paginator.count) % page.paginator.count,
        "action": _compile() if may_ask else None,
        "page": page,
        "columns": [
            {"label": _("Facts up to")}, {"label": _("State")}, {"label": _("Approved up to")},
            {"label": _("Updates counted"), "kind": "number"}, {"label": _("Asked for"), "hint": _("By")},
        ],
    }  # fmt: skip
    return Listing(_("Compilations"), "reporting/results/compilation_list.html", context, _rows)


def _compile():
    return {"url": reverse("results:new"), "label": _("Compile the results")}


def _rows(compilations):
    return [_row(compilation) for compilation in compilations]


def _row(compilation):
    by = _("with every approval") if reading.is_current(compilation) else _("by the calendar")
    asked_by = str(compilation.requested_by or by)
    return [
        {
            "text": date_format(compilation.cut_off, "DATE_FORMAT"),
            "value": compilation.cut_off,
            "url": compilation.get_absolute_url(),
        },
        {"document": compilation},
        {"moment": compilation.as_of},
        compilation.updates,
        {"moment": compilation.requested_at, "hint": asked_by},
    ]


@needs("reporting.request_compilation")
@require_http_methods(["GET", "HEAD", "POST"])
def compilation_new(request):
    """Ask for a compilation: the cut-off, and up to when what is approved counts."""
    programme = get_object_or_404(Programme.objects.order_by("pk")[:1])
    form = CompilationForm(request.POST or None)
    compilation = attempt_with(request, form, ask_for_compilation, programme)
    if compilation:
        messages.success(request, _("The results are being compiled. You may leave this page."))
        return redirect(compilation)
    context = {"form": form, "pages": above()}
    return render(request, "reporting/results/compilation_new.html", context, status=422 if form.is_bound else 200)


@needs("reporting.read_compilation", of=Compilation)
@require_safe
def compilation_detail(request, compilation):
    """One compilation: its figures, divided as chosen, beside those before; or how far it is."""
    context = {"compilation": compilation, "title": named(compilation), "pages": above(), "facts": _facts(compilation)}
    if not reading.has_figures(compilation):
        context["job"] = reading.job_of(compilation)
        return render(request, "reporting/results/compilation_waiting.html", context)
    form = DivideForm(request.GET)
    by = (form.cleaned_data["by"] if form.is_valid() else "") or "country"
    context |= _figures(compilation, by, country_of(request.user))
    context |= {"form": DivideForm({"by": by}), "action": _next_step(request.user, compilation)}
    return render(request, "reporting/results/compilation_detail.html", context)


def _next_step(user, compilation):
    """Publishing, for who may propose it, of figures that have not left; those of now are compiled for good first."""
    if reading.is_current(compilation):
        return _compile() if user.has_perm("reporting.request_compilation") else None
    if hasattr(compilation, "publication") or not user.has_perm("reporting.propose_publication", compilation):
        return None
    return {"url": reverse("publishing:propose", args=[compilation.public_id]), "label": _("Publish the figures")}


@needs("reporting.read_compilation", of=Compilation)
@require_safe
def compilation_progress(request, compilation):
    """How far a compilation is: a fragment, asked for again until it is done."""
    job = reading.job_of(compilation)
    response = render(request, "reporting/results/_progress.html", {"compilation": compilation, "job": job})
    if reading.has_figures(compilation):
        response.headers["HX-Refresh"] = "true"
    return response


def _facts(compilation):
    as_of = moment_text(compilation.as_of, OFFICIAL_ZONE)
    facts = [_("facts up to %(day)s") % {"day": date_format(compilation.cut_off, "DATE_FORMAT")},
             _("approved up to %(day)s") % {"day": as_of}]  # fmt: skip
    if reading.is_current(compilation):
        facts.append(_("moves with every approval; compile the results to publish them"))
    return facts


def _figures(compilation, by, country):
    earlier = reading.before(compilation)
    drift = reading.drift(compilation)
    return {
        "is_current": reading.is_current(compilation),
        "earlier": earlier,
        "earlier_name": named(earlier) if earlier else "",
        "drift": drift,
        "concentrations": [
            {
                "name": figure.indicator.name,
                "country": reading.value_label("country", code),
                "url": figure.get_absolute_url(),
            }
            for figure, code in reading.concentrations(compilation)
        ],
        "columns": _whole_columns(earlier),
        "rows": [_whole_row(line, earlier, country) for line in reading.wholes(compilation, earlier)],
        "by": reading.dimension_label(by),
        "is_by_project": by == "project",
    } | _divided(compilation, by, country)  # fmt: skip


def _whole_columns(earlier):
    columns = [
        {"label": _("Indicator")}, {"label": _("Net"), "kind": "number"}, {"label": _("Gross"), "kind": "number"},
        {"label": _("Counted once, reported more often"), "kind": "number"},
        {"label": _("Cannot be told apart"), "kind": "number"}, {"label": _("Projects"), "kind": "number"},
    ]  # fmt: skip
    return [*columns, {"label": _("Difference"), "kind": "number"}] if earlier else columns


def _whole_row(line, earlier, country):
    figure, version = line["figure"], line["figure"].indicator
    label = version.name if not figure.dims else f"{version.name}: {reading.value_label('money', figure.dims['money'])}"
    hints = [version.indicator.code, version.unit]
    if reading.is_sum(figure):
        hints.append(_("added up, not deduplicated"))
    net = {"text": amount(figure.net, version, country)}
    if line["ever"]:
        net["hint"] = _("ever reached: %(net)s") % {"net": amount(line["ever"].net, version, country)}
    cells = [
        {"text": label, "url": figure.get_absolute_url(), "hint": " · ".join(hints)},
        net,
        {"text": amount(figure.gross, version, country)},
        {"text": amount(figure.overlap, version, country)},
        {"text": _range(figure, version, country)},
        figure.projects,
    ]
    if earlier:
        before = {"before": amount(line["before"], version, country)}
        hint = _("before: %(before)s") % before if line["before"] is not None else ""
        cells.append({"text": change(figure.net, line["before"], version, country), "hint": hint})
    return cells


def _range(figure, version, country):
    if not figure.high:
        return "0"
    return f"{amount(figure.low, version, country)}–{amount(figure.high, version, country)}"


def _divided(compilation, by, country):
    indicators, lines = reading.divided(compilation, by)
    shares = reading.identified(compilation) if by == "project" else {}
    heads = [{"label": version.name, "hint": version.unit} for version in indicators]
    rows = []
    for value, cells in lines:
        row = {"label": reading.value_label(by, value), "cells": []}
        for version in indicators:
            figure = cells.get(version.pk)
            text = amount(figure.net, version, country) if figure else "–"
            row["cells"].append(
                {"text": text, "url": figure.get_absolute_url() if figure else "", "label": version.name}
            )
        if value in shares:
            known, whole = shares[value]
            row["identified"] = f"{number(known * 100 / whole, 1, country)} %"
            row["amber"] = judging.is_amber(known, whole)
        rows.append(row)
    return {"heads": heads, "lines": rows}
