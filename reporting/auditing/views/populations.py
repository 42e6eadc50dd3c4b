"""Pages of an auditor: a population chosen, taken away, drawn from."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from grants.attempts.actions import note_reading
from grants.formats import number
from grants.web import attempt_with, needs
from grants.words import country_name
from reporting.auditing.actions.drawing import draw_sample
from reporting.auditing.forms import DrawForm, PopulationForm
from reporting.auditing.models import PopulationKind
from reporting.auditing.queries import exports, samples
from reporting.auditing.queries.populations import Population
from reporting.auditing.views import above, respond

page = require_http_methods(["GET", "HEAD", "POST"])


@page
@needs("reporting.draw_sample")
def choose(request):
    """Choose a population; see what it comes to, take it away, or draw from it by posting to the same address."""
    form = PopulationForm(request.GET or None, user=request.user)
    context = {"form": form, "pages": above(), "found": None, "drawing": None}
    if not form.is_valid():
        status = 422 if request.method == "POST" else 200
        return render(request, "reporting/auditing/population.html", context, status=status)
    found = Population(form.choice, request.user)
    drawing = DrawForm(request.POST or None, population=found)
    sample = attempt_with(request, drawing, draw_sample, form.choice.engagement, choice=form.choice)
    if sample:
        messages.success(request, _("The sample is drawn. It stays as it is, with its seed."))
        return redirect(sample)
    context |= _shown(found, form) | {"drawing": drawing if found.sums.count else None}
    return render(request, "reporting/auditing/population.html", context, status=422 if drawing.is_bound else 200)


def _shown(found, form):
    choice, sums, query = found.choice, found.sums, urlencode(form.address())
    facts = [
        {"label": _("Population"), "value": PopulationKind(choice.kind).label,
         "hint": samples.figures_in_words(choice)},
        {"label": _("As known at"), "value": samples.moment(choice.as_of)},
        {"label": _("Units"), "value": number(sums.count, 0)},
        *([] if sums.total is None else [{"label": _("Sum, EUR"), "value": number(sums.total, 2)}]),
    ]  # fmt: skip
    columns = [{"label": _("Country")}, {"label": _("Units"), "kind": "number"}]
    columns += [] if sums.total is None else [{"label": _("Sum, EUR"), "kind": "money"}]
    rows = [
        [country_name(code), count, *([] if sums.total is None else [total])]
        for code, count, total in sums.by_country()
    ]
    links = [("population.xlsx", _("Workbook")), ("population.csv", "CSV")]
    links += [("ledger.csv", _("Postings, CSV"))] if choice.kind == PopulationKind.PAYMENTS else []
    address = reverse("audits:population")
    return {
        "found": found, "facts": facts, "columns": columns, "rows": rows, "here": f"{address}?{query}",
        "downloads": [{"url": f"{address}{name}?{query}", "label": label} for name, label in links],
    }  # fmt: skip


@needs("reporting.draw_sample")
@require_safe
def download(request, table, form):
    """A population, or the postings of its payments, as a file; its hash is kept with who took it."""
    chosen = PopulationForm(request.GET or None, user=request.user)
    if not chosen.is_valid():
        return redirect(f"{reverse('audits:population')}?{request.GET.urlencode()}")
    found = Population(chosen.choice, request.user)
    tables = exports.tables_of(found)
    if table not in tables or (table, form) == ("ledger", "xlsx"):
        raise Http404
    engagement = chosen.choice.engagement
    note_reading(request.user, address=request.get_full_path(), document=engagement, sha256=found.sums.sha256)
    return respond(exports.head_of(found, request.user), tables, table, form, name=f"{chosen.choice.kind}-{table}")
