"""The staff's pages as they are met: accessible, on a desk and in a hand, in three languages."""

import os

import pytest
from django.conf import settings

from grants import clock
from grants.jobs.actions import enqueue
from grants.models import Job, Message
from grants.proposals.actions import propose
from tests.grants.operations.test_messages import write
from tests.grants.proposals import kinds

assert kinds
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGES = {
    "admin": ["/jobs/", "/jobs/?state=failed", "/jobs/?state=done", "/messages/", "/messages/?search=nobody"],
    "dora": ["/proposals/", "proposal", "letter"],
    "diego": ["/proposals/", "proposal", "/messages/?state=failed"],
    "ana": ["/messages/mine/", "letter"],
    "nadia": ["/messages/mine/"],
}


@pytest.fixture
def addresses(chamber, ana, bruno, call, diego):
    """Something of everything: letters sent and failed, jobs in each state, a proposal that waits."""
    letter = write(chamber, ana)
    Message.objects.filter(pk=write(chamber, bruno).pk).update(
        state="failed", sent_at=None, error="SMTPRecipientsRefused: {'bruno@demo.example': (550, b'no such person')}"
    )
    states = ["queued", "running", "done", "failed"]
    for number, state in enumerate(states):
        job = enqueue("scan_file", target=number)
        Job.objects.filter(pk=job.pk).update(
            state=state,
            lease_until=clock.now(),
            phase="Every stored file still has the bytes it came with",
            done=3,
            total=9,
            error="The virus scanner did not answer (ConnectionRefusedError)." if state == "failed" else "",
        )
    payload = {"title": "Segunda convocatoria", "summary": "Una línea bastante larga " * 8}
    proposal = propose("rename_call", call, payload, reason="The old title misleads.\nReally.", by=diego)
    return {"letter": f"/messages/{letter.public_id}/", "proposal": f"/proposals/{proposal.public_id}/"}


@pytest.mark.parametrize(("who", "language", "width"), [
    ("admin", "es", 1280), ("admin", "pt-br", 360), ("dora", "en", 1280), ("dora", "es", 360),
    ("diego", "es", 1280), ("ana", "pt-br", 1280), ("ana", "es", 360), ("nadia", "es", 1280),
])  # fmt: skip
def test_pages_of_the_mechanisms_are_accessible_and_fit(
    addresses, request, login, new_page, live_server, assert_accessible, who, language, width
):
    user = request.getfixturevalue(who)
    user.language = language
    user.save()
    cookie = login(user).cookies[settings.SESSION_COOKIE_NAME].value
    page = new_page(width=width)
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    for number, place in enumerate(PAGES[who]):
        answer = page.goto(addresses.get(place, place))

        assert answer.status == 200
        assert_accessible(page)
        assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        if folder := os.environ.get("SCREENSHOTS"):
            page.screenshot(path=f"{folder}/{who}-{number}-{language}-{width}.png", full_page=True)
