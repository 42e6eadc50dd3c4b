"""A publication with the figures of the demo programme."""

import pytest

from tests.reporting.publishing.figures import published


@pytest.fixture
def publication(noon):
    return published()
