"""Inviting, joining, changing roles, leaving: through the pages."""

import re
from datetime import timedelta

import pytest
from django.core import mail

from grants import clock, models
from grants.messages import outbox
from grants.organisations import actions
from grants.organisations.actions import invite_member, withdraw_invitation
from grants.workflow import Refused
from tests.factories import NOON, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def text(response):
    return response.content.decode()


def membership(user, organisation):
    return models.Membership.objects.get(user=user, organisation=organisation)


@pytest.fixture
def invitation(ana, nadia, chamber):
    return invite_member(chamber, by=ana, email=nadia.email, role="editor")


@pytest.fixture
def link(invitation):
    """The address in the mail, as the invited person reads it."""
    outbox.send(models.Message.objects.get(kind="invitation_send").pk)
    return re.search(r"http://localhost(/organisations/invitations/open/\S+)", mail.outbox[0].body)[1]


def test_the_mail_names_who_invites_where_to_and_until_when(link):
    letter = mail.outbox[0]

    assert letter.subject == "Invitation to act for CCC"
    assert letter.to == ["nadia@demo.example"]
    assert "Ana invites you to act for Cámara de Comercio de Cusco" in letter.body
    assert "What you may do there: Fills in applications" in letter.body
    assert "24 March 2026" in letter.body


def test_from_the_mail_to_the_organisation(client, login, link, nadia, chamber):
    page = text(client.get(link))
    assert "You are invited to act for Cámara de Comercio de Cusco" in page
    assert "/accounts/signup/?next=" in page

    person = login(nadia)
    answer = person.get(link)
    assert answer.status_code == 302
    assert "Act for Cámara de Comercio de Cusco?" in text(person.get(answer.url))
    accepted = person.post(f"{answer.url}accept/", follow=True)

    assert "You now act for CCC." in text(accepted)
    assert membership(nadia, chamber).role == "editor"


def test_the_link_opened_by_another_account_is_refused_and_changes_nothing(login, link, fabio, chamber, invitation):
    answer = login(fabio).get(link)

    assert answer.status_code == 403
    assert "This invitation is for another address" in text(answer)
    assert "nadia@" not in text(answer)
    assert login(fabio).post(f"/organisations/invitations/{invitation.public_id}/accept/").status_code == 404
    assert not models.Membership.objects.filter(user=fabio, organisation=chamber).exists()


def test_a_manager_of_the_organisation_cannot_answer_for_the_invited_person(login, ana, invitation):
    assert login(ana).post(f"/organisations/invitations/{invitation.public_id}/accept/").status_code == 403


def test_a_link_with_one_letter_changed_is_none(client, link):
    changed = link[:-2] + ("A" if link[-2] != "A" else "B") + link[-1]

    assert client.get(changed).status_code == 404
    assert client.get("/organisations/invitations/open/nonsense/").status_code == 404


def test_a_link_used_withdrawn_or_expired_says_so(login, client, link, nadia, ana, invitation):
    with clock.at(NOON + timedelta(days=14)):
        assert client.get(link).status_code == 410
        assert login(nadia).get(link).status_code == 410
    withdraw_invitation(invitation, by=ana)

    assert client.get(link).status_code == 410
    assert login(nadia).get(link).status_code == 410
    assert login(nadia).get(f"/organisations/invitations/{invitation.public_id}/").status_code == 410


def test_a_double_click_on_accept_joins_once(login, nadia, chamber, invitation):
    person = login(nadia)
    accept = f"/organisations/invitations/{invitation.public_id}/accept/"
    person.post(accept)
    again = person.post(accept)

    assert (again.status_code, again.url) == (302, "/organisations/")
    assert models.Membership.objects.filter(user=nadia, organisation=chamber).count() == 1


def test_declining(login, nadia, chamber, invitation):
    answer = login(nadia).post(f"/organisations/invitations/{invitation.public_id}/decline/", follow=True)

    assert "The invitation is declined." in text(answer)
    assert not models.Membership.objects.filter(user=nadia).exists()


def test_an_invitation_waits_on_the_first_steps_and_among_ones_organisations(login, nadia, invitation):
    assert "Join Cámara de Comercio de Cusco" in text(login(nadia).get("/first-steps/"))
    assert "Join Cámara de Comercio de Cusco" in text(login(nadia).get("/organisations/"))


def test_inviting_says_the_same_whether_the_address_has_an_account_or_not(login, ana, fabio, chamber):
    client = login(ana)
    invite = f"/organisations/{chamber.public_id}/invite/"

    known = client.post(invite, {"email": fabio.email, "role": "reader"}, follow=True)
    unknown = client.post(invite, {"email": "fabia@demo.example", "role": "reader"}, follow=True)

    assert known.redirect_chain == unknown.redirect_chain
    assert "The invitation to fabio@demo.example is on its way." in text(known)
    assert "The invitation to fabia@demo.example is on its way." in text(unknown)
    assert "Fabio" not in text(known)


def test_an_invitation_that_is_refused_keeps_what_was_typed(login, ana, amalia, chamber):
    answer = login(ana).post(f"/organisations/{chamber.public_id}/invite/", {"email": amalia.email, "role": "reader"})

    assert answer.status_code == 422
    assert "This person belongs to the organisation already." in text(answer)
    assert 'value="amalia@demo.example"' in text(answer)


def test_only_managers_invite_withdraw_and_change_roles(login, amalia, fabio, chamber, invitation):
    editor = membership(amalia, chamber)
    pages = [
        f"/organisations/{chamber.public_id}/invite/",
        f"/organisations/members/{editor.public_id}/",
        f"/organisations/members/{editor.public_id}/remove/",
        f"/organisations/invitations/{invitation.public_id}/withdraw/",
    ]

    assert [login(amalia).post(page, {"role": "manager"}).status_code for page in pages] == [403, 403, 403, 403]
    assert [login(fabio).post(page, {"role": "manager"}).status_code for page in pages] == [404, 404, 404, 404]
    assert membership(amalia, chamber).role == "editor"


def test_a_manager_of_another_organisation_cannot_reach_into_this_one(login, fabio, rival, amalia, chamber):
    editor = membership(amalia, chamber)

    assert login(fabio).post(f"/organisations/members/{editor.public_id}/remove/").status_code == 404
    assert membership(amalia, chamber).ended_at is None


def test_changing_a_role_and_removing_a_person(login, ana, amalia, chamber):
    client = login(ana)
    address = f"/organisations/members/{membership(amalia, chamber).public_id}/"
    assert "Amalia at CCC" in text(client.get(address))

    changed = client.post(address, {"role": "reader"}, follow=True)
    assert "Amalia: Only reads." in text(changed)
    assert client.post(address, {"role": "superuser"}).status_code == 422
    removed = client.post(f"{address}remove/", follow=True)
    assert "Amalia no longer acts for the organisation." in text(removed)
    assert membership(amalia, chamber).ended_at == NOON


def test_rights_taken_away_act_on_the_next_click(login, ana, amalia, chamber):
    models.Membership.objects.filter(user=amalia).update(role="manager")
    client = login(amalia)
    edit = f"/organisations/{chamber.public_id}/edit/"
    assert client.get(edit).status_code == 200

    login(ana).post(f"/organisations/members/{membership(amalia, chamber).public_id}/remove/")

    assert client.post(edit, {"legal_name": "Mine"}).status_code == 404
    chamber.refresh_from_db()
    assert chamber.legal_name == "Cámara de Comercio de Cusco"


def test_the_last_manager_is_told_why_they_cannot_leave(login, ana, chamber):
    answer = login(ana).post(f"/organisations/{chamber.public_id}/leave/")

    assert answer.status_code == 422
    assert "Make another person manager first." in text(answer)
    assert membership(ana, chamber).ended_at is None


def test_leaving(login, amalia, chamber):
    client = login(amalia)
    assert "Leave CCC?" in text(client.get(f"/organisations/{chamber.public_id}/leave/"))

    answer = client.post(f"/organisations/{chamber.public_id}/leave/", follow=True)

    assert "You no longer act for CCC." in text(answer)
    assert client.get(chamber.get_absolute_url()).status_code == 404


def test_who_invites_without_end_is_stopped(login, ana, chamber, settings):
    settings.ACCOUNT_RATE_LIMITS = {"invite_member": "2/h/user"}
    client = login(ana)
    invite = f"/organisations/{chamber.public_id}/invite/"
    answers = [client.post(invite, {"email": f"{n}@x.example", "role": "reader"}).status_code for n in range(3)]

    assert answers == [302, 302, 429]
    assert chamber.invitations.count() == 2


def test_nothing_changes_by_looking(login, ana, chamber, invitation):
    client = login(ana)
    addresses = [
        f"/organisations/invitations/{invitation.public_id}/withdraw/",
        f"/organisations/members/{membership(ana, chamber).public_id}/remove/",
    ]

    assert [client.get(address).status_code for address in addresses] == [405, 405]


def test_letters_to_people_read_well(ana, amalia, chamber, admin, nadia):
    member = membership(amalia, chamber)
    actions.change_role(member, by=ana, role="reader")
    actions.end_membership(member, by=ana)
    actions.end_role(actions.give_role(nadia, by=admin, role="officer"), by=admin)
    joining = UserFactory(name="Inés", email="ines@demo.example")
    actions.accept_invitation(invite_member(chamber, by=ana, email=joining.email, role="reader"), by=joining)
    actions.leave_organisation(chamber, by=joining)

    rendered = {message.kind: outbox.render(message) for message in models.Message.objects.all()}
    subjects = {kind: subject for kind, (subject, _body) in rendered.items()}
    assert subjects == {
        "organisation_change_role": "Your role at CCC has changed",
        "organisation_end_membership": "You no longer act for CCC",
        "organisation_leave": "Inés has left CCC",
        "invitation_send": "Invitation to act for CCC",
        "invitation_accept": "Inés now acts for CCC",
        "user_give_role": "You have a new role in AL-INVEST Verde",
        "user_end_role": "A role of yours in AL-INVEST Verde ends",
    }
    assert "From now on: Only reads" in rendered["organisation_change_role"][1]
    assert "Your new role: Programme officer" in rendered["user_give_role"][1]
    assert "{" not in "".join(body for _subject, body in rendered.values())


def test_the_last_manager_leaves_and_says_who_takes_over(login, ana, amalia, aldo, fabio, rival, chamber, application):
    client, url = login(ana), f"/organisations/{chamber.public_id}/leave/"
    stranger = membership(fabio, rival)
    assert client.post(url, {"heir": str(stranger.public_id)}).status_code == 422
    assert "Amalia: Fills in applications" in text(client.get(url))

    answer = client.post(url, {"heir": str(membership(amalia, chamber).public_id)}, follow=True)

    assert "You no longer act for CCC." in text(answer)
    assert list(chamber.managers()) == [amalia]
    assert login(amalia).get(f"/applications/{application.public_id}/submit/").status_code == 200
    kinds = set(models.Message.objects.values_list("kind", flat=True))
    assert {"organisation_leave", "organisation_change_role"} <= kinds


def test_an_organisation_whose_last_manager_s_account_is_closed_is_handed_over(
    login, ana, amalia, aldo, chamber, application, admin, diego
):
    appoint = f"/organisations/members/{membership(amalia, chamber).public_id}/appoint/"
    assert "Somebody manages this organisation" in text(login(diego).post(appoint, {"reason": "Gone"}))
    actions.deactivate_user(ana, by=admin)
    told = {message.recipient for message in models.Message.objects.filter(kind="organisation_unmanaged")}
    assert told == {amalia, aldo, diego}
    for person in (diego, admin):
        titles = [line["title"] for line in login(person).get("/home/").context["waiting"]]
        assert titles == ["Say who manages CCC"]
    assert "Appoint as manager" in text(login(diego).get(chamber.get_absolute_url()))
    assert "Appoint as manager" not in text(login(amalia).get(chamber.get_absolute_url()))

    assert login(diego).post(appoint, {"reason": ""}).status_code == 422
    assert login(diego).post(appoint, {"reason": "She asked for it"}).status_code == 302
    assert list(chamber.managers()) == [amalia]
    letters = models.Message.objects.filter(kind="organisation_appoint_manager")
    assert {letter.recipient for letter in letters} == {amalia, aldo}
    assert "The new manager: Amalia" in outbox.render(letters[0])[1]
    assert login(diego).get("/home/").context["waiting"] == []


def test_who_does_not_manage_makes_nobody_a_manager_by_leaving(login, ana, amalia, aldo, chamber):
    client, url = login(amalia), f"/organisations/{chamber.public_id}/leave/"
    assert "Who manages the organisation" not in text(client.get(url)).split("Amalia")[0]
    assert client.post(url, {"heir": str(membership(aldo, chamber).public_id)}).status_code == 422
    with pytest.raises(Refused, match="Only who manages the organisation"):
        actions.leave_organisation(chamber, by=amalia, heir=membership(aldo, chamber))
    assert list(chamber.managers()) == [ana]

    client.post(url)

    assert not chamber.memberships.live().filter(user=amalia).exists()
