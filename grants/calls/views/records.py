"""The list of calls and the record of one, for staff."""

from functools import partial
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from grants import clock
from grants.calls import queries
from grants.calls.forms import FilterForm
from grants.calls.messages import mandate_rules, timeline
from grants.calls.models import Call, SlotTemplate
from grants.calls.views.public import told
from grants.calls.workflow import Action, CallState, CallStep
from grants.drafts.queries import fields_of
from grants.files.serving import respond
from grants.lists.answering import exportable
from grants.lists.listing import Listing, chosen
from grants.templatetags.grants import moment_text
from grants.web import PUBLIC_PREFIXES, needs
from grants.workflow import reasons_against

PER_PAGE = 25


@require_safe
@needs("grants.list_calls")
@exportable
def call_list(request):
    """Calls the officer sees, newest first, with how many applications each has."""
    form = FilterForm(request.GET)
    words = chosen(form)
    calls = queries.listed(request.user, text=words.get("q", ""), state=words.get("state", ""))
    page = Paginator(calls, PER_PAGE).get_page(request.GET.get("page"))
    may_set_up = request.user.has_perm("grants.set_up_call")
    context = {
        "title": ngettext("%d call", "%d calls", page.paginator.count) % page.paginator.count,
        "action": {"url": reverse("calls:new"), "label": _("Set up a call")} if may_set_up else None,
        "links": _parts_of_calls(may_set_up),
        "form": form,
        "page": page,
        "columns": _columns(),
        "query": _query(words),
        "reset_url": reverse("calls:list") if any(words.values()) else "",
    }
    return Listing(_("Calls"), "grants/calls/call_list.html", context, partial(_rows, user=request.user))


def _parts_of_calls(may_set_up):
    """What calls are made of beside themselves."""
    links = [
        {"url": reverse("forms:list"), "label": _("Forms and grids")},
        {"url": reverse("indicators:list"), "label": _("Indicators")},
    ]
    return [*links, {"url": reverse("calls:programmes"), "label": _("Programmes")}] if may_set_up else links


def _is_counted(call, user):
    """Counts of a call are for those who work on it."""
    return user.has_perm("grants.read_call", call)


def _columns():
    return [
        {"label": _("Call"), "hint": _("Reference")},
        {"label": _("State"), "hint": _("Progress")},
        {"label": _("Opens, your time")},
        {"label": _("Deadline, your time")},
        {"label": pgettext("applications", "Begun"), "kind": "number"},
        {"label": pgettext("applications", "Submitted"), "kind": "number"},
    ]


def _rows(calls, user):
    calls = list(calls)
    counts = queries.applications_per_call([call for call in calls if _is_counted(call, user)])
    return [_row(call, *counts.get(call.pk, ({"text": "–"},) * 2)) for call in calls]


def _row(call, begun, submitted):
    return [
        {"text": call.title, "url": call.get_absolute_url(), "hint": call.reference},
        {"document": call, "hint": _progress(call)},
        {"moment": call.opens_at},
        {"moment": call.closes_at},
        begun,
        submitted,
    ]


def _progress(call):
    now = clock.now()
    if call.state != CallState.PUBLISHED:
        return ""
    if call.is_open(now):
        return _("open")
    return _("opens later") if now < call.opens_at else pgettext("of a call", "closed")


def _query(words):
    given = {name: value for name, value in words.items() if value}
    return urlencode(given) + "&" if given else ""


@require_safe
@needs("grants.read_call", of=Call)
def call_detail(request, call):
    """Everything about one call: what is missing before it is published, its rules, its history."""
    call = queries.call_with_details(call)
    shown = told(call)
    is_draft, is_public = call.state == CallState.DRAFT, call.state == CallState.PUBLISHED
    context = {
        "call": call,
        "pages": above(),
        "facts": _facts(call),
        "action": _next_step(request.user, call),
        "links": _links(request.user, call),
        "key_facts": _key_facts(call, shown),
        "missing": reasons_against(call, Action.PUBLISH) if is_draft else [],
        "may_edit": is_draft and request.user.has_perm("grants.set_up_call", call),
        "may_correct_form": is_public
        and call.closes_at > clock.now()
        and request.user.has_perm("grants.publish_call", call),
        "may_correct": is_public and request.user.has_perm("grants.propose_deadline", call),
        "proposals": [_proposed(call, proposal) for proposal in queries.open_proposals(call)],
        "history": timeline(call),
        **shown,
    }
    return render(request, "grants/calls/call_detail.html", context)


def _facts(call):
    facts = [call.programme.name, _progress(call), _("only for trying out") if call.is_test else ""]
    return [fact for fact in facts if fact]


def _next_step(user, call):
    if call.state == CallState.DRAFT and user.has_perm("grants.publish_call", call):
        return {"url": reverse("calls:publish", args=[call.public_id]), "label": _("Publish call")}
    can_be_opened = call.state == CallState.PUBLISHED and not call.opened_at and call.closes_at <= clock.now()
    if can_be_opened and user.has_perm("grants.open_submissions", call):
        label = _("Open the concept notes") if call.step == CallStep.CONCEPT else _("Open the applications")
        return {"url": reverse("evaluation:open", args=[call.public_id]), "label": label}
    return None


def _links(user, call):
    links = [{"url": reverse("calls:preview", args=[call.public_id]), "label": _("Preview")}]
    if call.state == CallState.PUBLISHED and not call.is_test:
        prefix = next(p for p, language in PUBLIC_PREFIXES.items() if language == get_language())
        url = reverse("public:call", kwargs={"lang": prefix, "slug": call.slug})
        links = [{"url": url, "label": _("Public page"), "icon": "external"}]
    if call.state != CallState.DRAFT and user.has_perm("grants.read_questions", call):
        links.append({"url": reverse("calls:questions", args=[call.public_id]), "label": _("Questions")})
    if call.state != CallState.DRAFT and user.has_perm("grants.count_applications", call):
        label = _("Concept notes so far") if call.step == CallStep.CONCEPT else _("Applications so far")
        links.append({"url": reverse("calls:counts", args=[call.public_id]), "label": label})
    if call.is_by_invitation:
        links += _first_evaluation(user, call)
    if call.opened_at:
        links += _evaluation(user, call)
    return links


def _first_evaluation(user, call):
    """From a call in its second step to how its concept notes were judged."""
    evaluation = call.evaluations.filter(step=CallStep.CONCEPT).first()
    if evaluation is None or not user.has_perm("grants.read_evaluation", evaluation):
        return []
    return [{"url": evaluation.get_absolute_url(), "label": _("Concept notes")}]


def _evaluation(user, call):
    """From an opened call to its candidates and its decisions."""
    evaluation = getattr(call, "evaluation", None)
    if evaluation is None:
        return []
    ways = (
        ("grants.read_evaluation", evaluation, evaluation.get_absolute_url(), _("Evaluation")),
        ("grants.read_ranking", call, reverse("evaluation:decisions", args=[call.public_id]), _("Decisions")),
    )
    return [{"url": url, "label": label} for permission, of, url, label in ways if user.has_perm(permission, of)]


def _proposed(call, proposal):
    closes_at = parse_datetime(proposal.payload["closes_at"])
    return {"proposal": proposal, "moment": moment_text(closes_at, call.time_zone)}


def _key_facts(call, limits):
    between = _("from %(least)s to %(most)s")
    consortium = _("at least %(la)d from Latin America and %(eu)d from the European Union")
    ceilings = _("indirect costs %(indirect)s %%, contingency reserve %(contingency)s %% of direct costs")
    return [
        {"label": _("Public address"), "value": f"/calls/{call.slug}/"},
        {"label": _("Grant"), "value": between % {"least": limits["least_grant"], "most": limits["most_grant"]}},
        {"label": _("EU share, %"), "value": between % {"least": limits["least_share"], "most": limits["most_share"]}},
        {
            "label": _("Ceilings"),
            "value": ceilings % {"indirect": limits["most_indirect"], "contingency": limits["most_contingency"]},
        },
        {"label": _("Duration, months"), "value": between % {"least": call.months_min, "most": call.months_max}},
        {"label": _("Organisations"), "value": consortium % {"la": call.least_la, "eu": call.least_eu}},
        {"label": _("Languages of the applications"), "value": ", ".join(call.written_in)},
        {"label": _("Mandates of the partners"), "value": " ".join(str(rule) for rule in mandate_rules(call))},
    ]


@require_safe
@needs("grants.read_call", of=Call)
def preview(request, call):
    """The call's page and its form as an applicant will see them; nothing can be filled in here."""
    context = told(queries.call_with_details(call)) | {"pages": above(call)}
    sections = context["form"].sections if context["form"] else ()
    context["parts"] = [
        {"section": section, "fields": fields_of(section, {}, form=context["form"])} for section in sections
    ]
    return render(request, "grants/calls/call_preview.html", context)


@require_safe
@needs("grants.read_slot_template", of=SlotTemplate)
def slot_template(request, template):
    """A template of a document slot, to fill in."""
    return respond(request, template.file)


@require_safe
@needs("grants.count_applications", of=Call)
def counts(request, call):
    """How many applications there are by country and lot, without any name (decisions.md C5)."""
    tallies = queries.counts_of(call)
    context = {"call": call, "tallies": tallies, "total": queries.total_of(tallies), "pages": above(call)}
    return render(request, "grants/calls/call_counts.html", context)


def above(call=None):
    """The pages above a page of a call, for the breadcrumb."""
    pages = [{"url": reverse("calls:list"), "label": _("Calls")}]
    return [*pages, {"url": call.get_absolute_url(), "label": call.reference}] if call else pages
