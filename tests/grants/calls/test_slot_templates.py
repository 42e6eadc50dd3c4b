"""Templates of the documents applicants upload: by slot and language, downloaded before anything is written."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from grants.calls import actions
from grants.calls.queries import content
from grants.models import SlotTemplate
from grants.workflow import Refused
from tests.client import html_of
from tests.grants.files.samples import PDF

pytestmark = pytest.mark.django_db


@pytest.fixture
def slot(call):
    call.state = "draft"
    call.save()
    return call.required_documents.get(slug="statutes")


def pdf(name="mandate.pdf"):
    return SimpleUploadedFile(name, PDF)


def test_an_officer_gives_a_template_in_each_language_and_applicants_see_theirs_first(
    login, call, slot, application, ana, diego
):
    url = reverse("calls:template_new", args=[slot.public_id])
    officer = login(diego)
    assert "Choose a file first." in html_of(officer.post(url, {"language": "es"}))
    for language in ("es", "en", "es"):
        officer.post(url, {"language": language, "file": pdf(f"{language}.pdf")})
    assert sorted(SlotTemplate.objects.values_list("language", flat=True)) == ["en", "es"]
    assert "es.pdf" in html_of(officer.get(call.get_absolute_url()))
    call.state = "published"
    call.save()

    page = login(ana).get(reverse("applications:documents", args=[application.public_id])).content.decode()

    assert page.index('hreflang="en"') < page.index('hreflang="es"')
    template = SlotTemplate.objects.get(language="en")
    response = login(ana).get(reverse("calls:slot_template", args=[template.public_id]))
    assert response["Content-Disposition"] == 'attachment; filename="en.pdf"'
    assert b"".join(response.streaming_content) == PDF


def test_everybody_fetches_the_templates_of_a_public_call_their_own_language_first(client, call, slot, diego):
    for language in ("es", "en"):
        actions.add_slot_template(slot, language=language, uploaded=pdf(f"{language}.pdf"), by=diego)
    url = f"/en/calls/{call.slug}/templates/{SlotTemplate.objects.get(language='en').public_id}/"
    assert client.get(url).status_code == 404  # nobody reads a call before it is published
    call.state = "published"
    call.save()

    page = client.get(f"/en/calls/{call.slug}/")
    answer = client.get(url)

    other = url.replace(url.split("/")[-2], str(SlotTemplate.objects.get(language="es").public_id))
    assert 0 < page.text.index(url) < page.text.index(other)
    assert (b"".join(answer.streaming_content), answer.cookies) == (PDF, {})


def test_a_template_is_frozen_with_the_call_copied_with_it_and_changes_only_before(call, slot, diego):
    template = actions.add_slot_template(slot, language="es", uploaded=pdf(), by=diego)
    assert content(call)["required_documents"][0]["templates"] == {"es": template.file.sha256}
    copy = actions.copy_call(
        call, by=diego, reference="COPY", slug="copy", opens_at=call.opens_at, closes_at=call.closes_at
    )
    assert SlotTemplate.objects.get(slot__call=copy).file == template.file

    call.state = "published"
    call.save()
    with pytest.raises(Refused, match="The call is published"):
        actions.add_slot_template(slot, language="en", uploaded=pdf(), by=diego)
    with pytest.raises(Refused, match="The call is published"):
        actions.remove_slot_template(template, by=diego)


def test_a_template_is_taken_away(login, call, slot, diego):
    template = actions.add_slot_template(slot, language="es", uploaded=pdf(), by=diego)

    login(diego).post(reverse("calls:template_remove", args=[template.public_id]))

    assert not SlotTemplate.objects.exists()
