"""Findings: raised, answered, returned, closed, reminded of."""

from datetime import UTC, date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from grants import clock
from grants.files.actions import BadFile
from grants.models import Message, RoleAssignment
from grants.operations.nightly import NIGHTLY
from grants.workflow import Refused, reasons_against
from reporting.models import Finding, FindingAnswer
from reporting.monitoring import tasks
from reporting.monitoring.actions.calendar import remind_finding, remind_of_findings
from reporting.monitoring.actions.findings import answer_finding, close_finding, raise_finding, return_finding
from reporting.monitoring.finding_workflow import FINDING_STEPS, FindingState
from tests.factories import UserFactory
from tests.grants.files.samples import PDF
from tests.reporting.monitoring.visiting import DUE, FINDING

pytestmark = pytest.mark.django_db
NEW_DAY = date(2026, 8, 1)


def letters(kind):
    return sorted(Message.objects.filter(kind=f"finding_{kind}").values_list("address", flat=True))


def codes(refused):
    return sorted(reason.code for reason in refused.value.reasons)


def test_a_finding_is_raised_for_the_project_and_its_people_are_told(finding, held, marta):
    assert (finding.state, finding.reference, finding.visit) == ("open", "922-AIV-001/1", held)
    assert letters("raise") == ["amalia@demo.example", "ana@demo.example"]


def test_findings_are_numbered_within_the_project(finding, project, courses, marta):
    assert raise_finding(project, by=marta, **FINDING).reference == "922-AIV-001/2"
    assert raise_finding(courses, by=marta, **FINDING).number == 1


def test_what_the_programme_answers_is_told_to_its_officers(project, marta):
    finding = raise_finding(project, by=marta, **FINDING | {"side": "programme"})

    assert letters("raise") == ["diego@demo.example"]
    assert finding.visit is None


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"what": " "}, "no_text"), ({"recommendation": ""}, "no_text"), ({"due_on": date(2026, 7, 11)}, "too_soon"),
    ],
)  # fmt: skip
def test_a_finding_says_what_and_leaves_a_week(project, marta, change, code):
    with pytest.raises(Refused) as refused:
        raise_finding(project, by=marta, **FINDING | change)

    assert codes(refused) == [code]
    assert raise_finding(project, by=marta, **FINDING | {"due_on": date(2026, 7, 12)}).number == 1


def test_first_the_report_is_handed_in(visit, marta):
    with pytest.raises(Refused) as refused:
        raise_finding(visit.project, by=marta, visit=visit, **FINDING)

    assert codes(refused) == ["no_report"]


def test_an_answer_is_kept_with_its_files_and_the_monitor_is_told(finding, ana, dora):
    UserFactory(role="monitor")  # another monitor, who did not raise it
    files = [SimpleUploadedFile("lists.pdf", PDF)]
    answered = answer_finding(finding, by=ana, text="They are signed", files=files)

    assert (answered.state, answered.answered_by) == ("answered", ana)
    (answer,) = answered.answers.all()
    assert [one.file.original_name for one in answer.files.all()] == ["lists.pdf"]
    assert letters("answer") == ["marta@demo.example"]


def test_once_who_raised_it_is_monitor_no_more_the_monitors_of_the_country_are_told(finding, marta, ana, july):
    UserFactory(role="monitor", email="peru@demo.example")
    elsewhere = UserFactory(role="monitor")
    RoleAssignment.objects.filter(user=elsewhere).update(country="BO")
    RoleAssignment.objects.filter(user=marta).update(valid_until=july)

    answer_finding(finding, by=ana, text="They are signed")

    assert letters("answer") == ["peru@demo.example"]


def test_an_answer_has_a_text_and_only_good_files(finding, ana):
    with pytest.raises(Refused) as refused:
        answer_finding(finding, by=ana, text=" ")
    assert codes(refused) == ["no_text"]
    with pytest.raises(Refused) as refused:
        answer_finding(finding, by=ana, text="Look", files=[SimpleUploadedFile("a.pdf", PDF)] * 11)
    assert codes(refused) == ["full"]
    with pytest.raises(BadFile):
        answer_finding(finding, by=ana, text="Look", files=[SimpleUploadedFile("a.exe", b"MZ")])
    finding.refresh_from_db()
    assert (finding.state, finding.answers.count()) == ("open", 0)


def test_a_returned_answer_has_a_reason_and_a_new_day_and_is_answered_again(answered, marta, ana):
    with pytest.raises(Refused) as refused:
        return_finding(answered, by=marta, note="", due_on=date(2026, 7, 6))
    assert codes(refused) == ["no_reason", "too_soon"]

    returned = return_finding(answered, by=marta, note="Two are missing", due_on=NEW_DAY)
    assert (returned.state, returned.due_on) == ("returned", NEW_DAY)
    assert letters("return") == ["amalia@demo.example", "ana@demo.example"]
    answer_finding(returned, by=ana, text="Now all")
    assert list(returned.answers.values_list("text", flat=True)) == ["The lists are signed now.", "Now all"]


def test_an_answered_finding_is_closed_without_a_word(answered, marta, july):
    closed = close_finding(answered, by=marta)

    assert (closed.state, closed.closed_by, closed.closed_at) == ("closed", marta, july)
    assert letters("close") == ["amalia@demo.example", "ana@demo.example"]


@pytest.mark.parametrize("state", ["open", "returned"])
def test_without_an_answer_a_finding_is_closed_with_a_reason_only(answered, finding, marta, state):
    if state == "returned":
        return_finding(answered, by=marta, note="More", due_on=NEW_DAY)
    else:
        Finding.objects.filter(pk=finding.pk).update(state="open", answered_by=None, answered_at=None)
    with pytest.raises(Refused) as refused:
        close_finding(finding, by=marta)
    assert codes(refused) == ["no_reason"]

    assert close_finding(finding, by=marta, note="The project has ended").closing_note == "The project has ended"


def test_who_answered_does_not_decide(project, marta, diego):
    finding = raise_finding(project, by=marta, **FINDING | {"side": "programme"})
    answer_finding(finding, by=marta, text="Done")

    for decide in (
        lambda: close_finding(finding, by=marta),
        lambda: return_finding(finding, by=marta, note="No", due_on=NEW_DAY),
    ):
        with pytest.raises(Refused) as refused:
            decide()
        assert codes(refused) == ["same_person"]


ALLOWED = {
    "answer": {"open", "returned"}, "return": {"answered"}, "close": {"open", "returned", "answered"},
}  # fmt: skip


@pytest.mark.parametrize("state", FindingState.values)
@pytest.mark.parametrize("action", list(FINDING_STEPS))
def test_every_state_and_action(finding, state, action):
    finding.state, finding.closing_note = state, "Reason"

    assert (not reasons_against(finding, action)) == (state in ALLOWED[action])


def night_of(month, day):
    with clock.at(datetime(2026, month, day, 2, 30, tzinfo=UTC)):
        remind_of_findings()


def test_who_answers_is_reminded_a_week_before_and_everybody_told_once_it_is_overdue(finding, diego):
    expected = {(7, 12): (0, 0), (7, 13): (2, 0), (7, 20): (2, 0), (7, 21): (2, 4), (8, 30): (2, 4)}
    for day, (reminders, overdue) in expected.items():
        night_of(*day)
        assert (len(letters("remind")), len(letters("overdue"))) == (reminders, overdue), day

    assert letters("overdue") == [
        "amalia@demo.example", "ana@demo.example", "diego@demo.example", "marta@demo.example",
    ]  # fmt: skip


def test_what_is_answered_is_not_reminded_of_and_a_new_day_is(answered, marta):
    night_of(7, 21)
    assert letters("remind") == letters("overdue") == []

    with clock.at(datetime(2026, 7, 22, 12, tzinfo=UTC)):
        return_finding(answered, by=marta, note="More", due_on=NEW_DAY)
    night_of(7, 25)
    night_of(8, 2)
    assert (len(letters("remind")), len(letters("overdue"))) == (2, 4)


def test_a_letter_asked_for_twice_is_written_once(finding):
    with clock.at(datetime(2026, 7, 19, tzinfo=UTC)):
        event = remind_finding(finding)
        assert (event.changes["left"], event.changes["due_on"]) == (1, DUE.isoformat())
        assert remind_finding(finding) is None


def test_the_night_queues_the_calendar():
    assert tasks.findings_calendar.__name__ == "findings_calendar"
    assert "findings_calendar" in NIGHTLY


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"state": "answered"}, "finding_answered_has_answer"),
        ({"state": "closed"}, "finding_closed_has_answer_or_reason"),
        ({"state": "gone"}, "finding_codes_known"),
        ({"severity": "huge"}, "finding_codes_known"),
        ({"what": ""}, "finding_says_what"),
    ],
)
def test_what_can_never_be_false_of_a_finding(finding, change, name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Finding.objects.filter(pk=finding.pk).update(**change)


def test_nobody_closes_what_they_answered_whoever_writes(answered, ana, july):
    with pytest.raises(IntegrityError, match="finding_closed_by_another"), transaction.atomic():
        Finding.objects.update(state="closed", closed_by=ana, closed_at=july)


def test_a_number_is_given_once(finding, project):
    with pytest.raises(IntegrityError, match="finding_number_once_per_project"), transaction.atomic():
        Finding.objects.create(
            project=project, number=1, severity="low", what="x", recommendation="y", side="project", due_on=DUE,
            raised_by=finding.raised_by, raised_at=finding.raised_at,
        )  # fmt: skip


def test_an_answer_never_changes(answered):
    with pytest.raises(Exception, match="append-only"), transaction.atomic():
        FindingAnswer.objects.update(text="Other")
