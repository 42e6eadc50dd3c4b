"""Between tests that commit: no row stays, and what guards the rows is as it was."""

import pytest
from django.contrib.auth.models import Permission
from django.db import DatabaseError, connection, transaction

from alinvest.devkit.pytest_emptying import empty
from grants import models
from grants.applications.models import ApplicationEvent
from grants.workflow import record

pytestmark = pytest.mark.django_db(transaction=True)


def disabled_triggers():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_trigger WHERE tgenabled <> 'O'")
        return cursor.fetchone()[0]


@pytest.fixture
def event(application, ana):
    """A row nothing may change."""
    with transaction.atomic():
        return record(application, "share_help", by=ana)


def test_no_row_stays_except_what_a_migration_leaves(event):
    permissions = set(Permission.objects.values_list("pk", "codename"))

    empty()

    used = (models.User, models.Organisation, models.Call, models.Application, ApplicationEvent)
    assert [model for model in used if model.objects.exists()] == []
    assert len(permissions) > 100
    assert set(Permission.objects.values_list("pk", "codename")) == permissions


def test_the_rows_written_next_are_guarded_as_before(event):
    empty()
    assert disabled_triggers() == 0

    models.User.objects.create_user("next@demo.example")
    with pytest.raises(DatabaseError, match="TRUNCATE refused"), connection.cursor() as cursor:
        cursor.execute("SET grants.allow_truncate = ''; TRUNCATE grants_applicationevent")
