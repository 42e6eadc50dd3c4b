"""Tags of the letters about calls."""

from django import template

register = template.Library()


@register.simple_tag
def corrigendum_of(event):
    """The corrigendum an event of a call tells of."""
    return event.document.corrigenda.get(number=event.changes["number"])
