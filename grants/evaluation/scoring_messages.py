"""The codes of ``scoring.py`` as sentences."""

from django.utils.translation import gettext as _

from grants import formats


def sentence(code: str, params: dict, titles: dict, *, country: str = formats.NEUTRAL) -> str:
    """Why a proposal is rejected, in the reader's language. ``titles`` are words by key of section and criterion.

    Raises KeyError for an unknown code.
    """
    return _SENTENCES[code](params, titles, country)


def points(value, country=formats.NEUTRAL) -> str:
    """A score as people read it: without the decimals that are none."""
    places = 0 if value == value.to_integral_value() else 2
    return formats.number(value, places, country)


def _below_threshold(params, titles, country):
    return _("%(total)s points in all, less than the %(threshold)s needed.") % {
        "total": points(params["total"], country),
        "threshold": points(params["threshold"], country),
    }


def _below_section(params, titles, country):
    return _("%(section)s: %(total)s points, less than the %(threshold)s needed.") % {
        "section": titles[params["section"]],
        "total": points(params["total"], country),
        "threshold": points(params["threshold"], country),
    }


def _lowest_score(params, titles, country):
    return _("%(section)s: the lowest score for “%(criterion)s” rejects.") % {
        "section": titles[params["section"]],
        "criterion": titles[params["criterion"]],
    }


_SENTENCES = {
    "below_threshold": _below_threshold,
    "below_section": _below_section,
    "lowest_score": _lowest_score,
}
"""Code -> sentence; a test finds every code of scoring.CODES."""
