"""A sample that anybody can draw again: the seed and the firms decide, nobody's hand does. Pure."""

from hashlib import sha256

from reporting.lots import lowest


def drawn(keys, size, seed) -> list[str]:
    """The ``size`` keys with the lowest lots, in that order; all of them where there are fewer."""
    return lowest(set(keys), size, seed)


def population_hash(keys) -> str:
    """A mark of the firms that were drawn from: 64 hexadecimal digits, the same in whatever order they come."""
    return sha256("\n".join(sorted(set(keys))).encode()).hexdigest()
