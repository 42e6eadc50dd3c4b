"""Public pages of calls: the same for everybody, without session and cookie."""

from zoneinfo import ZoneInfo

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from grants import clock, formats
from grants.calls import queries
from grants.calls.countries import CAPITAL_ZONES
from grants.calls.messages import corrigenda, mandate_rules
from grants.calls.models import Call, CallDocument, CallStep, SlotTemplate
from grants.calls.public_forms import SelfCheckForm
from grants.calls.self_check import check
from grants.calls.self_check_messages import sentence
from grants.calls.slot_templates import slots_by_step
from grants.files.serving import respond
from grants.organisations.names import search_form
from grants.prose import html_of
from grants.questionnaire.queries import form_of
from grants.templatetags.grants import moment_text, only_in_spanish, time_left
from grants.web import cacheable, public_page


@require_safe
@public_page
@cacheable
def call_list(request):
    """Open calls first, then those to come, then the past ones."""
    now = clock.now()
    calls = queries.public_calls()
    rows = [listed(request, call) for call in calls]
    context = {
        "open_calls": [row for row in rows if row["is_open"]],
        "coming_calls": [row for row in rows if row["is_coming"]],
        "past_calls": [row for row in rows if row["call"].closes_at <= now or row["call"].is_by_invitation],
    }
    return render(request, "grants/calls/public_list.html", context)


def listed(request, call):
    """A call as a line of a public list: where its page is, how much money, whether it is open."""
    now = clock.now()
    total = sum(lot.envelope for lot in call.lots.all())
    money = {"total": total, "least": call.grant_min, "most": call.grant_max}
    return {
        "call": call,
        "url": _url(request, "call", slug=call.slug),
        "money": _("%(total)s EUR in all, grants from %(least)s to %(most)s EUR")
        % {name: formats.short_number(value) for name, value in money.items()},
        "is_open": call.is_open(now) and not call.is_by_invitation,
        "is_coming": call.opens_at > now and not call.is_by_invitation,
    }


def _url(request, name, **kwargs):
    return reverse(f"public:{name}", kwargs={"lang": request.public_language, **kwargs})


@require_safe
@public_page
@cacheable
def call_page(request, slug):
    """Everything an association needs to know before it begins."""
    try:
        call = queries.public_call(slug)
    except Call.DoesNotExist:
        raise Http404 from None

    def template_url(template):
        return _url(request, "call_template", slug=slug, public_id=template.public_id)

    context = told(call, address=template_url) | {
        "pages": [{"url": _url(request, "calls"), "label": _("Calls for proposals")}],
        "facts": _standing(call),
        "action": _begin(call) if call.is_open(clock.now()) and not call.is_by_invitation else None,
        "check_url": _check_url(request, call),
        "questions": queries.published_questions(call),
        "ask_url": reverse("calls:ask", args=[call.slug]) if queries.takes_questions(call, clock.now()) else "",
        "documents": [
            {
                "row": row,
                "url": _url(request, "call_document", slug=slug, public_id=row.public_id),
                "note": f"{row.file.original_name}, {filesizeformat(row.file.size)}",
            }
            for row in call.documents.all()
        ],
    }
    return render(request, "grants/calls/public_call.html", context)


def _check_url(request, call):
    is_over = call.closes_at <= clock.now() or call.is_by_invitation
    return "" if is_over else _url(request, "call_check", slug=call.slug)


@require_safe
@public_page
def self_check(request, slug):
    """A few questions made of the call's own rules, answered in sentences; nothing is kept."""
    call = get_object_or_404(Call.objects.published().filter(is_test=False).prefetch_related("countries"), slug=slug)
    form = SelfCheckForm(request.GET or None)
    findings = check(queries.check_rules(call), form.plan()) if form.is_valid() else []
    country = form.cleaned_data["country"] if findings else formats.NEUTRAL
    told = [{"is_met": one.is_met, "sentence": sentence(one, country)} for one in findings]
    calls = {"url": _url(request, "calls"), "label": _("Calls for proposals")}
    context = {
        "call": call,
        "form": form,
        "here": _url(request, "call_check", slug=slug),
        "findings": sorted(told, key=lambda one: one["is_met"]),
        "fits": all(one.is_met for one in findings),
        "pages": [calls, {"url": _url(request, "call", slug=slug), "label": call.reference}],
    }
    return render(request, "grants/calls/public_check.html", context, status=422 if form.errors else 200)


def _standing(call):
    """Whether the call is open and until when, at the top of its page."""
    now = clock.now()
    deadline = moment_text(call.closes_at, call.time_zone)
    if call.is_by_invitation:
        return [_("Full applications of those invited"), deadline]
    if call.is_open(now):
        return [_("Open now"), _("closes %(left)s") % {"left": time_left(call.closes_at)}, deadline]
    if call.opens_at > now:
        return [_("Opens %(left)s") % {"left": time_left(call.opens_at)}, moment_text(call.opens_at, call.time_zone)]
    return [_("Closed"), deadline]


def _begin(call):
    label = _("Begin your concept note") if call.step == CallStep.CONCEPT else _("Begin your application")
    return {"url": reverse("applications:start", args=[call.slug]), "label": label}


def told(call, **templates):
    """What the page of a call says, public or in preview; ``templates`` says where those of documents are."""
    now = clock.now()
    rows = list(call.countries.all())
    return {
        "call": call,
        "is_open": call.is_open(now),
        "is_coming": call.opens_at > now,
        "description": html_of(call.description),
        "is_description_spanish": only_in_spanish(call, "description"),
        "latin_america": _names(row.country.name for row in rows if row.group == "la"),
        "european_union": _names(row.country.name for row in rows if row.group == "eu"),
        "clocks": _clocks(call, rows),
        "form": form_of(call.form) if call.form else None,
        "corrigenda": corrigenda(call),
        "least_grant": f"{formats.short_number(call.grant_min)} EUR",
        "most_grant": f"{formats.short_number(call.grant_max)} EUR",
        "least_share": formats.short_number(call.share_min),
        "most_share": formats.short_number(call.share_max),
        "most_indirect": formats.short_number(call.indirect_max),
        "most_contingency": formats.short_number(call.contingency_max),
        "mandate_rules": mandate_rules(call),
        "slots_by_step": slots_by_step(call, **templates),
        "total": sum(lot.envelope for lot in call.lots.all()),
    }


def _names(names):
    return ", ".join(sorted(names, key=search_form))


def _clocks(call, rows):
    """The deadline on the clocks of the eligible countries' capitals: [(text, countries)], earliest clock first."""
    clocks = {}
    for row in rows:
        zone = CAPITAL_ZONES.get(str(row.country))
        if zone:
            shown = moment_text(call.closes_at, zone, named=False)
            offset = call.closes_at.astimezone(ZoneInfo(zone)).utcoffset()
            clocks.setdefault((offset, shown), []).append(row.country.name)
    return [{"moment": shown, "countries": _names(names)} for (_offset, shown), names in sorted(clocks.items())]


@require_safe
@public_page
def document(request, slug, public_id):
    """A document published with a call, as it was uploaded."""
    published = CallDocument.objects.filter(call__in=Call.objects.published(), call__is_test=False, call__slug=slug)
    row = get_object_or_404(published.select_related("file"), public_id=public_id)
    return respond(request, row.file)


@require_safe
@public_page
def template(request, slug, public_id):
    """The template of a document applicants upload, for everybody who reads the call."""
    published = Call.objects.published().filter(is_test=False, slug=slug)
    row = get_object_or_404(SlotTemplate.objects.select_related("file"), slot__call__in=published, public_id=public_id)
    return respond(request, row.file)
