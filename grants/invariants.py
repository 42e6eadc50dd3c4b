"""What must never be false, checked every night and at the end of the tests.

Constraints and triggers hold most of it; these checks find what they cannot see: bytes on a disk,
sums over tables, work that stopped. A stage adds its own in its ``invariants.py``:

    @invariant("Every letter that was sent has a text")
    def sent_letters_have_text():
        for letter in …:
            yield f"message {letter.public_id}"
"""

import importlib.util
import pkgutil
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import NamedTuple


class Invariant(NamedTuple):
    """A sentence that must be true, and the function that yields what contradicts it."""

    sentence: str
    violations: Callable[[], Iterator[str | None]]


INVARIANTS: list[Invariant] = []


def invariant(sentence):
    """Decorator: the function yields one line per violation, with identifiers and no personal data.

    A check that reads much yields None now and then: it is still at work.
    """

    def register(function):
        INVARIANTS.append(Invariant(sentence, function))
        return function

    return register


def discover(apps=("grants", "reporting")):
    """Import the ``invariants`` module of every stage that has one; returns all invariants."""
    for app in apps:
        for stage in pkgutil.iter_modules(import_module(app).__path__):
            name = f"{app}.{stage.name}.invariants"
            if stage.ispkg and importlib.util.find_spec(name):
                import_module(name)
    return INVARIANTS


def violations(at_work=lambda sentence, done, total: None):
    """Check everything; yields a line per violation. ``at_work`` is called between and during checks."""
    checks = discover()
    for number, check in enumerate(checks):
        at_work(check.sentence, number, len(checks))
        for line in check.violations():
            if line is None:
                at_work(check.sentence, number, len(checks))
            else:
                yield f"{check.sentence}, but not: {line}"
