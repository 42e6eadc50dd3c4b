"""Decisions of two persons that wait for the second, as lines of a home page."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from grants.models import Call, Flag, Lot, Proposal
from grants.payments.queries import desk
from grants.permission_rules.money import whole_finance_or_officer
from grants.permissions import FINANCE_ROLES, Role
from grants.proposals.kinds import KINDS
from reporting.publishing.models import Note
from reporting.results.models import Compilation

SHOWN = 10
"""Lines shown; the others come when these are decided."""

PROPOSALS_LOOKED_AT = 50
"""Open proposals looked at for those this person decides on."""


def waiting_decisions(user, calls=()) -> list[dict]:
    """Proposals of others this person decides on: those of finance; an officer's about calls, lots, figures, notes.

    ``calls`` are those the officer works on, read already.
    """
    is_officer = user.has_role(Role.OFFICER)
    if not is_officer and not any(user.has_role(role) for role in FINANCE_ROLES):
        return []
    kinds = (Call, Lot, Compilation, Note) if is_officer else ()
    seen = {model._meta.label_lower: model.objects.visible_to(user) for model in kinds}
    of_finance = [*desk.DECIDED_HERE, *(["clear_flag"] if whole_finance_or_officer(user, None) else [])]
    waiting = Proposal.objects.open().filter(Q(action__in=of_finance) | Q(document_model__in=seen))
    waiting = waiting.exclude(by=user).exclude(action="clear_flag", document_id__in=_about_one_s_own(user))
    waiting = list(waiting.select_related("by").order_by("at")[:PROPOSALS_LOOKED_AT])
    of_finance = [proposal for proposal in waiting if proposal.action in of_finance]
    return [
        *(_decision(proposal, _("proposed by %(who)s") % {"who": proposal.by}) for proposal in of_finance[:SHOWN]),
        *_about_documents(user, calls, [proposal for proposal in waiting if proposal not in of_finance], seen),
    ]


def _about_one_s_own(user):
    """Concerns about organisations the person belongs to: nobody learns of these."""
    return Flag.objects.filter(organisation_id__in=user.organisation_ids()).values("pk")


def _about_documents(user, calls, waiting, seen):
    """Those about documents the officer sees and may decide on; ``seen`` are these by model."""
    known = {Call._meta.label_lower: {call.pk: call for call in calls}}
    documents = {}
    for label, rows in seen.items():
        there = known.get(label, {})
        wanted = {proposal.document_id for proposal in waiting if proposal.document_model == label}
        documents[label] = there | rows.in_bulk(wanted - there.keys())
    pairs = [(proposal, documents[proposal.document_model].get(proposal.document_id)) for proposal in waiting]
    return [
        _decision(
            proposal,
            _("%(reference)s, proposed by %(who)s")
            % {"reference": getattr(getattr(document, "call", document), "reference", document), "who": proposal.by},
            getattr(document, "closes_at", None),
        )
        for proposal, document in pairs
        if document is not None and user.has_perm(KINDS[proposal.action].permission, document)
    ][:SHOWN]


def _decision(proposal, note, due=None):
    return {
        "title": _("Decide: %(what)s") % {"what": KINDS[proposal.action].label},
        "url": reverse("proposals:detail", args=[proposal.public_id]),
        "note": note,
        "due": due,
    }
