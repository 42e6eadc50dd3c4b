"""The receipt: its page, its PDF, the content it stands for; and the public page that verifies it."""

from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from grants import pdf as paper
from grants.applications.actions.receipts import make_receipt
from grants.applications.forms.submission import ReceiptLanguageForm, VerifyForm
from grants.applications.models import Submission
from grants.applications.queries.handing_in import receipt_page, verify_page
from grants.applications.queries.paper import submission_paper
from grants.audit import canonical
from grants.files.content import KINDS
from grants.files.serving import downloaded, respond
from grants.web import goes_on, needs, public_page


@require_GET
@needs("grants.read_submission", of=Submission)
def receipt(request, submission):
    """The receipt in plain words, what happens next, and the hashes in small print."""
    page = receipt_page(submission, request.user) | {"form": ReceiptLanguageForm()}
    return render(request, "grants/applications/submission_receipt.html", page)


@require_POST
@needs("grants.read_submission", of=Submission)
def make_pdf(request, submission):
    """Make the receipt's PDF in a language, unless it is there, and lead to it."""
    form = ReceiptLanguageForm(request.POST)
    language = form.cleaned_data["language"] if form.is_valid() else translation.get_language()
    made = make_receipt(submission, language=language, by=request.user)
    return redirect("applications:receipt_pdf", public_id=submission.public_id, language=made.language)


@require_GET
@needs("grants.read_submission", of=Submission)
def pdf(request, submission, language):
    """The receipt as PDF, as it was made."""
    made = get_object_or_404(submission.receipts.select_related("file"), language=language)
    return respond(request, made.file)


@require_GET
@needs("grants.read_submission", of=Submission)
def content(request, submission):
    """Everything that was handed in, in the one form the receipt's hash is taken of."""
    name = f"{submission.application.reference}-{submission.number}.json"
    return downloaded(canonical(submission.document), name=name, media_type="application/json")


@require_GET
@needs("grants.read_submission", of=Submission)
def submission_pdf(request, submission):
    """Everything that was handed in as a PDF, in the reader's language."""
    data = submission_paper(submission, request.user)
    made = paper.make("application", data, language=translation.get_language(), made_at=submission.received_at)
    return downloaded(
        made, name=f"{submission.application.reference}-{submission.number}.pdf", media_type=KINDS["pdf"].media_type
    )


@goes_on
@csrf_exempt  # Public pages set no cookie and know nobody: there is nothing to forge.
@require_http_methods(["GET", "POST"])
@public_page
def verify(request):
    """Is this receipt, content file or handed-in file ours and unchanged? Nothing of the content is shown."""
    form = VerifyForm(request.POST, request.FILES) if request.method == "POST" else VerifyForm()
    page = {"form": form, "answer": None}
    if form.is_bound and form.is_valid():
        page = verify_page(**form.cleaned_data) | {"form": form}
    status = 422 if form.is_bound and not form.is_valid() else 200
    response = render(request, "grants/applications/receipt_verify.html", page, status=status)
    response["Cache-Control"] = "no-store"
    return response
