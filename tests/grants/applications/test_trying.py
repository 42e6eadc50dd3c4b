"""An officer tries a call out with test organisations, before it is published and after."""

import pytest
from django.urls import reverse

from grants.applications.actions.drafting import start_application
from grants.applications.actions.trying import try_out
from grants.applications.queries.completeness import checklist
from grants.calls.workflow import CallState
from grants.invariants import violations
from grants.models import Application, Call, Organisation, QuestionnaireVersion, User
from grants.workflow import Refused
from tests.factories import CallFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def being_set_up(db):
    call = CallFactory(state=CallState.DRAFT, reference="AIV-9", slug="ninth")
    QuestionnaireVersion.objects.filter(pk=call.form_id).update(frozen_at=None)
    return Call.objects.get(pk=call.pk)


def test_an_officer_fills_in_a_call_that_nobody_else_sees_yet(login, being_set_up, diego, noon, client):
    answer = login(diego).post(reverse("applications:try_out", args=[being_set_up.public_id]))

    application = Application.objects.get()
    assert answer.url == application.get_absolute_url()
    assert login(diego).get(answer.url).status_code == 200
    trial = application.call
    assert (trial.reference, trial.is_test, trial.is_open(noon)) == ("AIV-9-T1", True, True)
    assert [str(country) for country in application.partners.values_list("organisation__country", flat=True)] == [
        "BR", "DE",
    ]  # fmt: skip
    assert client.get(reverse("public:call", kwargs={"lang": "es", "slug": trial.slug})).status_code == 404
    being_set_up.refresh_from_db()
    assert (being_set_up.state, being_set_up.form.frozen_at) == (CallState.DRAFT, None)
    assert [line for line in violations() if "call" in line] == []


def test_a_second_trial_is_another_copy_with_the_same_test_organisations(being_set_up, diego, noon):
    try_out(being_set_up, by=diego)
    try_out(being_set_up, by=diego)

    assert list(Call.objects.filter(is_test=True).order_by("pk").values_list("reference", flat=True)) == [
        "AIV-9-T1", "AIV-9-T2",
    ]  # fmt: skip
    assert Organisation.objects.filter(is_test=True).count() == 2


def test_a_test_organisation_does_not_change_how_an_officer_reads_numbers(being_set_up, diego, noon):
    try_out(being_set_up, by=diego)

    assert User.objects.get(pk=diego.pk).number_country() == "GB"


def test_nothing_is_missing_of_the_test_organisations(being_set_up, diego, noon):
    application = try_out(being_set_up, by=diego)

    sentences = [str(reason) for reason in checklist(application).reasons()]
    assert sentences
    assert [sentence for sentence in sentences if "are not complete" in sentence] == []


def test_what_is_missing_of_the_call_is_said_and_nothing_is_made(login, being_set_up, diego, noon):
    being_set_up.lots.all().delete()

    answer = login(diego).post(reverse("applications:try_out", args=[being_set_up.public_id]), follow=True)

    assert "Add at least one lot with its envelope." in answer.content.decode()
    assert Call.objects.count() == 1


def test_a_test_organisation_takes_part_in_no_real_call(call, being_set_up, diego, noon):
    lead = try_out(being_set_up, by=diego).lead

    with pytest.raises(Refused, match="exists only for trying out"):
        start_application(call, lot=call.lots.first(), organisation=lead, title="?", by=diego, start_key=None)
