"""What an audit adds to a home page: the engagement and the samples drawn in it."""

from django.urls import reverse
from django.utils.translation import gettext as _

from grants.templatetags.grants import OFFICIAL_ZONE, moment_text
from reporting.auditing.models import Sample
from reporting.auditing.queries.scope import engagements_of, scope_in_words

DRAWN = 3
"""Samples shown before the list of all."""


def audits_of(user) -> list[dict]:
    """The person's audit engagements in force and the samples drawn last, as lines of the page."""
    engagements = engagements_of(user)
    lines = [
        {
            "title": held.purpose,
            "url": reverse("audits:list"),
            "note": _("%(scope)s, until %(moment)s")
            % {
                "scope": scope_in_words(held.call, held.country),
                "moment": moment_text(held.valid_until, OFFICIAL_ZONE),
            },
        }
        for held in engagements
    ]
    return [*lines, *(_drawn(one) for one in Sample.objects.visible_to(user)[:DRAWN])] if engagements else []


def _drawn(sample):
    return {
        "title": f"{sample}: {sample.get_kind_display()}",
        "url": sample.get_absolute_url(),
        "note": sample.note,
    }
