"""Whether nothing is saved now, or soon will not be: asked by every page, at the cost of no statement.

The process remembers the answer for some seconds, Redis for a minute for all processes; only when
neither knows is the database asked. Without Redis each process asks the database every few seconds.
"""

import time
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.core.cache import cache
from django.utils.functional import cached_property

from grants.maintenance.models import Cause, Maintenance
from grants.maintenance.workflow import MaintenanceState

KEY = "maintenance"
MEMORY_SECONDS = 3
SHARED_SECONDS = 60
NONE = "none"
"""What Redis holds where nothing is announced: a missing key says that nobody knows."""


@dataclass(frozen=True)
class Standing:
    """What is announced or on, as it is read by everybody."""

    state: str
    cause: str
    starts_at: datetime
    until: datetime

    @property
    def is_on(self):
        """Whether nothing is saved now."""
        return self.state == MaintenanceState.ON

    @cached_property
    def why(self):
        """The cause in words, in the language of the page."""
        return Cause(self.cause).label


class _Known(NamedTuple):
    """What a process remembers, and until when on its own clock."""

    until: float
    standing: Standing | None


_known = _Known(0.0, None)


def standing():
    """What is announced or on, or None; some seconds late at most."""
    global _known
    if time.monotonic() >= _known.until:
        _known = _Known(time.monotonic() + MEMORY_SECONDS, _shared())
    return _known.standing


def is_on():
    """Whether nothing is saved now."""
    now = standing()
    return now is not None and now.is_on


def tell_all():
    """After a change: what the database says holds in this process at once, in the others within seconds."""
    global _known
    found = _asked()
    cache.set(KEY, _packed(found), SHARED_SECONDS)
    _known = _Known(time.monotonic() + MEMORY_SECONDS, found)


def _shared():
    kept = cache.get(KEY)
    if kept is None:
        found = _asked()
        cache.add(KEY, _packed(found), SHARED_SECONDS)  # not over what an action has just put there
        return found
    return None if kept == NONE else Standing(**kept)


def _asked():
    row = Maintenance.objects.live()
    return row and Standing(row.state, row.cause, row.started_at or row.starts_at, row.until)


def _packed(found):
    """Plain values: a process of an earlier version reads them too."""
    return NONE if found is None else {
        "state": str(found.state), "cause": str(found.cause), "starts_at": found.starts_at, "until": found.until
    }  # fmt: skip
