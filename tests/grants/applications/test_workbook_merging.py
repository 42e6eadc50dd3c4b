"""Whatever two sides do to a draft, nothing of either is lost when the workbook comes back."""

import itertools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grants.applications.actions import workbook as actions
from grants.applications.marks import text_mark
from grants.applications.models import LogframeRevision
from grants.applications.workbook.cells import standing_of
from grants.applications.workbook.merging import Fate, fate_of
from grants.applications.workbook.plan import plan_of
from grants.budgets.models import BudgetLine, BudgetRevision
from grants.drafts.models import Revision
from tests.grants.applications.test_workbook import answer, bring_back, cell, export, save_answer

SIDES = st.sampled_from(["", "One", "Two", "Three"])


@pytest.mark.unit
@pytest.mark.parametrize(
    ("base", "theirs", "now", "fate"),
    [
        ("a", "a", "a", Fate.SAME),
        ("a", "a", "b", Fate.SAME),
        ("a", "b", "a", Fate.TAKE),
        ("a", "b", "b", Fate.SAME),
        ("a", "b", "c", Fate.BOTH),
        ("a", "", "c", Fate.BOTH),
        ("a", "b", None, Fate.GONE),
        ("a", "a", None, Fate.SAME),
    ],
)
def test_what_becomes_of_a_cell(base, theirs, now, fate):
    assert fate_of(base, theirs, now) == fate


@pytest.mark.unit
@given(SIDES, SIDES, SIDES)
def test_a_text_of_either_side_stands_or_is_shown(base, theirs, now):
    fate = fate_of(base, theirs, now)

    stands = {Fate.SAME: now, Fate.TAKE: theirs}.get(fate)
    if theirs != base and now != base and theirs != now:
        assert fate == Fate.BOTH
    else:
        assert stands == (theirs if theirs != base else now)


RUNS = itertools.count(1)
"""What is written in one example was never written before: all share one draft."""

ANSWERS = {"problem": "relevance", "approach": "design"}


class Sides:
    """What two people write, each in a place of their own: Ana in the workbook, Amalia on the pages."""

    def __init__(self, application, book, draw, amalia):
        self.application, self.book, self.draw, self.amalia = application, book, draw, amalia
        self.run, self.written = next(RUNS), set()

    def says(self, side, what):
        """A text for one side to write, or None where it writes nothing."""
        if not self.draw(st.booleans()):
            return None
        text = f"{side} {self.run} {what}"
        self.written.add(text)
        return text

    def answer(self, key, slug):
        if text := self.says("book", key):
            cell(self.book, "questions", f"answer-{key}", "answer").value = text
        if text := self.says("page", key):
            save_answer(self.application, slug, key, text, self.amalia)

    def line(self, line):
        if text := self.says("book", line.pk):
            cell(self.book, "budget", f"line-{line.key}", "justification").value = text
        if text := self.says("page", line.pk):
            lines = {line.key: ({"justification": text}, line.rev)}
            actions.save_budget(self.application, lines=lines, by=self.amalia)

    def result(self, result):
        name = f"result-{result.key}-statement"
        if text := self.says("book", "result"):
            cell(self.book, "logframe", f"result-{result.key}", "statement").value = text
        if text := self.says("page", "result"):
            based_on = {name: text_mark(result.statement)}
            actions.save_logframe(self.application, cells={name: text}, based_on=based_on, by=self.amalia)

    def expected(self, key, choices):
        """What has to stand in an answer afterwards; None where nobody wrote."""
        mine, page = f"book {self.run} {key}", f"page {self.run} {key}"
        sides = [text for text in (mine, page) if text in self.written]
        if len(sides) < 2:
            return sides[0] if sides else None
        return mine if choices[f"answer-{key}"].startswith("theirs") else page


def history():
    """Every text anybody ever wrote."""
    typed = BudgetRevision.objects.values_list("typed__justification", flat=True)
    texts = [model.objects.values_list("raw", flat=True) for model in (Revision, LogframeRevision)]
    return {*typed, *texts[0], *texts[1]}


@pytest.mark.property
@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.usefixtures("english")
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_random_edits_of_both_sides_merge_without_loss(complete, ana, amalia, data):
    """T-CO-02: each text somebody wrote stands in the draft or in its history."""
    book = export(complete, ana)
    sides = Sides(complete, book, data.draw, amalia)
    for key, slug in ANSWERS.items():
        sides.answer(key, slug)
    for line in BudgetLine.objects.filter(budget=complete.budget).order_by("pk"):
        sides.line(line)
    sides.result(complete.results.get(level="impact"))

    returned = bring_back(complete, book, ana)
    plan = plan_of(returned, standing_of(actions.read(complete), ana))
    both = [one for one in plan if one.fate == Fate.BOTH]
    choices = {one.name: f"{data.draw(st.sampled_from(['theirs', 'now']))}:{one.mark}" for one in both}
    actions.take_workbook(returned, choices=choices, by=ana)

    assert returned.findings == []
    assert sides.written <= history()
    for key in ANSWERS:
        expected = sides.expected(key, choices)
        assert expected in (None, answer(complete, key).raw)
