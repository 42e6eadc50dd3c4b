"""The page on which an addendum is recorded, and its scan."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from grants.contracts import forms
from grants.contracts.actions.addenda import sign_addendum
from grants.contracts.models import Addendum, Contract
from grants.contracts.views.records import above
from grants.files.serving import respond
from grants.web import attempt_with, needs


@require_http_methods(["GET", "HEAD", "POST"])
@needs("grants.sign_addendum", of=Contract)
def sign(request, contract):
    """More time or a further party, with the scan that both sides signed."""
    form = forms.AddendumForm(request.POST or None, request.FILES or None, contract=contract)
    if attempt_with(request, form, sign_addendum, contract):
        messages.success(request, _("The addendum is on record. The parties are told."))
        return redirect(contract)
    context = {"form": form, "contract": contract, "pages": above(contract)}
    status = 422 if form.is_bound else 200
    return render(request, "grants/contracts/contract_addendum.html", context, status=status)


@require_safe
@needs("grants.read_addendum", of=Addendum)
def scan(request, addendum):
    """The addendum as it was signed, PDF."""
    return respond(request, addendum.file)
