"""The annexes of the grant manual, and which version of each is in force."""

from datetime import date

import pytest
from django.core.management import call_command

from grants import models
from grants.contracts.actions.annexes import load_annexes
from grants.contracts.queries.content import annexes_in_force

pytestmark = pytest.mark.django_db


def test_the_file_is_loaded_once_however_often():
    load_annexes()
    call_command("load_annexes")

    assert [annex.code for annex in annexes_in_force(date(2026, 8, 3))] == [
        "I", "II", "III", "IV", "V", "VI", "VII", "VIII",
    ]  # fmt: skip


def test_the_newest_version_that_has_begun_is_in_force(annexes):
    models.AnnexTemplate.objects.create(code="II", title_es="Nuevo", version="2027", in_force_from=date(2027, 1, 1))

    before, after = annexes_in_force(date(2026, 12, 31)), annexes_in_force(date(2027, 1, 1))

    assert [annex.version for annex in before if annex.code == "II"] == ["2024.1"]
    assert [annex.version for annex in after if annex.code == "II"] == ["2027"]
