"""The one way a document changes its state."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils.translation import gettext_lazy as _

from grants import clock
from grants.models import Call, CallEvent, Message
from grants.workflow import Reason, Refused, Step, action, advance, if_undone, locked, reasons_against, record
from tests.factories import NOON

pytestmark = pytest.mark.django_db


def lazy(call):
    return _("The title is missing.")


def plain(call):
    return "The form is missing."


def linked(call):
    return Reason("The lots are missing.", "/lots/")


def several(call):
    return [Reason("No country."), Reason("No indicator.")]


def fine(call):
    return None


def officers(call):
    return call.told


@pytest.fixture
def draft(noon, call, monkeypatch):
    """A call with a small table of its own."""
    Call.objects.update(state="draft")
    call.refresh_from_db()
    call.told = []
    call.STEPS = {
        "publish": Step(frozenset({"draft"}), "published", guards=(fine,)),
        "check": Step(frozenset({"draft"}), "published", guards=(lazy, plain, fine, linked, several)),
    }
    return call


def test_a_step_sets_the_state_and_writes_who_did_it_when_and_why(draft, diego):
    event = advance(draft, "publish", by=diego, note="Ready.", changes={"a": "b"})

    draft.refresh_from_db()
    assert draft.state == "published"
    assert (event.actor, event.action, event.before, event.after, event.note, event.changes, event.at) == (
        diego, "publish", "draft", "published", "Ready.", {"a": "b"}, NOON,
    )  # fmt: skip


def test_everything_that_stands_against_it_is_said_at_once(draft, diego):
    with pytest.raises(Refused) as refused:
        advance(draft, "check", by=diego)

    assert [(str(reason), reason.url) for reason in refused.value.reasons] == [
        ("The title is missing.", ""),
        ("The form is missing.", ""),
        ("The lots are missing.", "/lots/"),
        ("No country.", ""),
        ("No indicator.", ""),
    ]
    assert not CallEvent.objects.exists()
    assert Call.objects.get().state == "draft"


def test_from_the_wrong_state_the_guards_are_not_even_asked(draft):
    draft.state = "published"

    assert [(reason.code, "while the state is" in str(reason)) for reason in reasons_against(draft, "check")] == [
        ("wrong_state", True)
    ]


def test_one_sentence_alone_is_one_reason():
    for sentence in ("The call closed.", _("The call closed."), Reason("The call closed."), ["The call closed."]):
        assert [str(reason) for reason in Refused(sentence).reasons] == ["The call closed."]


def test_an_event_without_a_step_leaves_the_state(draft, diego):
    event = record(draft, "edit", by=diego, changes={"title": ["a", "b"]})

    assert (event.before, event.after) == ("draft", "draft")


def test_a_refused_action_leaves_neither_change_nor_event_nor_letter(draft, diego, ana):
    @action
    def publish_and_think_better(call, *, by):
        """Changes everything, then refuses."""
        call = locked(call)
        record(call, "edit", by=by, tells=())
        call.title_en = "Changed"
        call.save()
        raise Refused(["No."])

    with pytest.raises(Refused):
        publish_and_think_better(draft, by=diego)

    draft.refresh_from_db()
    assert (draft.title_en, CallEvent.objects.count(), Message.objects.count()) == ("Test call", 0, 0)


def test_an_action_lives_in_one_moment(db):
    @action
    def moments():
        """Asks the clock twice."""
        first = clock.now()
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(0.01)")
        return first, clock.now()

    first, second = moments()
    assert first == second
    assert moments()[0] > first


def test_what_no_rollback_takes_back_is_taken_back_newest_first():
    undone = []

    @action
    def inner(name, error=None):
        """Does something outside the database."""
        if_undone(lambda: undone.append(name))
        if error:
            raise error

    @action
    def outer(error=None):
        """Two that work and one that fails and is forgiven."""
        inner("one")
        inner("two")
        with pytest.raises(KeyError):
            inner("three", KeyError())
        if error:
            raise error

    outer()
    assert undone == ["three"]

    undone.clear()
    with pytest.raises(ZeroDivisionError):
        outer(ZeroDivisionError())
    assert undone == ["three", "two", "one"]


def test_a_repair_that_fails_hides_neither_the_error_nor_the_other_repairs(caplog):
    undone = []

    def fail():
        raise OSError

    @action
    def act():
        """Fails with two repairs to do."""
        if_undone(lambda: undone.append("first"))
        if_undone(fail)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        act()

    assert undone == ["first"]
    assert "could not be taken back" in caplog.text


def test_only_an_action_can_be_undone():
    with pytest.raises(RuntimeError):
        if_undone(print)


def test_the_clock_is_the_database_s_and_replaced_only_inside():
    before = clock.now()
    with clock.at(NOON):
        assert clock.now() == NOON
        with clock.one_moment():
            assert clock.now() == NOON
    assert clock.now() > before
    with pytest.raises(ValueError, match="zone"), clock.at(NOON.replace(tzinfo=None)):
        pass


def test_a_moment_is_kept_for_the_outermost_block_only(django_assert_num_queries):
    with django_assert_num_queries(1), clock.one_moment():
        with clock.one_moment():
            first = clock.now()
        assert clock.now() == first


def test_a_moment_a_statement_brought_along_is_not_asked_for_again(django_assert_num_queries):
    with django_assert_num_queries(0), clock.one_moment():
        clock.note(NOON)
        clock.note(NOON + timedelta(minutes=1))
        assert clock.now() == NOON
