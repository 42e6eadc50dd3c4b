"""The letters of handing in, in the three languages."""

import pytest

from grants.applications.actions.mandates import request_mandate, tell_of_outdated_mandates
from grants.applications.actions.submission import submit_application, withdraw_application
from grants.messages.models import Message
from grants.messages.outbox import render
from tests.grants.applications.conftest import sign

pytestmark = pytest.mark.django_db

KINDS = [
    "application_mandate_link",
    "application_request_mandate",
    "application_sign_mandate",
    "application_submit",
    "application_void_mandate",
    "application_withdraw",
]


@pytest.fixture
def letters(complete, ana, bruno):
    """One letter of each kind."""
    partner = complete.partners.get(role="co_applicant")
    partner.tasks = "Other tasks."
    partner.save()
    tell_of_outdated_mandates(complete, by=ana)
    request_mandate(partner, name="Rosa Quispe", address="rosa@test.example", language="en", by=ana)
    sign(partner, bruno)
    submit_application(complete, by=ana)
    withdraw_application(complete, by=ana, note="Because of <b>&</b>")
    return {kind: Message.objects.filter(kind=kind).first() for kind in KINDS}


@pytest.mark.parametrize("language", ["es", "pt-br", "en"])
def test_each_letter_has_a_subject_a_link_and_no_leftover_of_its_template(letters, language):
    for kind in KINDS:
        letter = letters[kind]
        letter.language = language
        subject, body = render(letter)

        assert subject, kind
        assert "http://localhost/" in body, kind
        assert not {"{", "}", "&lt;", "&amp;", "None"} & set(body.split()), kind
        assert "\n\n\n" not in body, kind


def test_what_a_person_typed_comes_through_as_typed(letters):
    _subject, body = render(letters["application_withdraw"])

    assert "Reason given: Because of <b>&</b>" in body
