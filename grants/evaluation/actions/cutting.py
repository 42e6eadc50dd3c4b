"""The cut of the concept notes: proposed by an officer, decided by a second person, for all lots at once."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grants import formats
from grants.evaluation.actions.minutes import freeze_minutes
from grants.evaluation.models import Candidate
from grants.evaluation.queries.cuts import cut_content, cuts_of
from grants.evaluation.queries.withheld import has_conflict_in
from grants.evaluation.workflow import CandidateState, EvaluationState
from grants.proposals.actions import propose
from grants.proposals.kinds import needs_two
from grants.workflow import Refused, action, advance, locked


@action
def propose_cut(evaluation, *, by, reason):
    """Put the cut as the call's rules draw it before a second person; nothing is decided until that one approves.

    Raises Refused for full applications, before the scores are consolidated and for a person in conflict.
    """
    evaluation = locked(evaluation)
    _refuse(evaluation, by)
    return propose("cut_concepts", evaluation, {}, reason=reason, by=by)


def cut_seen(evaluation):
    """What a cut rests on: every ranking, envelope and multiple."""
    return {"state": evaluation.state, "lots": cut_content(evaluation)}


def shown_cut(evaluation, payload):
    """A proposed cut for the page of its decision: by numbers, the page of the cut names the candidates."""
    sentence = _("%(invited)d invited, who ask for %(asked)s; %(others)d not invited")
    return [
        {
            "label": str(one.lot),
            "value": sentence
            % {
                "invited": len(one.cut.invited),
                "asked": formats.money(one.cut.asked, formats.NEUTRAL),
                "others": len(one.cut.others),
            },
        }
        for one in cuts_of(evaluation)
    ]


@needs_two(
    "cut_concepts",
    label=gettext_lazy("Decide who is invited to the full application"),
    permission="grants.cut_concepts",
    seen=cut_seen,
    show=shown_cut,
)
def cut_concepts(evaluation, payload, *, by, proposal):
    """Carry out an approved cut: who is invited, who is not; minutes are frozen. Nobody is told before the
    announcement."""
    evaluation = locked(evaluation)
    _refuse(evaluation, by)
    for lot in evaluation.call.lots.order_by("pk"):
        locked(lot)  # all before anything is read: no envelope moves from here on
    for one in cuts_of(evaluation):
        invited = {entry.key for entry in one.cut.invited}
        candidates = Candidate.objects.filter(pk__in=one.candidates, state=CandidateState.RANKED).order_by("pk")
        for candidate in candidates.select_for_update(of=("self",)):
            name = "invite" if candidate.pk in invited else "leave_uninvited"
            advance(candidate, name, by=by, note=proposal.reason)
    advance(evaluation, "decide", by=by, note=proposal.reason)
    freeze_minutes(evaluation, by=by)
    return evaluation


def _refuse(evaluation, by):
    reasons = []
    if not evaluation.is_of_concepts:
        raise Refused([_("Full applications are decided by the vote of the committee.")])
    if evaluation.state != EvaluationState.CONSOLIDATED:
        reasons.append(_("The scores of this call are not consolidated, or it is decided already."))
    if has_conflict_in(by, call=evaluation.call):
        reasons.append(_("You have a conflict of interest in this call: another person has to do this."))
    if reasons:
        raise Refused(reasons)
