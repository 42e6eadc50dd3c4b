"""Who should assess what: a fair proposal by lot, the same whenever it is drawn again.

Pure. Each proposal gets the assessors it still lacks. Never one with a conflict, never one who does
not read its language (an assessor without languages reads all), never one who has it already. Among
those left: from another country before from the same, then who has least to do, then by lot. The lot
is the hash of the seed, the proposal and the assessor, so that the order of rows changes nothing.
Proposals fewer people can take come first, so that the few are not used up elsewhere.

| assessors (reads, country, load)      | proposal (language, country) | drawn, one needed              |
|---------------------------------------|------------------------------|--------------------------------|
| A (es, DE, 0), B (es, DE, 3)          | es, PE                       | A: has less to do              |
| A (es, PE, 0), B (es, DE, 3)          | es, PE                       | B: A is of the same country    |
| A (es, DE, 0), B (pt-br, DE, 0)       | pt-br, BR                    | B: A does not read Portuguese  |
| A in conflict, B (es, DE, 9)          | es, PE                       | B                              |
| A (es, DE, 0)                         | pt-br, BR                    | nobody: one is lacking         |
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Reader:
    """An assessor: what they read, where from, how many proposals they have, what is barred to them.

    ``barred`` are references of proposals they have, had, or are in conflict with.
    """

    key: str
    languages: frozenset[str] = frozenset()
    country: str = ""
    load: int = 0
    barred: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Proposal:
    """A proposal to be read: how many assessors it lacks."""

    reference: str
    language: str = ""
    country: str = ""
    needed: int = 2


@dataclass(frozen=True)
class Draw:
    """Pairs of reference and reader, and per reference how many nobody can be found for."""

    pairs: tuple[tuple[str, str], ...]
    lacking: dict[str, int]


def draw(proposals: Iterable[Proposal], readers: Iterable[Reader], *, seed: str) -> Draw:
    """Share the proposals out. The same input in any order gives the same result."""
    readers = {reader.key: reader for reader in readers}
    loads = {key: reader.load for key, reader in readers.items()}
    able = {one: [key for key, reader in readers.items() if can_read(reader, one)] for one in proposals}
    pairs, lacking = [], {}
    for one in sorted(able, key=lambda p: (len(able[p]), _lot(seed, p.reference), p.reference)):
        chosen = sorted(
            able[one],
            key=lambda key: (
                bool(one.country) and readers[key].country == one.country,
                loads[key],
                _lot(seed, one.reference, key),
            ),
        )[: one.needed]
        for key in chosen:
            loads[key] += 1
            pairs.append((one.reference, key))
        if len(chosen) < one.needed:
            lacking[one.reference] = one.needed - len(chosen)
    return Draw(tuple(sorted(pairs)), lacking)


def can_read(reader: Reader, proposal: Proposal) -> bool:
    """Whether nothing stands against this assessor reading this proposal."""
    speaks = not reader.languages or not proposal.language or proposal.language in reader.languages
    return speaks and proposal.reference not in reader.barred


def _lot(*parts):
    return hashlib.sha256("|".join(parts).encode()).hexdigest()
