"""A time in which nothing is saved: who announces it, what is refused and given back, what goes on (T-DL-20)."""

import math
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.urls import reverse

from grants.calls.queries import deadline_of
from grants.diligence.actions.records import propose_clearing_flag, raise_flag
from grants.jobs import actions as jobs
from grants.maintenance import actions, standing
from grants.models import Attempt, Cell, Job, Maintenance, Message, Proposal
from grants.workflow import Refused
from tests.factories import NOON

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
HTML = {"Accept": "text/html,*/*"}
REMEMBERED = standing._Known


def address(name, one):
    return reverse(f"maintenance:{name}", args=[one.public_id])


@pytest.fixture
def announced(noon, admin):
    return actions.announce_maintenance(by=admin, cause="machines", starts_at=NOON + HOUR, until=NOON + 2 * HOUR)


@pytest.fixture
def told(monkeypatch):
    """Every process knows what the database says now."""

    def tell():
        monkeypatch.setattr(standing, "_known", REMEMBERED(math.inf, standing._asked()))

    return tell


@pytest.fixture
def on(announced, admin, told):
    """It is on."""
    one = actions.start_maintenance(announced, by=admin)
    told()
    return one


@pytest.fixture
def redis():
    """What Redis holds of it is forgotten before and after."""
    cache.delete(standing.KEY)
    yield
    cache.delete(standing.KEY)


# Announcing, switching on and off


def test_it_is_announced_switched_on_and_off_and_officers_hear_of_it(announced, admin, diego):
    Message.objects.all().delete()

    on = actions.start_maintenance(announced, by=admin)
    over = actions.end_maintenance(on, by=admin, note="All went well.")

    assert (over.state, over.started_at, over.ended_at) == ("ended", NOON, NOON)
    assert [event.action for event in over.events.all()] == ["announce", "start", "end"]
    assert [(one.kind, one.recipient) for one in Message.objects.order_by("pk")] == [
        ("maintenance_start", diego),
        ("maintenance_end", diego),
    ]


def test_an_announcement_is_changed_and_withdrawn(announced, admin):
    actions.change_maintenance(announced, by=admin, starts_at=NOON + 3 * HOUR, until=NOON + 4 * HOUR)
    gone = actions.withdraw_maintenance(announced, by=admin)

    assert (gone.state, gone.starts_at) == ("withdrawn", NOON + 3 * HOUR)
    assert gone.events.get(action="change").changes["until"] == [
        "2026-03-10T14:00:00+00:00",
        "2026-03-10T16:00:00+00:00",
    ]
    with pytest.raises(Refused, match="while the state is “Withdrawn”"):
        actions.start_maintenance(gone, by=admin)
    with pytest.raises(Refused, match="It is over"):
        actions.change_maintenance(gone, by=admin, until=NOON + 9 * HOUR)


@pytest.mark.parametrize(("start", "end", "reason"), [
    (2, 1, "It ends after it has begun"), (-2, -1, "lies in the past"), (-1, 1, "lies in the past. To begin now"),
])  # fmt: skip
def test_times_that_cannot_be_are_refused(noon, admin, start, end, reason):
    with pytest.raises(Refused, match=reason):
        actions.announce_maintenance(by=admin, cause="update", starts_at=NOON + start * HOUR, until=NOON + end * HOUR)

    assert not Maintenance.objects.exists()


def test_one_at_a_time_also_for_the_database(announced, admin):
    with pytest.raises(Refused, match="already"):
        actions.announce_maintenance(by=admin, cause="update", starts_at=None, until=NOON + HOUR, at_once=True)
    for more in ({}, {"state": "on", "started_at": NOON}):
        with pytest.raises(IntegrityError, match="maintenance_one_at_a_time"), transaction.atomic():
            Maintenance.objects.create(cause="update", starts_at=NOON, until=NOON + HOUR, **more)


def test_an_administrator_does_it_on_pages_and_is_told_what_is_wrong(noon, login, admin, told):
    client = login(admin)
    page = client.get(reverse("maintenance:list"))
    assert "Announce maintenance" in page.text

    wrong = client.post(reverse("maintenance:announce"), {"cause": "update", "until": "tomorrow"})
    assert wrong.status_code == 422
    assert {
        "Say from when, or tick the box to switch it on now.",
        "Write the day and the time like 2026-06-30 12:00.",
    } == {str(error) for errors in wrong.context["form"].errors.values() for error in errors}

    sent = {"cause": "trouble", "at_once": "on", "until": "2026-03-10T15:30"}
    made = client.post(reverse("maintenance:announce"), sent)
    one = Maintenance.objects.get()
    told()
    assert (made.headers["Location"], one.state, one.until) == (address("detail", one), "on", NOON + 2.5 * HOUR)
    client.post(address("change", one), {"until": "2026-03-10T16:30"})
    assert "Switch off" in client.get(address("detail", one)).text
    client.post(address("end", one))
    told()
    assert "Everything works" in client.get("/en/status/").text


# While it is on


def test_what_is_typed_comes_back_and_the_try_is_kept(on, application, login, ana):
    client = login(ana)
    assert client.get(reverse("applications:detail", args=[application.public_id])).status_code == 200

    answer = client.post(
        reverse("applications:submit", args=[application.public_id]), {"note": "Café <b>"}, headers=HTML
    )

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "7200")
    assert "Café &lt;b&gt;" in answer.text
    assert "Your try is recorded" in answer.text
    attempt = Attempt.objects.get()
    assert (attempt.action, attempt.outcome, attempt.user) == ("submit_application", "refused", ana)
    assert attempt.reasons[0]["en"] == "Maintenance: nothing is saved now."


def test_of_who_may_not_no_try_is_kept_and_nothing_is_said(on, application, login, fabio):
    answer = login(fabio).post(reverse("applications:submit", args=[application.public_id]), headers=HTML)

    assert (answer.status_code, "recorded" in answer.text, Attempt.objects.exists()) == (503, False, False)


def test_scripts_are_told_in_a_sentence_and_try_again(on, application, login, ana):
    part = application.draft.parts.get(slug="relevance")

    answer = login(ana).post(
        reverse("applications:autosave", args=[part.public_id]),
        {"key": "problem", "value": "Text", "rev": 0},
        headers={"Accept": "application/json"},
    )

    assert answer.status_code == 503
    assert answer.json() == {
        "maintenance": True,
        "problem": "Maintenance until about 10 March 2026, 15:00 (Brussels time): not saved yet, trying again. "
        "Your text is kept on this page.",
    }
    assert not Cell.objects.exists()


def test_pages_say_it_before_and_during_without_asking_the_database(
    announced, admin, told, login, nadia, django_assert_num_queries
):
    client = login(nadia)
    told()
    assert "Maintenance is coming." in client.get(reverse("home")).text
    assert "Maintenance is coming." in client.get("/en/calls/").text
    actions.start_maintenance(announced, by=admin)
    told()
    assert "everything can be read, nothing is saved" in client.get(reverse("home")).text
    with django_assert_num_queries(0):
        standing.standing()


def test_the_public_page_says_since_when_until_when_and_what_happens_to_deadlines(on, call, client):
    call.closes_at = NOON + HOUR
    call.save(update_fields=["closes_at"])

    page = client.get("/en/status/")

    assert "Since" in page.text
    assert "10 March 2026, 15:00 (Brussels time)" in page.text
    assert "by a decision of two persons" in page.text
    assert f'href="/en/calls/{call.slug}/"' in page.text
    assert "This deadline passes before the maintenance is expected to end" in page.text
    assert page.cookies == {}


def test_a_deadline_is_moved_by_two_officers_and_nothing_else_is_decided(on, call, chamber, login, diego, dora):
    form = {"closes_at": "2026-04-03T12:00", "reason": "Maintenance in the last hour."}
    login(diego).post(reverse("calls:deadline", args=[call.public_id]), form, headers=HTML)
    proposal = Proposal.objects.get()

    done = login(dora).post(reverse("proposals:approve", args=[proposal.public_id]), headers=HTML)
    flag = raise_flag(chamber, by=diego, concern="An address that is none.", severity="minor")
    other = propose_clearing_flag(flag, by=diego, reason="It exists.")
    refused = login(dora).post(reverse("proposals:reject", args=[other.public_id]), headers=HTML)

    assert (done.status_code, refused.status_code) == (302, 503)
    assert deadline_of(call).closes_at.isoformat() == "2026-04-03T10:00:00+00:00"


@pytest.mark.parametrize(("path", "status"), [
    ("/accounts/logout/", 302), ("/language/", 302), ("/admin/grants/user/add/", 503), ("/en/verify/", 422),
])  # fmt: skip
def test_who_reads_gets_in_and_out_and_the_administration_saves_nothing(on, login, admin, path, status):
    assert login(admin).post(path, {"language": "en"}, headers=HTML).status_code == status


def test_health_stays_what_it_is(on, client):
    assert client.get("/health/live").json() == {"status": "ok"}


def test_letters_go_out_and_other_work_waits_for_the_end(on, admin, told, monkeypatch):
    done = []
    for kind, goes_on in (("urgent", True), ("patient", False)):
        handler = jobs.Handler(lambda job: done.append(job.kind), kind, None, goes_on)
        monkeypatch.setitem(jobs.HANDLERS, kind, handler)
    urgent, patient = (
        Job.objects.create(kind=kind, not_before=NOON, queued_at=NOON - HOUR) for kind in ("urgent", "patient")
    )

    published = []
    monkeypatch.setattr(jobs, "publish", lambda job: bool(published.append(job)) or True)
    jobs.sweep()
    assert published == [urgent]
    assert (jobs.run(urgent.pk), jobs.run(patient.pk), done) == (True, False, ["urgent"])
    actions.end_maintenance(on, by=admin)
    told()
    assert (jobs.run(patient.pk), done) == (True, ["urgent", "patient"])


# How it is known everywhere


def test_the_database_is_asked_once_and_redis_after_that(announced, monkeypatch, redis, django_assert_num_queries):
    def forget():
        monkeypatch.setattr(standing, "_known", REMEMBERED(0.0, None))

    forget()
    with django_assert_num_queries(1):
        standing.standing()
        standing.standing()
    forget()
    with django_assert_num_queries(0):
        known = standing.standing()
    assert (known.state, known.until) == ("announced", NOON + 2 * HOUR)


def test_switching_on_holds_at_once_and_without_redis(
    announced, admin, monkeypatch, redis_away, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        actions.start_maintenance(announced, by=admin)

    assert standing.is_on()
    monkeypatch.setattr(standing, "_known", REMEMBERED(0.0, None))
    assert standing.is_on()
