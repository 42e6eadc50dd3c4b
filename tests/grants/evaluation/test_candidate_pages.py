"""The pages of the evaluation: list, record, files, checks; their queries; nothing for who is in conflict."""

import hashlib
import re

import pytest
from django.core.files.base import ContentFile

from grants import clock
from grants.evaluation.actions.conflicts import record_conflict
from grants.evaluation.actions.opening import open_submissions
from grants.evaluation.models import Candidate, CheckAnswer, Evaluation
from grants.files.models import StoredFile
from tests.grants.evaluation.test_checks import all_yes
from tests.life import AFTER_DEADLINE, several

pytestmark = pytest.mark.django_db


@pytest.fixture
def opened(noon, call, diego, dora, request):
    """The evaluation of as many consortia as the test asks for."""
    several(call, request.param, title="Cacao sin deforestación")
    with clock.at(call.closes_at + AFTER_DEADLINE):
        yield open_submissions(call, by=diego, witness=dora)


def text_of(response):
    """The words of a page."""
    words = re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", response.content.decode(), flags=re.S)
    return re.sub(r"\s+", " ", words)


@pytest.mark.parametrize("opened", [1, 3], indirect=True)
def test_the_list_takes_one_number_of_queries(opened, diego, login, django_assert_num_queries):
    client = login(diego)
    with django_assert_num_queries(8):
        page = client.get(f"/evaluation/{opened.public_id}/?order=-score&q=cacao")

    assert page.content.decode().count("Cacao sin deforestación") == opened.candidates.count()


@pytest.mark.parametrize("opened", [1, 3], indirect=True)
def test_the_record_takes_one_number_of_queries(opened, diego, login, django_assert_num_queries):
    candidate = opened.candidates.first()
    all_yes(candidate, diego)
    client = login(diego)
    with django_assert_num_queries(12):
        client.get(f"/evaluation/candidates/{candidate.public_id}/")


@pytest.mark.parametrize("opened", [1, 3], indirect=True)
def test_the_checks_take_one_number_of_queries(opened, diego, login, django_assert_num_queries):
    candidate = opened.candidates.first()
    client = login(diego)
    with django_assert_num_queries(14):
        client.get(f"/evaluation/candidates/{candidate.public_id}/checks/")


@pytest.mark.parametrize("opened", [1, 3], indirect=True)
def test_the_evaluations_take_one_number_of_queries(opened, diego, login, django_assert_num_queries):
    client = login(diego)
    with django_assert_num_queries(4):
        client.get("/evaluation/")


@pytest.mark.parametrize("opened", [50], indirect=True)
@pytest.mark.slow
def test_fifty_lines_of_the_list_weigh_at_most_ninety_kilobytes(opened, diego, login):
    page = login(diego).get(f"/evaluation/{opened.public_id}/")

    assert page.content.decode().count("Cacao sin deforestación") == 50
    assert len(page.content) < 90_000


def test_the_list_says_what_each_candidate_is(candidate, diego, login):
    page = text_of(login(diego).get(f"/evaluation/{candidate.evaluation.public_id}/"))

    assert "1 candidate" in page
    assert "Café sin deforestación AIV-2026-0001" in page
    assert "Received: 1" in page
    for fact in ("Peru", "CCC", "250,000.00"):
        assert fact in page


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("q=cafe", 1), ("q=caf%C3%A9", 1), ("q=camara+cusco", 1), ("q=0001", 1), ("q=cacao", 0), ("state=received", 1),
        ("state=eligible", 0), ("lot=1", 1), ("lot=2", 0), ("country=PE", 1), ("order=nonsense", 1),
    ],
)  # fmt: skip
def test_the_list_is_searched_and_filtered(candidate, diego, login, query, count):
    page = login(diego).get(f"/evaluation/{candidate.evaluation.public_id}/?{query}")

    assert page.content.decode().count(candidate.title) == count


def test_the_record_shows_the_submission_and_never_the_live_draft(candidate, diego, login):
    application = candidate.application
    application.draft.cells.filter(key="problem").update(raw="CANARY-DRAFT", value="CANARY-DRAFT")
    application.budget.lines.update(description="CANARY-LINE")
    application.title = "CANARY-TITLE"
    application.save()

    page = text_of(login(diego).get(candidate.get_absolute_url()))

    assert "CANARY" not in page
    for said in ("Coffee growers lose their forest and their market.", "What problem do you address?", "Training",
                 "Growers gain: output", "Attendance lists", "Coordinator", "216,000.00", "312,500.00",
                 "Bruno Bianchi", "Associazione Verde", "Statutes"):  # fmt: skip
        assert said in page, said


def test_the_record_is_read_in_the_language_of_the_reader(candidate, diego, login):
    diego.language = "pt-br"
    diego.save()

    assert "pt: What problem do you address?" in text_of(login(diego).get(candidate.get_absolute_url()))


def test_files_of_the_submission_are_handed_out_also_when_the_draft_took_them_away(candidate, submission, diego, login):
    content = b"%PDF-1.7 statutes"
    stored = StoredFile.objects.create(
        content=ContentFile(content, "statutes.pdf"), original_name="statutes.pdf", media_type="application/pdf",
        size=len(content), sha256=hashlib.sha256(content).hexdigest(), uploaded_at=clock.now(),
    )  # fmt: skip
    candidate.application.documents.update(removed_at=clock.now())
    StoredFile.objects.filter(pk=candidate.application.documents.get().file_id).update(content=stored.content.name)
    url = f"/evaluation/candidates/{candidate.public_id}/files"

    answer = login(diego).get(f"{url}/documents/0/")

    assert b"".join(answer) == content
    assert 'filename="statutes.pdf"' in answer.headers["Content-Disposition"]
    for nothing in ("documents/1", "mandates/0", "mandates/9", "answers/0"):
        assert login(diego).get(f"{url}/{nothing}/").status_code == 404


def test_the_checks_page_is_prefilled_with_what_the_system_found(candidate, diego, login):
    page = login(diego).get(f"/evaluation/candidates/{candidate.public_id}/checks/").content.decode()

    assert "Latin America 1 (at least 1), European Union 1 (at least 1)." in page
    assert re.search(r'id="verdict-consortium-yes"[^>]* checked', page)
    assert not re.search(r'id="verdict-lead-(yes|no|unclear)"[^>]* checked', page)


@pytest.mark.django_db(transaction=True)
def test_answers_are_saved_from_the_page_and_the_decision_follows(candidate, diego, login):
    client, url = login(diego), f"/evaluation/candidates/{candidate.public_id}/checks/"
    sent = {"verdict-lead": "no", "note-lead": "", "then": "ineligible"}
    refused = client.post(url, sent)
    assert refused.status_code == 422
    assert "Say why not: “The lead applicant is an eligible, non-profit organisation.”" in refused.content.decode()

    assert '<a href="#note-lead">Say why not' in refused.content.decode()
    too_long = client.post(url, sent | {"note-lead": "A company " * 201})
    assert too_long.status_code == 422
    assert '<a href="#note-lead">' in too_long.content.decode()
    assert "A company A company" in too_long.content.decode()

    saved = client.post(url, sent | {"note-lead": "A company"})
    assert (saved.status_code, saved.headers["Location"]) == (302, f"{url}ineligible/")
    assert "The lead applicant is not an eligible organisation." in client.get(f"{url}ineligible/").content.decode()
    client.post(f"{url}ineligible/", {"note": "See the register"})

    candidate.refresh_from_db()
    assert candidate.state == "ineligible"
    assert CheckAnswer.objects.get().note == "A company"
    client.post(f"/evaluation/candidates/{candidate.public_id}/reopen/", {"reason": "Wrong register"})
    candidate.refresh_from_db()
    assert candidate.state == "received"


@pytest.mark.django_db(transaction=True)
def test_one_candidate_after_the_other(noon, call, diego, dora, login):
    several(call, 2)
    with clock.at(call.closes_at + AFTER_DEADLINE):
        first, second = open_submissions(call, by=diego, witness=dora).candidates.all()
        client = login(diego)
        begun = client.get(f"/evaluation/{first.evaluation.public_id}/next/")
        assert begun.headers["Location"] == f"/evaluation/candidates/{first.public_id}/checks/"

        saved = client.post(begun.headers["Location"], {"verdict-lead": "yes", "note-lead": "", "then": "next"})

        assert saved.headers["Location"] == f"/evaluation/candidates/{second.public_id}/checks/"
        assert f"Previous: {first.reference}" in client.get(saved.headers["Location"]).content.decode()


@pytest.mark.django_db(transaction=True)
def test_everything_that_is_ready_is_found_eligible_from_one_page(candidate, diego, login):
    all_yes(candidate, diego)
    url = f"/evaluation/{candidate.evaluation.public_id}/eligible/"
    assert "AIV-2026-0001" in login(diego).get(url).content.decode()

    login(diego).post(url)

    candidate.refresh_from_db()
    assert candidate.state == "eligible"


@pytest.mark.django_db(transaction=True)
def test_the_officer_opens_from_the_page_and_reads_the_record(after_deadline, call, submission, diego, dora, login):
    client = login(diego)
    assert "Open the applications of" in client.get("/home/").content.decode()
    assert "Second person present" in client.get(f"/evaluation/open/{call.public_id}/").content.decode()

    opened = client.post(f"/evaluation/open/{call.public_id}/", {"witness": dora.pk, "note": "In room 12"})

    evaluation = Evaluation.objects.get()
    assert opened.headers["Location"] == f"/evaluation/{evaluation.public_id}/opening/"
    record = text_of(client.get(opened.headers["Location"]))
    for said in ("Diego", "Dora", "In room 12", "AIV-2026-0001", submission.sha256, evaluation.record.sha256):
        assert said in record, said
    assert "1 check waits" in client.get("/home/").content.decode()
    assert "The applications are opened" in client.get(f"/evaluation/open/{call.public_id}/").content.decode()


def test_before_the_deadline_the_page_says_why_not(submission, call, diego, login):
    page = login(diego).get(f"/evaluation/open/{call.public_id}/").content.decode()

    assert "They cannot be opened yet" in page
    assert "Second person present" not in page


def test_who_is_in_conflict_meets_nothing_of_the_candidate(candidate, diego, dora, chamber, submission, login):
    """T-RV-07: list, counts, record, files, checks, decisions, record of the opening, home."""
    all_yes(candidate, diego)
    record_conflict(candidate.evaluation, by=dora, person=diego, organisation=chamber, reason="Advised them")
    client, here = login(diego), f"/evaluation/candidates/{candidate.public_id}/"
    evaluation = f"/evaluation/{candidate.evaluation.public_id}/"

    for url in ("", "files/documents/0/", "checks/", "checks/eligible/", "reopen/", "clarify/", "conflict/"):
        assert client.get(here + url).status_code == 404, url
        assert client.post(here + url).status_code in (404, 405), url
    pages = [evaluation, f"{evaluation}opening/", f"{evaluation}eligible/", f"{evaluation}conflicts/",
             f"{evaluation}?q=0001", "/evaluation/", "/home/"]  # fmt: skip
    for url in pages:
        page = text_of(client.get(url))
        assert candidate.reference not in page, url
        assert candidate.title not in page, url
        assert submission.sha256 not in page, url
    assert "0 candidates" in text_of(client.get(evaluation))
    assert "check waits" not in text_of(client.get("/home/"))


def test_unknown_parameters_find_nobody(candidate, ana, clara, diego, client, login):
    """T-RV-03: no look-up of people opens to those who have no business there."""
    strangers = [login(ana), login(clara), client]
    for query in ("group=assessor", "role=assessor", "assigned_to=1", f"application={candidate.application_id}"):
        for someone in strangers:
            assert someone.get(f"/evaluation/{candidate.evaluation.public_id}/?{query}").status_code in (302, 404)
    assert Candidate.objects.visible_to(clara).count() == 0
    page = login(diego).get(f"/evaluation/{candidate.evaluation.public_id}/?assigned_to=1&role=assessor")
    assert "Clara" not in page.content.decode()
