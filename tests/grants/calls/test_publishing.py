"""Publishing freezes the rules; afterwards they change in public, with a number, for everybody."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from grants import clock
from grants.calls import actions
from grants.calls.queries import content
from grants.models import Call, CallVersion, Message, QuestionnaireVersion
from grants.workflow import Refused
from tests.factories import NOON, ApplicationFactory, join

pytestmark = pytest.mark.django_db


def test_publishing_freezes_rules_form_and_indicators_as_version_one(whole_call, diego):
    QuestionnaireVersion.objects.filter(calls=whole_call).update(frozen_at=None)

    published = actions.publish_call(whole_call, by=diego)

    version = published.versions.get()
    published.form.refresh_from_db()
    assert (published.state, version.number, version.frozen_by) == ("published", 1, diego)
    assert version.is_intact
    assert version.document["grant_max"] == "300000.00"
    assert version.document["lots"][0]["code"] == "1"
    assert published.form.frozen_at == NOON
    assert [row.version.frozen_at for row in published.indicators.select_related("version")] == [NOON, NOON]


def test_everything_missing_is_said_at_once_and_nothing_is_written(new_call, diego):
    actions.edit_call(new_call, by=diego, summary_pt_br="")

    with pytest.raises(Refused) as refused:
        actions.publish_call(new_call, by=diego)

    new_call.refresh_from_db()
    assert [reason.code for reason in refused.value.reasons] == [
        "language_missing", "no_lots", "no_countries", "no_indicators", "no_questions",
    ]  # fmt: skip
    assert all(reason.url.startswith(f"/calls/{new_call.public_id}/") for reason in refused.value.reasons)
    assert (new_call.state, CallVersion.objects.count()) == ("draft", 0)
    assert not new_call.events.filter(action="publish").exists()


def test_a_call_that_is_over_cannot_be_published(whole_call, diego):
    with clock.at(whole_call.closes_at), pytest.raises(Refused) as refused:
        actions.publish_call(whole_call, by=diego)

    assert [reason.code for reason in refused.value.reasons] == ["deadline_passed"]


def test_a_form_with_an_empty_part_stands_against_publishing(whole_call, diego):
    QuestionnaireVersion.objects.filter(calls=whole_call).update(frozen_at=None)
    whole_call = type(whole_call).objects.get(pk=whole_call.pk)
    whole_call.form.sections.create(slug="empty", title_es="Vacía", title_en="Empty", position=9)

    with pytest.raises(Refused, match="The section “Empty” has no question yet"):
        actions.publish_call(whole_call, by=diego)


def test_a_call_is_published_once(whole_call, diego):
    actions.publish_call(whole_call, by=diego)

    with pytest.raises(Refused):
        actions.publish_call(whole_call, by=diego)

    assert whole_call.versions.count() == 1


def test_the_frozen_content_is_that_of_the_call(whole_call, diego):
    actions.publish_call(whole_call, by=diego)

    assert set(whole_call.versions.get().document) == {"schema", *content(whole_call)}


def test_a_call_is_open_from_its_opening_until_just_before_its_deadline(call):
    second = timedelta(seconds=1)

    assert [
        call.is_open(moment)
        for moment in (call.opens_at - second, call.opens_at, call.closes_at - second, call.closes_at)
    ] == [False, True, True, False]


def test_cancelling_tells_everybody_who_began(
    application, partner, call, ana, amalia, aldo, bruno, fabio, rival, diego
):
    actions.cancel_call(call, by=diego, reason="The budget was withdrawn.")

    call.refresh_from_db()
    told = Message.objects.filter(kind="call_cancel")
    assert call.state == "cancelled"
    assert {message.recipient for message in told} == {ana, amalia, aldo, bruno}


def test_the_published_version_says_how_partners_sign(whole_call, diego):
    Call.objects.filter(pk=whole_call.pk).update(mandate_evidence="scan", mandate_edits=False)

    version = actions.publish_call(whole_call, by=diego).versions.get()

    assert (version.document["mandate_evidence"], version.document["mandate_edits"]) == ("scan", False)


def test_cancelling_needs_a_reason(call, diego):
    with pytest.raises(Refused, match="Say why"):
        actions.cancel_call(call, by=diego, reason="  ")


def test_who_has_left_or_declined_is_not_told(application, partner, call, rival, ana, amalia, bruno, aldo, diego):
    amalia.memberships.update(ended_at=NOON)
    declined = join(application, rival)
    declined.state = "declined"
    declined.save()

    actions.cancel_call(call, by=diego, reason="Withdrawn.")

    assert {message.recipient for message in Message.objects.all()} == {ana, aldo, bruno}


@pytest.fixture
def guidelines():
    return SimpleUploadedFile("guia.pdf", b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n", "application/pdf")


def test_a_document_of_a_call_being_set_up_is_just_added(whole_call, guidelines, diego):
    document = actions.announce_document(whole_call, by=diego, upload=guidelines, title_es="Guía", language="es")
    assert whole_call.corrigenda.count() == 0

    actions.remove_document(document, by=diego)

    assert whole_call.documents.count() == 0
    assert [event.action for event in whole_call.events.all()][-2:] == ["announce_document", "remove_document"]


def test_a_document_added_in_public_is_a_corrigendum_with_a_new_version(application, call, guidelines, ana, diego):
    with pytest.raises(Refused, match="say why"):
        actions.announce_document(call, by=diego, upload=guidelines, title_es="Guía")
    actions.announce_document(call, by=diego, upload=guidelines, title_es="Guía", reason="Annex B was missing.")

    corrigendum = call.corrigenda.get()
    assert (corrigendum.number, corrigendum.reason, corrigendum.closes_after) == (1, "Annex B was missing.", None)
    assert call.versions.get().document["documents"][0]["sha256"] == call.documents.get().file.sha256
    assert ana in {message.recipient for message in Message.objects.filter(kind="call_corrigendum")}
    with pytest.raises(Refused, match="corrigendum"):
        actions.remove_document(call.documents.get(), by=diego)


def test_two_calls_do_not_tell_each_other_s_applicants(application, rival, fabio, call, diego):
    other = ApplicationFactory(lead=rival, started_by=fabio)

    actions.cancel_call(other.call, by=diego, reason="Withdrawn.")

    assert {message.recipient for message in Message.objects.all()} == {fabio}
