"""Pages of the books: batches for the accounting system, lists of what the bank has paid."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from grants.files.serving import respond
from grants.lists.answering import exportable
from grants.lists.listing import Listing
from grants.operations.listing import paged
from grants.payments.actions.books import export_postings
from grants.payments.actions.paid_lists import confirm_paid_list, read_paid_list
from grants.payments.forms import PaidListForm
from grants.payments.models import PaidList, PostingBatch
from grants.payments.queries import books, paid_lists
from grants.web import attempt, attempt_with, fresh_factor, needs

PAID_LISTS = "grants/payments/paid_list_list.html"


@needs("grants.read_books")
@require_safe
@exportable
def batch_list(request):
    """Every batch with its totals per account, and how much waits for the next."""
    page = paged(request, PostingBatch.objects.visible_to(request.user).select_related("by"))
    context = {
        "page": page,
        "pages": books.above(),
        "columns": books.batch_columns(),
        "waiting": books.waiting(),
    }
    title = _("Exports to the accounting system")
    return Listing(title, "grants/payments/batch_list.html", context, books.batch_rows)


@needs("grants.export_postings")
@require_POST
def export(request):
    """Make a batch of what is new."""
    batch = attempt(request, export_postings, None)
    if not batch:
        return redirect("payments:batches")
    messages.success(request, _("Batch %(number)s is made. Its files stay as they are.") % {"number": batch})
    return redirect(batch)


@needs("grants.read_books", of=PostingBatch)
@require_safe
def batch(request, batch):
    """The record of a batch."""
    return render(request, "grants/payments/batch_detail.html", books.of_batch(batch))


@needs("grants.read_books", of=PostingBatch)
@require_safe
def batch_csv(request, batch):
    """The batch as it was made, CSV."""
    return respond(request, batch.csv)


@needs("grants.read_books", of=PostingBatch)
@require_safe
def batch_workbook(request, batch):
    """The batch as it was made, XLSX."""
    return respond(request, batch.workbook)


@needs("grants.read_books")
@require_safe
@exportable
def paid_list_list(request):
    """The lists handed in, and handing in another."""
    context = _lists(request, PaidListForm())
    return Listing(_("Lists of paid payments"), PAID_LISTS, context, paid_lists.list_rows)


@needs("grants.import_paid_list")
@require_POST
def read_list(request):
    """Read a list; what it would change is shown next."""
    form = PaidListForm(request.POST, request.FILES)
    paid_list = attempt_with(request, form, read_paid_list, None)
    if paid_list:
        return redirect(paid_list)
    context = _lists(request, form)
    context |= {"rows": paid_lists.list_rows(context["page"].object_list), "tools": None}
    return render(request, PAID_LISTS, context, status=422)


@needs("grants.read_books", of=PaidList)
@require_safe
def paid_list(request, paid_list):
    """Row by row what the list would change."""
    return render(request, "grants/payments/paid_list_detail.html", paid_lists.of_paid_list(paid_list))


@needs("grants.read_books", of=PaidList)
@require_safe
def paid_list_file(request, paid_list):
    """The list as it came."""
    return respond(request, paid_list.file)


@needs("grants.import_paid_list", of=PaidList)
@require_POST
@fresh_factor
def confirm_list(request, paid_list):
    """Confirm the payments of the list, all or, on purpose, only the good rows."""
    only_good, seen = "only_good" in request.POST, request.POST.get("seen_sha256", "")
    done = attempt(request, confirm_paid_list, paid_list, seen_sha256=seen, only_good=only_good)
    if done:
        sentence = ngettext("%d payment is confirmed and booked.", "%d payments are confirmed and booked.", len(done))
        messages.success(request, sentence % len(done))
    return redirect(paid_list)


def _lists(request, upload):
    page = paged(request, PaidList.objects.visible_to(request.user).select_related("file", "by"))
    return {"upload": upload, "page": page, "pages": books.above(), "columns": paid_lists.list_columns()}
