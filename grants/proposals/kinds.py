"""Which actions take two people, and how each is shown, judged and carried out."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Kind:
    """How a proposed action is shown, what of the document it rests on, and what carries it out."""

    label: str
    permission: str
    seen: Callable
    execute: Callable
    show: Callable
    undo: str
    goes_on: bool


KINDS: dict[str, Kind] = {}
"""Name of an action -> its Kind; filled by ``needs_two`` when the stages' actions are imported."""


def _payload(document, payload):
    """The names and values of what is proposed, as they are."""
    return [{"label": name.replace("_", " "), "value": str(value)} for name, value in payload.items()]


CAN_BE_CHANGED = _("Not by itself. A new proposal can change it again.")


def needs_two(name, *, label, permission, seen, show=_payload, undo=CAN_BE_CHANGED, goes_on=False):
    """Decorator of ``execute(document, payload, *, by, proposal)``, run when a second person approves.

    ``seen(document)`` returns the plain data the proposer bases the proposal on; ``permission`` is
    what either person needs on the document; ``show(document, payload)`` returns what is proposed
    as a list of ``label`` and ``value`` for the page of the decision, with ``is_now`` where it is true
    only until then; ``undo`` says there whether it can be undone; ``goes_on`` is for what is decided
    also while nothing else is saved.
    """

    def register(execute):
        KINDS[name] = Kind(label, permission, seen, execute, show, undo, goes_on)
        return execute

    return register
