"""Tags of our templates: one way to print money, numbers, moments, states and icons.

Built into every template. Who reads decides how numbers are written (country) and in which zone a
time is shown; a page that belongs to a document's country passes ``number_country`` instead.
"""

from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import get_timezone, get_timezone_location
from django import template
from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext, to_locale
from django.utils.translation import gettext_lazy as _

from grants import clock, formats
from grants.looks import CALLOUT_ICONS, STATE_LOOKS
from grants.words import date_text, display

register = template.Library()

OFFICIAL_ZONE = "Europe/Brussels"
"""The contracting authority's time: shown beside every binding moment."""

LANGUAGE_PREFIXES = (("es", "es", "Español"), ("pt", "pt-br", "Português"), ("en", "en", "English"))
"""First part of a public address, language code, the language's own name."""


# Who reads --------------------------------------------------------------------------------------


def _reader(context):
    """The signed-in person, or None; on a public page the session is not even looked at."""
    request = getattr(context, "request", None)
    if request is None or hasattr(request, "public_language"):
        return None
    user = getattr(request, "user", None)
    return user if user is not None and user.is_authenticated else None


def country_of(context, country=""):
    """Country whose number format applies: given, the document's, the reader's organisation's."""
    country = country or context.get("number_country")
    if country:
        return str(country)
    reader = _reader(context)
    return reader.number_country() if reader else formats.NEUTRAL


def zone_of(context, zone=""):
    """The zone a time is shown in: given, the reader's, Brussels."""
    if zone:
        return str(zone)
    reader = _reader(context)
    return reader.time_zone if reader else OFFICIAL_ZONE


def _nothing(words):
    """A dash for the eye, words for the ear."""
    return format_html('<span aria-hidden="true">–</span><span class="visually-hidden">{}</span>', words)


# Numbers ----------------------------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def number(context, value, places=0, country=""):
    """A number as the reader's country writes it; a dash read as "no value" for None."""
    return number_html(value, places, country_of(context, country))


def number_html(value, places, country):
    """The same for a country that is known, as in the cells of a table."""
    if value is None:
        return _nothing(gettext("no value"))
    return SafeString(f'<span class="nowrap">{formats.number(value, places, country)}</span>')


@register.simple_tag(takes_context=True)
def money(context, value, currency="EUR", country=""):
    """An amount with its currency; below zero also in words. ``currency=""`` where a column head says it."""
    return money_html(value, currency, country_of(context, country))


def money_html(value, currency, country):
    """The same for a country that is known, as in the cells of a table."""
    if value is None:
        return _nothing(gettext("no amount"))
    text = formats.money(abs(value), country, currency) if currency else formats.number(abs(value), 2, country)
    if value < 0:
        return format_html('<span class="negative nowrap">{} {}</span>', gettext("minus"), text)
    return SafeString(f'<span class="nowrap">{text}</span>')


@register.simple_tag
def amount(value, country):
    """An amount in a letter, as its country writes it: ``{% amount payment.amount organisation.country %}``."""
    return formats.money(value, str(country))


# Moments ----------------------------------------------------------------------------------------


def zone_name(zone):
    """A zone by its city, in the language of the page: "Bruselas" for Europe/Brussels."""
    return get_timezone_location(get_timezone(zone), locale=to_locale(get_language() or "es"), return_city=True)


def moment_text(moment, zone, *, named=True):
    """A moment in words: date, time, and the zone's city where it binds."""
    local = moment.astimezone(ZoneInfo(zone))
    text = f"{date_text(local)}, {local:%H:%M}"
    if not named:
        return text
    return gettext("%(moment)s (%(city)s time)") % {"moment": text, "city": zone_name(zone)}


@register.simple_tag(takes_context=True)
def when(context, moment, zone="", style="full"):
    """A date or a moment, readable by machines too.

    Styles: "full" (with the zone's name), "time" (date and time), "date" (only the date).
    """
    return when_html(moment, zone_of(context, zone), style)


def when_html(moment, zone, style):
    """The same for a zone that is known, as in the cells of a table."""
    if moment is None:
        return _nothing(gettext("no date"))
    if not isinstance(moment, datetime):
        text = date_text(moment)
    elif style == "date":
        text = date_text(moment.astimezone(ZoneInfo(zone)))
    else:
        text = moment_text(moment, zone, named=style == "full")
    return SafeString(f'<time datetime="{moment.isoformat()}">{escape(text)}</time>')


YEAR = 365.25 * 86400
"""Seconds."""


@register.simple_tag
def time_left(moment):
    """How far a moment is from now, in the largest unit of which there are two: "in 6 days", "3 hours ago"."""
    seconds = (moment - clock.now()).total_seconds()
    size = abs(seconds)
    if size >= 2 * YEAR:
        count = int(size // YEAR)
        coming, gone = ngettext("in %d year", "in %d years", count), ngettext("%d year ago", "%d years ago", count)
    elif size >= 2 * 86400:
        count = int(size // 86400)
        coming, gone = ngettext("in %d day", "in %d days", count), ngettext("%d day ago", "%d days ago", count)
    elif size >= 2 * 3600:
        count = int(size // 3600)
        coming, gone = ngettext("in %d hour", "in %d hours", count), ngettext("%d hour ago", "%d hours ago", count)
    elif size < 60:
        return gettext("in less than a minute") if seconds >= 0 else gettext("less than a minute ago")
    else:
        count = int(size // 60)
        coming = ngettext("in %d minute", "in %d minutes", count)
        gone = ngettext("%d minute ago", "%d minutes ago", count)
    return (coming if seconds >= 0 else gone) % count


@register.inclusion_tag("components/deadline.html", takes_context=True)
def deadline(context, moment, zone=OFFICIAL_ZONE):
    """A binding moment in the call's zone, in Brussels and in the reader's own, each once."""
    seconds = (moment - clock.now()).total_seconds()
    tone = "late" if seconds < 0 else "soon" if seconds < 7 * 86400 else "far"
    rows = deadline_rows(moment, zone, _reader(context))
    return {"iso": moment.isoformat(), "tone": tone, "left": time_left(moment), "rows": rows}


def deadline_rows(moment, zone, reader):
    """A binding moment in each zone that matters, as components/deadline.html lists it."""
    zones = [(zone, _("binding"))]
    zones += [(OFFICIAL_ZONE, "")] if zone != OFFICIAL_ZONE else []
    if reader and reader.time_zone not in (zone, OFFICIAL_ZONE):
        zones.append((reader.time_zone, _("yours")))
    return [
        {"city": zone_name(name), "what": what, "text": moment_text(moment, name, named=False)} for name, what in zones
    ]


# States, icons, permissions ---------------------------------------------------------------------


@register.simple_tag
def icon(name, size=""):
    """A picture of the sprite beside its word; never alone, so it is hidden from screen readers."""
    return _icon(name, size)


@lru_cache(maxsize=256)
def _icon(name, size):
    return format_html(
        '<svg class="icon{}" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        f" icon--{size}" if size else "",
        static("icons.svg"),
        name,
    )


@register.simple_tag
def badge(word, tone, icon):
    """What components/badge.html shows, for tags and lists that would include it row after row."""
    return _badge(str(word), tone, icon)


@lru_cache(maxsize=1024)
def _badge(word, tone, picture):
    return format_html('<span class="state state--{}">{}{}</span>', tone, _icon(picture, ""), word)


@register.simple_tag
def state(document):
    """The state of a document as a word, a colour and an icon: ``{% state application %}``."""
    model = getattr(getattr(document, "_meta", None), "model_name", "")
    tone, picture = STATE_LOOKS.get(f"{model}.{document.state}") or STATE_LOOKS[document.state]
    return _badge(display(document, "state"), tone, picture)


@register.simple_tag(takes_context=True)
def can(context, permission, document=None):
    """Whether the reader may do this: ``{% can "grants.submit_application" application as may_submit %}``."""
    reader = _reader(context)
    return reader is not None and reader.has_perm(permission, document)


# Blocks -----------------------------------------------------------------------------------------


@register.simple_block_tag
def callout(content, tone="info", title=""):
    """Words that stand out: ``{% callout "waiting" title=… %}…{% endcallout %}``; info, good, waiting, bad."""
    return format_html(
        '<div class="callout callout--{}">{}<div class="callout__body">{}{}</div></div>',
        tone,
        icon(CALLOUT_ICONS[tone]),
        format_html('<p class="callout__title">{}</p>', title) if title else "",
        content,
    )


@register.simple_block_tag
def definition(content, word=""):
    """How a figure was counted, on demand beside it: ``{% definition %}…{% enddefinition %}``."""
    return format_html(
        '<details class="definition"><summary>{}</summary><div>{}</div></details>',
        word or gettext("How this was counted"),
        content,
    )


@register.simple_block_tag
def dialog(content, name, title):
    """A question before a quick action; opened by ``<button data-dialog="NAME">``, else a section of the page."""
    return format_html(
        '<dialog class="dialog" id="{0}" aria-labelledby="{0}-title"><h2 id="{0}-title">{1}</h2>{2}</dialog>',
        name,
        title,
        content,
    )


@register.simple_tag(takes_context=True)
def session_seconds(context):
    """How long the reader's session still lasts."""
    return context["request"].session.seconds_left()


# Lists ------------------------------------------------------------------------------------------


@register.filter
def page_numbers(page):
    """The numbers to link under a list, None for a gap: 1 … 6 7 8 … 40."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return [number if isinstance(number, int) else None for number in numbers]


# Languages --------------------------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def language_links(context):
    """This public page in each language: ``code``, ``name``, ``path``, ``address`` (with our host), ``current``."""
    parts = context.request.path.split("/", 2)
    rest = parts[2] if len(parts) > 2 else ""
    here = get_language()
    return [
        {
            "code": code,
            "name": name,
            "short": prefix.upper(),
            "path": f"/{prefix}/{rest}",
            "address": f"{settings.SITE_URL}/{prefix}/{rest}",
            "current": code == here,
        }
        for prefix, code, name in LANGUAGE_PREFIXES
    ]


def only_in_spanish(document, name):
    """Whether a text of the document exists in Spanish but not in the language of the page (decisions.md A7)."""
    column = f"{name}_{to_locale(get_language() or 'es').lower()}"
    return not getattr(document, column) and bool(getattr(document, f"{name}_es"))


@register.simple_tag
def told(document, name):
    """A text of the document in the language of the page, or in Spanish and marked so: ``{% told call "title" %}``."""
    text = getattr(document, name) or ""
    if not only_in_spanish(document, name):
        return text
    mark = gettext("only in Spanish")
    return format_html('<span lang="es">{}</span> <span class="only-in">{}</span>', text, mark)


@register.simple_tag
def public_url(name, **arguments):
    """The address of a public page in the reader's language: ``{% public_url "call" slug=call.slug %}``."""
    here = get_language()
    prefix = next((prefix for prefix, code, _own_name in LANGUAGE_PREFIXES if code == here), "es")
    return reverse(f"public:{name}", kwargs={"lang": prefix, **arguments})


@register.simple_tag
def languages():
    """The languages to choose from on a page whose address names none."""
    here = get_language()
    return [
        {"code": code, "name": name, "short": prefix.upper(), "current": code == here}
        for prefix, code, name in LANGUAGE_PREFIXES
    ]


@register.simple_tag
def emblem():
    """The emblem of the European Union; the words beside it say who pays."""
    return format_html('<img src="{}" width="72" height="48" alt="">', static("images/eu-emblem.svg"))
