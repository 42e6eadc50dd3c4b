"""Settings fail at once and in a sentence."""

import os
import subprocess
import sys

import pytest

pytestmark = pytest.mark.unit

WHOLE = {
    "SECRET_KEY": "k" * 60,
    "SITE_URL": "https://grants.example.org",
    "DATABASE_URL": "postgres://app@/app",
    "REDIS_URL": "redis://localhost:6379/0",
    "MEDIA_ROOT": "/srv/media",
    "EMAIL_URL": "smtp+tls://user:word@mail.example.org:587",
}
SHOW = "from alinvest import settings as s; print(s.DEBUG, s.SESSION_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.HTTPS)"


def load(environment, show=SHOW):
    """What a process with exactly this environment says."""
    variables = environment | {"PATH": os.environ["PATH"]}
    return subprocess.run([sys.executable, "-c", show], env=variables, capture_output=True, text=True, timeout=60)


def last_line(result):
    return result.stderr.strip().splitlines()[-1].partition("ImproperlyConfigured: ")[2]


def test_a_whole_environment_gives_a_safe_installation():
    assert load(WHOLE).stdout == "False __Host-session True True\n"


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [
        (
            "SECRET_KEY",
            "Set the environment variable SECRET_KEY: the key that signs sessions and links, 50 characters or more.",
        ),
        (
            "DATABASE_URL",
            "Set the environment variable DATABASE_URL: where PostgreSQL is, like postgres://user:word@host/name.",
        ),
        (
            "MEDIA_ROOT",
            "Set the environment variable MEDIA_ROOT: the folder of uploads, outside STATIC_ROOT.",
        ),
    ],
)
def test_what_is_missing_is_named_with_its_purpose(missing, sentence):
    assert last_line(load({name: value for name, value in WHOLE.items() if name != missing})) == sentence


def test_a_word_outside_the_list_is_refused():
    assert last_line(load(WHOLE | {"PROCESS": "server"})) == "PROCESS is 'server'; it can be web, worker, command."


def test_pages_give_up_early_and_commands_never():
    show = "from alinvest import settings as s; o = s.DATABASES['default']['OPTIONS']; print(o['options'], 'pool' in o)"
    limits = "-c lock_timeout=10s -c idle_in_transaction_session_timeout=120s"

    assert load(WHOLE | {"PROCESS": "web"}, show).stdout == f"-c statement_timeout=20s {limits} True\n"
    assert load(WHOLE, show).stdout == f"-c statement_timeout=0s {limits} False\n"
