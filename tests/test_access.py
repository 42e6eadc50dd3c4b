"""Every address × every login × GET and POST, against the policy written down in tests/access.py.

The policy is literal: it does not ask the permission table it tests. A page without a line fails.
"""

import re
import uuid

import pytest
from django.db import transaction
from django.urls import reverse

from grants.maintenance import standing
from grants.workshop import workshop
from tests.access import POLICY
from tests.access_rules import ACTORS
from tests.client import StrictClient
from tests.conftest import NOTHING
from tests.test_consistency import own_views
from tests.world import World

pytestmark = pytest.mark.django_db

QUARTERS = 4

PASSED = {200, 204, 302, 303, 400, 409, 413, 422}
"""The gate let the request in; what the page made of an empty form is its own tests' matter."""

OUTSIDE = {"health_live", "health_ready", "components"}
"""Not pages: asked by machines, or only there for developers."""


@pytest.fixture
def world(noon, request):
    """Documents are made by one child: for each of the readers anew, a child of their own takes minutes."""
    with workshop():
        yield World(request.getfixturevalue)


def outcome(response):
    if response.status_code == 302 and response.headers["Location"].startswith("/accounts/login"):
        return "login"
    return "in" if response.status_code in PASSED else response.status_code


def ask(client, method, url):
    """The answer, everything it changed undone. A bare savepoint: actions insist on their own transaction."""
    before = transaction.savepoint()
    response = getattr(client, method)(url)
    if response.streaming:
        b"".join(response)  # read to the end, which closes the file behind it
    answer = outcome(response)
    transaction.savepoint_rollback(before)
    standing._known = NOTHING  # what every process was told of a maintenance is undone too
    return answer


def signed_in(user):
    client = StrictClient()
    client.force_login(user, backend="grants.organisations.backends.AccountBackend")
    return client


def test_every_address_has_its_line_in_the_policy():
    names = {name for name, _view in own_views() if name not in OUTSIDE and not name.startswith("demo:")}

    assert sorted(names - POLICY.keys()) == []
    assert sorted(POLICY.keys() - names) == []


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("part", range(QUARTERS))  # so that two processes share the work
def test_each_page_lets_in_whom_the_policy_says_and_nobody_else(world, part):
    urls = {name: reverse(name, kwargs=world.arguments(rule)) for name, rule in POLICY.items()}
    clients = {"anonymous": StrictClient()} | {actor: signed_in(world.person(actor)) for actor in ACTORS}
    wrong = []

    for name, url in list(urls.items())[part::QUARTERS]:
        for actor, client in clients.items():
            for method in ("get", "post"):
                expected, found = POLICY[name].expected(actor, method), ask(client, method, url)
                if found not in expected:
                    wrong.append(f"{name} {method} {actor}: {found}, not {expected}")

    assert not wrong, "\n".join(wrong)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_what_is_foreign_answers_exactly_as_what_does_not_exist(world):
    client = signed_in(world.person("fabio"))
    hidden = {name: rule for name, rule in POLICY.items() if rule.hides}
    different = []

    for name, rule in hidden.items():
        arguments = world.arguments(rule)
        for method in ("get", "post"):
            foreign = getattr(client, method)(reverse(name, kwargs=arguments))
            missing = getattr(client, method)(reverse(name, kwargs=arguments | {"public_id": uuid.uuid4()}))
            if (foreign.status_code, _plain(foreign)) != (missing.status_code, _plain(missing)):
                different.append(f"{name} {method}: {foreign.status_code} and {missing.status_code}")

    assert len(hidden) > 50
    assert not different, "\n".join(different)


def _plain(response):
    """The body without what differs on every page: the form token, the seconds of the session, the address."""
    body = re.sub(r'(csrfmiddlewaretoken" value="|X-CSRFToken": ")[^"]+"', "", response.content.decode())
    body = re.sub(r'data-seconds="\d+"', "", body)
    return re.sub(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "", body)
