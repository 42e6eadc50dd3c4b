"""Every address by other methods, as a fragment, as JSON, and with fields no form of ours has (security.md B1)."""

import uuid

import pytest
from django.db import connection, transaction
from django.urls import reverse

from tests.access import POLICY
from tests.access_rules import ACTORS
from tests.test_access import ask, outcome, signed_in
from tests.test_consistency import own_models
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.timeout(600)]

ODD_METHODS = ("options", "put", "patch", "delete", "trace")
"""In turn: a page that takes one it does not name takes them all."""
FRAGMENT = {"HX-Request": "true", "HX-Target": "part", "Accept": "application/json"}
LOGGED = {"applications:help"}
"""Looking is noted there on purpose: the applicant reads who came to help (decisions.md C5)."""

EXTRA = {
    "state": ["submitted", "announced"], "status": ["accepted", "signed"], "is_staff": ["1", "on"],
    "is_superuser": ["1", "on"], "is_active": ["0", ""], "owner": ["1", "2"], "user": ["1", "2"],
    "organisation": ["1", "2"], "lead": ["1", "2"], "call": ["1", "2"], "application": ["1", "2"],
    "submitted_at": ["2020-01-01", "2020-01-02"], "received_at": ["2020-01-01", "2020-01-02"], "score": ["99", "100"],
    "rank": ["1", "2"], "grant": ["999999", "999998"], "amount_approved": ["999999", "999998"],
    "version": ["7", "8"], "public_id": ["7", "8"], "by": ["1", "2"], "valid_until": ["2099-01-01", "2099-01-02"],
}  # fmt: skip
"""Names of columns that no form sets, each twice with different values."""

NEVER_SET = """
    SELECT md5(string_agg(line, '|' ORDER BY line)) FROM (
        SELECT concat_ws(',', 'u', id, email, is_staff, is_superuser, is_active, public_id) FROM grants_user
        UNION ALL SELECT concat_ws(',', 'r', id, user_id, role, valid_until) FROM grants_roleassignment
        UNION ALL SELECT concat_ws(',', 'a', id, call_id, lead_id, public_id, reference) FROM grants_application
        UNION ALL SELECT concat_ws(',', 'c', id, score, rank, requested, lead_id) FROM grants_candidate
        UNION ALL SELECT concat_ws(',', 'w', id, "grant", total_cost) FROM grants_award
        UNION ALL SELECT concat_ws(',', 'k', id, "grant", share, public_id) FROM grants_contract
        UNION ALL SELECT concat_ws(',', 's', id, received_at, sha256) FROM grants_submission
        UNION ALL SELECT concat_ws(',', 'o', id, public_id, registered_at) FROM grants_organisation
    ) AS rows (line)
"""
"""A fingerprint of columns that only actions of other people set."""


def fingerprint():
    with connection.cursor() as cursor:
        cursor.execute(NEVER_SET)
        return cursor.fetchone()[0]


def rows_written():
    """How many rows this transaction has written so far, but for sessions and what is kept of readers."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0) FROM pg_stat_xact_user_tables"
            " WHERE relname NOT IN ('django_session', 'grants_reading')"
        )
        return cursor.fetchone()[0]


def writes_by_looking(client, url):
    """Whether a page that is only read changes the database."""
    written, answer = rows_written(), client.get(url)
    if answer.streaming:
        b"".join(answer)  # read to the end, which closes the file behind it
    return rows_written() != written


def first_inside(rule):
    """Somebody who passes."""
    return next((actor for actor in ACTORS if actor in f"{rule.get} {rule.post}".split()), None)


def test_no_method_header_or_field_is_a_side_door(noon, request):
    world = World(request.getfixturevalue)
    urls = {name: reverse(name, kwargs=world.arguments(rule)) for name, rule in POLICY.items()}
    clients = {actor: signed_in(world.person(actor)) for actor in ACTORS}
    stranger, before, wrong = clients["fabio"], fingerprint(), []

    for number, (name, url) in enumerate(sorted(urls.items())):
        rule, odd = POLICY[name], ODD_METHODS[number % len(ODD_METHODS)]
        inside = first_inside(rule) if number % 3 == 0 else None
        if inside:  # a method no page of ours knows (T-AC-06, T-AC-19)
            response = getattr(clients[inside], odd)(url)
            if response.status_code != 405:
                wrong.append(f"{name} {odd} {inside}: {response.status_code}")
        if "fabio" not in f"{rule.get} {rule.sees}".split() and not rule.public:  # as a fragment (T-AC-07)
            method = ("get", "head")[number % 2]
            found = outcome(getattr(stranger, method)(f"{url}?partial=1", headers=FRAGMENT))
            if found not in rule.expected("fabio", "get"):
                wrong.append(f"{name} {method} fabio: {found} as a fragment")
        looks = "diego" in rule.get.split() and number % 3 == 1 and name not in LOGGED
        if looks and writes_by_looking(clients["diego"], url):  # looking changes nothing (T-AC-18)
            wrong.append(f"{name}: a page that is only looked at writes rows")
        if "ana" in rule.post.split() and number % 2 == 0:  # fields nobody asked for (T-AC-04, T-AC-05)
            point = transaction.savepoint()
            sent = {"content_type": "application/json"} if number % 4 == 0 else {}
            answer = clients["ana"].post(url, EXTRA, **sent)
            if answer.status_code >= 500 or fingerprint() != before:
                wrong.append(f"{name}: {answer.status_code}, or something was set that no form sets")
            transaction.savepoint_rollback(point)

    assert len(urls) > 300
    assert not wrong, "\n".join(wrong)


def test_a_header_does_not_make_another_method_of_a_post(login, ana, amalia, chamber):
    member = chamber.memberships.get(user=amalia)
    for name in ("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"):
        answer = login(ana).post(chamber.get_absolute_url(), {"_method": "DELETE"}, headers={name: "DELETE"})
        assert answer.status_code == 405
    member.refresh_from_db()
    assert member.ended_at is None
    assert ask(login(ana), "get", chamber.get_absolute_url()) == "in"


def test_what_an_address_names_cannot_be_guessed():
    """T-AC-15: 122 random bits in every address, never the number of a row."""
    shown = [model for model in own_models() if any(field.name == "public_id" for field in model._meta.fields)]

    assert len(shown) > 60
    assert {model._meta.get_field("public_id").default for model in shown} == {uuid.uuid4}
    assert not [name for name, rule in POLICY.items() if "pk" in rule.with_ or "id" in rule.with_]
