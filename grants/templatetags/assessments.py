"""Tags of the letters about assessing."""

from django import template
from django.utils.dateparse import parse_datetime

from grants.applications.queries.receipts import moments, zones_of

register = template.Library()


@register.simple_tag
def term_lines(event, call, person):
    """The term an event names, in the call's zone, in Brussels, in the reader's and in UTC: one line each."""
    return moments(parse_datetime(event.changes["due_at"]), zones_of(call, person))
