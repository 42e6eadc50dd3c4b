"""What every page says while nothing is saved, and before."""

from django import template

from grants.maintenance.standing import standing
from grants.templatetags.grants import moment_text, when_html, zone_of

register = template.Library()


@register.inclusion_tag("components/maintenance.html", takes_context=True)
def maintenance_notice(context):
    """That maintenance is announced or on, since and until when; nothing where there is none."""
    now = standing()
    if now is None:
        return {"standing": None}
    zone = zone_of(context)
    return {
        "standing": now,
        "starts": when_html(now.starts_at, zone, "full"),
        "ends": when_html(now.until, zone, "full"),
    }


@register.simple_tag
def moment_for(person, moment):
    """A moment in words on the clocks of the person a letter is written to."""
    return moment_text(moment, person.time_zone)
