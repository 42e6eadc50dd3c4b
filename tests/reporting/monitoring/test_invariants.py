"""The nightly check finds what was done past the actions and the triggers."""

import pytest
from django.db import connection

from reporting.models import Finding, Firm
from reporting.monitoring import invariants
from reporting.monitoring.actions.findings import close_finding
from reporting.monitoring.actions.samples import draw_sample
from reporting.monitoring.actions.visits import carry_out_visit, plan_visit, save_report
from tests.reporting.monitoring.visiting import PLAN, REPORT

pytestmark = pytest.mark.django_db

CHECKS = (
    invariants.reports_are_kept,
    invariants.samples_are_drawn,
    invariants.closed_findings_have_an_answer,
    invariants.findings_follow_from_visits,
)


def violations():
    return [line for check in CHECKS for line in check() if line is not None]


def past_the_triggers(sql, table):
    """What an owner of the database could do."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET CONSTRAINTS ALL IMMEDIATE; ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(sql)
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


@pytest.fixture
def sampled(project, listed, marta):
    """Two firms were drawn and seen; the report is handed in."""
    visit = plan_visit(project, by=marta, **PLAN)
    draw_sample(visit, by=marta, size=2)
    visit.observations.update(outcome="seen")
    save_report(visit, by=marta, **REPORT)
    return carry_out_visit(visit, by=marta)


@pytest.fixture
def closed(answered, marta):
    return close_finding(answered, by=marta)


def test_what_the_actions_do_is_sound(sampled, answered, marta):
    close_finding(answered, by=marta)

    assert violations() == []


@pytest.mark.parametrize(
    ("sql", "table"),
    [
        ("UPDATE reporting_visit SET report = 'Nicer'", "reporting_visit"),
        ("UPDATE reporting_observation SET note = 'Nicer'", "reporting_observation"),
        ("UPDATE reporting_visitversion SET sha256 = repeat('0', 64)", "reporting_visitversion"),
    ],
)
def test_a_report_other_than_it_was_handed_in_is_found(sampled, sql, table):
    past_the_triggers(sql, table)

    assert f"visit {sampled.public_id}: other than it was handed in" in violations()


def test_a_report_that_is_not_kept_is_found(sampled):
    past_the_triggers("DELETE FROM reporting_visitversion", "reporting_visitversion")

    assert violations() == [f"visit {sampled.public_id}: not kept"]


def test_a_visit_set_back_is_found(sampled):
    past_the_triggers("UPDATE reporting_visit SET state = 'planned'", "reporting_visit")

    assert f"visit {sampled.public_id}: kept, but not carried out" in violations()


def test_a_sample_other_than_its_seed_draws_is_found(sampled):
    other = Firm.objects.exclude(observations__visit=sampled).first()
    past_the_triggers(
        f"UPDATE reporting_observation SET firm_id = {other.pk} WHERE position = 1",  # noqa: S608 - a number
        "reporting_observation",
    )

    assert f"visit {sampled.public_id}: sample" in violations()


def test_an_answer_that_is_gone_is_found(closed):
    past_the_triggers("DELETE FROM reporting_findinganswer", "reporting_findinganswer")

    assert f"finding {closed.public_id}" in violations()
    assert f"finding {closed.public_id}: answered without an answer" in violations()


def test_a_state_set_by_hand_is_found(answered):
    Finding.objects.update(state="open")

    assert violations() == [f"finding {answered.public_id}: history"]


def test_a_finding_of_another_project_s_visit_is_found(finding, courses):
    Finding.objects.update(project=courses)

    assert violations() == [f"finding {finding.public_id}: visit"]
