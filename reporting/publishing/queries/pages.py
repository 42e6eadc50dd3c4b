"""What the public pages show of a publication: figures as people read them, maps, bars, tables.

Nothing is counted here: every number is one of the frozen content. Numbers are written as in ``country``.
"""

import json
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from grants.calls.models import Pillar
from grants.contracts.models import Sector
from grants.formats import NEUTRAL, number
from grants.templatetags.grants import OFFICIAL_ZONE, moment_text
from reporting.publishing import messages
from reporting.publishing.drawing import shades, widths
from reporting.publishing.kinds import HEADLINE, KINDS, MONEY
from reporting.publishing.phrasebook import place
from reporting.publishing.queries.notes import name_of
from reporting.publishing.queries.published import text_of
from reporting.publishing.wording import PHRASES, usual_saying, written_number
from reporting.results.messages import conditions_in_words

DATA = Path(__file__).resolve().parents[1] / "data"

COUNTRY_MONEY = ("projects", *MONEY)
"""Columns of the table of projects and money by country."""


@cache
def _map():
    return json.loads((DATA / "map.json").read_text())


def shown(found, name, country="", *, written=NEUTRAL, **dims) -> str:
    """A figure exactly, as its indicator has it; words where there is none or it is suppressed."""
    return exact(found, found.number(name, country, **dims), written)


def exact(found, one, written=NEUTRAL):
    """A figure as its indicator has it; words where there is none or it is suppressed."""
    if one is None:
        return "–"
    if one.is_suppressed:
        return _("fewer than shown")
    return messages.shown_value(one.net, found.indicators[one.indicator]["decimals"], written)


# The large figures ------------------------------------------------------------------------------------


def large_figures(found, country="", *, written=NEUTRAL) -> list[dict]:
    """The five large figures, each with a true qualifier and how it was counted."""
    names = [name for name in HEADLINE if found.number(name, country) is not None]
    return [_large(found, name, country, written) for name in names]


def _large(found, name, country, written):
    one = found.number(name, country)
    row = {"name": name, "label": messages.NAMES[name], "definition": how_counted(found, one, written)}
    if one.is_suppressed:
        return row | {"value": "–", "qualifier": _("too few to show")}
    saying = usual_saying(one.net)
    shown_number = written_number(saying.shown, get_language() or "es", written, in_words=False)
    return row | {"value": shown_number, "qualifier": PHRASES[get_language() or "es"][saying.qualifier]}


def how_counted(found, one, written=NEUTRAL) -> str:
    """The definition of a figure, its exact value, what was counted once and what cannot be told apart."""
    indicator = found.indicators[one.indicator]
    parts = [text_of(indicator["definition"])]
    parts += [str(messages.RULES[column].get(indicator[column], "")) for column in messages.RULES]
    if not one.is_suppressed:
        words = {
            name: messages.shown_value(getattr(one, name), indicator["decimals"], written)
            for name in ("net", "gross", "overlap", "high")
        }
        parts.append(_("Exactly %(net)s.") % words)
        if one.overlap or one.high:
            parts.append(
                _("Reported by projects: %(gross)s; counted once instead of several times: %(overlap)s; cannot be told apart and left out: %(high)s.")  # noqa: E501
                % words
            )  # fmt: skip
    parts.append(cut_off_sentence(found))
    return " ".join(filter(None, parts))


def cut_off_sentence(found) -> str:
    """Up to when facts and approvals count: printed with every figure (decisions.md D1)."""
    return _("Facts up to %(cut_off)s, of updates approved up to %(as_of)s.") % {
        "cut_off": date_format(found.cut_off, "DATE_FORMAT"),
        "as_of": moment_text(found.as_of, OFFICIAL_ZONE),
    }


def headline(found, country="", *, written=NEUTRAL) -> str:
    """The sentence at the top of the page."""
    running = int(found.value("projects", country) or len(found.running))
    values = {
        "projects": number(running, 0, written),
        "place": place(get_language(), country, name_of(country)),
        "trained": shown(found, "trained", country, written=written),
        "practices": shown(found, "practices", country, written=written),
    }
    if country:
        return ngettext(
            "%(projects)s project %(place)s: %(trained)s small firms trained, %(practices)s small firms now work with sustainable practices.",  # noqa: E501
            "%(projects)s projects %(place)s: %(trained)s small firms trained, %(practices)s small firms now work with sustainable practices.",  # noqa: E501
            running,
        ) % values  # fmt: skip
    count = len(found.countries)
    return ngettext(
        "%(projects)s projects in %(countries)s country: %(trained)s small firms trained, %(practices)s small firms now work with sustainable practices.",  # noqa: E501
        "%(projects)s projects in %(countries)s countries: %(trained)s small firms trained, %(practices)s small firms now work with sustainable practices.",  # noqa: E501
        count,
    ) % (values | {"countries": count})  # fmt: skip


# Map, bars, tables ------------------------------------------------------------------------------------


def region_map(found, url, *, name="trained") -> dict:
    """The map: of each country its outline, its shade, its number and, where it has projects, its address."""
    picture = _map()
    by_country = found.divided(name, "country")
    codes = sorted(picture["countries"])
    steps = shades([by_country[code].net if code in by_country else None for code in codes])
    shapes = []
    for code, step in zip(codes, steps, strict=True):
        one = by_country.get(code)
        shapes.append(
            picture["countries"][code]
            | {
                "code": code,
                "name": name_of(code),
                "shade": step,
                "value": exact(found, one, NEUTRAL) if one else "",
                "url": url(code) if code in found.countries else "",
            }
        )
    return {"width": picture["width"], "height": picture["height"], "shapes": shapes}


def bars(found, rows, *, written=NEUTRAL) -> list[dict]:
    """Bars from (label, Number): zero based, each with its value."""
    rows = list(rows)
    sizes = widths([one.net for _label, one in rows])
    return [
        {"label": label, "value": exact(found, one, written), "width": f"{size}"}
        for (label, one), size in zip(rows, sizes, strict=True)
    ]


def counted_bars(rows, *, written=NEUTRAL) -> list[dict]:
    """Bars from (label, count)."""
    sizes = widths([count for _label, count in rows])
    return [
        {"label": label, "value": number(count, 0, written), "width": f"{size}"}
        for (label, count), size in zip(rows, sizes, strict=True)
    ]


def divided_table(found, names, by, label, *, written=NEUTRAL, **dims) -> dict:
    """A table of figures by one direction: its columns and rows. ``label`` names a value of the direction."""
    parts = {name: found.divided(name, by, **dims) for name in names}
    keys = [key for name in names[:1] for key in parts[name]]
    keys += sorted({key for name in names for key in parts[name]} - set(keys))
    columns = [{"label": ""}, *({"label": capfirst(messages.SHORT[name]), "kind": "number"} for name in names)]
    rows = [[label(key), *({"text": exact(found, parts[name].get(key), written)} for name in names)] for key in keys]
    return {"columns": columns, "rows": rows}


def country_table(found, url, names=HEADLINE) -> dict:
    """Figures of every country, with a link to its page, and the whole below."""

    def linked(code):
        return {"text": name_of(code), "url": url(code) if code in found.countries else ""}

    table = divided_table(found, names, "country", linked)
    table["columns"][0]["label"] = _("Country")
    table["total"] = [_("All"), *({"text": shown(found, name)} for name in names)]
    return table


def pillar_name(key) -> str:
    """A pillar in words."""
    return str(Pillar(int(key)).label)


def sector_counts(projects) -> list[tuple]:
    """Running projects by sector of the programme, the largest first."""
    counts = {}
    for one in projects:
        for sector in one["sectors"]:
            counts[sector] = counts.get(sector, 0) + 1
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return [(str(Sector(sector).label), count) for sector, count in ordered]


def money_facts(found, country="", *, written=NEUTRAL) -> list[dict]:
    """The three figures of money, each with its name."""
    return [
        {"label": messages.NAMES[name], "value": shown(found, name, country, written=written)}
        for name in MONEY
        if found.number(name, country) is not None
    ]


# Projects ---------------------------------------------------------------------------------------------


def project_rows(projects, url, *, written=NEUTRAL) -> dict:
    """The table of projects: public facts only."""
    columns = [
        {"label": _("Project")},
        {"label": _("Lead")},
        {"label": _("Countries")},
        {"label": _("Pillar")},
        {"label": capfirst(_("EU contribution, EUR")), "kind": "number"},
        {"label": _("Total cost, EUR"), "kind": "number"},
    ]
    rows = [
        [
            {"text": one["title"], "url": url(one), "hint": one["reference"]},
            one["lead"]["name"],
            ", ".join(name_of(code) for code in one["countries"]),
            pillar_name(one["pillar"]),
            {"text": amount(one["money"], "eu", written)},
            {"text": amount(one["money"], "total", written)},
        ]
        for one in projects
    ]
    return {"columns": columns, "rows": rows}


def amount(money, label, written=NEUTRAL) -> str:
    """One of a project's three amounts, without cents that say nothing."""
    return messages.shown_value(Decimal(money[label]), 2, written) if money else "–"


def method_rows(found) -> list[dict]:
    """Every indicator with its rule and the duplicates removed."""
    rows = []
    for code, one in found.indicators.items():
        whole = found.numbers.get((code, ()))
        names = [name for name, kind in KINDS.items() if kind.code == code]
        rows.append({
            "code": code,
            "version": one["version"],
            "name": text_of(one["name"]),
            "unit": text_of(one["unit"]),
            "definition": text_of(one["definition"]),
            "evidence": text_of(one["evidence_minimum"]),
            "rules": [
                *(messages.RULES[column].get(one[column], "") for column in messages.RULES),
                *conditions_in_words(one, NEUTRAL),
            ],
            "numbers": _whole(found, whole) if whole and not whole.is_suppressed else [],
            "anchor": names[0] if names else code,
        })  # fmt: skip
    return rows


def _whole(found, one):
    decimals = found.indicators[one.indicator]["decimals"]
    labels = (
        ("net", _("published")), ("gross", _("reported by projects")), ("overlap", _("duplicates removed")),
        ("high", _("cannot be told apart, left out")),
    )  # fmt: skip
    return [
        {"label": capfirst(label), "value": messages.shown_value(getattr(one, name), decimals)}
        for name, label in labels
    ]


def country_of_project(one) -> str:
    """The country whose numbers the page of a project writes: that of its lead, where the project is there too."""
    lead, countries = one["lead"]["country"], one["countries"]
    return lead if lead in countries else next(iter(countries), NEUTRAL)


def project_facts(one, *, written=NEUTRAL) -> list[dict]:
    """Public facts of a project as terms and what they are."""
    period = " – ".join(
        date_format(date.fromisoformat(one[name]), "DATE_FORMAT") for name in ("starts_on", "ends_on") if one[name]
    )
    facts = [
        {"label": _("Pillar"), "value": pillar_name(one["pillar"])},
        {"label": _("Sectors"), "value": ", ".join(str(Sector(sector).label) for sector in one["sectors"]) or "–"},
        {"label": _("Start and end"), "value": period},
    ]
    labels = (("eu", "money_eu"), ("own", "money_own"), ("total", "money_total"))
    if one["money"]:
        facts += [
            {"label": capfirst(messages.SHORT[name]), "value": amount(one["money"], label, written)}
            for label, name in labels
        ]
    return facts
