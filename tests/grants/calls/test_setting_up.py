"""Setting up a call: as data, in sentences, with a trace, and only before it is public."""

from decimal import Decimal

import pytest

from grants.calls import actions
from grants.evaluation.actions.checks import adopt_standard_criteria
from grants.models import Call
from grants.workflow import Refused
from tests.factories import IndicatorVersionFactory, form_version
from tests.grants.calls.conftest import BASICS
from tests.grants.evaluation.scored import rules_for

pytestmark = pytest.mark.django_db


def test_a_new_call_is_being_set_up_and_its_beginning_is_recorded(new_call, diego):
    event = new_call.events.get()

    assert (new_call.state, event.action, event.actor, event.after) == ("draft", "set_up", diego, "draft")
    assert event.changes["grant_max"] == "300000"


def test_data_that_could_never_be_published_are_refused_in_sentences(noon, programme, diego):
    wrong = BASICS | {"time_zone": "Europe/Bonn", "contact": "nobody"}

    with pytest.raises(Refused) as refused:
        actions.set_up_call(programme, by=diego, **wrong)

    assert sorted(str(reason) for reason in refused.value.reasons) == [
        "e-mail for questions: Enter a valid email address.",
        "time zone of the call: This time zone is not known. Write it like America/Lima.",
    ]
    assert Call.objects.count() == 0


def test_limits_in_the_wrong_order_are_refused(noon, programme, diego):
    with pytest.raises(Refused, match=r"Each lower limit is at most its upper limit\."):
        actions.set_up_call(programme, by=diego, **BASICS | {"grant_min": Decimal("400000")})


def test_an_edit_records_what_changed_and_nothing_else(new_call, diego):
    actions.edit_call(new_call, by=diego, grant_max=Decimal("250000"), title_en="Third call")

    assert new_call.events.last().changes == {"grant_max": ["300000.00", "250000"]}


def test_an_edit_that_changes_nothing_leaves_no_event(new_call, diego):
    actions.edit_call(new_call, by=diego, title_en="Third call")

    assert [event.action for event in new_call.events.all()] == ["set_up"]


def test_a_published_call_is_not_edited(call, diego):
    for act, data in (
        (actions.edit_call, {"grant_max": Decimal("1")}),
        (actions.add_lot, {"code": "3", "envelope": Decimal("1"), "title_es": "Tres"}),
        (actions.set_countries, {"la": ["PE"], "eu": ["DE"]}),
        (actions.set_catalogue, {"versions": []}),
        (actions.choose_form, {"version": form_version()}),
        (actions.add_required_document, {"slug": "x", "title_es": "X"}),
    ):
        with pytest.raises(Refused, match="corrigendum"):
            act(call, by=diego, **data)
    for act, row in (
        (actions.remove_lot, call.lots.first()),
        (actions.remove_required_document, call.required_documents.first()),
    ):
        with pytest.raises(Refused, match="corrigendum"):
            act(row, by=diego)
    assert call.events.count() == 0


def test_a_lot_s_code_is_used_once_per_call(whole_call, diego):
    with pytest.raises(Refused, match=r"This code is used already\."):
        actions.add_lot(whole_call, by=diego, code="1", title_es="Otra vez", envelope=Decimal("5"))


def test_lots_are_changed_and_taken_away_with_a_trace(whole_call, diego):
    lot = whole_call.lots.get()

    actions.change_lot(lot, by=diego, envelope=Decimal("6115000.00"))
    actions.remove_lot(lot, by=diego)

    changed, removed = list(whole_call.events.all())[-2:]
    assert (changed.action, changed.changes) == ("change_lot", {"envelope": ["6000000.00", "6115000.00"]})
    assert (removed.action, removed.note) == ("remove_lot", "1 Agri-food")
    assert whole_call.lots.count() == 0


def test_countries_replace_those_before_and_the_difference_is_recorded(whole_call, diego):
    actions.set_countries(whole_call, by=diego, la=["PE", "BR"], eu=["DE", "IT"])

    assert whole_call.events.last().changes == {"added": ["la:BR"], "removed": ["la:CO"]}
    assert sorted(str(row.country) for row in whole_call.countries.all()) == ["BR", "DE", "IT", "PE"]


def test_a_country_stands_on_one_side_only(new_call, diego):
    with pytest.raises(Refused, match=r"one side of the consortium only: PE\."):
        actions.set_countries(new_call, by=diego, la=["PE"], eu=["PE", "DE"])


def test_a_required_indicator_is_in_the_catalogue(new_call, diego):
    inside, outside = IndicatorVersionFactory(), IndicatorVersionFactory()

    with pytest.raises(Refused, match="in the catalogue, too"):
        actions.set_catalogue(new_call, by=diego, versions=[inside], required=[outside])


def test_a_form_of_another_purpose_is_refused(new_call, diego):
    version = form_version()
    version.questionnaire.purpose = "grid"

    with pytest.raises(Refused, match="not an application form"):
        actions.choose_form(new_call, by=diego, version=version)


def test_a_copy_has_everything_but_its_dates_and_is_being_set_up(call, diego):
    new = actions.copy_call(
        call, by=diego, reference="AIV-CALL-4", slug="fourth", title_en="Fourth call",
        opens_at=BASICS["opens_at"], closes_at=BASICS["closes_at"],
    )  # fmt: skip

    new.refresh_from_db()
    assert (new.state, new.title_en, new.title_es, new.grant_max) == (
        "draft", "Fourth call", call.title_es, call.grant_max,
    )  # fmt: skip
    assert [lot.code for lot in new.lots.all()] == ["1", "2"]
    assert [lot.title_en for lot in new.lots.all()] == ["Agri-food", "Circular"]
    assert new.countries.count() == call.countries.count() == 6
    assert new.indicators.count() == 2
    assert (new.form, new.required_documents.get().slug) == (call.form, "statutes")
    assert set(new.lots.values_list("public_id")).isdisjoint(call.lots.values_list("public_id"))
    assert new.events.get().changes == {"from": call.reference}


def test_a_copy_is_judged_like_its_model_and_nothing_of_the_model_s_evaluation_is_over_in_it(call, diego, noon):
    call.opened_at = noon
    call.save()
    adopt_standard_criteria(call, by=diego)
    rules = rules_for(call, frozen_at=noon)
    call.refresh_from_db()

    new = actions.copy_call(
        call, by=diego, reference="AIV-CALL-5", slug="fifth", opens_at=BASICS["opens_at"], closes_at=BASICS["closes_at"]
    )

    new = type(new).objects.get(pk=new.pk)
    assert (new.opened_at, new.announced_at, new.questions_until) == (None, None, None)
    copied = new.scoring_rules.get()
    assert (copied.grid, copied.frozen_at) == (rules.grid, None)
    assert new.check_criteria.count() == call.check_criteria.count() > 5
