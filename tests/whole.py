"""The database with the whole demo: loaded once by `make test`, or by the test that asks for it."""

import os
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

LOADED = "LOADED_DEMO" in os.environ
"""Whether the database is there already, and loaded."""

if LOADED:

    @pytest.fixture(scope="session")
    def django_db_setup():
        """The database is there, and loaded."""

else:
    from pytest_django.fixtures import django_db_setup

__all__ = ["LOADED", "django_db_setup", "load", "rows"]


def load(scale):
    """Load the demo as a stranger would."""
    call_command("load_demo", scale=scale, stdout=StringIO())


def rows(query, *params):
    """What plain SQL answers."""
    with connection.cursor() as cursor:
        cursor.execute(query, params)
        return cursor.fetchall()
