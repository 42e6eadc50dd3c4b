"""Starting an application, its facts, and the door every change to a draft goes through."""

import uuid
from datetime import timedelta
from threading import Thread

import pytest
from django.db import connection, transaction
from django.utils.translation import override

from grants import clock
from grants.applications.actions import drafting
from grants.applications.queries.drafting import facts_mark, reasons_against_drafting
from grants.models import Application, LogframeIndicator
from grants.workflow import Refused, locked
from tests.factories import ApplicationFactory, CallFactory, OrganisationFactory


def start(call, organisation, by, **fields):
    values = {"lot": call.lots.first(), "title": "Café", "start_key": uuid.uuid4()} | fields
    return drafting.start_application(call, organisation=organisation, by=by, **values)


def test_starting_opens_form_budget_logframe_and_the_leads_own_place(noon, call, chamber, ana):
    application = start(call, chamber, ana)

    assert application.state == "draft"
    assert [part.slug for part in application.draft.parts.all()] == ["relevance", "design"]
    assert [(p.role, p.state, p.organisation) for p in application.partners.all()] == [("lead", "joined", chamber)]
    assert [column.organisation for column in application.budget.partners.all()] == [chamber]
    assert application.budget.years == 3
    assert [result.level for result in application.results.all()] == ["impact", "outcome", "output"]
    indicator = LogframeIndicator.objects.get(result__application=application)
    assert (indicator.result.level, indicator.indicator.required) == ("output", True)
    assert [event.action for event in application.events.all()] == ["start"]


def test_a_double_click_starts_one_application(noon, call, chamber, ana):
    key = uuid.uuid4()

    first = start(call, chamber, ana, start_key=key)
    second = start(call, chamber, ana, start_key=key, title="Typed a little later")

    assert second == first
    assert Application.objects.count() == 1


def test_a_call_that_is_not_open_takes_no_new_application(call, chamber, ana):
    with clock.at(call.closes_at), pytest.raises(Refused) as refused:
        start(call, chamber, ana)

    assert [reason.code for reason in refused.value.reasons] == ["not_open"]


def test_an_organisation_of_another_country_is_refused_with_its_country_named(noon, call, ana):
    abroad = OrganisationFactory(legal_name="Nepal Chamber", short_name="NEP", country="NP", manager=ana)

    with override("en"), pytest.raises(Refused) as refused:
        start(call, abroad, ana)

    assert [str(reason) for reason in refused.value.reasons] == [
        "NEP is registered in Nepal, which is not an eligible country of this call."
    ]


def test_a_lot_of_another_call_is_refused(noon, call, chamber, ana):
    with pytest.raises(Refused) as refused:
        start(call, chamber, ana, lot=CallFactory().lots.first())

    assert [reason.code for reason in refused.value.reasons] == ["foreign_lot"]


@pytest.mark.parametrize(("seconds", "code"), [(-1, None), (0, "closed"), (1, "closed")])
def test_drafting_ends_exactly_at_the_deadline(application, call, ana, seconds, code):
    moment = call.closes_at + timedelta(seconds=seconds)

    with clock.at(moment):
        codes = [reason.code for reason in reasons_against_drafting(application)]

    assert codes == ([code] if code else [])


def test_a_withdrawn_application_can_be_worked_on_until_the_deadline(application, call, ana):
    Application.objects.filter(pk=application.pk).update(state="withdrawn")
    part = application.draft.parts.first()

    drafting.save_part(application, part=part, answers={"problem": "New"}, based_on={}, by=ana)
    with clock.at(call.closes_at), pytest.raises(Refused) as refused:
        drafting.save_part(application, part=part, answers={"problem": "Newer"}, based_on={"problem": 1}, by=ana)

    assert [reason.code for reason in refused.value.reasons] == ["closed"]
    application.refresh_from_db()
    assert (application.state, application.draft.cells.get().raw) == ("withdrawn", "New")


def test_a_submitted_application_can_be_worked_on_until_the_deadline(application, ana):
    Application.objects.filter(pk=application.pk).update(
        state="submitted", submitted_at=clock.now(), reference="AIV-2026-0001"
    )

    drafting.save_part(
        application, part=application.draft.parts.first(), answers={"problem": "New"}, based_on={}, by=ana
    )

    assert application.draft.cells.get().raw == "New"


def test_saving_a_part_notes_when_the_application_changed(application, ana):
    drafting.save_part(
        application, part=application.draft.parts.first(), answers={"problem": "Text"}, based_on={}, by=ana
    )

    application.refresh_from_db()
    assert application.changed_at == clock.now()


def edit(application, by, **fields):
    values = {
        "title": "Café",
        "lot": application.lot,
        "months": 24,
        "countries": ["PE", "CO"],
        "based_on": facts_mark(application),
    } | fields
    return drafting.edit_application(application, by=by, **values)


def test_editing_the_facts_records_what_changed(application, ana):
    edit(application, ana)

    application.refresh_from_db()
    assert (application.title, application.months) == ("Café", 24)
    assert [country.code for country in application.countries] == ["CO", "PE"]
    assert application.events.get(action="edit").changes == {
        "title": ["Café sin deforestación", "Café"],
        "months": [None, 24],
        "countries": [[], ["CO", "PE"]],
    }


def test_facts_changed_by_a_colleague_meanwhile_are_not_overwritten(application, ana, amalia):
    seen = facts_mark(application)
    edit(application, amalia, title="Cacao")

    with pytest.raises(Refused) as refused:
        edit(application, ana, title="Aguaje", based_on=seen)

    assert [reason.code for reason in refused.value.reasons] == ["stale"]
    application.refresh_from_db()
    assert application.title == "Cacao"


@pytest.mark.django_db(transaction=True)
def test_a_submission_and_a_save_wait_for_each_other(noon, call, chamber, ana):
    """T-DL-11: whoever holds the row is finished before the other reads the draft."""
    application = ApplicationFactory(call=call, lead=chamber, started_by=ana)
    order = []

    def save_later():
        with clock.at(noon):
            drafting.save_part(
                application, part=application.draft.parts.first(), answers={"problem": "Late"}, based_on={}, by=ana
            )
        order.append("saved")
        connection.close()

    with transaction.atomic():
        locked(application)  # as a submission does
        thread = Thread(target=save_later)
        thread.start()
        thread.join(timeout=0.5)
        order.append("submitted")
    thread.join(timeout=10)

    assert order == ["submitted", "saved"]
