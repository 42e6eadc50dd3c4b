"""Building the consortium: inviting organisations, their answers, who fills in which part."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from grants import clock
from grants.applications.actions.drafting import lock_for_drafting
from grants.applications.marks import text_mark
from grants.applications.models import Partner, PartnerRole, PartnerState
from grants.applications.queries.drafting import reason_not_eligible
from grants.budgets.actions import set_partners
from grants.budgets.models import BudgetLine
from grants.drafts.models import Part
from grants.messages.outbox import Recipient
from grants.organisations.models import Membership
from grants.workflow import Reason, Refused, action, advance, filled, record

INVITATION_DAYS = 14
MOST_PARTNERS = 20
"""Places in one consortium, open invitations included: keeps the invitation mail from being misused."""

BUDGET_ROLES = frozenset({PartnerRole.LEAD, PartnerRole.CO_APPLICANT})
"""Associates take part without budget."""


def _locked_partner(partner):
    application = lock_for_drafting(partner.application)
    fresh = Partner.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=partner.pk)
    fresh.application = application
    return fresh


def _budget_organisations(application):
    """Organisations that are columns of the budget: the lead first, then as they joined."""
    joined = application.partners.filter(state=PartnerState.JOINED, role__in=BUDGET_ROLES).select_related(
        "organisation"
    )
    return [partner.organisation for partner in sorted(joined, key=lambda p: (p.role != PartnerRole.LEAD, p.pk))]


def _refuse(sentence, code):
    raise Refused([Reason(sentence, code=code)])


@action
def invite_partner(application, *, name, email, role, language, by):
    """Offer a place in the consortium to an organisation, by a letter to one person there.

    The person need not have an account; the invitation is bound to the address, is answered once,
    and expires after 14 days. Raises Refused for an address invited already and a full consortium.
    """
    application = lock_for_drafting(application)
    email = email.strip().lower()
    places = application.partners.filter(state__in=[PartnerState.INVITED, PartnerState.JOINED])
    live = list(places.values_list("state", "invited_email"))
    if (PartnerState.INVITED, email) in live:
        _refuse(_("There is an open invitation to this address already. Withdraw it to send a new one."), "invited")
    if len(live) >= MOST_PARTNERS:
        _refuse(filled(_("A consortium has at most %(count)d places here."), {"count": MOST_PARTNERS}), "full")
    now = clock.now()
    partner = Partner.objects.create(
        application=application,
        role=role,
        state=PartnerState.INVITED,
        invited_name=name,
        invited_email=email,
        invited_by=by,
        invited_at=now,
        expires_at=now + timedelta(days=INVITATION_DAYS),
    )
    record(
        application,
        "invite_partner",
        by=by,
        note=name,
        changes={"partner": str(partner.public_id), "role": role},
        tells=(lambda _application: [Recipient(email, language)],),
    )
    return partner


def _refuse_answer(partner, by):
    """An invitation is answered once, in time, by the person it was sent to."""
    if partner.state != PartnerState.INVITED:
        _refuse(_("This invitation was answered or withdrawn already."), "answered")
    if partner.invited_email != by.email:
        _refuse(_("This invitation was sent to another address."), "other_address")
    if clock.now() >= partner.expires_at:
        _refuse(_("This invitation has expired. Ask the lead applicant to send a new one."), "expired")


@action
def accept_partnership(partner, *, organisation, by):
    """Take the offered place with one of the person's own organisations: it joins the consortium.

    Raises Refused when the invitation was answered, withdrawn or has expired, was sent to somebody
    else, when the organisation is not managed by this person, not eligible, or in the consortium.
    """
    partner = _locked_partner(partner)
    application = partner.application
    _refuse_answer(partner, by)
    managed = Membership.objects.filter(user=by, organisation=organisation, role="manager", ended_at=None)
    if not managed.exists():
        _refuse(_("Only a manager of the organisation can let it join."), "not_manager")
    if organisation.pk in application.organisation_ids():
        _refuse(filled(_("%(organisation)s is in the consortium already."), {"organisation": organisation}), "joined")
    # Associates may come from anywhere: they receive no money (guidelines for applicants 2.1.3).
    not_eligible = reason_not_eligible(application.call, organisation)
    if not_eligible and partner.role != PartnerRole.ASSOCIATE:
        raise Refused([not_eligible])
    partner.organisation, partner.answered_at = organisation, clock.now()
    changes = {"partner": str(partner.public_id)}
    fields = ["organisation", "answered_at"]
    advance(partner, "accept_partnership", by=by, note=str(organisation), fields=fields, changes=changes)
    set_partners(application.budget, _budget_organisations(application))
    return partner


@action
def decline_partnership(partner, *, by, note=""):
    """Refuse the offered place; the lead is told, with the note. Raises Refused as an acceptance."""
    partner = _locked_partner(partner)
    _refuse_answer(partner, by)
    partner.answered_at = clock.now()
    changes = {"partner": str(partner.public_id), "name": partner.invited_name}
    advance(partner, "decline_partnership", by=by, note=note, fields=["answered_at"], changes=changes)
    return partner


@action
def withdraw_invitation(partner, *, by):
    """Take an unanswered invitation back: its link answers as if it had never been. No letter."""
    partner = _locked_partner(partner)
    if partner.state != PartnerState.INVITED:
        _refuse(_("This invitation was answered or withdrawn already."), "answered")
    advance(partner, "withdraw_invitation", by=by, note=partner.invited_name)
    return partner


@action
def remove_partner(partner, *, by):
    """Take an organisation out of the consortium: its people no longer see the application.

    Its parts of the form go back to the lead, its documents are taken away, its activities are nobody's.
    Raises Refused for the lead itself, for one that has left already, and while it has budget lines, which are
    named.
    """
    partner = _locked_partner(partner)
    application = partner.application
    if partner.role == PartnerRole.LEAD:
        _refuse(_("The lead applicant cannot be removed. Withdraw the application instead."), "lead")
    if partner.state != PartnerState.JOINED:
        _refuse(_("This organisation is not in the consortium."), "not_joined")
    _refuse_with_lines(application, partner)
    Part.objects.filter(draft_id=application.draft_id, owner=partner.organisation).update(owner=None)
    partner.documents.filter(removed_at=None).update(removed_at=clock.now())
    partner.activities.update(partner=None)  # the checklist asks who does them now
    advance(partner, "remove_partner", by=by, note=str(partner), changes={"partner": str(partner.public_id)})
    set_partners(application.budget, _budget_organisations(application))
    return partner


def _refuse_with_lines(application, partner):
    lines = BudgetLine.objects.filter(budget_id=application.budget_id, partner__organisation=partner.organisation)
    count = lines.count()
    if count:
        sentence = ngettext_lazy(
            "%(organisation)s still has %(count)d budget line. Delete it or give it to another partner first.",
            "%(organisation)s still has %(count)d budget lines. Delete them or give them to another partner first.",
            count,
        )
        _refuse(filled(sentence, {"organisation": partner, "count": count}), "has_lines")


@action
def set_tasks(partner, *, tasks, based_on, by):
    """Write what a partner does in the project.

    ``based_on`` is the mark of the text the change was made to; raises Refused when somebody wrote
    another text meanwhile, so that the page can show both.
    """
    partner = _locked_partner(partner)
    if partner.state != PartnerState.JOINED:
        _refuse(_("This organisation is not in the consortium."), "not_joined")
    if based_on != text_mark(partner.tasks):
        _refuse(_("A colleague changed this text meanwhile. Both texts are shown below."), "stale")
    partner.tasks = tasks
    partner.save(update_fields=["tasks"])
    return partner


@action
def assign_part(application, *, part, owner, by):
    """Let a partner's people fill in a part of the form; ``owner`` None gives it back to the lead.

    Raises Refused for an organisation that is not in the consortium.
    """
    application = lock_for_drafting(application)
    if owner is not None and owner.pk not in application.organisation_ids():
        _refuse(_("This organisation is not in the consortium."), "not_joined")
    part.owner = None if owner is not None and owner.pk == application.lead_id else owner
    part.save(update_fields=["owner"])
    record(application, "assign_part", by=by, note=str(part.owner or application.lead), changes={"part": part.slug})
    return part
