"""What is told of comments in letters."""

from django import template

from grants.applications.queries import comments

register = template.Library()


@register.simple_tag
def comments_told(event, person):
    """The comments a letter tells of."""
    return comments.comments_told(event, person)
