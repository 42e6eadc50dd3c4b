"""The findings of the self-check as sentences."""

from django.utils.translation import gettext as _
from django_countries import countries as country_names

from grants import formats
from grants.calls.models import CountryGroup


def sentence(finding, country=formats.NEUTRAL) -> str:
    """What a finding says, in the reader's language; raises KeyError for an unknown code."""
    return _SENTENCES[finding.code](_shown(finding.params, country))


def _shown(params, country):
    """The numbers as people read them, codes as names."""
    shown = {name: _short(value, country) for name, value in params.items() if name in ("least", "most", "share")}
    if "country" in params:
        shown["country"] = country_names.name(params["country"])
    if "side" in params:
        shown |= {"side": CountryGroup(params["side"]).label, "count": params["count"]}
    return shown


def _short(value, country):
    if value is None:
        return "–"
    rounded = round(value, 2)
    return formats.number(rounded, 0 if rounded == int(rounded) else 2, country)


_SENTENCES = {
    "country_met": lambda p: _("Organisations from %(country)s can take part.") % p,
    "country_unmet": lambda p: _("%(country)s is not an eligible country of this call.") % p,
    "kind_met": lambda p: _("Your kind of organisation can apply, if it is non-profit by its statutes."),
    "kind_unmet": lambda p: _("Firms do not apply themselves. They take part in projects of an association near them."),
    "side_met": lambda p: _("%(side)s: your consortium has enough organisations (at least %(least)s).") % p,
    "side_unmet": lambda p: _("%(side)s: your consortium has %(count)d of at least %(least)s organisations.") % p,
    "grant_met": lambda p: _("The grant you ask for lies within %(least)s and %(most)s EUR.") % p,
    "grant_unmet": lambda p: _("A grant of this call lies between %(least)s and %(most)s EUR.") % p,
    "share_met": lambda p: (
        _("The grant pays %(share)s %% of the total cost: allowed are %(least)s to %(most)s %%.") % p
    ),
    "share_unmet": lambda p: (
        _("The grant would pay %(share)s %% of the total cost; the call allows %(least)s to %(most)s %%.") % p
    ),
    "months_met": lambda p: _("The duration lies within %(least)s and %(most)s months.") % p,
    "months_unmet": lambda p: _("A project of this call takes %(least)s to %(most)s months.") % p,
}
"""Code -> sentence; a test finds every code of self_check.CODES."""
