"""The fact sheet of the region or of a country: the page of results on paper, with how each figure was counted."""

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from grants.formats import NEUTRAL, number
from reporting.publishing.kinds import HEADLINE
from reporting.publishing.queries import pages
from reporting.publishing.queries.notes import name_of


def fact_sheet(edition, country, address) -> dict:
    """For the templates: plain values in the language of the moment. ``address`` is where each figure is opened."""
    found, written = edition.content, country or NEUTRAL
    dims = {"country": country} if country else {}
    running = [one for one in found.running if not country or country in one["countries"]]
    pillars = pages.divided_table(found, HEADLINE, "pillar", pages.pillar_name, written=written, **dims)
    countries = None if country else pages.country_table(found, lambda code: "")
    counted = {"number": edition.publication.number, "address": address}
    return {
        "frame": {
            "title": _("Fact sheet: %(place)s") % {"place": name_of(country) or _("The whole region")},
            "subject": _("Publication %(number)d") % counted,
            "programme": "AL-INVEST Verde",
            "funded": _("Funded by the European Union"),
            "page": _("Page {page} of {pages}"),
        },
        "lead": pages.headline(found, country, written=written),
        "cut_off": pages.cut_off_sentence(found),
        "notices": [f"{row['title']}: {row['erratum']}" for row in edition.neighbours()],
        "figures": [_figure(row) for row in pages.large_figures(found, country, written=written)],
        "pillars": _plain(pillars, _("Pillar")),
        "countries": _plain(countries, _("Country")) if countries else None,
        "money": [
            {"label": capfirst(str(row["label"])), "value": row["value"]}
            for row in pages.money_facts(found, country, written=written)
        ],
        "sectors": {
            "columns": [_("Sector"), _("Projects")],
            "rows": [[label, number(count, 0, written)] for label, count in pages.sector_counts(running)],
        },
        "projects": [_project(one, written) for one in running],
        "words": {
            "figures": _("Main figures"),
            "pillars": _("By pillar"),
            "pillars_hint": _("Small firms trained. A firm that works in both pillars counts in each."),
            "countries": _("By country"),
            "places_hint": _(
                "Firms count in the country of the firm; projects and money in the country of the contract."
            ),
            "money": _("Money"),
            "money_hint": _("The money is that of all contracts up to this day, also of projects that have ended.")
            if found.ended(country)
            else "",
            "sectors": _("Projects in execution, by sector of the programme"),
            "projects": ngettext("%d project in execution", "%d projects in execution", len(running)) % len(running),
            "project_columns": [_("Project"), _("Lead"), _("Countries"), _("Total cost, EUR")],
            "hash": _("SHA-256 of the publication"),
        },
        "counted": _("This is publication %(number)d. Every figure is opened down to how it was counted at %(address)s")
        % counted,
        "sha256": edition.publication.sha256,
    }


def _figure(row):
    value = " ".join(filter(None, [str(row["qualifier"]), str(row["value"])]))
    return {"title": f"{capfirst(value)} {row['label']}", "counted": str(row["definition"])}


def _plain(table, first):
    """A table of a page as words."""
    rows = [*table["rows"], *filter(None, [table.get("total")])]
    return {
        "columns": [first, *(str(column["label"]) for column in table["columns"][1:])],
        "rows": [[str(cell["text"] if isinstance(cell, dict) else cell) for cell in row] for row in rows],
    }


def _project(one, written):
    places = ", ".join(name_of(code) for code in one["countries"])
    name = f"{one['title']} · {one['reference']}"
    return [name, one["lead"]["name"], places, pages.amount(one["money"], "total", written)]
