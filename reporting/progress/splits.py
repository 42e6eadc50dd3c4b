"""How a reported number is divided: the parts of each disaggregation an indicator's version names.

A split is written ``dimension:part``, "" is the whole. Parts need not add up to the whole: the rest is
not known, which is not zero. What a project has only one of (its pillar, often its country) divides
nothing.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django_countries import countries

from reporting.firms.models import Size

WHOLE = ""

SEXES = {"women": _("Women"), "men": _("Men")}
AGES = {"under_30": _("Under 30 years"), "from_30": _("30 years and older")}
SIZES = {size.value: size.label for size in (Size.MICRO, Size.SMALL, Size.MEDIUM)}
SECTIONS = {
    "A": _("Agriculture, forestry and fishing"),
    "B": _("Mining and quarrying"),
    "C": _("Manufacturing"),
    "D": _("Electricity, gas, steam and air conditioning"),
    "E": _("Water, sewerage and waste management"),
    "F": _("Building and civil engineering"),
    "G": _("Wholesale and retail trade; repair of vehicles"),
    "H": _("Transport and storage"),
    "I": _("Accommodation and food services"),
    "J": _("Information and communication"),
    "K": _("Finance and insurance"),
    "L": _("Real estate"),
    "M": _("Professional, scientific and technical services"),
    "N": _("Administrative and support services"),
    "O": _("Public administration and defence"),
    "P": _("Education"),
    "Q": _("Health and social work"),
    "R": _("Arts, entertainment and recreation"),
    "S": _("Other services"),
    "T": _("Households as employers"),
    "U": _("International bodies"),
}
"""Sections of ISIC Rev. 4."""

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
    offered = {"sex": SEXES, "age_group": AGES, "size": SIZES, "isic_section": SECTIONS}
    if key == "country":
        return {code: countries.name(code) for code in project_countries}
    return offered.get(key, {})
