"""Several persons, or nights, at one moment: approved once, begun once, reminded once, no half of a save frozen."""

import pytest

from grants.models import Message
from reporting.models import ResultsUpdate
from reporting.progress.actions.calendar import remind_update
from reporting.progress.actions.updates import approve_update, begin_update, submit_update
from reporting.progress.actions.values import save_values
from tests.grants.payments.test_races import together, told
from tests.reporting.progress.reporting import PERSONS, THIRD

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def test_four_approvals_at_once_freeze_once_and_three_are_told(submitted, diego):
    results = together(*[lambda: approve_update(submitted, by=diego)] * 4)

    assert [reason.code for reasons in told(results) for reason in reasons] == ["wrong_state"] * 3
    assert ResultsUpdate.objects.get().version.number == 1
    assert submitted.events.filter(action="approve").count() == 1


def test_an_update_begun_twice_at_once_is_one(project):
    results = together(*[lambda: begin_update(project, period_end=THIRD, by=None)] * 4)

    assert [reason.code for reasons in told(results) for reason in reasons] == ["there_already"] * 3
    assert ResultsUpdate.objects.count() == 1


def test_two_nights_at_once_write_each_letter_once(update):
    together(*[lambda: remind_update(update)] * 4)  # in September: overdue

    assert update.events.filter(action="overdue").count() == 1
    assert Message.objects.filter(kind="resultsupdate_overdue").count() == 3


def test_a_save_beside_a_submission_is_before_it_or_refused(filled, ana, amalia):
    both = together(
        lambda: submit_update(filled, by=ana), lambda: save_values(filled, by=amalia, values={PERSONS: {"": "41"}})
    )

    frozen = filled.events.get(action="submit").changes["snapshot"]["texts"]["P-1.whole"]
    stands = filled.values.get(split="").value
    assert str(stands) == f"{frozen}.00"
    assert len(told(both)) == (frozen == "40")
