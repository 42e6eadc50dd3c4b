"""What the calendar does at night: updates begun, people reminded, officers told, each letter once."""

from datetime import UTC, date, datetime, timedelta

import pytest

from grants import clock, models
from grants.jobs import actions as jobs
from grants.models import Message
from grants.operations.nightly import nightly
from reporting.models import ResultsUpdate
from reporting.progress import tasks
from reporting.progress.actions.calendar import keep_calendar, remind_update
from reporting.progress.actions.updates import begin_update, return_update, submit_update
from tests.reporting.progress.reporting import THIRD, another

pytestmark = pytest.mark.django_db


def night_of(month, day):
    with clock.at(datetime(2026, month, day, 2, 30, tzinfo=UTC)):
        keep_calendar()


def letters(kind):
    return sorted(Message.objects.filter(kind=f"resultsupdate_{kind}").values_list("address", flat=True))


def test_an_update_is_begun_thirty_days_before_the_half_year_ends_once(project, courses):
    night_of(5, 29)
    assert not ResultsUpdate.objects.exists()
    for day in (31, 31):
        night_of(5, day)
    night_of(6, 1)

    begun = ResultsUpdate.objects.order_by("project__reference").values_list("project__kind", "period_end", "due_on")
    assert list(begun) == [("grant", THIRD, date(2026, 7, 15)), ("own_action", THIRD, date(2026, 7, 15))]
    assert letters("begin") == ["amalia@demo.example", "ana@demo.example", "pilar@demo.example"]


@pytest.mark.parametrize(
    "change",
    [{"contract__state": "sent"}, {"starts_on": date(2026, 7, 1)}, {"ends_on": date(2025, 12, 31)}, {"ends_on": None}],
)
def test_a_project_that_does_not_run_then_gets_none(project, change):
    if "contract__state" in change:
        models.Contract.objects.update(state="sent")
    else:
        models.Project.objects.update(**change)

    night_of(6, 15)

    assert not ResultsUpdate.objects.exists()


def test_after_the_due_date_nothing_is_begun_by_itself(project):
    night_of(7, 16)

    assert not ResultsUpdate.objects.exists()


def test_people_are_reminded_fourteen_and_three_days_before_and_the_officers_told_once(update, dora):
    expected = {
        (6, 30): (0, 0), (7, 1): (2, 0), (7, 2): (2, 0), (7, 11): (2, 0), (7, 12): (4, 0), (7, 15): (4, 0),
        (7, 16): (4, 4), (8, 30): (4, 4),
    }  # fmt: skip
    for day, (reminders, overdue) in expected.items():
        night_of(*day)
        assert (len(letters("remind")), len(letters("overdue"))) == (reminders, overdue), day

    assert letters("overdue") == [
        "amalia@demo.example", "ana@demo.example", "diego@demo.example", "dora@demo.example",
    ]  # fmt: skip


def test_a_night_that_was_missed_is_made_up_for(update):
    night_of(7, 14)

    (event,) = update.events.filter(action="remind")
    assert (event.changes["mark"], event.changes["left"]) == ("3", 1)


def test_what_is_handed_in_is_not_reminded_of(filled, ana):
    submit_update(filled, by=ana)
    night_of(7, 12)
    night_of(7, 20)

    assert letters("remind") == letters("overdue") == []


def test_after_a_return_the_new_day_is_reminded_of(submitted, diego):
    with clock.at(datetime(2026, 7, 14, 12, tzinfo=UTC)):
        return_update(submitted, by=diego, note="Not clear")  # due on 24 July now
    night_of(7, 15)
    night_of(7, 22)
    night_of(7, 25)

    marks = submitted.events.filter(action__in=["remind", "overdue"]).values_list("changes__mark", flat=True)
    assert list(marks) == ["14", "3", "overdue"]


def test_a_letter_asked_for_twice_is_written_once(update):
    with clock.at(datetime(2026, 7, 20, tzinfo=UTC)):
        assert remind_update(update).action == "overdue"
        assert remind_update(update) is None


def test_the_night_queues_the_calendar_and_the_worker_keeps_it(project):
    assert tasks.results_calendar.__name__ == "results_calendar"
    with clock.at(datetime(2026, 6, 15, 2, 30, tzinfo=UTC)):
        nightly()
        jobs.run(models.Job.objects.get(kind="results_calendar").pk)

    job = models.Job.objects.get(kind="results_calendar")
    assert (job.state, ResultsUpdate.objects.count()) == ("done", 1)


def test_every_letter_is_written_in_three_languages(submitted, diego, ana, dora, mailoutbox):
    for language in ("es", "pt-br", "en"):
        models.User.objects.filter(pk=ana.pk).update(language=language)
        models.User.objects.filter(pk=diego.pk).update(language=language)
    for kind in ("begin", "submit"):
        job = models.Job.objects.filter(
            kind="send_message", target__in=[str(m.pk) for m in Message.objects.filter(kind=f"resultsupdate_{kind}")]
        ).first()
        jobs.run(job.pk)

    subjects = [letter.subject for letter in mailoutbox]
    assert subjects == [
        "Results update of 922-AIV-001, up to 30 June 2026: please fill in",
        "Results update to review: 922-AIV-001, up to 30 June 2026",
    ]
    assert "It is due on 15 July 2026." in mailoutbox[0].body


def test_one_project_s_night_is_not_another_s(project, call, diego, july):
    other = another(call, diego, "922-AIV-002")
    begin_update(other, period_end=THIRD, by=None)
    with clock.at(july - timedelta(days=10)):
        keep_calendar()

    assert ResultsUpdate.objects.count() == 2
