"""Pages of the steps that count: send, sign, put in force, give up; and the files."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from grants import docx, pdf
from grants.contracts import forms
from grants.contracts.actions import signing as actions
from grants.contracts.actions.conditions import reasons_if_closed
from grants.contracts.models import Contract, ContractSignature, ContractVersion
from grants.contracts.queries.checklist import checklist
from grants.contracts.queries.reading_copy import reading_copy
from grants.contracts.queries.record import signatures_of
from grants.contracts.views.records import above
from grants.contracts.workflow import ContractAction
from grants.files.serving import downloaded, respond
from grants.web import attempt, attempt_with, needs
from grants.workflow import reasons_against

page = require_http_methods(["GET", "HEAD", "POST"])


@page
@needs("grants.send_contract", of=Contract)
def send(request, contract):
    """What sending does, what still stands against it, and the button."""
    if request.method == "POST":
        try:
            if attempt(request, actions.send_contract, contract):
                messages.success(request, _("The contract is sent. The parties are told."))
        except pdf.NotMade:
            messages.error(request, _("The document could not be made. The administrators have been told."))
        return redirect(contract)
    contract.checklist = checklist(contract)
    context = {"title": _("Send for signature"), "missing_title": _("Before the contract can be sent")}
    return _step(request, contract, ContractAction.SEND, "grants/contracts/contract_send.html", **context)


@page
@needs("grants.record_signature", of=Contract)
def signatures(request, contract):
    """Record who signed, with the scan."""
    form = forms.SignatureForm(request.POST or None, request.FILES or None)
    if attempt_with(request, form, actions.record_signature, contract):
        messages.success(request, _("The signature is on record."))
        return redirect(contract)
    version = contract.versions.first()
    context = {"form": form, "version": version, "signatures": signatures_of(version) if version else []}
    context["closed"] = reasons_if_closed(contract)
    return _page(request, contract, "grants/contracts/contract_sign.html", **context)


@page
@needs("grants.sign_contract", of=Contract)
def put_in_force(request, contract):
    """What the contract's coming into force does, and the button."""
    if request.method == "POST":
        if attempt(request, actions.sign_contract, contract):
            messages.success(request, _("The contract is in force. The parties and finance are told."))
        return redirect(contract)
    contract.checklist = checklist(contract, signing=True)
    context = {"title": _("Put in force"), "missing_title": _("Before the contract is in force")}
    return _step(request, contract, ContractAction.SIGN, "grants/contracts/contract_force.html", **context)


@page
@needs("grants.cancel_contract", of=Contract)
def cancel(request, contract):
    """Give the contract up before its signature, with a reason for the parties."""
    form = forms.CancelForm(request.POST or None)
    if attempt_with(request, form, actions.cancel_contract, contract):
        messages.success(request, _("The contract is given up. Its award waits for your next decision."))
        return redirect(contract)
    return _page(
        request, contract, "grants/contracts/contract_cancel.html", form=form, people=contract.people().count()
    )


@require_safe
@needs("grants.read_contract_document", of=ContractVersion)
def document(request, version):
    """The contract as it was sent, PDF."""
    return respond(request, version.file)


@require_safe
@needs("grants.read_contract_content", of=Contract)
def word(request, contract):
    """The contract for Word, to read along until it is signed."""
    may_edit = request.user.has_perm("grants.edit_contract", contract)
    copy = reading_copy(contract, as_it_stands=may_edit)
    if copy is None:
        raise Http404
    made = docx.make("contract", copy.data, language=copy.language, made_at=copy.made_at)
    return downloaded(made, name=copy.name, media_type=docx.MEDIA_TYPE)


@require_safe
@needs("grants.read_contract_scan", of=ContractSignature)
def scan(request, signature):
    """The scan of a signature."""
    return respond(request, signature.file)


def _step(request, contract, action, template, **context):
    context |= {"reasons": reasons_against(contract, action), "people": contract.people().count()}
    return _page(request, contract, template, **context)


def _page(request, contract, template, **context):
    form = context.get("form")
    context |= {"contract": contract, "pages": above(contract)}
    return render(request, template, context, status=422 if form is not None and form.is_bound else 200)
