"""Files that answer questions, as those who judge read them: by their place, under a name that tells nobody's."""

import pytest
from django.urls import reverse

from grants.applications.actions.documents import add_answer_file
from grants.applications.actions.submission import submit_application
from grants.evaluation.queries.record import file_url_of, with_submission
from grants.evaluation.queries.submission import handed_in
from grants.models import ApplicationPart
from grants.questionnaire import actions as forms
from tests.factories import ApplicationFactory, join
from tests.grants.applications.conftest import fill_in
from tests.grants.applications.test_views_documents import PDF, pdf
from tests.grants.evaluation.scored import assign

pytestmark = pytest.mark.django_db


@pytest.fixture
def submission(noon, call, chamber, partner_organisation, ana, bruno, diego):
    """Handed in with a file as the answer to a question."""
    forms.freeze_version(call.form, by=diego)
    version = forms.copy_version(call.form, by=diego)
    section = version.sections.first()
    forms.add_question(section, key="statements", kind="file", label="Statements", required=False, by=diego)
    forms.freeze_version(version, by=diego)
    call.form = version
    call.save()
    application = ApplicationFactory(call=call, lead=chamber, started_by=ana, title="Café")
    part = ApplicationPart.objects.get(draft=application.draft, slug=section.slug)
    fill_in(application, join(application, partner_organisation), signer=bruno, by=ana)
    add_answer_file(application, part=part, question="statements", uploaded=pdf("Cámara.pdf"), by=ana)
    return submit_application(application, by=ana)


def test_a_file_of_an_answer_is_read_by_its_place_without_its_name(login, candidate, diego):
    handed = handed_in(with_submission(candidate), country="PE", file_url=file_url_of(candidate))

    (answer,) = [one for part in handed.parts for one in part["answers"] if one["files"]]
    url = reverse("evaluation:file", args=[candidate.public_id, "answers", 0])
    assert [(file["name"], file["url"]) for file in answer["files"]] == [("File 1", url)]
    assert "Cámara" not in str(answer)
    assert b"".join(login(diego).get(url).streaming_content) == PDF
    assert login(diego).get(reverse("evaluation:file", args=[candidate.public_id, "answers", 1])).status_code == 404


def test_assessors_open_a_file_nobody_scanned_once_an_officer_answers_for_it(
    login, eligible, evaluation, first, clara, diego, sonia, submission
):
    """T-FI-09: the file came in all the same, and officers read it."""
    assign(eligible, first, by=sonia)
    url = reverse("evaluation:file", args=[eligible.public_id, "answers", 0])
    release = reverse("evaluation:unscanned_files", args=[evaluation.public_id])
    officer = login(diego)
    before = login(clara).get(url)

    assert "1 file was not scanned" in officer.get(release).text
    assert officer.post(release, {"reason": " "}).status_code == 422
    officer.post(release, {"reason": "Looked at in the office."})

    after = b"".join(login(clara).get(url).streaming_content)
    assert (before.status_code, "This file is not scanned" in before.text, after) == (403, True, PDF)
    assert evaluation.events.get(action="release_files").note == "Looked at in the office."
    assert "Every file is scanned or released" in officer.get(release).text
