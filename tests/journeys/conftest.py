"""A worker of one's own for the walks that wait for one."""

import pytest

from alinvest.devkit.pytest_services import Worker, database_of_the_tests
from tests.mail_server import MailServer


@pytest.fixture(scope="module")
def mail_server():
    server = MailServer()
    yield server
    server.close()


@pytest.fixture(scope="module")
def worker(django_db_setup, mail_server):
    """A running worker that sends its letters to ``mail_server``."""
    running = Worker(
        database_of_the_tests(), application="tests.celery_app", EMAIL_URL=f"smtp://127.0.0.1:{mail_server.port}"
    )
    running.start()
    yield running
    running.stop()
