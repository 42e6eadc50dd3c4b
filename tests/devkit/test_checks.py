"""What a production installation is refused for."""

import pytest

from alinvest import checks

pytestmark = pytest.mark.unit


def ids(findings):
    return [finding.id for finding in findings]


def test_a_demo_others_can_reach_is_refused(settings):
    settings.DEMO, settings.ALLOWED_HOSTS = True, ["localhost", "grants.example.org"]

    assert ids(checks.demo_stays_at_home(None)) == ["alinvest.E001"]


def test_a_demo_on_this_machine_passes(settings):
    settings.DEMO, settings.ALLOWED_HOSTS = True, ["localhost", "127.0.0.1"]

    assert checks.demo_stays_at_home(None) == []


def test_an_address_without_https_is_refused(settings):
    settings.HTTPS, settings.SITE_HOST = False, "grants.example.org"

    assert ids(checks.address_is_https(None)) == ["alinvest.E002"]


@pytest.mark.parametrize(("encrypted", "found"), [(False, ["alinvest.E003"]), (True, [])])
def test_mail_in_the_clear_is_refused(settings, encrypted, found):
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = checks.PLAIN_SMTP, "mail.example.org"
    settings.EMAIL_USE_TLS, settings.EMAIL_USE_SSL = encrypted, False

    assert ids(checks.mail_is_encrypted(None)) == found


def test_uploads_below_static_files_are_refused(settings, tmp_path):
    settings.STATIC_ROOT, settings.MEDIA_ROOT = tmp_path, tmp_path / "media"

    assert ids(checks.uploads_are_not_served(None)) == ["alinvest.E004"]
