"""The evaluations, the candidates of one, the record of a candidate and its files."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from grants.evaluation.forms.candidates import ListForm
from grants.evaluation.models import Candidate, Evaluation
from grants.evaluation.models.evaluations import sees_whole
from grants.evaluation.queries import listing
from grants.evaluation.queries.record import file_of, record_page
from grants.evaluation.queries.ways import stages_of
from grants.evaluation.views.committee import after_declaration
from grants.evaluation.workflow import EvaluationState
from grants.files.serving import respond
from grants.lists.answering import exportable
from grants.lists.listing import Listing, chosen
from grants.organisations import directory
from grants.web import needs


@require_safe
@needs("grants.list_evaluations")
@exportable
def evaluation_list(request):
    """The evaluations one takes part in."""
    rows, context = listing.evaluations(request.user), {"columns": listing.evaluation_columns()}
    template = "grants/evaluation/evaluation_list.html"
    return Listing(_("Evaluations"), template, context, listing.evaluation_lines, everything=rows)


@require_safe
@needs("grants.read_evaluation", of=Evaluation)
@after_declaration
@exportable
def evaluation_detail(request, evaluation):
    """The candidates one sees, with search, filters and sorting."""
    seen = listing.seen(evaluation, request.user)
    counts, countries = listing.overview(seen)
    lots = [(lot.code, str(lot)) for lot in evaluation.call.lots.all()]
    form = ListForm(request.GET, lots=lots, countries=countries)
    filters = chosen(form)
    order = request.GET.get("order", "reference")
    rows = listing.ordered(listing.found(seen, filters), order)
    total = sum(count["count"] for count in counts)
    paginator = Paginator(rows, listing.PER_PAGE)
    if not any(filters.values()):
        paginator.count = total  # nothing is left out
    page = paginator.get_page(request.GET.get("page"))
    context = {
        "evaluation": evaluation,
        "call": evaluation.call,
        "title": _title(total),
        "pages": [{"url": reverse("evaluation:list"), "label": _("Evaluations")}],
        "counts": counts,
        "form": form,
        "page": page,
        "columns": directory.columns(filters, order, of=listing.COLUMNS),
        "chips": directory.chips(form, filters, order),
        "query": directory.query(filters, order=order) + "&",
        "stages": stages_of(evaluation, request.user, "detail"),
        **_next_steps(request.user, evaluation, counts),
    }
    title = _("Candidates of %(call)s") % {"call": evaluation.call.reference}
    return Listing(title, "grants/evaluation/evaluation_detail.html", context, listing.lines)


def _title(count):
    return ngettext("%(count)d candidate", "%(count)d candidates", count) % {"count": count}


def _next_steps(user, evaluation, counts):
    links, may_check = [], user.has_perm("grants.check_candidate", evaluation)
    if not sees_whole(user, evaluation.call):
        return {"action": None, "links": []}
    if user.has_perm("grants.record_conflict", evaluation):
        links.append({"url": reverse("evaluation:conflicts", args=[evaluation.public_id]), "label": _("Conflicts")})
    is_open = evaluation.state == EvaluationState.OPEN
    if is_open and user.has_perm("grants.set_clarification_term", evaluation):
        links.append(
            {"url": reverse("evaluation:term", args=[evaluation.public_id]), "label": _("Term for clarifications")}
        )
    if user.has_perm("grants.set_up_criteria", evaluation.call):
        links.append({"url": reverse("evaluation:criteria", args=[evaluation.call.public_id]), "label": _("Criteria")})
    if user.has_perm("grants.release_files", evaluation):
        url = reverse("evaluation:unscanned_files", args=[evaluation.public_id])
        links.append({"url": url, "label": _("Files that are not scanned")})
    if user.has_perm("grants.export_answers", evaluation):
        url = reverse("evaluation:answers", args=[evaluation.public_id])
        links.append({"url": url, "label": _("All answers as a file")})
    waits = may_check and any(count["state"] == "received" for count in counts)
    if waits:
        links.append({"url": reverse("evaluation:find_all", args=[evaluation.public_id]), "label": _("Find eligible")})
    url = reverse("evaluation:next_check", args=[evaluation.public_id])
    return {"action": {"url": url, "label": _("Go on checking")} if waits else None, "links": links}


@require_safe
@needs("grants.read_candidate", of=Candidate)
def candidate(request, candidate):
    """What was handed in, how the checks stand, what happened."""
    return render(request, "grants/evaluation/candidate_detail.html", record_page(candidate, request.user))


@require_safe
@needs("grants.read_candidate", of=Candidate)
def file(request, candidate, kind, place):
    """A file of the submission, under a neutral name for those who only assess."""
    found = file_of(candidate, kind, place)
    if found is None:
        raise Http404
    stored, neutral = found
    is_whole = sees_whole(request.user, candidate.call)
    return respond(request, stored, as_name="" if is_whole else neutral, only_scanned=not is_whole)
