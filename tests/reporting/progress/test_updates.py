"""The life of a results update: begun, submitted, returned, approved, corrected; and that approved stays approved."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from grants import clock, models
from grants.models import Job, Message
from grants.workflow import Refused
from reporting.models import Fact, FirmList, IndicatorValue, Participation, ResultsUpdate
from reporting.progress.actions.updates import (
    approve_update,
    begin_correction,
    begin_update,
    return_update,
    submit_update,
)
from reporting.progress.actions.values import save_values
from reporting.progress.queries.content import content_of
from reporting.progress.queries.freezing import differences, rows_hash
from tests.factories import UserFactory
from tests.reporting.progress.conftest import FILLED
from tests.reporting.progress.reporting import FIRMS, FIRST, JULY, PERSONS, SECOND, THIRD, firm, list_of

pytestmark = pytest.mark.django_db


def letters(kind):
    return sorted(Message.objects.filter(kind=kind).values_list("address", flat=True))


def test_an_update_is_begun_for_a_half_year_and_its_people_are_told(project, july):
    update = begin_update(project, period_end=THIRD, by=None)

    assert (update.state, update.due_on, update.number) == ("draft", date(2026, 7, 15), 1)
    assert letters("resultsupdate_begin") == ["amalia@demo.example", "ana@demo.example"]
    assert [event.action for event in update.events.all()] == ["begin"]


@pytest.mark.parametrize(
    ("day", "code"),
    [(date(2026, 6, 29), "no_end"), (date(2024, 12, 31), "outside"), (date(2027, 6, 30), "outside")],
)
def test_a_half_year_that_is_none_or_not_the_project_s_is_refused(project, july, day, code):
    with pytest.raises(Refused) as refused:
        begin_update(project, period_end=day, by=None)

    assert code in [reason.code for reason in refused.value.reasons]
    assert not ResultsUpdate.objects.exists()


def test_the_first_half_year_is_the_one_the_project_starts_in_and_the_last_the_one_it_ends_in(project, july):
    for period_end in (FIRST, date(2026, 12, 31)):
        begin_update(project, period_end=period_end, by=None)

    assert ResultsUpdate.objects.count() == 2


def test_a_project_without_signed_contract_reports_nothing(project, july):
    models.Contract.objects.update(state="sent")

    with pytest.raises(Refused, match="does not run"):
        begin_update(project, period_end=THIRD, by=None)


def test_a_half_year_has_one_update(update, project):
    with pytest.raises(Refused, match="already"):
        begin_update(project, period_end=THIRD, by=None)

    assert ResultsUpdate.objects.count() == 1


def test_a_complete_update_is_handed_in_and_the_officers_are_told(filled, ana, dora):
    update = submit_update(filled, by=ana)

    assert (update.state, update.submitted_at, update.submitted_by) == ("submitted", JULY, ana)
    assert letters("resultsupdate_submit") == ["diego@demo.example", "dora@demo.example"]
    assert update.events.last().changes["snapshot"]["texts"] == {
        "P-1.whole": "40", "P-1.sex:women": "25", "P-1.note": "Attendance lists", "P-1.kept_at": "Office in Cusco",
    }  # fmt: skip


def codes_against(update, by):
    with pytest.raises(Refused) as refused:
        submit_update(update, by=by)
    assert not update.events.filter(action="submit").exists()
    return [reason.code for reason in refused.value.reasons]


@pytest.mark.parametrize(
    ("fields", "codes"),
    [
        ({}, ["missing"]),
        ({"sex:women": "3"}, ["missing"]),
        ({"": "1,234"}, ["unreadable"]),
        ({"": "many"}, ["unreadable"]),
        ({"": "4.5"}, ["unreadable"]),
        ({"": "40"}, ["unmeasured", "evidence"]),
        ({"": "40", "note": "Lists"}, ["evidence"]),
        ({"": "40", "note": "Lists", "kept_at": " "}, ["evidence"]),
        ({"": "40", "sex:women": "25", "sex:men": "16", "note": "n", "kept_at": "k"}, ["parts"]),
    ],
)
def test_what_is_missing_or_wrong_is_said_all_at_once(update, ana, fields, codes):
    save_values(update, by=ana, values={PERSONS: fields})

    assert codes_against(update, ana) == codes


def test_zero_is_a_number_and_needs_no_evidence(update, ana):
    save_values(update, by=ana, values={PERSONS: {"": "0"}})

    assert submit_update(update, by=ana).state == "submitted"


def test_parts_may_be_less_than_the_whole_the_rest_is_not_known(filled, ana):
    assert submit_update(filled, by=ana).state == "submitted"


def test_every_reason_names_its_place(update, ana):
    with pytest.raises(Refused) as refused:
        submit_update(update, by=ana)

    (reason,) = refused.value.reasons
    assert str(reason) == "The number of “Persons trained” is missing. Nothing reached is 0."
    assert reason.url == f"/updates/{update.public_id}/values/#answer-P-1.whole"


def test_before_the_half_year_is_over_nothing_is_handed_in(project, ana, july):
    with clock.at(JULY - timedelta(days=5)):  # the last day of June
        update = begin_update(project, period_end=THIRD, by=None)
        save_values(update, by=ana, values=FILLED)
        assert codes_against(update, ana) == ["period"]


@pytest.mark.parametrize(
    ("state", "codes"), [("queued", ["list_read"]), ("refused", ["list_problems"]), ("taken", []), ("replaced", [])]
)
def test_a_list_that_is_read_or_has_problems_stands_against_it(filled, ana, state, codes):
    list_of(filled, ["Uno"], by=ana, state=state, problems=3)

    if codes:
        assert codes_against(filled, ana) == codes
    else:
        assert submit_update(filled, by=ana).state == "submitted"


def test_an_update_is_returned_with_comments_and_time_to_answer(submitted, diego):
    with clock.at(JULY + timedelta(days=20)):
        update = return_update(submitted, by=diego, note="Not clear", comments={PERSONS: "Count again", "list": ""})

    assert (update.state, update.due_on) == ("returned", date(2026, 8, 4))
    event = update.events.last()
    assert (event.note, event.changes["comments"]) == ("Not clear", {PERSONS: "Count again"})
    assert letters("resultsupdate_return") == ["amalia@demo.example", "ana@demo.example"]


def test_a_return_says_why_and_comments_on_what_is_there(submitted, diego):
    with pytest.raises(Refused, match="Say why"):
        return_update(submitted, by=diego, note=" ")
    with pytest.raises(Refused, match="does not have"):
        return_update(submitted, by=diego, note="No", comments={"X-1": "?"})

    assert ResultsUpdate.objects.get().state == "submitted"


def test_after_a_return_the_difference_to_what_was_handed_in_is_shown(submitted, diego, ana):
    before = submitted.events.last().changes["snapshot"]
    return_update(submitted, by=diego, note="Not clear")
    save_values(submitted, by=ana, values={PERSONS: {"": "38", "sex:men": "13"}})
    list_of(submitted, ["Uno"], by=ana)

    assert differences(content_of(submitted), before) == [
        {"code": PERSONS, "field": "sex:men", "before": "", "after": "13"},
        {"code": PERSONS, "field": "", "before": "40", "after": "38"},
        {"code": "", "field": "list", "before": "", "after": "firms.xlsx"},
    ]


def test_who_submitted_decides_nothing(filled, diego):
    submit_update(filled, by=diego)

    for act in (approve_update, lambda u, by: return_update(u, by=by, note="No")):
        with pytest.raises(Refused, match="does not decide about it"):
            act(filled, by=diego)
    assert ResultsUpdate.objects.get().state == "submitted"


def test_who_belongs_to_the_chamber_decides_nothing_about_its_own_action(courses, lima, pilar, diego):
    update = begin_update(courses, period_end=THIRD, by=None)
    submit_update(update, by=pilar)
    insider = UserFactory(role="officer")
    lima.memberships.create(user=insider, role="reader", since=JULY)

    with pytest.raises(Refused, match="You belong to an organisation"):
        approve_update(update, by=insider)
    assert approve_update(update, by=diego).state == "approved"


def test_whom_a_conflict_of_interest_keeps_out_decides_nothing_and_is_not_told(filled, partner_organisation, ana, dora):
    models.Conflict.objects.create(person=dora, organisation=partner_organisation, origin="declared", at=JULY)
    submit_update(filled, by=ana)

    with pytest.raises(Refused, match="conflict of interest"):
        approve_update(filled, by=dora)
    assert letters("resultsupdate_submit") == ["diego@demo.example"]
    assert not ResultsUpdate.objects.visible_to(dora).exists()


def test_approval_freezes_content_and_rows(submitted, diego, ana):
    ResultsUpdate.objects.filter(pk=submitted.pk).update(state="returned")
    rows = list_of(submitted, ["Uno", "Dos"], by=ana)
    submit_update(submitted, by=ana)

    update = approve_update(submitted, by=diego)

    version = update.version
    assert (update.state, update.approved_at, update.approved_by, version.is_intact) == ("approved", JULY, diego, True)
    assert version.document["indicators"] == [
        {
            "code": PERSONS, "version": 1, "form": "reported", "unit": "personas",
            "values": {"whole": "40.00", "sex:women": "25.00"}, "note": "Attendance lists",
            "kept_at": "Office in Cusco", "evidence": [],
        }
    ]  # fmt: skip
    assert version.document["list"]["rows"] == 2
    assert version.document["list"]["rows_sha256"] == rows_hash(rows)
    assert letters("resultsupdate_approve") == ["amalia@demo.example", "ana@demo.example"]
    assert Job.objects.get(kind="count_again").target == str(update.pk)


def test_the_hash_of_the_rows_hangs_on_every_fact_and_not_on_the_order_of_writing(update, ana):
    rows = list_of(update, ["Uno", "Dos"], by=ana)
    before = rows_hash(rows)
    part = rows.participations.first()
    second = Fact.objects.create(
        participation=part, indicator=part.facts.get().indicator, on=THIRD, status="verified", quantity=4
    )
    with_two = rows_hash(rows)
    second.delete()

    assert with_two != before
    assert rows_hash(rows) == before


def test_nothing_of_an_approved_update_changes(submitted, diego, ana):
    ResultsUpdate.objects.filter(pk=submitted.pk).update(state="returned")
    list_of(submitted, ["Uno"], by=ana)
    approve_update(submit_update(submitted, by=ana), by=diego)
    part, fact = Participation.objects.get(), Fact.objects.get()
    value = IndicatorValue.objects.get(split="")
    changes = [
        lambda: ResultsUpdate.objects.update(state="draft"),
        lambda: ResultsUpdate.objects.update(approved_at=JULY),
        lambda: IndicatorValue.objects.update(value=41),
        lambda: value.delete(),
        lambda: IndicatorValue.objects.create(update=submitted, indicator=value.indicator, split="sex:men", value=1),
        lambda: FirmList.objects.update(state="replaced"),
        lambda: list_of(submitted, [], by=ana, state="queued"),
        lambda: Participation.objects.update(row=9),
        lambda: Fact.objects.update(quantity=1),
        lambda: fact.delete(),
        lambda: Fact.objects.create(participation=part, indicator=fact.indicator, on=THIRD, status="verified"),
        lambda: Participation.objects.create(list=part.list, project=part.project, firm=part.firm, row=99),
    ]
    for change in changes:
        with pytest.raises(DatabaseError, match="approved"), transaction.atomic():
            change()

    assert rows_hash(part.list) == submitted.version.document["list"]["rows_sha256"]


ALLOWED = {
    ("draft", "submit"), ("returned", "submit"), ("submitted", "return"), ("submitted", "approve"),
}  # fmt: skip


@pytest.mark.parametrize("action", ["submit", "return", "approve"])
@pytest.mark.parametrize("state", ["draft", "submitted", "returned", "approved"])
def test_each_step_is_taken_from_its_states_only(filled, ana, diego, state, action):
    if state in ("submitted", "returned", "approved"):
        submit_update(filled, by=ana)
    if state == "returned":
        return_update(filled, by=diego, note="No")
    if state == "approved":
        approve_update(filled, by=diego)
    act = {"submit": submit_update, "approve": approve_update, "return": return_update}[action]
    more, by = {"note": "No"} if action == "return" else {}, ana if action == "submit" else diego
    before = filled.events.count()

    if (state, action) in ALLOWED:
        assert act(filled, by=by, **more).events.last().action == action
    else:
        with pytest.raises(Refused, match="not possible while"):
            act(filled, by=by, **more)
        assert filled.events.count() == before


def test_a_mistake_is_put_right_by_a_correction_that_counts_from_its_approval_on(approved, diego, ana):
    later = JULY + timedelta(days=30)
    with clock.at(later):
        correction = begin_correction(approved, by=diego, note="Counted twice")
        assert list(ResultsUpdate.objects.in_force(later)) == [approved]
        save_values(correction, by=ana, values={PERSONS: {"": "30", "note": "n", "kept_at": "k"}})
        approve_update(submit_update(correction, by=ana), by=diego)

    assert (correction.number, correction.due_on) == (2, date(2026, 8, 14))
    assert list(ResultsUpdate.objects.in_force(later)) == [correction]
    assert list(ResultsUpdate.objects.in_force(later - timedelta(days=1))) == [approved]


def test_only_what_counts_is_corrected_once_and_with_a_reason(submitted, diego):
    with pytest.raises(Refused, match="Only the update that counts"):
        begin_correction(submitted, by=diego, note="Why")
    approve_update(submitted, by=diego)
    with pytest.raises(Refused, match="Say why"):
        begin_correction(submitted, by=diego, note=" ")
    begin_correction(submitted, by=diego, note="Why")
    with pytest.raises(Refused, match="Only the update that counts"):
        begin_correction(submitted, by=diego, note="Again")


def test_a_correction_of_an_update_with_a_list_brings_the_whole_list(submitted, diego, ana):
    ResultsUpdate.objects.filter(pk=submitted.pk).update(state="returned")
    list_of(submitted, ["Uno"], by=ana)
    approve_update(submit_update(submitted, by=ana), by=diego)
    correction = begin_correction(submitted, by=diego, note="Why")
    save_values(correction, by=ana, values=FILLED)

    assert codes_against(correction, ana) == ["list_missing"]


def test_earlier_values_add_up_and_the_light_looks_at_the_target(project, july, ana, diego):
    for period_end, number in ((FIRST, "20"), (SECOND, "30")):
        update = begin_update(project, period_end=period_end, by=None)
        save_values(update, by=ana, values={PERSONS: {**FILLED[PERSONS], "": number, "sex:women": ""}})
        list_of(update, ["Uno", number], by=ana)
        approve_update(submit_update(update, by=ana), by=diego)
    update = begin_update(project, period_end=THIRD, by=None)
    save_values(update, by=ana, values=FILLED)
    list_of(update, ["Uno", "Tres"], by=ana)

    content = content_of(update)

    (one,) = content.reported
    assert (one.before, one.last, one.value, one.so_far, one.target) == (50, 30, 40, 90, 200)
    (counted,) = content.counted
    assert (counted.now, counted.before, counted.so_far, counted.target) == (2, 3, 4, 100)


def test_of_what_the_list_says_only_what_counts_by_the_rule_is_shown(project, july, ana):
    asked = {"time_rule": "valid_at_cut_off", "least_amount": 4, "statuses": ["verified"], "needs_evidence": True}
    models.IndicatorVersion.objects.filter(indicator__code=FIRMS).update(**asked)
    update = begin_update(project, period_end=THIRD, by=None)
    firm("Large", size="large")
    said = {
        "Counts": {}, "Large": {}, "Short": {"quantity": 3}, "Unproven": {"evidence": ""},
        "Declared": {"status": "self_declared"}, "Expired": {"valid_until": FIRST},
        "Withdrawn": {"withdrawn_on": SECOND},
    }  # fmt: skip
    facts = Fact.objects.filter(participation__list=list_of(update, [*said, "Again"], by=ana))
    facts.update(evidence="Acta")
    for name, change in said.items():
        facts.filter(participation__firm__name=name).update(**change)
    again = facts.get(participation__firm__name="Again")
    again.pk, again.on, again.withdrawn_on = None, SECOND, SECOND  # given up later
    again.save()

    (counted,) = content_of(update).counted

    assert (counted.now, counted.before, counted.so_far) == (1, 0, 1)


@pytest.mark.parametrize("count", [1, 3])
def test_the_content_is_read_in_a_fixed_number_of_queries(update, ana, count, django_assert_num_queries):
    for number in range(count):
        list_of(update, [f"Firm {number}"], by=ana, state="taken" if number == 0 else "replaced")

    with django_assert_num_queries(8):
        assert content_of(update).counted
