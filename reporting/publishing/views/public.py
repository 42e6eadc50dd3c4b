"""Public pages of results: the same for everybody, read from the frozen content of a publication."""

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reporting.firms.messages import section_name
from reporting.publishing.kinds import HEADLINE
from reporting.publishing.queries import pages
from reporting.publishing.queries.notes import name_of, notes_of
from reporting.publishing.queries.published import editions
from reporting.publishing.views.edition import of_edition

FIRST_PROJECTS = 10
"""Projects shown on the page of results before it refers to the whole list."""


@of_edition
def home(request, edition):
    """The headline, five large figures, map, pillars, sectors, projects, downloads."""
    found = edition.content
    context = _common(edition) | {
        "headline": pages.headline(found),
        "figures": pages.large_figures(found),
        "money": pages.money_facts(found),
        "ended": found.ended(),
        "map": pages.region_map(found, edition.country_url),
        "country_table": pages.country_table(found, edition.country_url),
        "money_table": pages.country_table(found, edition.country_url, pages.COUNTRY_MONEY),
        **_divided(found),
        "project_table": pages.project_rows(found.running[:FIRST_PROJECTS], edition.project_url),
        "project_count": len(found.running),
        "projects_url": edition.url("projects"),
        "notes": notes_of(edition),
    }
    return render(request, "reporting/publishing/results.html", context)


@of_edition
def country(request, edition, country):
    """What was achieved in one country; numbers are written as there."""
    found, code = edition.content, country.upper()
    if code not in found.countries or country != country.lower():
        raise Http404
    here = [one for one in found.running if code in one["countries"]]
    own = [
        one | {"url": edition.project_url(one)}
        for one in found.projects
        if one["kind"] != "grant" and code in one["countries"]
    ]
    context = _common(edition) | {
        "pages": edition.above(),
        "sheets": _sheets(edition, country=country),
        "country_name": name_of(code),
        "number_country": code,
        "headline": pages.headline(found, code, written=code),
        "figures": pages.large_figures(found, code, written=code),
        "money": pages.money_facts(found, code, written=code),
        "ended": found.ended(code),
        **_divided(found, code),
        "project_table": pages.project_rows(here, edition.project_url, written=code),
        "project_count": len(here),
        "own_actions": own,
        "notes": notes_of(edition, code),
    }
    return render(request, "reporting/publishing/country.html", context)


@of_edition
def projects(request, edition):
    """Every project that had begun, running or over, and the chambers' own actions."""
    found = edition.content
    funded = [one for one in found.projects if one["kind"] == "grant"]
    ended = [one for one in funded if not one["is_running"]]
    own = [one for one in found.projects if one["kind"] != "grant"]
    context = _common(edition) | {
        "pages": edition.above(),
        "title": ngettext("%d project in execution", "%d projects in execution", len(found.running))
        % len(found.running),
        "running": pages.project_rows(found.running, edition.project_url),
        "ended": pages.project_rows(ended, edition.project_url) if ended else None,
        "own": pages.project_rows(own, edition.project_url) if own else None,
    }
    return render(request, "reporting/publishing/projects.html", context)


@of_edition
def project(request, edition, project):
    """Public facts of one project and the figures it reported itself; numbers are written as where it is."""
    found = edition.content
    one = next((row for row in found.projects if row["public_id"] == str(project)), None)
    if one is None:
        raise Http404
    figures = [(name, found.number(name, project=one["reference"])) for name in HEADLINE]
    written = pages.country_of_project(one)
    context = _common(edition) | {
        "pages": edition.above(("projects", _("Projects"))),
        "project": one,
        "number_country": written,
        "facts": pages.project_facts(one, written=written),
        "lead_country": name_of(one["lead"]["country"]),
        "partners": [row | {"country_name": name_of(row["country"])} for row in one["partners"]],
        "countries": [{"name": name_of(code), "url": edition.country_url(code)} for code in one["countries"]
                      if code in found.countries],
        "figures": [
            {"label": pages.messages.NAMES[name], "value": pages.exact(found, number, written)}
            for name, number in figures
            if number is not None
        ],
    }  # fmt: skip
    return render(request, "reporting/publishing/project.html", context)


@of_edition
def method(request, edition):
    """Every indicator with its rule, what was counted once, up to when; every publication there is."""
    context = _common(edition) | {
        "pages": edition.above(),
        "rows": pages.method_rows(edition.content),
        "suppressed": edition.content.suppressed_count,
        "editions": editions(),
        "compilation": edition.publication.compilation,
    }
    return render(request, "reporting/publishing/method.html", context)


def _common(edition):
    """What every page of results shows: up to when, errata, downloads, the way to the method."""
    found = edition.content
    return {
        "edition": edition,
        "publication": edition.publication,
        "cut_off": found.cut_off,
        "as_of": found.as_of,
        "neighbours": edition.neighbours(),
        "method_url": edition.url("method"),
        "results_url": edition.url("home"),
        "sheets": _sheets(edition),
        "downloads": [
            {"url": edition.url("download", table=table, form=form), "label": label, "form": form.upper()}
            for table, form, label in (
                ("results", "xlsx", _("Everything as a workbook")),
                ("results", "csv", _("Figures")),
                ("projects", "csv", _("Projects")),
                ("dictionary", "csv", _("Data dictionary")),
                ("results", "json", _("The publication as it was frozen")),
            )
        ],
    }


def _sheets(edition, **country):
    """The fact sheet of the page, to read and to work on."""
    name = "country_fact_sheet" if country else "fact_sheet"
    return [
        {"url": edition.url(name, form=form, **country), "label": _("Fact sheet"), "form": label}
        for form, label in (("pdf", "PDF"), ("docx", "Word"))
    ]


def _divided(found, country=""):
    """Figures by pillar and by sector, as bars and tables."""
    written = country or pages.NEUTRAL
    dims = {"country": country} if country else {}
    pillars = found.divided("trained", "pillar", **dims)
    sections = found.divided("trained", "section", **dims)
    running = [one for one in found.running if not country or country in one["countries"]]
    sectors = pages.sector_counts(running)
    return {
        "pillar_bars": pages.bars(found, [(pages.pillar_name(k), one) for k, one in pillars.items()], written=written),
        "pillar_table": pages.divided_table(found, HEADLINE, "pillar", pages.pillar_name, written=written, **dims),
        "section_bars": pages.bars(found, [(section_name(key), one) for key, one in sections.items()], written=written),
        "section_table": pages.divided_table(found, HEADLINE, "section", section_name, written=written, **dims),
        "sector_bars": pages.counted_bars(sectors, written=written),
        "sector_table": {
            "columns": [{"label": _("Sector")}, {"label": _("Projects"), "kind": "number"}],
            "rows": [[label, count] for label, count in sectors],
        },
    }
