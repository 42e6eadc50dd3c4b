"""Building the consortium: inviting, answering, leaving, handing out parts."""

from datetime import timedelta

import pytest
from django.utils.translation import override

from grants import clock
from grants.applications.actions import consortium
from grants.applications.marks import text_mark
from grants.messages import outbox
from grants.models import ApplicationPart, BudgetLine, BudgetPartner, Message, Partner
from grants.workflow import Refused
from tests.factories import NOON, OrganisationFactory


@pytest.fixture
def invitation(application, ana, bruno):
    """Bruno is invited as co-applicant by mail."""
    return consortium.invite_partner(
        application, name="Verde", email="BRUNO@demo.example", role="co_applicant", language="en", by=ana
    )


def codes(refused):
    return [reason.code for reason in refused.value.reasons]


def test_an_invitation_goes_to_one_address_and_expires_after_14_days(invitation):
    letter = Message.objects.get()

    assert (invitation.state, invitation.invited_email) == ("invited", "bruno@demo.example")
    assert invitation.expires_at == NOON + timedelta(days=14)
    assert (letter.kind, letter.address, letter.language) == (
        "application_invite_partner",
        "bruno@demo.example",
        "en",
    )


def test_the_letter_carries_the_link_to_the_invitation(invitation, mailoutbox):
    letter = Message.objects.get()
    outbox.send(letter.pk)

    assert mailoutbox[0].subject == "CCC invites you to a consortium"
    assert f"/applications/invitations/{invitation.public_id}/" in mailoutbox[0].body
    assert "“Café sin deforestación”" in mailoutbox[0].body


def test_a_second_open_invitation_to_the_same_address_is_refused(application, invitation, ana):
    with pytest.raises(Refused) as refused:
        consortium.invite_partner(
            application, name="Verde", email="bruno@demo.example", role="associate", language="es", by=ana
        )

    assert codes(refused) == ["invited"]


def test_accepting_makes_the_organisation_a_partner_and_a_column_of_the_budget(
    application, invitation, partner_organisation, bruno, ana, amalia
):
    consortium.accept_partnership(invitation, organisation=partner_organisation, by=bruno)

    invitation.refresh_from_db()
    assert (invitation.state, invitation.organisation) == ("joined", partner_organisation)
    columns = BudgetPartner.objects.filter(budget=application.budget).order_by("position")
    assert [column.organisation for column in columns] == [application.lead, partner_organisation]
    told = Message.objects.filter(kind="partner_accept_partnership")
    assert {letter.address for letter in told} == {"ana@demo.example", "amalia@demo.example"}


def test_an_invitation_is_answered_once(invitation, partner_organisation, bruno):
    consortium.accept_partnership(invitation, organisation=partner_organisation, by=bruno)

    with pytest.raises(Refused) as refused:
        consortium.decline_partnership(invitation, by=bruno)

    assert codes(refused) == ["answered"]


def test_an_invitation_is_bound_to_its_address(invitation, rival, fabio):
    with pytest.raises(Refused) as refused:
        consortium.accept_partnership(invitation, organisation=rival, by=fabio)

    assert codes(refused) == ["other_address"]


def test_an_expired_invitation_is_void(invitation, partner_organisation, bruno):
    with clock.at(invitation.expires_at), pytest.raises(Refused) as refused:
        consortium.accept_partnership(invitation, organisation=partner_organisation, by=bruno)

    assert codes(refused) == ["expired"]


def test_only_an_organisation_one_manages_can_join(invitation, rival, bruno):
    with pytest.raises(Refused) as refused:
        consortium.accept_partnership(invitation, organisation=rival, by=bruno)

    assert codes(refused) == ["not_manager"]


def test_an_organisation_of_a_country_outside_the_call_joins_only_as_associate(application, ana, bruno):
    abroad = OrganisationFactory(legal_name="Kenya Chamber", short_name="KNC", country="KE", manager=bruno)
    as_partner = consortium.invite_partner(
        application, name="K", email="bruno@demo.example", role="co_applicant", language="en", by=ana
    )

    with pytest.raises(Refused) as refused:
        consortium.accept_partnership(as_partner, organisation=abroad, by=bruno)
    consortium.withdraw_invitation(as_partner, by=ana)
    associate = consortium.invite_partner(
        application, name="K", email="bruno@demo.example", role="associate", language="en", by=ana
    )
    consortium.accept_partnership(associate, organisation=abroad, by=bruno)

    assert codes(refused) == ["country_not_eligible"]
    assert not BudgetPartner.objects.filter(organisation=abroad).exists()


def test_an_organisation_joins_a_consortium_once(application, partner, ana, bruno, partner_organisation):
    again = consortium.invite_partner(
        application, name="V", email="bruno@demo.example", role="co_applicant", language="en", by=ana
    )

    with pytest.raises(Refused) as refused:
        consortium.accept_partnership(again, organisation=partner_organisation, by=bruno)

    assert codes(refused) == ["joined"]


def test_declining_tells_the_lead_why(invitation, bruno, ana):
    consortium.decline_partnership(invitation, note="No capacity", by=bruno)

    invitation.refresh_from_db()
    assert invitation.state == "declined"
    assert invitation.application.events.get(action="decline_partnership").note == "No capacity"
    assert Message.objects.filter(kind="partner_decline_partnership", address="ana@demo.example").count() == 1


def test_a_withdrawn_invitation_can_no_longer_be_answered(invitation, partner_organisation, ana, bruno):
    consortium.withdraw_invitation(invitation, by=ana)

    with pytest.raises(Refused) as refused:
        consortium.accept_partnership(invitation, organisation=partner_organisation, by=bruno)

    assert codes(refused) == ["answered"]


def test_the_lead_cannot_be_removed(application, ana):
    with pytest.raises(Refused) as refused:
        consortium.remove_partner(application.partners.get(role="lead"), by=ana)

    assert codes(refused) == ["lead"]


def test_a_partner_with_budget_lines_cannot_be_removed(application, partner, ana):
    """T-CO-09: no orphan lines, whoever was faster."""
    column = BudgetPartner.objects.get(budget=application.budget, organisation=partner.organisation)
    BudgetLine.objects.create(budget=application.budget, partner=column, heading="1.1")

    with override("en"), pytest.raises(Refused) as refused:
        consortium.remove_partner(partner, by=ana)

    assert str(refused.value) == (
        "Associazione Verde still has 1 budget line. Delete it or give it to another partner first."
    )
    partner.refresh_from_db()
    assert partner.state == "joined"


def test_removing_a_partner_gives_its_parts_back_to_the_lead(application, partner, ana):
    part = application.draft.parts.first()
    consortium.assign_part(application, part=part, owner=partner.organisation, by=ana)

    consortium.remove_partner(partner, by=ana)

    part.refresh_from_db()
    assert part.owner is None
    assert Partner.objects.get(pk=partner.pk).state == "removed"
    assert not BudgetPartner.objects.filter(budget=application.budget, organisation=partner.organisation).exists()


def test_a_part_goes_only_to_an_organisation_of_the_consortium(application, rival, ana):
    with pytest.raises(Refused) as refused:
        consortium.assign_part(application, part=application.draft.parts.first(), owner=rival, by=ana)

    assert codes(refused) == ["not_joined"]


def test_a_partner_writes_in_its_own_parts_only(application, partner, ana, bruno):
    """T-AC-10."""
    own, other = ApplicationPart.objects.filter(draft=application.draft)
    consortium.assign_part(application, part=own, owner=partner.organisation, by=ana)
    own.refresh_from_db()

    assert bruno.has_perm("grants.edit_part", own)
    assert not bruno.has_perm("grants.edit_part", other)
    assert ana.has_perm("grants.edit_part", own)
    assert ana.has_perm("grants.edit_part", other)


def test_tasks_written_by_a_colleague_meanwhile_are_not_overwritten(partner, bruno, ana):
    seen = text_mark(partner.tasks)
    consortium.set_tasks(partner, tasks="Training", based_on=seen, by=ana)

    with pytest.raises(Refused) as refused:
        consortium.set_tasks(partner, tasks="Advice", based_on=seen, by=bruno)

    assert codes(refused) == ["stale"]
    partner.refresh_from_db()
    assert partner.tasks == "Training"
