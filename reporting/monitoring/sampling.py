"""A sample that anybody can draw again: the seed and the firms decide, nobody's hand does. Pure."""

from hashlib import sha256


def drawn(keys, size, seed) -> list[str]:
    """The ``size`` keys whose hash with the seed is smallest, in that order; all of them where there are fewer."""
    return sorted(set(keys), key=lambda key: (_place(seed, key), key))[:size]


def population_hash(keys) -> str:
    """A mark of the firms that were drawn from: 64 hexadecimal digits, the same in whatever order they come."""
    return sha256("\n".join(sorted(set(keys))).encode()).hexdigest()


def _place(seed, key):
    return sha256(f"{seed}:{key}".encode()).hexdigest()
