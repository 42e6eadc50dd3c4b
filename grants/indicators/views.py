"""Pages on which officers define what the programme counts. A definition changes until a call uses it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from grants.indicators import actions
from grants.indicators.forms import DefinitionForm
from grants.indicators.models import Indicator, IndicatorVersion
from grants.lists.answering import exportable
from grants.lists.listing import Listing
from grants.operations.listing import paged
from grants.web import attempt, attempt_with, needs

page = require_http_methods(["GET", "HEAD", "POST"])


def above(with_list=True):
    """The pages above, for the breadcrumb."""
    pages = [{"url": reverse("calls:list"), "label": _("Calls")}]
    return [*pages, {"url": reverse("indicators:list"), "label": _("Indicators")}] if with_list else pages


@require_safe
@needs("grants.list_indicators")
@exportable
def indicator_list(request):
    """Each indicator by its newest definition."""
    newest = IndicatorVersion.objects.order_by("indicator__code", "-number").distinct("indicator__code")
    shown = paged(request, newest.select_related("indicator"))
    may_set_up = request.user.has_perm("grants.set_up_indicators")
    context = {
        "pages": above(with_list=False),
        "title": ngettext("%d indicator", "%d indicators", shown.paginator.count) % shown.paginator.count,
        "page": shown,
        "may_set_up": may_set_up,
        "action": {"url": reverse("indicators:new"), "label": _("Define an indicator")} if may_set_up else None,
        "columns": [
            {"label": _("Indicator")},
            {"label": _("Code")},
            {"label": _("Level")},
            {"label": _("Unit")},
            {"label": _("Version"), "kind": "number"},
            {"label": _("State")},
        ],
    }
    return Listing(_("Indicators"), "grants/indicators/indicator_list.html", context, _rows)


def _rows(versions):
    return [
        [
            {"text": one.name, "url": _url(one.indicator)},
            one.indicator.code,
            one.get_level_display(),
            one.unit,
            one.number,
            _("in use") if one.frozen_at else _("being set up"),
        ]
        for one in versions
    ]


def _url(indicator):
    return reverse("indicators:indicator", args=[indicator.code])


@require_POST
@needs("grants.set_up_indicators")
def load(request):
    """Bring in the programme's own catalogue, as far as it is not there."""
    before = IndicatorVersion.objects.count()
    loaded = attempt(request, actions.load_catalogue, None)
    if loaded:
        new = IndicatorVersion.objects.count() - before
        sentence = ngettext("%d indicator is brought in.", "%d indicators are brought in.", new)
        messages.success(request, sentence % new if new else _("All of them are there already."))
    return redirect("indicators:list")


@page
@needs("grants.set_up_indicators")
def indicator_new(request):
    """Define another indicator."""
    form = DefinitionForm(request.POST or None, instance=IndicatorVersion())
    version = attempt_with(request, form, actions.define_indicator, None)
    if version:
        messages.success(request, _("The indicator is defined. Calls can offer it."))
        return redirect(_url(version.indicator))
    return _form(request, form, _("Define an indicator"), submit=_("Define indicator"))


@page
@needs("grants.list_indicators")
def indicator(request, code):
    """The newest definition, to change while no call uses it; else what it says, and the way to the next one."""
    version = get_object_or_404(IndicatorVersion.objects.filter(indicator__code=code).order_by("-number")[:1])
    may_set_up = request.user.has_perm("grants.set_up_indicators")
    may_change = may_set_up and version.frozen_at is None
    sent = request.POST if request.method == "POST" and may_change else None
    form = DefinitionForm(sent, instance=IndicatorVersion.objects.get(pk=version.pk))
    if attempt_with(request, form, actions.change_definition, version):
        messages.success(request, _("The definition is saved."))
        return redirect(_url(version.indicator))
    following = {"url": reverse("indicators:next_version", args=[code]), "label": _("Make the next version")}
    return _form(
        request, form, version.name, reference=code, submit=_("Save definition") if may_change else "",
        action=following | {"method": "post"} if may_set_up and version.frozen_at else None,
        lead=_("In use since a call was published with it: it no longer changes.") if version.frozen_at else "",
    )  # fmt: skip


@require_POST
@needs("grants.set_up_indicators")
def next_version(request, code):
    """The next definition, as a copy of the newest."""
    indicator = get_object_or_404(Indicator, code=code)
    if attempt(request, actions.begin_version, indicator):
        messages.success(request, _("The next version is begun. Calls not yet published can choose it."))
    return redirect(_url(indicator))


def _form(request, form, title, **context):
    context = {"reference": "", "action": None, "lead": ""} | context
    context |= {"form": form, "title": title, "pages": above(), "back": reverse("indicators:list")}
    return render(request, "grants/indicators/indicator_form.html", context, status=422 if form.is_bound else 200)
