"""Concerns about the organisations of candidates that stand against an award."""

from grants.diligence.severities import Stopped
from grants.diligence.standing import concerns_against
from grants.organisations.models import Organisation


def concerns_about(candidates) -> list:
    """Why these candidates cannot be awarded now, in sentences without what the concern is; one query."""
    organisations = Organisation.objects.filter(candidate_parties__candidate__in=candidates).values("pk")
    return [reason.sentence for reason in concerns_against(Stopped.AWARD, organisations)]


def selected_in(lot, document):
    """The candidates a list put to the vote selects."""
    keys = [row["candidate"] for row in document["ranking"] if row["place"] == "selected"]
    return lot.candidates.filter(public_id__in=keys)
