"""Two browsers on one answer, as the pages behave, in very many random orders: nothing typed is lost.

``INTERLEAVINGS=1000`` runs as many; the usual run takes fewer, each time the same ones.
"""

import os
import random

import pytest

from grants.applications.actions.drafting import save_part
from grants.applications.models import ApplicationPart
from grants.drafts.outcomes import Conflict
from grants.models import Cell, Revision

ROUNDS = int(os.environ.get("INTERLEAVINGS", "200"))

pytestmark = [pytest.mark.django_db, pytest.mark.property, pytest.mark.timeout(300 + 2 * ROUNDS)]

KEY = "problem"


class Page:
    """The page of one part as ``autosave.js`` keeps it: the text in the field, the revision it is based on."""

    def __init__(self, application, part, person):
        self.application, self.part, self.person = application, part, person
        self.text, self.rev, self.sent = "", 0, []
        self.conflict = None

    def load(self, cell):
        self.text, self.rev, self.conflict, self.sent = cell.raw, cell.rev, None, []

    def type(self, word):
        self.text = f"{self.text} {word}".strip()[-200:]

    def save(self, arrives):
        """The field's timer fires; where the answer is lost the page tries again later, on the same revision."""
        answers = {"part": self.part, "answers": {KEY: self.text}, "based_on": {KEY: self.rev}, "by": self.person}
        result = save_part(self.application, **answers)[KEY]
        self.sent.append(self.text)
        if arrives:
            self.conflict = result if isinstance(result, Conflict) else None
            self.rev = result.rev

    def choose(self, own):
        """Both texts are on the screen: the person keeps the own one or takes the other."""
        if self.conflict is not None:
            self.text = self.text if own else self.conflict.raw
            self.conflict = None


def steps_of(dice, number):
    """What one person does in a round: typing in between, one save at least."""
    steps = [("type", f"{number}-{n}") for n in range(dice.randint(1, 2))]
    steps += [("save", dice.random() < 0.8), ("choose", dice.random() < 0.5), ("type", f"{number}-x")]
    return [*steps, ("save", True)]


def shuffled(dice, *scripts):
    """The steps of all in a random order, each one's own in theirs."""
    turns = [who for who, script in enumerate(scripts) for _step in script]
    dice.shuffle(turns)
    scripts = [iter(script) for script in scripts]
    return [(who, *next(scripts[who])) for who in turns]


def test_in_no_order_of_steps_a_text_is_lost(application, ana, amalia):
    part = ApplicationPart.objects.get(draft=application.draft, slug="relevance")
    pages = [Page(application, part, ana), Page(application, part, amalia)]
    save_part(application, part=part, answers={KEY: "Begun."}, based_on={KEY: 0}, by=ana)
    conflicts = 0
    for seed in range(ROUNDS):
        dice = random.Random(seed)  # noqa: S311 - an order, no secret
        cell = Cell.objects.get(draft=application.draft, key=KEY)
        newest = Revision.objects.filter(draft=application.draft).latest("pk").pk
        for page in pages:
            page.load(cell)

        for who, name, argument in shuffled(dice, steps_of(dice, f"a{seed}"), steps_of(dice, f"b{seed}")):
            getattr(pages[who], name)(argument)

        texts = Revision.objects.filter(draft=application.draft, pk__gt=newest).order_by("pk")
        texts = [(cell.raw, cell.rev, False), *texts.values_list("raw", "rev", "is_aside")]
        assert {text for page in pages for text in page.sent} <= {raw for raw, _rev, _aside in texts}, seed
        stood = [(raw, rev) for raw, rev, aside in texts if not aside]
        assert stood[-1] == Cell.objects.values_list("raw", "rev").get(pk=cell.pk), seed
        assert [rev for _raw, rev in stood] == list(range(cell.rev, cell.rev + len(stood))), seed
        conflicts += sum(aside for _raw, _rev, aside in texts)

    assert conflicts > ROUNDS / 2
