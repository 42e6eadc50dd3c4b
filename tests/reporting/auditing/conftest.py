"""An audit engagement over two executed payments, or over the firms of two projects."""

from datetime import timedelta

import pytest
from django.utils.translation import override

from grants import clock, models
from tests.factories import NOON
from tests.grants.payments import paying


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield
