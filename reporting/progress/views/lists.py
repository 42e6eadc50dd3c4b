"""Firm lists of an update: handing in, how far the reading is, what is wrong, what was taken over."""

from functools import partial

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from grants.applications.queries.record import country_of
from grants.files.content import KINDS
from grants.files.serving import respond
from grants.formats import number
from grants.indicators.queries import names_of_indicators
from grants.jobs.models import JobState
from grants.lists.answering import exportable
from grants.lists.listing import Listing
from grants.operations.listing import listed
from grants.web import attempt_with, fragment, needs
from reporting.progress import list_report, workbook
from reporting.progress.actions.lists import MOST_MEGABYTES, OPEN, content_of, hand_in_list
from reporting.progress.findings import KEPT_OF_EACH, left_out
from reporting.progress.list_forms import ListForm, ProblemFilter, RowFilter
from reporting.progress.list_messages import column_word, sentence
from reporting.progress.models import FirmList, ResultsUpdate
from reporting.progress.queries import lists as queries
from reporting.progress.queries.pages import above

PAGE = "reporting/progress/list_of_update.html"
XLSX = KINDS["xlsx"].media_type


# Of an update -----------------------------------------------------------------------------------------


@require_safe
@needs("reporting.read_lists", of=ResultsUpdate)
def of_update(request, update):
    """The list in force, the one being read, those before, and where to hand in the next."""
    return fragment(request, PAGE, "lists", _update_page(request, update))


@require_POST
@needs("reporting.hand_in_list", of=ResultsUpdate)
def hand_in(request, update):
    """Take a workbook; why it was not taken stands beside the field."""
    form = ListForm(request.POST, request.FILES)
    if attempt_with(request, form, hand_in_list, update):
        messages.success(request, _("The list is handed in. It is read now; you can leave this page."))
        return redirect("lists:of_update", public_id=update.public_id)
    error = " ".join(str(sentence) for errors in form.errors.values() for sentence in errors)
    return render(request, PAGE, _update_page(request, update, error=error), status=422)


def _update_page(request, update, error=""):
    lists = queries.lists_of(update)
    current = lists[0] if lists else None
    job = queries.progress_of(current) if current else None
    may_hand_in = _may_hand_in(request.user, update)
    return {
        "update": update,
        "pages": above(update),
        "lists": lists,
        "current": current,
        "job": job,
        "phase": PHASES.get(job.phase, "") if job else "",
        "is_under_way": current is not None and current.state in ("queued", "reading"),
        "is_lost": job is not None and job.state == JobState.FAILED,
        "may_hand_in": may_hand_in,
        "slot": _slot(update, error) if may_hand_in else None,
        "slot_state": "blocked" if error else "empty",
    }


PHASES = {
    "reading": gettext_lazy("Opening the workbook"),
    "checking": gettext_lazy("Checking the rows"),
    "writing": gettext_lazy("Taking over the firms"),
}


def _slot(update, error):
    return {
        "title": _("Hand in a list of firms"),
        "key": "firms",
        "help": _("One row for each firm. What the firms did since the last update is enough; a later list replaces this one."),  # noqa: E501
        "required": False,
        "accept": ".xlsx,.csv",
        "templates": [_template_of(update)],
        "max_text": _("A workbook (.xlsx, or .csv) of at most %(size)s MB, with up to %(rows)s firms.")
        % {"size": MOST_MEGABYTES, "rows": number(workbook.MOST_ROWS)},
        "max_bytes": MOST_MEGABYTES * 1024 * 1024,
        "error": error,
    }  # fmt: skip


def _template_of(update):
    language = get_language()
    word = _(dict(settings.LANGUAGES)[language])
    url = reverse("lists:template", args=[update.public_id])
    return {"url": url, "language": word, "code": language, "kind": "XLSX", "size": 0}


@require_safe
@needs("reporting.hand_in_list", of=ResultsUpdate)
def template(request, update):
    """The empty workbook of this project, in the reader's language."""
    reference = update.project.reference
    content = workbook.template(reference, get_language())
    return _download(content, _("firms") + f"-{reference}-{update.period_end:%Y-%m-%d}.xlsx")


def _download(content, name):
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _may_hand_in(user, update):
    return update.state in OPEN and user.has_perm("reporting.hand_in_list", update)


def _above(update, *, firm_list=None):
    pages = [*above(update), {"url": reverse("lists:of_update", args=[update.public_id]), "label": _("Firm lists")}]
    if firm_list is not None:
        pages.append({"url": firm_list.get_absolute_url(), "label": str(firm_list)})
    return pages


# One list ---------------------------------------------------------------------------------------------


@require_safe
@needs("reporting.read_list", of=FirmList)
@exportable
def detail(request, firm_list):
    """What is wrong with it, cell by cell, or what was taken over."""
    form = ProblemFilter(request.GET)
    context = listed(request, form, lambda **filters: queries.problems_of(firm_list, **filters))
    context |= {
        "list": firm_list,
        "pages": _above(firm_list.update),
        "totals": queries.totals_by_kind(firm_list),
        "rows_taken": number(firm_list.rows, 0, country_of(request.user)),
        "problems_found": number(firm_list.problem_count, 0, country_of(request.user)),
        "columns": [
            {"label": _("Cell"), "hint": _("Sheet")},
            {"label": _("Column")},
            {"label": _("What is wrong"), "hint": _("Note")},
        ],
        "reset_url": firm_list.get_absolute_url() if context["chips"] else "",
        "found": firm_list.problem_count + firm_list.note_count,
        "kept_of_each": KEPT_OF_EACH,
        "left_out": left_out(firm_list.found),
        "is_under_way": firm_list.state in ("queued", "reading"),
        "may_hand_in": _may_hand_in(request.user, firm_list.update),
    }
    title = _("Problems of the firm list of %(project)s") % {"project": firm_list.update.project.reference}
    lines = partial(_problem_rows, firm_list=firm_list)
    return Listing(title, "reporting/progress/list_detail.html", context, lines)


def _problem_rows(problems, firm_list):
    return [_problem_row(firm_list, problem) for problem in problems]


def _problem_row(firm_list, problem):
    cell = list_report.address_of(problem)
    where = {"text": cell or _("The workbook"), "hint": firm_list.sheet if cell else ""}
    what = {"text": sentence(problem), "is_prose": True, "hint": _hint(problem)}
    return [where, {"text": column_word(problem.column) if problem.column else "–"}, what]


def _hint(problem):
    return _("Note: this stops nothing") if problem.is_note else ""


def _told(problem):
    hint = _hint(problem)
    return f"{sentence(problem)} ({hint})" if hint else sentence(problem)


@require_safe
@needs("reporting.read_list", of=FirmList)
def download(request, firm_list):
    """The workbook as it was handed in."""
    return respond(request, firm_list.file)


@require_safe
@needs("reporting.read_list", of=FirmList)
def report(request, firm_list):
    """The list with its faulty cells coloured and every sentence, as a workbook."""
    book = content_of(firm_list)
    words = [_("Problems"), _("Row"), _("Cell"), _("Column"), _("What is wrong")]
    found = list(queries.problems_of(firm_list))
    content = list_report.annotated(book.table.rows(), found, _told, sheet_words=words, language=get_language())
    return _download(content, _("problems") + f"-{firm_list.update.project.reference}.xlsx")


@require_safe
@needs("reporting.read_list", of=FirmList)
@exportable
def rows(request, firm_list):
    """The firms of a list that was taken over, as the project typed them."""
    context = listed(request, RowFilter(request.GET), lambda **filters: queries.rows_of(firm_list, **filters))
    total, names = context["page"].paginator.count, names_of_indicators()
    context |= {
        "title": ngettext("%d row", "%d rows", total) % total,
        "pages": _above(firm_list.update, firm_list=firm_list),
        "columns": [
            {"label": _("Firm"), "hint": _("Row")},
            {"label": _("Tax id")},
            {"label": pgettext("of a firm", "Place"), "hint": _("Country")},
            {"label": _("What it did")},
        ],
        "reset_url": reverse("lists:rows", args=[firm_list.public_id]) if context["chips"] else "",
    }
    title = _("Rows of the firm list of %(project)s") % {"project": firm_list.update.project.reference}
    return Listing(title, "reporting/progress/list_rows.html", context, partial(_typed_rows, names=names))


def _typed_rows(parts, names):
    return [_typed_row(part, names) for part in parts]


def _typed_row(part, names):
    typed = part.as_typed
    facts = sorted({names.get(fact.indicator_id) or fact.indicator.code for fact in part.facts.all()})
    return [
        {"text": typed.get("name", ""), "hint": _("row %s") % part.row},
        {"text": typed.get("tax_id", "–")},
        {"text": typed.get("place", "–"), "hint": typed.get("country", "")},
        {"text": ", ".join(facts) or _("supported only")},
    ]
