"""The demo's mailbox."""

import pytest
from django.core.mail import EmailMessage

from alinvest.devkit import mail

pytestmark = pytest.mark.unit


@pytest.fixture
def backend(settings, tmp_path):
    settings.DEMO_FOLDER = tmp_path
    return mail.DemoBackend()


def letter(identity):
    return EmailMessage("Su recibo", "Señora Quispe:\n\nSu solicitud llegó.", "a@x.org", ["ana@demo.example"],
                        headers={"Message-ID": identity})  # fmt: skip


def test_a_mail_handed_over_twice_arrives_once(backend):
    assert backend.send_messages([letter("<1@x>")]) == 1
    assert backend.send_messages([letter("<1@x>"), letter("<2@x>")]) == 2

    assert [entry["subject"] for entry in mail.received()] == ["Su recibo", "Su recibo"]


def test_a_mail_reads_as_it_was_written(backend):
    backend.send_messages([letter("<1@x>")])

    read = mail.read(mail.received()[0]["name"])

    assert (read["to"], read["subject"]) == ("ana@demo.example", "Su recibo")
    assert read["text"] == "Señora Quispe:\n\nSu solicitud llegó."


def test_an_unknown_mail_is_none(backend):
    assert mail.read("nothing") is None
