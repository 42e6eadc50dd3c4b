"""pytest plugin: tests that commit leave an empty database behind, at a quarter of Django's price.

Django truncates all tables, full or empty, and runs everything that follows a migration, after each
test that commits. Here only the rows that are there go. What a migration leaves (content types,
permissions, the list of migrations) stays, since it would come again as it was; what is put into empty
tables after a migration is put there again.
"""

import pytest

KEPT = {"django_content_type", "auth_permission", "django_migrations"}


@pytest.hookimpl(trylast=True)
def pytest_configure():
    from django.test import TransactionTestCase

    TransactionTestCase._fixture_teardown = lambda case: begin_anew()


def begin_anew():
    """Empty, and with what an installation begins with."""
    from grants.diligence.seeding import seed_severities

    empty()
    seed_severities(sender=None)


def empty():
    """Delete all rows but those of the tables ``KEPT``.

    All tables are locked first, as by TRUNCATE: what a page or a job of the test still writes is
    waited for. The triggers that guard rows are off inside this transaction only.
    """
    from django.db import connection, transaction

    with transaction.atomic(durable=True), connection.cursor() as cursor:
        names = sorted(set(connection.introspection.table_names(cursor)) - KEPT)
        tables = [connection.ops.quote_name(name) for name in names]
        cursor.execute(f"LOCK TABLE {', '.join(tables)} IN ACCESS EXCLUSIVE MODE")
        found = (f"SELECT '{table}' WHERE EXISTS (SELECT FROM {table})" for table in tables)  # noqa: S608 - ours
        cursor.execute(" UNION ALL ".join(found))
        filled = [table for (table,) in cursor.fetchall()]
        for statement in (
            *(f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in filled),
            *(f"DELETE FROM {table}" for table in filled),  # noqa: S608
            "SET CONSTRAINTS ALL IMMEDIATE",  # else the tables still have checks to come
            *(f"ALTER TABLE {table} ENABLE TRIGGER USER" for table in filled),
        ):
            cursor.execute(statement)
