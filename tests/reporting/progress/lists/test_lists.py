"""A list is taken over whole or not at all, and taken over again it gives the same."""

from datetime import date
from decimal import Decimal

import pytest

import reporting.tasks  # noqa: F401 - registers what does the jobs
from grants import models
from grants.jobs.actions import run
from grants.jobs.models import LeaseLost
from grants.workflow import Refused
from reporting.models import Fact, Firm, FirmList, FirmListEvent, ListProblem, Participation
from reporting.progress.actions.lists import hand_in_list, take_over_list
from tests.reporting.progress.lists.conftest import as_file, firm, workbook

pytestmark = pytest.mark.django_db

GREEN_JOBS = {
    "jobs_on": date(2025, 6, 1), "jobs_created_women": Decimal("1.25"), "jobs_created_men": Decimal(0),
    "jobs_maintained_women": Decimal(1), "staff": Decimal(4), "jobs_threat": "Roya", "jobs_green": True,
    "jobs_digital": False, "jobs_evidence": "Planilla 6",
}  # fmt: skip


def take(update, *rows, by):
    return take_over_list(hand_in_list(update, file=workbook(*rows), by=by))


def test_a_list_handed_in_waits_for_a_worker(update, ana):
    firm_list = hand_in_list(update, file=workbook(firm()), by=ana)

    job = models.Job.objects.get(kind="read_firm_list")
    assert (firm_list.state, job.target) == ("queued", str(firm_list.pk))
    assert Firm.objects.count() == 0


@pytest.mark.parametrize("state", ["submitted", "approved"])
def test_a_closed_update_takes_no_list(update, ana, state):
    type(update).objects.filter(pk=update.pk).update(state=state, approved_at="2025-07-05T12:00Z")

    with pytest.raises(Refused, match="while the update is being filled in"):
        hand_in_list(update, file=workbook(firm()), by=ana)


def test_a_file_that_is_no_workbook_is_refused(update, ana):
    with pytest.raises(Refused):
        hand_in_list(update, file=as_file(b"%PDF-1.7", "lista.xlsx"), by=ana)


def test_a_row_becomes_a_firm_its_part_in_the_project_and_its_facts(update, ana):
    firm_list = take(update, firm(**GREEN_JOBS), by=ana)

    assert firm_list.state == "taken"
    assert (firm_list.rows, firm_list.firms_new, firm_list.firms_known, firm_list.firms_unidentified) == (1, 1, 0, 0)
    entered = Firm.objects.get()
    assert (entered.key, entered.identity, entered.search_name) == ("20512333797", "checked", "cafe andino")
    assert (entered.size, entered.section, entered.owner_sex) == ("micro", "A", "female")
    assert entered.first_supported_on == date(2025, 1, 10)
    part = Participation.objects.get()
    assert (part.firm, part.project, part.row) == (entered, update.project, 4)
    assert part.as_typed["name"] == "Café Andino S.A.C."
    facts = Fact.objects.order_by("indicator__code", "sex").values_list(
        "indicator__code", "on", "status", "sex", "quantity", "is_green", "is_digital", "staff", "threat", "evidence"
    )
    june = date(2025, 6, 1)
    assert list(facts) == [
        ("AIV-OC-03a", june, "verified", "female", Decimal("1.25"), True, False, Decimal(4), "Roya", "Planilla 6"),
        ("AIV-OC-03a", june, "verified", "male", Decimal(0), True, False, Decimal(4), "Roya", "Planilla 6"),
        ("AIV-OC-03b", june, "verified", "female", Decimal(1), True, False, Decimal(4), "Roya", "Planilla 6"),
        ("AIV-OP-01", date(2025, 2, 10), "verified", "", Decimal(8), False, False, None, "", "Lista 12"),
    ]


def test_every_block_feeds_its_indicator(update, ana):
    rows = firm(
        practice_on=date(2025, 3, 1), practice="Compost", practice_status="verified", practice_evidence="Acta 3",
        standard_on=date(2025, 3, 2), standard="Orgánico", standard_status="certified", standard_evidence="C-1",
        standard_valid_until=date(2026, 3, 1), turnover_on=date(2025, 4, 1), turnover_status="self_declared",
        resources_on=date(2025, 5, 1), resources_status="withdrawn",
    )  # fmt: skip
    take(update, rows, by=ana)

    facts = Fact.objects.order_by("indicator__code").values_list(
        "indicator__code", "status", "item", "valid_until", "withdrawn_on"
    )
    assert list(facts) == [
        ("AIV-OC-01", "verified", "Compost", None, None),
        ("AIV-OC-02", "certified", "Orgánico", date(2026, 3, 1), None),
        ("AIV-OC-04", "self_declared", "", None, None),
        ("AIV-OP-01", "verified", "", None, None),
        ("AIV-OP-05", "self_declared", "", None, date(2025, 5, 1)),
    ]


def test_a_firm_in_two_rows_is_one_and_what_it_says_twice_is_one_fact(update, ana):
    standard = {"standard_on": date(2025, 3, 2), "standard_status": "certified", "standard_evidence": "C-1"}
    firm_list = take(
        update,
        firm(**standard, standard="Orgánico"),
        firm(tax_id="RUC 20512333797", **standard, standard="Comercio justo"),
        by=ana,
    )

    assert firm_list.state == "taken"
    assert (Firm.objects.count(), Participation.objects.count()) == (1, 2)
    assert Fact.objects.filter(indicator__code="AIV-OP-01").count() == 1
    assert set(Fact.objects.filter(indicator__code="AIV-OC-02").values_list("item", flat=True)) == {
        "Orgánico", "Comercio justo",
    }  # fmt: skip


def test_firms_without_identification_are_each_their_own(update, ana):
    nobody = firm(tax_id=None, contact=None)
    firm_list = take(update, nobody, nobody, by=ana)

    assert (firm_list.state, firm_list.firms_unidentified, Firm.objects.filter(key="").count()) == ("taken", 2, 2)


def test_a_list_with_a_problem_leaves_nothing_behind_but_what_is_wrong(update, ana):
    firm_list = take(update, firm(), firm(tax_id="20512333798", name="Otra"), by=ana)

    assert (firm_list.state, firm_list.problem_count) == ("refused", 1)
    assert list(ListProblem.objects.filter(is_note=False).values_list("row", "column", "code")) == [
        (5, "tax_id", "tax_id_wrong")
    ]
    assert (Firm.objects.count(), Participation.objects.count(), Fact.objects.count()) == (0, 0, 0)


def test_a_later_list_replaces_the_one_before(update, ana):
    first = take(update, firm(), firm(tax_id="20100047218", name="Telar Sur"), by=ana)
    second = take(update, firm(size="small", training_hours=Decimal(20)), by=ana)

    first.refresh_from_db()
    assert (first.state, second.state) == ("replaced", "taken")
    assert second.firms_known + second.firms_new == 1
    assert list(Firm.objects.values_list("key", flat=True)) == ["20512333797"]
    assert Fact.objects.get().quantity == 20


def test_a_firm_of_two_projects_is_one_and_stays_as_it_was_first_supported(update, ana, rival, fabio):
    take(update, firm(), by=ana)
    other = models.Project.objects.create(
        kind="grant", reference="922-AIV-002", title="Otro", lead=rival, pillar=2, country="PE"
    )
    theirs = type(update).objects.create(project=other, period_end=date(2025, 6, 30), due_on=date(2025, 7, 15))
    firm_list = take(theirs, firm(size="small", name="CAFE ANDINO SAC"), by=fabio)

    assert (firm_list.firms_new, firm_list.firms_known) == (0, 1)
    assert Firm.objects.get().size == "micro"
    assert Participation.objects.get(project=other).as_typed["size"] == "Pequeña"


def test_practices_are_written_as_the_project_wrote_them_first(update, ana):
    practice = {"practice_on": date(2025, 3, 1), "practice_status": "verified", "practice_evidence": "Acta"}
    take(
        update,
        firm(**practice, practice="Compost"),
        firm(tax_id="20100047218", name="Telar Sur", **practice, practice="COMPOST"),
        by=ana,
    )

    assert set(Fact.objects.exclude(item="").values_list("item", flat=True)) == {"Compost"}


class Stopped(Exception):
    """The worker died here."""


@pytest.mark.parametrize("phase", ["reading", "checking", "writing"])
def test_stopped_in_the_middle_and_begun_again_the_result_is_the_same(update, ana, phase):
    firm_list = hand_in_list(update, file=workbook(firm(**GREEN_JOBS)), by=ana)

    def die(at, done, total):
        if at == phase:
            raise Stopped

    with pytest.raises(Stopped):
        take_over_list(firm_list, at_work=die)
    assert (FirmList.objects.get().state, Firm.objects.count()) == ("reading", 0)
    again = take_over_list(firm_list)

    assert (again.state, Firm.objects.count(), Fact.objects.count()) == ("taken", 1, 4)
    assert take_over_list(again).state == "taken"
    assert (Firm.objects.count(), Fact.objects.count()) == (1, 4)


def test_a_list_replaced_while_it_was_read_is_left_alone(update, ana):
    first = hand_in_list(update, file=workbook(firm()), by=ana)

    def meanwhile(phase, done, total):
        if phase == "writing":
            hand_in_list(update, file=workbook(firm(name="Café Andino")), by=ana)

    assert take_over_list(first, at_work=meanwhile).state == "replaced"
    assert Firm.objects.count() == 0


def test_a_list_whose_update_was_submitted_meanwhile_is_not_taken_over(update, ana):
    firm_list = hand_in_list(update, file=workbook(firm()), by=ana)
    type(update).objects.filter(pk=update.pk).update(state="submitted")

    firm_list = take_over_list(firm_list)

    assert firm_list.state == "refused"
    assert ListProblem.objects.get(is_note=False).code == "update_closed"


def test_the_job_reads_the_list_and_looks_for_firms_that_may_be_one(update, ana):
    firm_list = hand_in_list(update, file=workbook(firm()), by=ana)

    assert run(models.Job.objects.get(kind="read_firm_list").pk)

    firm_list.refresh_from_db()
    assert firm_list.state == "taken"
    assert models.Job.objects.get(kind="match_firms").target == str(firm_list.pk)
    assert [event.action for event in FirmListEvent.objects.filter(document=firm_list)] == ["hand_in", "read", "take"]


def test_a_list_nobody_could_read_says_so(update, ana, monkeypatch):
    firm_list = hand_in_list(update, file=workbook(firm()), by=ana)
    job = models.Job.objects.get(kind="read_firm_list")
    models.Job.objects.filter(pk=job.pk).update(attempts=2)
    firm_list.file.content.storage.delete(firm_list.file.content.name)

    run(job.pk)

    firm_list.refresh_from_db()
    assert (firm_list.state, ListProblem.objects.get().code) == ("refused", "not_read")


def test_a_worker_that_lost_its_lease_writes_nothing(update, ana):
    firm_list = hand_in_list(update, file=workbook(firm()), by=ana)

    def lost(phase, done, total):
        raise LeaseLost(1)

    with pytest.raises(LeaseLost):
        take_over_list(firm_list, at_work=lost)
    assert Firm.objects.count() == 0
