"""Tags about decisions: of the letters, and the link on the record of an application."""

from zoneinfo import ZoneInfo

from django import template
from django.utils.formats import date_format

from grants import formats
from grants.evaluation.queries.letters import announced_url, decision_of

register = template.Library()


@register.simple_tag
def decision_told(event):
    """The decision an event of a candidate tells of, as it was at the announcement."""
    return decision_of(event.document, state=event.after)


@register.simple_tag
def score_text(score, candidate, places=2):
    """A score as the candidate's country writes it."""
    return formats.number(score, places, str(candidate.country))


@register.simple_tag
def amount_text(amount, candidate):
    """An amount as the candidate's country writes it."""
    return formats.money(amount, str(candidate.country))


@register.simple_tag
def day_text(moment, candidate):
    """A day in the zone of the call."""
    return date_format(moment.astimezone(ZoneInfo(candidate.evaluation.call.time_zone)), "DATE_FORMAT")


@register.simple_tag
def decision_link(application):
    """Where the decision on an application is read; empty until it is told."""
    return announced_url(application)
