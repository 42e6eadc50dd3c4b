"""These tests read English."""

import pytest
from django.utils.translation import override

from tests.client import StrictClient


@pytest.fixture(autouse=True)
def in_english():
    """Sentences of actions, which speak the language of whoever asks."""
    with override("en"):
        yield


@pytest.fixture
def client():
    """A stranger whose browser speaks English."""
    return StrictClient(headers={"accept-language": "en"})
