"""What every answer carries."""

import pytest


def test_the_content_policy_is_strict(client):
    policy = client.get("/health/live").headers["Content-Security-Policy"]

    assert sorted(policy.split("; ")) == [
        "base-uri 'none'",
        "connect-src 'self'",
        "default-src 'none'",
        "font-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "img-src 'self' data:",
        "script-src 'self'",
        "style-src 'self'",
    ]


def test_other_sites_cannot_embed_or_learn_anything(client):
    headers = client.get("/health/live").headers

    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"


@pytest.mark.django_db
def test_a_page_for_somebody_with_a_session_is_not_stored(client):
    client.cookies["session"] = "whatever"

    assert client.get("/home/").headers["Cache-Control"] == "private, no-store"
