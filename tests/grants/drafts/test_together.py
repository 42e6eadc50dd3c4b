"""Several people in one part at once: random interleavings, and real transactions in threads."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grants.drafts import actions
from grants.drafts.outcomes import Conflict
from grants.drafts.queries import answers_of
from grants.models import Part, Revision
from tests.factories import UserFactory, form_version

KEYS = ("problem", "firms")


@dataclass
class Browser:
    """A page as one person has it open: what stands in its fields, and the revision each is based on."""

    person: object
    part: object
    fields: dict = field(default_factory=lambda: dict.fromkeys(KEYS, ""))
    revs: dict = field(default_factory=lambda: dict.fromkeys(KEYS, 0))
    sent: set = field(default_factory=set)

    def type(self, key, text):
        self.fields[key] = text

    def save(self, key, answer_arrives=True):
        raw = self.fields[key]
        result = actions.save_answers(self.part, {key: raw}, based_on={key: self.revs[key]}, by=self.person)[key]
        self.sent.add((key, raw))
        if not answer_arrives:
            return
        if isinstance(result, Conflict) or not result.changed:
            self.revs[key] = result.rev
        else:
            self.revs[key] = result.rev
            assert result.answer.value in (None, raw.strip())

    def reload(self):
        for key, cell in answers_of(self.part.draft).items():
            self.fields[key], self.revs[key] = cell.raw, cell.rev


step = st.one_of(
    st.tuples(st.just("type"), st.sampled_from([0, 1]), st.sampled_from(KEYS), st.sampled_from(["", "1", "a", "b c"])),
    st.tuples(st.just("save"), st.sampled_from([0, 1]), st.sampled_from(KEYS), st.booleans()),
    st.tuples(st.just("reload"), st.sampled_from([0, 1])),
)


@pytest.mark.property
@pytest.mark.django_db
@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(step, min_size=4, max_size=24))
def test_whatever_two_browsers_do_every_text_sent_can_be_found(ana, bruno, steps):
    draft = actions.open_draft(form_version())
    part = Part.objects.select_related("draft__version").get(draft=draft, slug="relevance")
    browsers = [Browser(ana, part), Browser(bruno, part)]

    for name, who, *arguments in steps:
        getattr(browsers[who], name)(*arguments)

    history = list(Revision.objects.filter(draft=draft).order_by("pk"))
    found = {(r.key, r.raw) for r in history}
    assert {pair for browser in browsers for pair in browser.sent if pair[1]} <= found
    for key in KEYS:
        stood = [r for r in history if r.key == key and not r.is_aside]
        assert [r.rev for r in stood] == list(range(1, len(stood) + 1))
        cell = answers_of(draft).get(key)
        assert (cell.raw, cell.rev, cell.by) == (stood[-1].raw, len(stood), stood[-1].by) if stood else cell is None


@pytest.fixture
def shared(transactional_db):
    """A part that several people have open, each in a transaction of their own."""
    draft = actions.open_draft(form_version())
    return Part.objects.select_related("draft__version").get(draft=draft, slug="relevance")


def in_threads(function, arguments):
    def call(argument):
        try:
            return function(argument)
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=len(arguments)) as pool:
        return list(pool.map(call, arguments, timeout=60))


def test_of_saves_at_the_same_moment_one_wins_and_the_others_are_told(shared):
    people = [UserFactory(name=f"P{n}") for n in range(6)]

    results = in_threads(
        lambda person: actions.save_answers(shared, {"problem": person.name}, based_on={"problem": 0}, by=person),
        people,
    )

    conflicts = [r["problem"] for r in results if isinstance(r["problem"], Conflict)]
    cell = answers_of(shared.draft)["problem"]
    assert cell.rev == 1
    assert len(conflicts) == 5
    assert {(conflict.raw, conflict.rev) for conflict in conflicts} == {(cell.raw, 1)}
    assert {r.raw for r in Revision.objects.filter(draft=shared.draft)} == {person.name for person in people}


def test_no_addition_is_lost_when_everybody_adds_to_the_present_text(shared):
    people = [UserFactory(name=f"P{n}") for n in range(4)]

    def add_words(person):
        for number in range(6):
            word, text, rev = f"{person.name}-{number}", "", 0
            while True:
                raw = f"{text} {word}".strip()
                result = actions.save_answers(shared, {"problem": raw}, based_on={"problem": rev}, by=person)["problem"]
                if not isinstance(result, Conflict):
                    break
                text, rev = result.raw, result.rev

    in_threads(add_words, people)

    words = answers_of(shared.draft)["problem"].raw.split()
    assert sorted(words) == [f"P{n}-{number}" for n in range(4) for number in range(6)]
    revisions = Revision.objects.filter(draft=shared.draft, is_aside=False).order_by("pk").values_list("rev", flat=True)
    assert list(revisions) == list(range(1, 25))


def test_whole_parts_saved_in_opposite_order_do_not_wait_for_each_other_in_a_circle(shared):
    people = [UserFactory(name=f"P{n}") for n in range(2)]

    def save_often(person):
        keys = KEYS if person is people[0] else KEYS[::-1]
        for number in range(30):
            cells = answers_of(shared.draft)
            based_on = {key: cells[key].rev if key in cells else 0 for key in keys}
            actions.save_answers(shared, dict.fromkeys(keys, f"{person.name} {number}"), based_on=based_on, by=person)

    in_threads(save_often, people)

    assert Revision.objects.filter(draft=shared.draft).count() == 2 * 2 * 30
