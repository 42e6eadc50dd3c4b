"""Pages of the transfers to partners: the list of a contract, another line, a contrary line, a proof."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from grants.contracts.models import Contract
from grants.files.serving import respond
from grants.lists.answering import exportable
from grants.lists.listing import Listing
from grants.payments.actions.transfers import correct_transfer, record_transfer
from grants.payments.forms import CorrectionForm, TransferForm
from grants.payments.models import PartnerTransfer
from grants.payments.queries import transfers
from grants.web import attempt_with, needs


@needs("grants.read_transfers", of=Contract)
@require_safe
@exportable
def transfer_list(request, contract):
    """What each partner has had beside its share, and every line."""
    context = transfers.of_transfers(contract, request.user)
    return Listing(
        _("Transfers to partners"), "grants/payments/transfer_list.html", context, transfers.line_rows,
        columns=transfers.line_columns(), everything=context["lines"],
    )  # fmt: skip


@needs("grants.record_transfer", of=Contract)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request, contract):
    """Note a transfer."""
    form = TransferForm(request.POST or None, request.FILES or None, partners=transfers.partners_of(contract))
    if attempt_with(request, form, record_transfer, contract):
        messages.success(request, _("The transfer is noted."))
        return redirect("payments:transfers", contract.public_id)
    context = {"contract": contract, "form": form, "pages": transfers.above(contract, with_list=True)}
    return render(request, "grants/payments/transfer_new.html", context, status=422 if form.is_bound else 200)


@needs("grants.correct_transfer", of=PartnerTransfer)
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request, transfer):
    """Take a line back by its contrary."""
    form = CorrectionForm(request.POST or None)
    if attempt_with(request, form, correct_transfer, transfer):
        messages.success(request, _("The line is taken back by a contrary one. Both stay in the list."))
        return redirect("payments:transfers", transfer.contract.public_id)
    context = {"transfer": transfer, "form": form, "pages": transfers.above(transfer.contract, with_list=True)}
    return render(request, "grants/payments/transfer_correct.html", context, status=422 if form.is_bound else 200)


@needs("grants.read_transfer_proof", of=PartnerTransfer)
@require_safe
def proof(request, transfer):
    """The bank's proof of a transfer."""
    if transfer.proof is None:
        raise Http404
    return respond(request, transfer.proof)
