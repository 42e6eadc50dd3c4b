"""A real worker reads a list, is killed in the middle, and another one takes it up with the same result."""

from datetime import date

import pytest

from alinvest.devkit.pytest_services import Worker, database_of_the_tests
from grants.models import Job
from reporting.models import Fact, Firm, Participation, ResultsUpdate
from reporting.progress.actions.lists import hand_in_list
from tests.grants.jobs.test_worker import wait_until
from tests.reporting.progress.lists.conftest import firm, workbook

pytestmark = [
    pytest.mark.worker, pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.timeout(300),
]  # fmt: skip
ROWS = 3000


@pytest.fixture
def worker(django_db_setup):
    worker = Worker(database_of_the_tests(), application="tests.celery_app")
    worker.start()
    yield worker
    worker.stop()


@pytest.fixture
def update(catalogue, project):
    """As the other tests have it, but the clock runs: leases end by it."""
    return ResultsUpdate.objects.create(project=project, period_end=date(2025, 6, 30), due_on=date(2025, 7, 15))


def test_a_list_whose_worker_is_killed_in_the_middle_is_taken_over_once(worker, update, ana):
    rows = (firm(tax_id=None, name=f"Productora {number}", contact=f"98412{number:04d}") for number in range(ROWS))
    firm_list = hand_in_list(update, file=workbook(*rows), by=ana)
    job = Job.objects.get(kind="read_firm_list")

    wait_until(lambda: Job.objects.get(pk=job.pk).phase in ("checking", "writing"))
    worker.kill()
    assert Firm.objects.count() in (0, ROWS)  # all or nothing
    worker.start()
    wait_until(lambda: Job.objects.get(pk=job.pk).state in ("done", "failed"))

    firm_list.refresh_from_db()
    assert (firm_list.state, firm_list.rows, firm_list.firms_new) == ("taken", ROWS, ROWS)
    assert (Firm.objects.count(), Participation.objects.count(), Fact.objects.count()) == (ROWS, ROWS, ROWS)
