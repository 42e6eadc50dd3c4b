"""The consortium's pages: inviting, answering an invitation, tasks, leaving."""

import pytest
from django.urls import reverse

from grants import clock
from grants.applications.actions import consortium
from grants.applications.queries.drafting import reasons_against_drafting
from grants.models import ApplicationPart, BudgetPartner, Partner


@pytest.fixture
def invitation(application, ana, bruno):
    """Bruno is invited as co-applicant."""
    return consortium.invite_partner(
        application, name="Verde", email="bruno@demo.example", role="co_applicant", language="en", by=ana
    )


def page(application):
    return reverse("applications:consortium", args=[application.public_id])


def address(name, partner):
    return reverse(f"applications:{name}", args=[partner.public_id])


def invite(client, application, **fields):
    data = {"name": "Verde", "email": "bruno@demo.example", "role": "co_applicant", "language": "en"} | fields
    return client.post(reverse("applications:invite_partner", args=[application.public_id]), data)


def test_the_lead_invites_and_sees_the_open_invitation(login, application, ana):
    client = login(ana)

    response = invite(client, application)

    assert response.url == page(application)
    assert "bruno@demo.example" in client.get(page(application)).content.decode()


@pytest.mark.parametrize(
    ("field", "value"),
    [("email", "bruno"), ("email", ""), ("role", "lead"), ("name", "See https://evil.example"), ("language", "xx")],
)
def test_a_wrong_invitation_is_explained_and_what_was_typed_stays(login, application, ana, field, value):
    response = invite(login(ana), application, **{field: value})

    assert response.status_code == 422
    assert 'value="Verde"' in response.content.decode() or field == "name"
    assert Partner.objects.filter(state="invited").count() == 0


@pytest.mark.parametrize("name", ["aldo", "bruno"])
def test_only_the_lead_invites(request, login, application, partner, name):
    assert invite(login(request.getfixturevalue(name)), application).status_code == 403


def test_the_invited_person_finds_it_in_the_list_and_joins(login, application, invitation, partner_organisation, bruno):
    client = login(bruno)
    listed = client.get(reverse("applications:list")).content.decode()

    response = client.post(address("invitation", invitation), {"organisation": str(partner_organisation.public_id)})

    assert address("invitation", invitation) in listed
    assert response.url == reverse("applications:detail", args=[application.public_id])
    assert Partner.objects.get(pk=invitation.pk).state == "joined"
    assert client.get(response.url).status_code == 200


def test_nobody_else_sees_the_invitation(login, invitation, fabio, nadia, diego):
    for person in (fabio, nadia, diego):
        assert login(person).get(address("invitation", invitation)).status_code == 404


def test_the_lead_sees_the_invitation_but_does_not_answer_it(login, invitation, ana, chamber):
    response = login(ana).post(address("invitation", invitation), {"organisation": str(chamber.public_id)})

    assert response.status_code == 403


def test_an_organisation_of_somebody_else_cannot_be_chosen(login, invitation, partner_organisation, rival, bruno):
    response = login(bruno).post(address("invitation", invitation), {"organisation": str(rival.public_id)})

    assert response.status_code == 422
    assert "Choose an organisation you manage." in response.content.decode()
    assert Partner.objects.get(pk=invitation.pk).state == "invited"


def test_who_has_no_organisation_yet_is_led_to_register(login, application, ana, nadia):
    waiting = consortium.invite_partner(
        application, name="N", email="nadia@demo.example", role="co_applicant", language="en", by=ana
    )

    shown = login(nadia).get(address("invitation", waiting)).content.decode()

    assert "Register your organisation first" in shown
    assert reverse("organisations:register") in shown


def test_an_expired_invitation_says_so(login, invitation, bruno):
    client = login(bruno)
    with clock.at(invitation.expires_at):
        shown = client.get(address("invitation", invitation)).content.decode()

    assert "This invitation has expired." in shown
    assert "Join the consortium" not in shown


def test_declining_is_possible_with_a_word_why(login, invitation, bruno):
    response = login(bruno).post(address("decline_invitation", invitation), {"note": "No capacity"})

    assert response.url == reverse("applications:list")
    assert Partner.objects.get(pk=invitation.pk).state == "declined"


def test_a_withdrawn_invitation_answers_as_if_it_had_never_been(login, invitation, ana, bruno):
    login(ana).post(address("withdraw_invitation", invitation))

    assert login(bruno).get(address("invitation", invitation)).status_code == 404


def test_a_removed_partner_finds_nothing_any_more(login, application, partner, ana, bruno):
    """T-AC-11."""
    part = ApplicationPart.objects.filter(draft=application.draft).first()
    client = login(bruno)
    pages = [
        reverse("applications:detail", args=[application.public_id]),
        reverse("applications:part", args=[application.public_id, part.slug]),
        reverse("applications:documents", args=[application.public_id]),
        address("tasks", partner),
    ]
    before = [client.get(url).status_code for url in pages]

    removed = login(ana).post(address("remove_partner", partner))

    lead = application.partners.get(role="lead")
    assert removed.headers["Location"].endswith(f"#partner-{lead.key}")  # where the focus goes on (T-A11-10)
    assert before == [200, 200, 200, 200]
    assert [client.get(url).status_code for url in pages] == [404, 404, 404, 404]


def test_removing_says_first_what_it_means(login, partner, ana):
    shown = login(ana).get(address("remove_partner", partner)).content.decode()

    assert "Can it be undone" in shown
    assert Partner.objects.get(pk=partner.pk).state == "joined"


@pytest.mark.parametrize("name", ["withdraw_invitation", "remove_partner"])
def test_a_partner_removes_nobody(login, application, partner, bruno, name):
    assert login(bruno).post(address(name, application.partners.get(role="lead"))).status_code == 403


def test_a_partner_writes_its_own_tasks_and_not_the_leads(login, application, partner, bruno):
    """T-AC-10."""
    client = login(bruno)
    mark = client.get(address("tasks", partner)).content.decode().split('name="based_on" value="')[1].split('"')[0]

    client.post(address("tasks", partner), {"tasks": "Training in Cusco", "based_on": mark})
    refused = client.post(address("tasks", application.partners.get(role="lead")), {"tasks": "x", "based_on": mark})

    partner.refresh_from_db()
    assert partner.tasks == "Training in Cusco"
    assert refused.status_code == 403


def test_two_texts_of_tasks_are_both_shown(login, partner, ana, bruno):
    consortium.set_tasks(partner, tasks="Theirs", based_on=consortium.text_mark(""), by=ana)

    response = login(bruno).post(address("tasks", partner), {"tasks": "Mine", "based_on": consortium.text_mark("")})

    assert response.status_code == 422
    assert "Theirs" in response.content.decode()
    assert "Mine" in response.content.decode()


def test_the_lead_hands_out_a_part(login, application, partner, ana):
    part = ApplicationPart.objects.filter(draft=application.draft).first()
    client = login(ana)

    client.post(address("assign_part", part), {"owner": str(partner.organisation.public_id)})

    part.refresh_from_db()
    assert part.owner == partner.organisation


def test_a_part_is_not_handed_to_strangers(login, application, partner, rival, ana):
    part = ApplicationPart.objects.filter(draft=application.draft).first()

    login(ana).post(address("assign_part", part), {"owner": str(rival.public_id)})

    part.refresh_from_db()
    assert part.owner is None


def test_nothing_changes_in_the_consortium_after_the_deadline(login, call, application, partner, ana):
    client = login(ana)
    with clock.at(call.closes_at):
        shown = invite(client, application).content.decode()
        client.post(address("remove_partner", partner))

    assert "The deadline has passed" in shown
    assert list(application.partners.values_list("state", flat=True)) == ["joined", "joined"]
    assert BudgetPartner.objects.filter(budget=application.budget).count() == 2
    assert reasons_against_drafting(application) == []
