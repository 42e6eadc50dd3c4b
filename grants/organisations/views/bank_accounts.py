"""Pages of bank accounts: the organisation's own, and those of who verifies them."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from grants.files.serving import respond
from grants.lists.answering import exportable
from grants.lists.listing import Listing
from grants.organisations import queries
from grants.organisations.actions.bank_accounts import add_bank_account, propose_verification, reject_bank_account
from grants.organisations.forms import BankAccountForm, ReasonForm
from grants.organisations.models import BankAccount, Organisation
from grants.organisations.workflow import AccountState
from grants.web import attempt_with, fresh_factor, needs

PAGE_LENGTH = 50


@needs("grants.list_bank_accounts")
@require_safe
@exportable
def account_list(request):
    """The accounts that wait for their verification first, then the others."""
    rows = BankAccount.objects.visible_to(request.user).order_by("-state", "-added_at", "-pk")
    waiting = rows.filter(state=AccountState.PROPOSED)
    page = Paginator(rows.exclude(state=AccountState.PROPOSED), PAGE_LENGTH).get_page(request.GET.get("page"))
    context = {"waiting": queries.account_rows(waiting), "page": page, "rows": queries.account_rows(page)}
    context["columns"] = queries.account_columns()
    context["pages"] = [{"url": reverse("payments:list"), "label": _("Payments")}]
    return Listing(
        _("Bank accounts"), "grants/organisations/account_list.html", context, queries.account_rows,
        columns=context["columns"], everything=rows, total=len(context["waiting"]) + page.paginator.count,
    )  # fmt: skip


@needs("grants.read_bank_accounts", of=Organisation)
@require_safe
def of_organisation(request, organisation):
    """The account in force, the one that waits, earlier ones."""
    rows = organisation.bank_accounts.select_related("organisation")
    context = {
        "organisation": organisation,
        "columns": queries.account_columns(),
        "rows": queries.account_rows(rows),
        "may_add": request.user.has_perm("grants.add_bank_account", organisation),
    }
    return render(request, "grants/organisations/account_organisation.html", context)


@needs("grants.add_bank_account", of=Organisation)
@require_http_methods(["GET", "HEAD", "POST"])
@fresh_factor
def new(request, organisation):
    """Give an account, or another one instead."""
    start = {"holder": organisation.legal_name, "country": str(organisation.country)}
    form = BankAccountForm(request.POST or None, request.FILES or None, initial=start)
    account = attempt_with(request, form, add_bank_account, organisation)
    if account:
        messages.success(request, _("The account is given. Two persons of the programme verify it."))
        return redirect(account)
    in_force = organisation.bank_accounts.filter(state=AccountState.VERIFIED).first()
    context = {"organisation": organisation, "form": form, "in_force": in_force}
    return render(request, "grants/organisations/account_new.html", context, status=422 if form.is_bound else 200)


@needs("grants.read_bank_account", of=BankAccount)
@require_safe
def detail(request, account):
    """The record of an account, and the decision for who verifies it."""
    return _page(request, account)


@needs("grants.read_account_number", of=BankAccount)
@require_safe
def paper(request, account):
    """The paper of the bank, for those who compare the number with it."""
    if account.evidence is None:
        return redirect(account)
    return respond(request, account.evidence)


@needs("grants.verify_bank_account", of=BankAccount)
@require_POST
@fresh_factor
def propose(request, account):
    """The first of two persons finds the account in order."""
    form = ReasonForm(request.POST)
    if attempt_with(request, form, propose_verification, account):
        messages.success(request, _("Noted. A colleague has to verify the account too."))
        return redirect(account)
    return _page(request, account, form, status=422)


@needs("grants.reject_bank_account", of=BankAccount)
@require_POST
@fresh_factor
def reject(request, account):
    """Send it back."""
    form = ReasonForm(request.POST)
    if attempt_with(request, form, reject_bank_account, account):
        messages.success(request, _("The account is rejected. The organisation is told why."))
        return redirect(account)
    return _page(request, account, form, status=422)


def _page(request, account, form=None, status=200):
    sees_number = request.user.has_perm("grants.read_account_number", account)
    is_open = account.state == AccountState.PROPOSED
    context = {
        "account": account,
        "facts": queries.account_facts(account, sees_number=sees_number),
        "sees_number": sees_number,
        "proposal": queries.open_verification(account) if is_open else None,
        "may_verify": is_open and request.user.has_perm("grants.verify_bank_account", account),
        "form": form or ReasonForm(),
        "history": queries.account_history(account, reads_notes=request.user.has_perm("grants.list_bank_accounts")),
    }
    return render(request, "grants/organisations/account_detail.html", context, status=status)
