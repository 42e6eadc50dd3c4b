"""Addresses of documents are those Django finds."""

import uuid

import pytest
from django.urls import reverse

from grants.addresses import address


@pytest.mark.parametrize("name", ["payments:detail", "evaluation:assessments", "contracts:detail"])
def test_an_address_is_the_one_reverse_gives(name):
    for _each in range(2):
        number = uuid.uuid4()
        assert address(name, number) == reverse(name, args=[number])
