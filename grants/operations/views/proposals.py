"""Decisions that take two persons: what waits, what is proposed and why, yes or no."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from grants.lists.answering import exportable
from grants.lists.listing import Listing
from grants.operations import queries
from grants.operations.forms import DecisionForm, ProposalFilter
from grants.operations.listing import listed
from grants.proposals import actions
from grants.proposals.models import Proposal, ProposalState
from grants.web import attempt, attempt_with, fresh_factor, goes_on, needs


@needs("grants.list_proposals")
@require_safe
@exportable
def proposal_list(request):
    """What waits for the signed-in person, what they proposed; all that was decided, searched and filtered."""
    form = ProposalFilter(request.GET)
    context = listed(request, form, lambda **filters: queries.decided(request.user, **filters))
    context["to_decide"], context["own"] = queries.proposals_for(request.user)
    context["columns"] = queries.decided_columns()
    return Listing(_("Decided proposals"), "grants/proposals/proposal_list.html", context, queries.decided_rows)


@needs("grants.read_proposal", of=Proposal)
@require_safe
def proposal_detail(request, proposal):
    """What is proposed, by whom and why; the decision for a second person."""
    return _page(request, proposal, DecisionForm())


@goes_on(for_=queries.goes_on)
@needs("grants.decide_proposal", of=Proposal)
@require_POST
@fresh_factor
def proposal_approve(request, proposal):
    """Carry it out: the page shows what, the action refuses if the document has changed since."""
    form = DecisionForm(request.POST)
    if attempt_with(request, form, actions.approve, proposal):
        messages.success(request, _("Approved and carried out."))
        return redirect("proposals:detail", proposal.public_id)
    return _page(request, proposal, form, status=422)


@goes_on(for_=queries.goes_on)
@needs("grants.decide_proposal", of=Proposal)
@require_POST
def proposal_reject(request, proposal):
    """Say no."""
    form = DecisionForm(request.POST)
    if attempt_with(request, form, actions.reject, proposal):
        messages.success(request, _("Rejected. The person who proposed it is told."))
        return redirect("proposals:detail", proposal.public_id)
    return _page(request, proposal, form, status=422)


@goes_on(for_=queries.goes_on)
@needs("grants.withdraw_proposal", of=Proposal)
@require_POST
def proposal_withdraw(request, proposal):
    """Take one's own proposal back."""
    if attempt(request, actions.withdraw, proposal):
        messages.success(request, _("Your proposal is withdrawn."))
    return redirect("proposals:detail", proposal.public_id)


def _page(request, proposal, form, status=200):
    proposal = Proposal.objects.select_related("by", "decided_by").get(pk=proposal.pk)
    is_open = proposal.state == ProposalState.OPEN
    shown = proposal.kind.show(proposal.document, proposal.payload)
    context = {
        "proposal": proposal,
        "subject": str(proposal.document),
        "proposed": [fact for fact in shown if is_open or not fact.get("is_now")],
        "has_changed": is_open and actions.hash_seen(proposal.action, proposal.document) != proposal.seen_sha256,
        "may_decide": is_open
        and proposal.by_id != request.user.pk
        and request.user.has_perm("grants.decide_proposal", proposal),
        "may_withdraw": is_open and proposal.by_id == request.user.pk,
        "may_list": request.user.has_perm("grants.list_proposals"),
        "form": form,
    }
    return render(request, "grants/proposals/proposal_detail.html", context, status=status)
