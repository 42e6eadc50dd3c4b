"""English sentences wherever no request says another language, and a mail server to be had."""

import pytest
from django.utils.translation import override

from tests.mail_server import MailServer


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


@pytest.fixture
def smtp(settings):
    """Mail goes to a real server of the test's."""
    server = MailServer()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", server.port, False
    yield server
    server.close()
