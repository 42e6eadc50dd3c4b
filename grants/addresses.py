"""Addresses of documents for lists, which show hundreds: the pattern of a page is found once.

No pattern changes while a process lives, and a public_id needs no quoting.
"""

from functools import cache
from uuid import UUID

from django.urls import reverse

_PLACE = UUID(int=0)


def address(name, public_id) -> str:
    """The address of the page ``name`` of one document, as ``reverse`` gives it."""
    before, after = _around(name)
    return f"{before}{public_id}{after}"


@cache
def _around(name):
    """What stands before and behind the public_id."""
    before, _place, after = reverse(name, args=[_PLACE]).partition(str(_PLACE))
    return before, after
