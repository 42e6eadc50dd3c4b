"""The ranking of a lot, the proposal put to the vote, the vote."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from grants.calls.models import Lot
from grants.evaluation.actions import ballots as actions
from grants.evaluation.forms.awards import NoteForm, PutForm, VoteForm, WhatIfForm
from grants.evaluation.models import Ballot, Evaluation
from grants.evaluation.queries import desks, pages
from grants.evaluation.queries.cuts import put_cut_page
from grants.evaluation.queries.ranking import ranking_for
from grants.evaluation.views.committee import after_declaration, evaluation_of
from grants.evaluation.workflow import LIVE_BALLOTS, BallotState
from grants.lists.answering import exportable
from grants.lists.listing import Listing
from grants.web import attempt, attempt_with, needs

page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@needs("grants.read_ranking", of=Lot)
@after_declaration
@exportable
def ranking(request, lot):
    """The ranking with its funding line; with an envelope in the address, as it would be with that money.

    Concept notes have a cut instead.
    """
    if (evaluation := evaluation_of(lot.call)).is_of_concepts:
        return redirect("evaluation:cut", evaluation.public_id)
    form = WhatIfForm(request.GET if "envelope" in request.GET else None)
    envelope = form.cleaned_data["envelope"] if form.is_valid() else None
    context = pages.ranking_page(lot, request.user, envelope, request.GET.get("page")) | {"form": form}
    if form.is_bound and form.errors:
        return render(request, "grants/evaluation/ranking.html", context | {"tools": None}, status=422)
    title = _("Ranking of %(lot)s") % {"lot": lot}
    return Listing(title, "grants/evaluation/ranking.html", context, pages.ranking_lines, columns=context["columns"])


@page
@needs("grants.put_to_vote", of=Lot)
@after_declaration
def put(request, lot):
    """Where the line falls, whom the committee passes over and why; then it is put to the vote, and the vote stands."""
    if request.method != "POST" and (there := lot.ballots.filter(state__in=LIVE_BALLOTS).first()):
        return redirect("evaluation:ballot", there.public_id)
    if (evaluation := evaluation_of(lot.call)).is_of_concepts:
        return _put_cut(request, lot, evaluation)
    standing = ranking_for(lot, request.user)
    form = PutForm(request.POST or None, waiting=pages.could_be_passed_over(standing))
    over = form.passed_over() if form.is_valid() else {}
    ballot = attempt_with(request, form, actions.put_to_vote, lot) if "put" in request.POST else None
    if ballot:
        messages.success(request, _("Put to the vote. Every voter has a letter."))
        return redirect("evaluation:ballot", ballot.public_id)
    context = pages.put_page(lot, standing, over) | {"form": form}
    return render(request, "grants/evaluation/ballot_put.html", context, status=422 if "put" in request.POST else 200)


def _put_cut(request, lot, evaluation):
    form = PutForm(request.POST or None, waiting=[])
    if ballot := attempt_with(request, form, actions.put_to_vote, lot):
        messages.success(request, _("Put to the vote. Every voter has a letter."))
        return redirect("evaluation:ballot", ballot.public_id)
    context = put_cut_page(lot, evaluation, request.user) | {"form": form}
    return render(request, "grants/evaluation/cut_put.html", context, status=422 if form.is_bound else 200)


@require_safe
@needs("grants.read_ballot", of=Ballot)
@after_declaration
def ballot(request, ballot):
    """What is put to the vote, how it stands, one's own vote, and for the chair the button that closes it."""
    return _page(request, ballot, None)


@require_POST
@needs("grants.cast_vote", of=Ballot)
@after_declaration
def vote(request, ballot):
    """Vote."""
    form = VoteForm(request.POST)
    if attempt_with(request, form, actions.cast_vote, ballot):
        messages.success(request, _("Your vote is counted."))
        return redirect("evaluation:ballot", ballot.public_id)
    return _page(request, ballot, form)


@require_POST
@needs("grants.decide_ballot", of=Ballot)
@after_declaration
def decide(request, ballot):
    """Close the vote."""
    decided = attempt(request, actions.decide_ballot, ballot)
    if decided and decided.state == BallotState.ACCEPTED and decided.evaluation.is_of_concepts:
        messages.success(request, _("Accepted. Nobody is told who is invited before the announcement."))
    elif decided and decided.state == BallotState.ACCEPTED:
        messages.success(request, _("Accepted. The awards are made; nobody is told before the announcement."))
    elif decided:
        messages.success(request, _("Not accepted. The secretary can put another proposal."))
    return redirect("evaluation:ballot", ballot.public_id)


@require_POST
@needs("grants.decide_evaluation", of=Evaluation)
@after_declaration
def decide_empty(request, evaluation):
    """Decide an evaluation in which nobody reached the threshold."""
    if attempt(request, actions.decide_evaluation, evaluation):
        messages.success(request, _("Decided. The minutes are frozen; nobody is told before the announcement."))
    return redirect("evaluation:decisions", evaluation.call.public_id)


@page
@needs("grants.withdraw_ballot", of=Ballot)
@after_declaration
def withdraw(request, ballot):
    """Take a proposal back before it is decided."""
    form = NoteForm(request.POST or None)
    if attempt_with(request, form, actions.withdraw_ballot, ballot):
        messages.success(request, _("The proposal is withdrawn. You can put another one."))
        return redirect("evaluation:ballot", ballot.public_id)
    above = desks.above_lot(ballot.lot, ballot.evaluation)
    context = {"ballot": ballot, "form": form, "above": above}
    return render(request, "grants/evaluation/ballot_withdraw.html", context, status=422 if form.is_bound else 200)


def _page(request, ballot, form):
    context = pages.ballot_page(ballot, request.user)
    form = form or VoteForm(may_only_abstain=context["has_conflict"])
    status = 422 if form.is_bound else 200
    return render(request, "grants/evaluation/ballot.html", context | {"form": form}, status=status)
