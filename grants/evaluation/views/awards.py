"""Awards, what is moved between lots, who is promoted, who renounces; and the applicant's decision page."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from grants import clock
from grants.applications.models import Application
from grants.calls.models import Call, Lot
from grants.evaluation.actions import awards as actions
from grants.evaluation.actions.envelopes import propose_envelope_move
from grants.evaluation.forms.awards import MoveForm, NoteForm, ReasonForm
from grants.evaluation.models import Award
from grants.evaluation.queries import pages
from grants.evaluation.queries.letters import announced_candidate
from grants.evaluation.views.committee import after_declaration
from grants.lists.answering import exportable
from grants.lists.listing import Listing
from grants.web import attempt_with, needs

page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@needs("grants.list_awards", of=Call)
@after_declaration
@exportable
def award_list(request, call):
    """The awards of a call with their amounts, lot by lot."""
    context, title = pages.awards_page(call, request.user), _("Awards of %(call)s") % {"call": call.reference}
    return Listing(
        title, "grants/evaluation/award_list.html", context, pages.award_lines,
        columns=pages.award_columns(), everything=context["awards"],
    )  # fmt: skip


@page
@needs("grants.move_envelope", of=Lot)
def move(request, lot):
    """Propose to move unconsumed money to another lot; what was moved before."""
    form = MoveForm(request.POST or None, lots=pages.lots_to_move_to(lot, request.user))
    if attempt_with(request, form, propose_envelope_move, lot):
        messages.success(request, _("Proposed. A colleague has to approve it."))
        return redirect("proposals:list")
    context = pages.move_page(lot, request.user) | {"form": form}
    return render(request, "grants/evaluation/envelope_move.html", context, status=422 if form.is_bound else 200)


@page
@needs("grants.promote_reserve", of=Lot)
@after_declaration
def promote(request, lot):
    """Propose the next of the reserve list to a second person."""
    form = ReasonForm(request.POST or None)
    if attempt_with(request, form, actions.propose_promotion, lot):
        messages.success(request, _("Proposed. A colleague has to approve it."))
        return redirect("evaluation:ranking", lot.public_id)
    context = pages.promote_page(lot, request.user) | {"form": form}
    return render(request, "grants/evaluation/award_promote.html", context, status=422 if form.is_bound else 200)


@page
@needs("grants.renounce_award", of=Award)
def renounce(request, award):
    """Give the award back, with a reason."""
    form = NoteForm(request.POST or None)
    is_own = award.candidate.lead_id in request.user.organisation_ids("manager")
    back = _decision_url(award) if is_own else reverse("evaluation:awards", args=[award.call.public_id])
    if attempt_with(request, form, actions.renounce_award, award):
        messages.success(request, _("The award is renounced."))
        return redirect(back)
    context = {"award": award, "form": form, "back": back}
    return render(request, "grants/evaluation/award_renounce.html", context, status=422 if form.is_bound else 200)


def _decision_url(award):
    return reverse("evaluation:decision", args=[award.candidate.application.public_id])


@require_safe
@needs("grants.read_decision", of=Application)
def decision(request, application):
    """What was decided on one's application; before the announcement there is no such page."""
    candidate = announced_candidate(application, clock.now())
    if candidate is None:
        raise Http404
    context = pages.decision_page(application, candidate, request.user)
    return render(request, "grants/evaluation/decision.html", context)
