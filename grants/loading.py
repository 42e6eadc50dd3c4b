"""Whether a past is being loaded: many actions in one transaction that is all or nothing.

Inside, an action needs no savepoint of its own and a trace no transaction of its own, since whatever
fails takes everything with it. For ``load_demo`` only.
"""

from contextlib import contextmanager
from contextvars import ContextVar

_loading = ContextVar("grants_loading", default=False)


def is_loading() -> bool:
    """Whether the actions under way belong to a load."""
    return _loading.get()


@contextmanager
def all_or_nothing():
    """Inside, actions belong to the transaction under way."""
    token = _loading.set(True)
    try:
        yield
    finally:
        _loading.reset(token)
