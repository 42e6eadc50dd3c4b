"""A published call asks a corrected form: every answer stays, everybody who began is told."""

import pytest
from django.urls import reverse

from grants.applications.queries.completeness import checklist
from grants.calls import actions
from grants.calls.workflow import CallState
from grants.drafts.queries import answers_of
from grants.models import ApplicationPart, Message, Question
from grants.questionnaire import actions as forms
from grants.workflow import Refused
from tests.client import html_of
from tests.factories import form_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def corrected(call, diego, noon):
    """The next version of the call's form: no firms any more, and a new section with a question."""
    version = forms.copy_version(call.form, by=diego)
    forms.remove_question(Question.objects.get(section__version=version, key="firms"), by=diego)
    section = forms.add_section(version, slug="impact", title="Impacto", by=diego)
    forms.add_question(section, key="impact", kind="short", label="¿Qué cambia?", by=diego)
    return version


@pytest.fixture
def typed(application, login, ana):
    """Ana has answered two questions."""
    part = ApplicationPart.objects.get(draft=application.draft, slug="relevance")
    sent = {"answer-problem": "Erosion.", "rev-problem": 0, "answer-firms": "40", "rev-firms": 0}
    login(ana).post(reverse("applications:save_part", args=[part.public_id]), sent)
    return part


def test_a_corrigendum_points_every_draft_to_the_new_version_and_keeps_the_answers(
    login, call, application, typed, corrected, diego, ana
):
    page = html_of(login(diego).get(reverse("calls:form_correct", args=[call.public_id])))
    assert "New: “¿Qué cambia?”" in page
    assert "No longer asked: “How many firms will take part?”" in page
    sent = {"version": corrected.pk, "reason": "One question less, one more."}
    login(diego).post(reverse("calls:form_correct", args=[call.public_id]), sent)

    application.refresh_from_db()
    call.refresh_from_db()
    corrected.refresh_from_db()
    assert (call.form, application.draft.version) == (corrected, corrected)
    assert corrected.frozen_at is not None
    assert answers_of(application.draft)["firms"].raw == "40"
    assert "“¿Qué cambia?” is not answered yet." in [str(one) for one in checklist(application).reasons()]
    assert Message.objects.filter(kind="call_corrigendum", recipient=ana).count() == 1
    assert call.corrigenda.get().reason == "One question less, one more."

    client = login(ana)
    page = html_of(client.get(reverse("applications:part", args=[application.public_id, "relevance"])))
    assert "Erosion." in page
    assert "How many firms" not in page
    assert client.get(reverse("applications:part", args=[application.public_id, "impact"])).status_code == 200


def test_a_section_that_is_dropped_has_no_page_any_more_and_its_answers_stay(
    login, call, application, typed, diego, ana
):
    version = forms.copy_version(call.form, by=diego)
    forms.remove_section(version.sections.get(slug="relevance"), by=diego)
    actions.correct_form(call, by=diego, version=version, reason="Not needed.")
    client = login(ana)

    for name in ("save_part", "autosave"):
        assert client.post(reverse(f"applications:{name}", args=[typed.public_id])).status_code == 404
    assert client.get(reverse("applications:history", args=[typed.public_id])).status_code == 404
    assert client.get(reverse("applications:part", args=[application.public_id, "relevance"])).status_code == 404
    assert client.get(application.get_absolute_url()).status_code == 200
    assert answers_of(application.draft)["problem"].raw == "Erosion."


def test_a_form_is_corrected_only_while_it_can_still_be_answered(call, corrected, diego, dora):
    with pytest.raises(Refused, match="say why its form changes"):
        actions.correct_form(call, by=diego, version=corrected, reason=" ")
    with pytest.raises(Refused, match="later version"):
        actions.correct_form(call, by=diego, version=form_version(), reason="Other.")
    with pytest.raises(Refused, match="later version"):
        actions.correct_form(call, by=diego, version=call.form, reason="Same.")
    call.closes_at = call.opens_at.replace(day=2)
    call.save()
    with pytest.raises(Refused, match="deadline has passed"):
        actions.correct_form(call, by=diego, version=corrected, reason="Late.")
    call.state = CallState.DRAFT
    call.save()
    with pytest.raises(Refused, match="Only the form of a published call"):
        actions.correct_form(call, by=diego, version=corrected, reason="Early.")


def test_a_version_with_gaps_is_not_taken_over(call, application, corrected, diego):
    forms.add_section(corrected, slug="empty", title="Vacía", by=diego)

    with pytest.raises(Refused, match="has no question yet"):
        actions.correct_form(call, by=diego, version=corrected, reason="Later.")
    application.refresh_from_db()
    assert application.draft.version == call.form
