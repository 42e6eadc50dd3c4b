"""The broker is away on the last evening: the submission stands, the letters follow."""

import time

import pytest
from django.core import mail
from django.urls import reverse

from grants.applications.models import Submission
from grants.jobs import actions as jobs
from grants.jobs.models import Job
from grants.messages.models import Message

pytestmark = [pytest.mark.worker, pytest.mark.slow, pytest.mark.django_db]


def test_without_redis_the_receipt_comes_at_once_and_the_letters_when_it_is_back(
    complete, redis_server, login, ana, monkeypatch
):
    monkeypatch.setattr(jobs, "_publish_again_at", 0.0)
    client = login(ana)
    client.get(reverse("applications:submit", args=[complete.public_id]))
    redis_server.stop()

    began = time.monotonic()
    answer = client.post(reverse("applications:submit", args=[complete.public_id]))
    seconds = time.monotonic() - began
    receipt = client.get(answer.headers["Location"])

    submission = Submission.objects.get()
    letters = Message.objects.filter(kind="application_submit")
    assert submission.receipt_number in receipt.text
    assert seconds < 3
    assert [letter.state for letter in letters] == ["queued"] * 3

    redis_server.start()
    for job in Job.objects.filter(kind="send_message", target__in=[str(letter.pk) for letter in letters]):
        assert jobs.run(job.pk)

    assert sorted(letter.to[0] for letter in mail.outbox) == [
        "amalia@demo.example",
        "ana@demo.example",
        "bruno@demo.example",
    ]
    assert submission.receipt_number in mail.outbox[0].subject
    assert submission.sha256 in mail.outbox[0].body
