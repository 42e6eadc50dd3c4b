"""Lots that anybody can draw again: chance comes from the seed alone. Pure.

The lot of a thing is the SHA-256 of ``seed:key`` as a number; the lowest lots are drawn. With the seed
``2026`` the lot of B begins with 95b7, D with 91a6, C with c0a3 and A with e7c7: of two, B and D are drawn.
"""

from collections.abc import Callable, Iterable
from hashlib import sha256


def lot(seed: str, key: str) -> int:
    """The number drawn for a thing."""
    return int(sha256(f"{seed}:{key}".encode()).hexdigest(), 16)


def lowest(things: Iterable, size: int, seed: str, key: Callable[..., str] = str) -> list:
    """The ``size`` things with the lowest lots, in that order; all of them where there are fewer."""
    return sorted(things, key=lambda thing: lot(seed, key(thing)))[:size]
