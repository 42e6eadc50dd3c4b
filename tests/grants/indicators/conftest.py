"""Sentences are compared in English, the language they are written in."""

import pytest
from django.utils.translation import override


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield
