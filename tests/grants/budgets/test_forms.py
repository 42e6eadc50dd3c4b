"""What the page of a budget sends."""

from uuid import UUID

import pytest
from django.http import QueryDict

from grants.budgets.forms import Posted, cell_of, posted, posted_cell, rev_of

pytestmark = pytest.mark.unit

KEY = UUID("3f2504e0-4f89-41d3-9a0c-0305e82c3301")


@pytest.mark.parametrize(
    ("name", "cell"),
    [
        (f"line-{KEY}-quantity", ("line", KEY, "quantity")),
        (f"source-{KEY}-amount", ("source", KEY, "amount")),
        ("amounts-contingency", ("amounts", None, "contingency")),
        (f"line-{KEY}-amount", None),
        (f"line-{KEY}-rev", None),
        ("line-1-quantity", None),
        ("amounts-frozen_at", None),
        (f"budget-{KEY}-years", None),
        ("", None),
    ],
)
def test_a_cell_is_known_by_its_name(name, cell):
    assert cell_of(name) == cell


@pytest.mark.parametrize(
    ("text", "rev"),
    [("3", 3), (" 3 ", 3), ("-1", 0), ("", 0), (None, 0), ("٣", 0), ("9" * 11, 2**31 - 1), ("9" * 40, 0)],
)
def test_a_revision_is_a_number_or_none_at_all(text, rev):
    assert rev_of(text) == rev


def test_a_sheet_is_read_row_by_row_each_on_its_revision():
    data = QueryDict(
        f"answer-line-{KEY}-quantity=12&answer-line-{KEY}-unit=month&rev-line-{KEY}=2"
        f"&answer-source-{KEY}-amount=5&rev-source-{KEY}=1"
        "&answer-amounts-contingency=7&rev-amounts=4&answer-nonsense=1&csrfmiddlewaretoken=x"
    )

    assert posted(data) == Posted(
        lines={KEY: ({"quantity": "12", "unit": "month"}, 2)},
        sources={KEY: ({"amount": "5"}, 1)},
        amounts=({"contingency": "7"}, 4),
    )


def test_the_colleagues_value_is_kept_by_leaving_the_own_out():
    data = QueryDict(
        f"answer-line-{KEY}-quantity=12&answer-line-{KEY}-unit=month&keep-theirs=answer-line-{KEY}-quantity"
    )

    assert posted(data).lines == {KEY: ({"unit": "month"}, 0)}


@pytest.mark.parametrize(
    ("sent", "field", "value"),
    [
        ("add-line=2&heading-of-1=1.1&heading-of-2=2.2", "add_line", "2.2"),
        ("add-line=9", "add_line", ""),
        ("add-source=revenue", "add_source", "revenue"),
        (f"delete=line-{KEY}-4", "delete", ("line", KEY, 4)),
        (f"delete=source-{KEY}-0", "delete", ("source", KEY, 0)),
        ("delete=line-1-4", "delete", None),
        ("delete=amounts-1", "delete", None),
        ("delete=", "delete", None),
        ("", "add_line", None),
    ],
)
def test_the_button_pressed_is_known(sent, field, value):
    assert getattr(posted(QueryDict(sent)), field) == value


def test_one_field_is_read_as_a_row():
    sent = QueryDict(f"key=line-{KEY}-unit_value&value=1.234,5&rev=2")

    assert posted_cell(sent) == ("line", KEY, ({"unit_value": "1.234,5"}, 2))
    assert posted_cell(QueryDict("key=amounts-contingency&value=5")) == ("amounts", None, ({"contingency": "5"}, 0))
    assert posted_cell(QueryDict("key=other&value=5")) is None
