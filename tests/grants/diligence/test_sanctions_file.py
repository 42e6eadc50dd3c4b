"""The list as it is published: read entry by entry, refused when it is something else."""

from datetime import UTC, datetime
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.diligence import sanctions_file
from grants.diligence.matching import Index
from grants.diligence.messages import SENTENCES
from grants.diligence.sanctions_file import BadList, Header, Listed, read
from tests.grants.diligence.listed import HEAD, document, entry


def problem(content):
    with pytest.raises(BadList) as error:
        list(read(BytesIO(content)))
    return error.value.code


def test_a_list_says_its_version_and_names_everybody():
    header, *found = read(BytesIO(document(entry("Iván  Petróvich", "I. Petrovich"), entry("Acme", kind="enterprise"))))

    assert header == Header("1001", datetime(2026, 9, 25, 15, tzinfo=UTC))
    assert found == [
        Listed("EU.1.1", True, ("Iván Petróvich", "I. Petrovich"), "1960-05-04", "XYZ", "Invented"),
        Listed("EU.1.1", False, ("Acme",), "1960-05-04", "XYZ", "Invented"),
    ]


def test_a_name_in_parts_is_put_together():
    parts = '<sanctionEntity><nameAlias firstName="Ana" middleName="" lastName="Bo"/></sanctionEntity>'

    assert list(read(BytesIO(document(parts))))[1].names == ("Ana Bo",)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (document(), "empty"),
        (document(entry("A"))[:-20], "broken"),
        (HEAD.encode() + b"<export/>", "another_format"),
        (document(entry("A"), made="yesterday"), "no_date"),
        (document(entry("A"), made="2026-09-25T17:00:00"), "no_date"),
        (document(entry("&b;"), head='<?xml version="1.0"?><!DOCTYPE export [<!ENTITY b "bbb">]>'), "unsafe"),
        (document(entry("A"), head='<?xml version="1.0"?><!DOCTYPE export SYSTEM "file:///etc/passwd">'), "unsafe"),
        (document("<sanctionEntity>" + "<a>" * 30 + "</a>" * 30 + "</sanctionEntity>"), "too_deep"),
        (document("<sanctionEntity>" + "<a/>" * 20_001 + "</sanctionEntity>"), "too_deep"),
        (document(entry("A"), head='<?xml version="1.0" encoding="no-such-code"?>'), "broken"),
    ],
)
def test_what_is_no_list_is_refused_with_the_reason(content, code):
    assert problem(content) == code


def test_a_list_has_an_end(monkeypatch):
    monkeypatch.setattr(sanctions_file, "MOST_ENTRIES", 2)

    assert problem(document(*[entry("A")] * 3)) == "too_many"


@given(st.binary(max_size=400), st.integers(0, 600))
def test_no_bytes_upset_the_reader(noise, place):
    content = document(entry("Iván Petróvich"))
    for damaged in (noise, content[:place] + noise + content[place:]):
        assert outcome(damaged) in {"read", *SENTENCES}


def outcome(content):
    try:
        list(read(BytesIO(content)))
    except BadList as error:
        return error.code
    return "read"


@pytest.mark.parametrize(
    ("subject", "score"),
    [
        ("IVAN PETROVICH SIDOROV", 100),
        ("Sidorov, Iván Petróvich", 100),
        ("Ivan Petrovitch Sidorov", 98),
        ("Ivan Petrovich Sidorov Gómez", 90),
        ("Ivan Sidorov", 90),
        ("Ivan Gómez", None),
        ("Ivan", None),
        ("", None),
    ],
)
def test_names_are_compared_without_order_accents_and_capitals(subject, score):
    found = Index([(7, "Iván Petróvich Sidorov"), (7, "I. P. S."), (8, "Somebody Else")]).candidates(subject)

    assert [(one.key, one.score) for one in found] == ([(7, score)] if score else [])
