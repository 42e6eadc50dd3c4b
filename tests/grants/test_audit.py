"""The canonical form of what was handed in, and tables nobody rewrites."""

import unicodedata
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import InternalError, ProgrammingError, connection, transaction
from django.db.models import TextChoices
from hypothesis import given
from hypothesis import strategies as st

from grants.audit import APPEND_ONLY, canonical, content_hash
from grants.models import OrganisationEvent, OrganisationVersion
from tests.factories import NOON


class Colour(TextChoices):
    GREEN = "green", "Green"


@pytest.mark.unit
def test_the_canonical_form_is_fixed_byte_for_byte():
    document = {
        "título": "Cafe\u0301",
        "amount": Decimal("1200.50"),
        "none": Decimal("-0.00"),
        "received_at": datetime(2026, 3, 10, 7, 0, tzinfo=timezone(timedelta(hours=-5))),
        "on": date(2026, 3, 10),
        "partners": ({"key": UUID(int=7), "lead": True, "state": Colour.GREEN}, None, 3),
    }

    assert (
        canonical(document)
        == (
            '{"amount":"1200.50","none":"0.00","on":"2026-03-10","partners":'
            '[{"key":"00000000-0000-0000-0000-000000000007","lead":true,"state":"green"},null,3],'
            '"received_at":"2026-03-10T12:00:00.000000+00:00","schema":1,"título":"Café"}'
        ).encode()
    )
    assert content_hash(canonical({"a": 1})) == "d6a6b3ac78667ade103767f7bb436561d6a246701ab3b1cc390c0b2621d1dd8b"


@pytest.mark.unit
def test_composed_and_decomposed_letters_have_one_hash():
    for text in ("Ñandú", "Ação", "Straße", "Perú\u200d"):
        composed, decomposed = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))
        assert canonical({"t": composed, composed: 1}) == canonical({"t": decomposed, decomposed: 1})


@pytest.mark.unit
def test_the_order_of_keys_does_not_matter_and_that_of_lists_does():
    assert canonical({"b": 1, "a": {"d": 2, "c": 3}}) == canonical({"a": {"c": 3, "d": 2}, "b": 1})
    assert canonical([1, 2]) != canonical([2, 1])


@pytest.mark.unit
@pytest.mark.parametrize(
    ("value", "error"),
    [
        (1.5, TypeError),
        ({"a": [1.0]}, TypeError),
        (b"bytes", TypeError),
        ({1, 2}, TypeError),
        ({1.5: "a"}, TypeError),
        ({None: "a"}, TypeError),
        (Decimal("NaN"), ValueError),
        (Decimal("Infinity"), ValueError),
        (datetime(2026, 3, 10, 12, 0), ValueError),  # noqa: DTZ001 -- a moment without zone is the subject
        ({"caf\u00e9": 1, "cafe\u0301": 2}, ValueError),
        ({1: "a", "1": "b"}, ValueError),
    ],
)
def test_what_has_no_one_form_is_refused(value, error):
    with pytest.raises(error):
        canonical({"a": value})


plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(codec="utf-8")),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(codec="utf-8"), max_size=5), inner, max_size=4)
    ),
    max_leaves=12,
)


@pytest.mark.unit
@given(plain)
def test_a_canonical_form_read_back_has_the_same_form(value):
    import json  # noqa: PLC0415 -- only this test reads it back

    try:
        form = canonical([value])
    except ValueError:
        return  # two keys that are the same text in NFC

    assert canonical(json.loads(form)) == form


@pytest.fixture
def version(chamber, ana):
    document = {"name": "Cámara", "budget": "200000.00"}
    return OrganisationVersion.objects.create(
        organisation=chamber, number=1, document=document, sha256=content_hash(canonical(document)),
        frozen_at=NOON, frozen_by=ana,
    )  # fmt: skip


def test_a_version_read_from_the_database_still_has_its_hash(version):
    assert OrganisationVersion.objects.get().is_intact


def test_neither_an_event_nor_a_version_is_saved_twice(version, chamber):
    event = OrganisationEvent.objects.create(document=chamber, action="register", at=NOON)

    for saved in (version, event):
        with pytest.raises(TypeError):
            saved.save()


@pytest.mark.parametrize("model", APPEND_ONLY, ids=lambda model: model.__name__)
@pytest.mark.parametrize("statement", ["UPDATE {t} SET id = id + 1000", "DELETE FROM {t}", "TRUNCATE {t} CASCADE"])
@pytest.mark.django_db
def test_raw_sql_cannot_change_an_append_only_table(model, statement, version, chamber):
    OrganisationEvent.objects.create(document=chamber, action="register", at=NOON)
    table = model._meta.db_table
    fires = model.objects.exists() or statement.startswith("TRUNCATE")

    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET LOCAL grants.allow_truncate = ''")
        cursor.execute("SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal", [table])
        # Further rules of the database may stand beside the two.
        assert {name for (name,) in cursor.fetchall()} >= {f"{table}_append_only", f"{table}_no_truncate"}
        if fires:
            with pytest.raises((ProgrammingError, InternalError), match="append-only"), transaction.atomic():
                cursor.execute(statement.format(t=table))


@pytest.mark.django_db
def test_the_escape_of_the_tests_opens_only_truncate(version):
    with pytest.raises(ProgrammingError, match="append-only"), transaction.atomic():
        OrganisationVersion.objects.all().delete()
    with pytest.raises(ProgrammingError, match="append-only"), transaction.atomic():
        OrganisationVersion.objects.update(number=2)
