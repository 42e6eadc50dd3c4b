"""What every page says while nothing is saved, and before."""

from django import template
from django.template.loader import render_to_string

from grants.maintenance.standing import standing
from grants.templatetags.grants import moment_text, when_html, zone_of

register = template.Library()


@register.simple_tag(takes_context=True)
def maintenance_notice(context):
    """That maintenance is announced or on, since and until when; nothing where there is none."""
    now = standing()
    if now is None:
        return ""
    zone = zone_of(context)
    starts, ends = (when_html(moment, zone, "full") for moment in (now.starts_at, now.until))
    shown = {"is_on": now.is_on, "why": now.why, "starts": starts, "ends": ends}
    return render_to_string("components/maintenance.html", shown)


@register.simple_tag
def moment_for(person, moment):
    """A moment in words on the clocks of the person a letter is written to."""
    return moment_text(moment, person.time_zone)
