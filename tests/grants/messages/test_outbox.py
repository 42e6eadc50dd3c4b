"""Letters: written with the event, sent after the commit, kept as sent."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.template import engines
from django.template.loaders.locmem import Loader

from grants import clock, tasks
from grants.jobs import actions as jobs
from grants.messages import outbox
from grants.messages.outbox import Recipient
from grants.models import Job, Message, OrganisationEvent
from tests.factories import NOON, UserFactory
from tests.mail_server import ACCEPT, BUSY, UNKNOWN

pytestmark = pytest.mark.django_db
assert tasks

LETTER = """{% load i18n %}About {{ document }}
{% translate "Draft" %}: {{ document.legal_name }}
{{ event.at|date:"H:i" }}
"""


@pytest.fixture(autouse=True)
def template(monkeypatch):
    """A letter of the tests, in the place of any other."""
    engine = engines["django"].engine
    loader = Loader(engine, {"emails/test_letter.txt": LETTER})
    monkeypatch.setattr(engine, "template_loaders", [loader, *engine.template_loaders])


@pytest.fixture
def event(chamber, ana):
    return OrganisationEvent.objects.create(document=chamber, actor=ana, action="edit", at=NOON)


def tell(event, *people, **options):
    return outbox.tell(event, "test_letter", people, **options)


def fresh(row):
    row.refresh_from_db()
    return row


# Writing


def test_everybody_told_has_a_letter_and_a_job_of_their_own(event, ana, bruno, django_assert_num_queries):
    people = [ana, bruno, *(UserFactory() for _ in range(30))]

    with clock.at(NOON), django_assert_num_queries(2):
        tell(event, *people)

    assert Message.objects.filter(state="queued", created_at=NOON).count() == 32
    assert Job.objects.filter(kind="send_message", most_attempts=10).count() == 32


def test_an_event_that_is_rolled_back_tells_nobody(chamber, ana):
    def fail():
        with transaction.atomic():
            tell(OrganisationEvent.objects.create(document=chamber, action="edit", at=NOON), ana)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()

    assert (Message.objects.count(), Job.objects.count()) == (0, 0)


def test_one_person_named_twice_gets_one_letter(event, ana):
    tell(event, ana, ana, Recipient("ANA@demo.example", "es"), Recipient("", "es"))

    assert list(Message.objects.values_list("address", "recipient__name")) == [("ana@demo.example", "Ana")]


def test_the_database_refuses_a_second_letter_about_the_same(event, ana):
    tell(event, ana)

    with pytest.raises(IntegrityError, match="message_once_per_event_kind_address"), transaction.atomic():
        tell(event, ana)


def test_a_letter_for_a_later_moment_waits_for_it(event, ana):
    with clock.at(NOON):
        letter = tell(event, ana, not_before=NOON + timedelta(days=1))[0]
        assert not jobs.run(Job.objects.get().pk)
    with clock.at(NOON + timedelta(days=1)):
        assert jobs.run(Job.objects.get().pk)

    assert fresh(letter).state == "sent"


# Rendering


@pytest.mark.parametrize(
    ("language", "zone", "body"),
    [
        ("en", "Europe/Brussels", "13:00"),
        ("en", "America/Lima", "07:00"),
    ],
)
def test_a_letter_is_in_the_zone_of_its_reader(event, ana, language, zone, body):
    ana.language, ana.time_zone = language, zone
    ana.save()
    letter = tell(event, ana)[0]

    assert body in outbox.render(letter)[1].splitlines()


def test_plain_text_is_not_escaped_and_has_the_name_of_the_sender_below(event, chamber, ana):
    chamber.legal_name = 'Peña & Hijos <Lima> "S.A."'
    chamber.save()

    subject, body = outbox.render(tell(event, ana)[0], event)

    assert subject == "About CCC"
    assert 'Peña & Hijos <Lima> "S.A."' in body
    assert body.endswith("\n-- \nAL-INVEST Verde\nhttp://localhost\n")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Click https://evil.example/now", "Click https[:]//evil.example/now"),
        ("HTTP://EVIL.example", "HTTP[:]//EVIL.example"),
        ("www.evil.example", "www[.]evil.example"),
        ("https://localhost.evil.example", "https[:]//localhost.evil.example"),
        ("http://localhost@evil.example", "http[:]//localhost@evil.example"),
        ("see http://localhost/calls/", "see http://localhost/calls/"),
        ("{{ settings.SECRET_KEY }}{% now %}", "{{ settings.SECRET_KEY }}{% now %}"),
    ],
)
def test_a_name_that_is_an_address_becomes_no_link_of_ours(event, chamber, ana, name, shown):
    chamber.legal_name = name
    chamber.save()

    assert f"Draft: {shown}\n" in outbox.render(tell(event, ana)[0], event)[1].replace("Borrador", "Draft")


def test_a_subject_is_one_line_whatever_a_name_holds(event, chamber, ana):
    chamber.short_name = "A\r\nBcc: everybody@example.org\x0bB"
    chamber.save()
    letter = tell(event, ana)[0]

    outbox.send(letter.pk)

    assert [(m.subject, m.recipients()) for m in mail.outbox] == [("About A", ["ana@demo.example"])]


def test_a_code_of_an_action_names_the_template(call, diego):
    """An action is a member of a list of choices: the name of its letter is its value."""
    from grants.calls.workflow import Action  # noqa: PLC0415 -- only here

    assert f"call_{Action.PUBLISH}" == "call_publish"


# Sending


def test_a_letter_is_sent_once_and_its_text_is_kept(event, ana):
    letter = tell(event, ana)[0]
    for _ in range(3):
        outbox.send(letter.pk)

    assert [(m.subject, m.to, m.cc, m.bcc) for m in mail.outbox] == [("About CCC", ["ana@demo.example"], [], [])]
    assert mail.outbox[0].extra_headers == {
        "Message-ID": f"<{letter.public_id}@localhost>",
        "Auto-Submitted": "auto-generated",
    }
    assert (fresh(letter).state, letter.body) == ("sent", mail.outbox[0].body)


def test_a_letter_that_is_tried_again_has_the_text_of_the_first_try(event, chamber, ana, smtp):
    letter = tell(event, ana)[0]
    smtp.mode = BUSY
    jobs.run(Job.objects.get().pk)
    chamber.short_name = "Renamed"
    chamber.save()
    smtp.mode = ACCEPT
    Job.objects.update(not_before=clock.now())
    jobs.run(Job.objects.get().pk)

    assert smtp.letters == [(f"<{letter.public_id}@localhost>", "ana@demo.example", "About CCC")]


@pytest.mark.parametrize(("mode", "said"), [(BUSY, "SMTPDataError: (451"), (UNKNOWN, "SMTPRecipientsRefused: {'ana@")])
def test_a_mail_server_in_trouble_is_tried_for_a_day_then_staff_see_it(event, ana, smtp, mode, said, caplog):
    smtp.mode = mode
    moment, tries = clock.now(), []
    with clock.at(moment):
        letter = tell(event, ana)[0]
    job = Job.objects.get()
    while fresh(job).state == "queued":
        moment = max(moment, job.not_before)
        with clock.at(moment):
            jobs.run(job.pk)
        tries.append(fresh(letter).state)

    assert tries == ["queued"] * 9 + ["failed"]
    assert letter.error.startswith(said)
    assert letter.attempts == 10
    assert timedelta(hours=18) < moment - letter.created_at < timedelta(hours=26)
    assert "ana@demo.example" not in caplog.text


def test_a_mail_server_that_is_away_is_trouble_as_well(event, ana, smtp, settings):
    settings.EMAIL_PORT = 1
    letter = tell(event, ana)[0]

    jobs.run(Job.objects.get().pk)

    assert (fresh(letter).state, letter.error) == ("queued", "ConnectionRefusedError: [Errno 111] Connection refused")


def test_a_letter_whose_worker_died_each_time_is_marked_as_failed(event, ana):
    with clock.at(NOON):
        letter = tell(event, ana)[0]
    job = Job.objects.get()
    for number in range(10):
        with clock.at(NOON + number * timedelta(minutes=2)):
            jobs._claim(job.pk)
    with clock.at(NOON + timedelta(hours=1)):
        jobs.sweep()

    assert (fresh(letter).state, letter.error) == ("failed", jobs.STOPPED_ITS_WORKER)


def test_a_worker_that_lost_the_letter_to_another_does_not_send_it(event, ana):
    with clock.at(NOON):
        letter = tell(event, ana)[0]
        slow = jobs._claim(Job.objects.get().pk)
    with clock.at(NOON + timedelta(minutes=2)):
        jobs.run(slow.pk)
        Message.objects.update(state="queued", sent_at=None)
        with pytest.raises(jobs.LeaseLost):
            outbox.send(letter.pk, slow)

    assert len(mail.outbox) == 1


def test_mail_of_the_past_is_stored_as_sent_and_never_leaves(event, ana):
    with clock.at(NOON), outbox.as_past_mail():
        letter = tell(event, ana)[0]

    assert (fresh(letter).state, letter.sent_at, letter.subject) == ("sent", NOON, "About CCC")
    assert (mail.outbox, Job.objects.count()) == ([], 0)


def test_mail_of_the_past_that_waits_for_its_moment_was_sent_then(event, ana):
    with clock.at(NOON), outbox.as_past_mail():
        letter = tell(event, ana, not_before=NOON + timedelta(days=4))[0]

    assert (letter.created_at, letter.sent_at) == (NOON, NOON + timedelta(days=4))
