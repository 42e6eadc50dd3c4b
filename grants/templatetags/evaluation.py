"""Tags of the letters of the evaluation."""

from django import template

from grants.evaluation.models import Clarification

register = template.Library()


@register.simple_tag
def clarification_of(event):
    """The request for clarification an event of a candidate tells of."""
    return Clarification.objects.get(public_id=event.changes["clarification"])
