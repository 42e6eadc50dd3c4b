"""How a reported number is divided: the parts of each disaggregation an indicator's version names.

A split is written ``dimension:part``, "" is the whole. Parts need not add up to the whole: the rest is
not known, which is not zero. What a project has only one of (its pillar, often its country) divides
nothing.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django_countries import countries

from reporting.firms.messages import section_name
from reporting.firms.models import Size
from reporting.firms.sections import sections

WHOLE = ""

SEXES = {"women": _("Women"), "men": _("Men")}
AGES = {"under_30": _("Under 30 years"), "from_30": _("30 years and older")}
SIZES = {size.value: size.label for size in (Size.MICRO, Size.SMALL, Size.MEDIUM)}

TITLES = {
    "sex": _("By sex"),
    "age_group": _("By age"),
    "size": _("By size of firm"),
    "country": _("By country"),
    "isic_section": _("By sector"),
}


@dataclass(frozen=True)
class Dimension:
    """One way to divide a number: what it is called, and its parts by their split."""

    key: str
    title: str
    parts: dict[str, str]


def dimensions(version, project_countries) -> list[Dimension]:
    """The ways the version's numbers are divided in a project that works in these countries."""
    return [
        Dimension(key, TITLES[key], {f"{key}:{part}": label for part, label in parts.items()})
        for key in version.disaggregation
        if len(parts := _parts(key, project_countries)) > 1
    ]


def _parts(key, project_countries):
    offered = {"sex": SEXES, "age_group": AGES, "size": SIZES}
    if key == "country":
        return {code: countries.name(code) for code in project_countries}
    if key == "isic_section":
        return {letter: section_name(letter) for letter in sections()}
    return offered.get(key, {})
