"""Letters: one's own, and the outbox for staff."""

from datetime import timedelta

import pytest

from grants import clock
from grants.messages import outbox
from grants.models import Job, Message, OrganisationEvent
from grants.workflow import record

pytestmark = pytest.mark.django_db
SECRET_LINK = "http://localhost/invitation/abcdefghijklmnopqrstuvwxyz/"


def write(document, *people):
    """A letter to each about an event of the document, sent."""
    event = OrganisationEvent.objects.create(document=document, action="edit", at=clock.now())
    letters = outbox.tell(event, "organisation_end_membership", people)
    Message.objects.filter(pk__in=[letter.pk for letter in letters]).update(
        state="sent", sent_at=clock.now(), subject="About you", body=f"Open {SECRET_LINK} now.\n"
    )
    return letters[0]


@pytest.fixture
def letter(chamber, ana):
    return write(chamber, ana)


@pytest.fixture
def sealed(application, ana):
    """A letter about an application, which nobody of staff reads before the opening."""
    record(application, "edit", by=ana, tells=(lambda document: [ana],))
    Message.objects.filter(event_model="grants.applicationevent").update(
        state="sent", sent_at=clock.now(), subject="Café sin deforestación", body="About Café sin deforestación.\n"
    )
    return Message.objects.get(event_model="grants.applicationevent")


def test_everybody_reads_what_they_were_sent(letter, login, ana):
    client = login(ana)

    assert "About you" in client.get("/messages/mine/").content.decode()
    page = client.get(f"/messages/{letter.public_id}/").content.decode()
    assert SECRET_LINK in page
    assert "Send again" not in page


def test_a_letter_that_has_not_left_is_not_received_yet(chamber, login, ana):
    event = OrganisationEvent.objects.create(document=chamber, action="edit", at=clock.now())
    waiting = outbox.tell(event, "organisation_end_membership", [ana])[0]

    assert "No messages yet" in login(ana).get("/messages/mine/").content.decode()
    assert login(ana).get(f"/messages/{waiting.public_id}/").status_code == 404


def test_staff_read_it_without_the_secret_of_its_link(letter, login, diego):
    client = login(diego)

    assert "ana@demo.example" in client.get("/messages/").content.decode()
    page = client.get(f"/messages/{letter.public_id}/").content.decode()
    assert "http://localhost/invitation/…/" in page
    assert "abcdefghijkl" not in page


def test_officers_do_not_see_letters_about_sealed_applications(sealed, login, diego):
    client = login(diego)

    assert "No messages yet" in client.get("/messages/").content.decode()
    assert client.get(f"/messages/{sealed.public_id}/").status_code == 404
    assert client.post(f"/messages/{sealed.public_id}/resend/").status_code == 404


def test_administrators_see_that_it_was_sent_and_not_what_it_says(sealed, login, admin):
    page = login(admin).get(f"/messages/{sealed.public_id}/").content.decode()

    assert "nobody of the programme reads before the opening" in page
    assert "deforest" not in page
    assert "deforest" not in login(admin).get("/messages/").content.decode()


def test_a_failed_letter_is_found_and_sent_again_to_the_address_of_today(letter, login, ana, diego):
    Message.objects.update(state="failed", sent_at=None, error="SMTPRecipientsRefused")
    ana.email = "ana.new@demo.example"
    ana.save()
    client = login(diego)

    listed = client.get("/messages/?state=failed").content.decode()
    client.post(f"/messages/{letter.public_id}/resend/")

    assert "1 message could not be sent." in listed
    assert "SMTPRecipientsRefused" in listed
    letter.refresh_from_db()
    assert (letter.state, letter.address, letter.resends, letter.error) == ("queued", "ana.new@demo.example", 1, "")
    assert Job.objects.filter(state="queued", key=f"message:{letter.pk}.1").count() == 1


def test_a_letter_sent_again_has_the_same_text_and_another_name(letter, login, diego, mailoutbox):
    Job.objects.all().delete()
    login(diego).post(f"/messages/{letter.public_id}/resend/")
    outbox.send(letter.pk)

    letter.refresh_from_db()
    assert letter.state == "sent"
    assert [(m.subject, m.to, m.extra_headers["Message-ID"]) for m in mailoutbox] == [
        ("About you", ["ana@demo.example"], f"<{letter.public_id}.1@localhost>")
    ]


def test_a_letter_that_waits_is_not_sent_twice(letter, login, diego):
    Message.objects.update(state="queued", sent_at=None)

    answer = login(diego).post(f"/messages/{letter.public_id}/resend/", follow=True)

    assert "This message has not been tried yet, or is being sent now." in answer.content.decode()


def test_the_outbox_is_searched_by_address(chamber, letter, login, bruno, diego):
    write(chamber, bruno)
    client = login(diego)

    page = client.get("/messages/?search=bruno").content.decode()

    assert "bruno@demo.example" in page
    assert "ana@demo.example" not in page
    assert client.get("/messages/?search=%00%27%25").status_code == 200


@pytest.mark.parametrize("who", ["bruno", "clara", "olga", "marta"])
def test_nobody_else_reads_it(letter, login, request, who):
    client = login(request.getfixturevalue(who))

    assert client.get("/messages/").status_code == 403
    assert client.get(f"/messages/{letter.public_id}/").status_code == 404
    assert client.post(f"/messages/{letter.public_id}/resend/").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("page", "who", "queries"), [("/messages/", "diego", 5), ("/messages/mine/", "ana", 4)])
def test_lists_cost_the_same_for_one_and_for_three(
    chamber, login, ana, rows, page, who, queries, request, django_assert_num_queries
):
    for number in range(rows):
        with clock.at(clock.now() + timedelta(seconds=number)):
            write(chamber, ana)
    client = login(request.getfixturevalue(who))

    with django_assert_num_queries(queries):
        client.get(page)
