"""The home pages: the public one with its plain texts, and that of each role."""

from functools import cache
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from grants import clock
from grants.applications.queries.record import own_applications
from grants.calls.queries import public_calls
from grants.calls.views.public import listed
from grants.evaluation.models.committee import COMMITTEE_ROLES
from grants.evaluation.queries.desks import evaluations_of
from grants.payments.queries.desk import figures, payments_of
from grants.permissions import Role
from grants.prose import html_of
from grants.templatetags.grants import time_left
from grants.web import PUBLIC_PREFIXES, cacheable, needs, public_page
from reporting.home import audits, queries, results
from reporting.home import calls as home_calls
from reporting.monitoring.queries import desk as visits
from reporting.progress.queries.desk import updates_of
from reporting.progress.readers import reads_updates_by_role
from reporting.publishing.queries.published import result_pages

TEXTS = Path(__file__).parent / "texts"
TEXT_PAGES = ("privacy", "accessibility", "legal")


@require_safe
@public_page
def door(request):
    """The bare address: to one's own home when signed in, else to the public page in a fitting language."""
    if request.user.is_authenticated:
        response = redirect("home")
    else:
        prefixes = {language: prefix for prefix, language in PUBLIC_PREFIXES.items()}
        response = redirect("public:home", lang=prefixes[request.LANGUAGE_CODE])
    response["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    return response


@require_safe
@public_page
@cacheable
def public_home(request):
    """What the programme is, which calls are open, how to apply."""
    now = clock.now()
    rows = [listed(request, call) for call in public_calls()]
    context = {
        "open_calls": [row for row in rows if row["is_open"]],
        "coming_calls": [row for row in rows if row["is_coming"]],
        "past_count": sum(row["call"].closes_at <= now for row in rows),
    }
    return render(request, "reporting/home/public_home.html", context)


@require_safe
@public_page
@cacheable
def text(request, slug):
    """A plain text of the house: privacy, accessibility, legal notice."""
    if slug not in TEXT_PAGES:
        raise Http404
    title, html = _text(slug, request.public_language)
    return render(request, "reporting/home/public_text.html", {"title": title, "html": html})


@cache
def _text(slug, lang):
    """Title and body of a text; its first line is the title."""
    title, _line, body = (TEXTS / f"{slug}.{lang}.md").read_text(encoding="utf-8").partition("\n")
    return title.lstrip("# ").strip(), html_of(body)


@require_safe
@needs("grants.read_home")
def home(request):
    """What waits for the person, what is theirs, what happened lately."""
    user = request.user
    is_officer = user.has_role(Role.OFFICER)
    has_organisation = bool(user.memberships_now())
    rows = own_applications(user) if has_organisation else []
    evaluations = evaluations_of(user)
    reviews = queries.reviews_of(user, evaluations)
    calls = home_calls.officer_calls(user) if is_officer else []
    contracts = queries.contracts_of(user) if has_organisation else []
    reads_updates = bool(contracts) or user.has_role(Role.CHAMBER_REPORTER) or reads_updates_by_role(user)
    updates = updates_of(user) if reads_updates else []
    compilations = results.compilations_of(user)
    has_visits = visits.has_a_desk(user, contracts)
    waiting = queries.waiting_for(
        user, rows, evaluations=evaluations, reviews=reviews, calls=calls, compilations=compilations,
        has_contracts=bool(contracts), has_updates=bool(updates), has_visits=has_visits,
    )  # fmt: skip
    shown = visits.shown(user) if has_visits else visits.NOTHING_SHOWN
    context = {
        "title": _("Good day, %(name)s") % {"name": user.name} if user.name else _("Good day"),
        "facts": _facts(waiting),
        "waiting": waiting,
        "has_organisation": has_organisation,
        "is_applicant": bool(rows) or not user.roles(),
        "applications": queries.applications_shown(rows),
        "contracts": contracts,
        "projects": queries.contracts_of(user) if user.has_role(Role.MONITOR) else [],
        "own_actions": queries.own_actions_of(user) if user.has_role(Role.CHAMBER_REPORTER) else [],
        "recently": queries.recently(rows) if rows else [],
        "calls": home_calls.calls_shown(calls) if calls else [],
        "is_officer": is_officer,
        "is_administrator": user.has_role(Role.ADMINISTRATOR),
        "evaluations": queries.evaluations_shown(evaluations, reviews),
        "updates": updates,
        **shown,
        "results": results.results_shown(compilations),
        "audits": audits.audits_of(user),
        "later": queries.later(user, _begun(waiting, evaluations, updates, shown["accompanied"])),
        "payments": payments_of(user) if contracts else [],
        "money": figures() if user.has_perm("grants.read_ledger") else None,
        **_beginnings(has_organisation),
    }
    return render(request, "reporting/home/home.html", context)


def _begun(waiting, evaluations, updates, accompanied):
    """Roles whose desk is not empty any more."""
    committee = COMMITTEE_ROLES if evaluations else ()
    reporting = (Role.MONITOR, Role.DONOR, Role.CHAMBER_REPORTER) if updates else ()
    monitoring = [Role.MONITOR] if accompanied else []
    return [*([Role.ASSESSOR] if waiting else []), *monitoring, *committee, *reporting]


def _facts(waiting):
    """How much waits, and until when, in the line under the title."""
    if not waiting:
        return []
    facts = [ngettext("%d thing waits for you", "%d things wait for you", len(waiting)) % len(waiting)]
    due = waiting[0].get("due")
    if not due:
        return facts
    words = _("the next is due %(left)s") if due > clock.now() else _("the first was due %(left)s")
    return [*facts, words % {"left": time_left(due)}]


def _beginnings(has_organisation):
    """What somebody without applications can begin with."""
    if not has_organisation:
        register = {"url": reverse("organisations:register"), "label": _("Register your organisation")}
        return {"begin": register, "open_call": None}
    call = home_calls.next_open_call()
    begin = {"url": reverse("applications:new"), "label": _("New application")} if call else None
    return {"begin": begin, "open_call": call}


@require_safe
@public_page
def robots(request):
    """What search engines may read: the public pages, nothing signed in."""
    lines = ["User-agent: *", "Allow: /es/", "Allow: /pt/", "Allow: /en/", "Disallow: /"]
    lines.append(f"Sitemap: {settings.SITE_URL}{reverse('sitemap')}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
@public_page
@cacheable
def sitemap(request):
    """The public pages in their three languages, for search engines."""
    pages = [("home", {}), ("calls", {}), *(("text", {"slug": slug}) for slug in TEXT_PAGES)]
    pages += [("call", {"slug": call.slug}) for call in public_calls()]
    pages += [("results_home", {}), *result_pages()]
    context = {"pages": [_alternates(name, arguments) for name, arguments in pages]}
    return render(request, "reporting/home/sitemap.xml", context, content_type="application/xml; charset=utf-8")


def _alternates(name, arguments):
    return [
        {
            "language": language,
            "url": settings.SITE_URL + reverse(f"public:{name}", kwargs={"lang": prefix, **arguments}),
        }
        for prefix, language in PUBLIC_PREFIXES.items()
    ]
