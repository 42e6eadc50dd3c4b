"""The pages of handing in: what each of the consortium sees and may press, and the trace of every try."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from grants import clock
from grants.applications.actions.submission import submit_application
from grants.applications.models import Submission
from grants.attempts.models import Attempt
from grants.audit import canonical
from grants.messages.models import Message

pytestmark = pytest.mark.django_db

DEADLINE = datetime(2026, 4, 1, 10, 0, tzinfo=UTC)


def address(name, document, **kwargs):
    return reverse(f"applications:{name}", kwargs={"public_id": document.public_id} | kwargs)


def test_submitting_leads_to_the_receipt_and_is_on_record(complete, login, ana):
    client = login(ana)
    page = client.get(address("submit", complete))
    assert "Submit application" in page.text

    answer = client.post(address("submit", complete))

    submission = Submission.objects.get()
    assert answer.headers["Location"] == address("receipt", submission)
    receipt = client.get(answer.headers["Location"])
    assert submission.receipt_number in receipt.text
    assert submission.sha256 in receipt.text
    assert "This submission counts" in receipt.text
    attempt = Attempt.objects.get(action="submit_application")
    assert (attempt.outcome, attempt.sha256, attempt.user) == ("done", submission.sha256, ana)


def test_a_double_click_and_a_reload_lead_to_the_same_receipt(complete, login, ana):
    client = login(ana)

    answers = [client.post(address("submit", complete)).headers["Location"] for _click in range(3)]

    assert len(set(answers)) == 1
    assert Submission.objects.count() == 1
    assert "What you would submit is handed in already" in client.get(address("submit", complete)).text


def test_an_incomplete_application_is_not_submitted_and_the_try_keeps_all_reasons(application, login, ana):
    client = login(ana)

    answer = client.post(address("submit", application), follow=True)

    assert "things stand against it" in answer.text
    assert "Submit application</button>" not in answer.text
    attempt = Attempt.objects.get(action="submit_application")
    assert attempt.outcome == "refused"
    assert "Say how many months the project takes." in attempt.sentences
    assert len(attempt.sha256) == 64
    tries = client.get(address("tries", application))
    assert "Say how many months the project takes." in tries.text


def test_a_try_refused_in_spanish_is_read_in_english(complete, login, ana, bruno):
    ana.language = "es"
    ana.save()
    complete.title, complete.countries, complete.months = "", ["IT"], 99
    complete.save()
    complete.documents.all().delete()

    login(ana).post(address("submit", complete))

    read = login(bruno).get(address("tries", complete)).text
    assert "Italy is not a country of Latin America named in this call." in read
    assert "The project takes 99 months; the call allows" in read
    assert "“Statutes” is not uploaded yet." in read
    assert "El proyecto dura 99 meses" not in read
    assert "99 meses" in login(ana).get(address("tries", complete)).text


def test_a_second_click_is_told_apart_from_what_was_handed_in(complete, login, ana):
    client = login(ana)
    for second in (0, 27):  # the second one after the deadline
        with clock.at(datetime(2026, 4, 1, 9, 59, 50, tzinfo=UTC) + timedelta(seconds=second)):
            client.post(address("submit", complete))

    assert Submission.objects.count() == 1
    _first, second = client.get(address("tries", complete)).text.split("10:00:17 (UTC)")
    assert "The same was handed in before. That submission counts; this changed nothing." in second
    assert second.count("The same was handed in before.") == 1


def test_a_late_try_is_refused_politely_and_logged_to_the_second(complete, login, ana):
    client = login(ana)
    first = submit_application(complete, by=ana)
    complete.refresh_from_db()
    complete.title = "Too late"
    complete.save()

    with clock.at(datetime(2026, 4, 1, 10, 0, 27, tzinfo=UTC)):
        answer = client.post(address("submit", complete), follow=True)
        tries = client.get(address("tries", complete))
        record = client.get(complete.get_absolute_url()).text

    assert "too late" in answer.text
    assert "was changed since" not in record  # nothing can be submitted again
    assert "Open the receipt" in record
    assert f"Your submission with the receipt {first.receipt_number} was received in time and counts." in answer.text
    assert "10:00:27 (UTC)" in tries.text
    assert list(Submission.objects.all()) == [first]


def test_a_submission_refused_for_a_mandate_tells_the_partner_why_once_and_leaves_it_to_be_good_again(
    complete, login, ana
):
    partner = complete.partners.get(role="co_applicant")
    before = partner.tasks
    partner.tasks = "Other tasks."
    partner.save()
    browser = login(ana)

    answers = [browser.post(address("submit", complete), follow=True) for _once in range(2)]
    partner.tasks = before
    partner.save()
    browser.post(address("submit", complete))

    for answer in answers:
        assert "What the partner does in the project was rewritten." in answer.text
    letter = Message.objects.get(kind="application_void_mandate")
    assert letter.address == "bruno@demo.example"
    assert Submission.objects.count() == 1


def test_the_rehearsal_runs_every_check_for_partners_too_and_records_nothing(complete, application, login, bruno):
    page = login(bruno).get(address("check", complete))

    assert "Everything is complete: it could be submitted now" in page.text
    assert "A manager of the lead applicant submits the application." in page.text
    assert not Attempt.objects.exists()


def test_the_rehearsal_of_an_empty_draft_lists_what_is_missing(application, login, ana):
    page = login(ana).get(address("check", application))

    assert "things stand against submitting" in page.text
    assert address("facts", application) in page.text


def test_withdrawing_asks_first_and_then_no_longer_counts(complete, login, ana, bruno):
    submit_application(complete, by=ana)
    client = login(ana)
    assert "Withdraw application</button>" in client.get(address("withdraw", complete)).text

    client.post(address("withdraw", complete), {"note": "A better partner"})

    complete.refresh_from_db()
    assert complete.state == "withdrawn"
    receipt = login(bruno).get(address("receipt", Submission.objects.get()))
    assert "The application was withdrawn" in receipt.text
    sentence = "Until the deadline the application can be changed and submitted again."
    assert sentence in receipt.text
    change_it = "you can change the application and submit it again"
    assert change_it in receipt.text
    assert sentence in client.get(complete.get_absolute_url()).text
    with clock.at(complete.call.closes_at):
        later = login(bruno).get(address("receipt", Submission.objects.get())).text
        assert sentence not in later
        assert change_it not in later
        assert sentence not in login(ana).get(complete.get_absolute_url()).text


def test_the_receipt_s_pdf_is_made_on_request_and_downloaded(complete, login, ana, bruno):
    submission = submit_application(complete, by=ana)
    client = login(bruno)
    assert client.get(address("receipt_pdf", submission, language="pt-br")).status_code == 404

    answer = client.post(address("make_receipt_pdf", submission), {"language": "pt-br"}, follow=True)

    assert answer.headers["Content-Type"] == "application/pdf"
    assert b"".join(answer.streaming_content).startswith(b"%PDF-")


def test_the_content_file_has_the_bytes_the_hash_is_taken_of(complete, login, ana):
    submission = submit_application(complete, by=ana)

    answer = login(ana).get(address("submission_content", submission))

    assert answer.content == canonical(submission.document)
    assert 'filename="AIV-2026-0001-1.json"' in answer.headers["Content-Disposition"]


@pytest.mark.parametrize("name", ["submit", "withdraw"])
def test_only_the_lead_s_manager_presses_the_button(complete, login, amalia, aldo, bruno, fabio, diego, name):
    people = (amalia, aldo, bruno, fabio, diego)

    assert [login(user).post(address(name, complete)).status_code for user in people] == [403, 403, 403, 404, 404]
    assert Submission.objects.count() == 0


def test_receipts_are_for_the_consortium_alone(complete, login, ana, aldo, bruno, fabio, diego):
    submission = submit_application(complete, by=ana)

    def opens(user):
        return login(user).get(address("receipt", submission)).status_code

    assert [opens(user) for user in (ana, aldo, bruno, fabio, diego)] == [200, 200, 200, 404, 404]
