"""Whose name is like one on a list: candidates for a person to decide, never a decision. Pure.

Words in any order, accents and capitals aside. A name is a candidate when it is 86 % alike as a whole, or
when all words of the shorter one, two at least, stand in the longer one.
"""

from collections import Counter, defaultdict
from typing import NamedTuple

from rapidfuzz import fuzz, process

from grants.organisations.names import search_form

LEAST_ALIKE = 86
ALL_WORDS = 90
"""What a name counts that contains the whole other one."""

MOST_CANDIDATES = 20
"""For one name: who is like more of them has an everyday name, and the first twenty say so."""


class Candidate(NamedTuple):
    """A name looked up and the one of the list it is like."""

    subject: str
    key: int
    name: str
    score: int


class Index:
    """The names of a list, made once, asked for many."""

    def __init__(self, named):
        """``named`` are pairs of a key and a name of it."""
        self.named, self.sorted, self.sizes, self.places = [], [], [], defaultdict(list)
        for key, name in named:
            words = sorted(set(search_form(name).split()))
            if not words:
                continue
            place = len(self.named)
            self.named.append((key, name))
            self.sorted.append(" ".join(words))
            self.sizes.append(len(words))
            for word in words:
                self.places[word].append(place)

    def candidates(self, subject):
        """Those a name is like, the likest first, each key once."""
        words = sorted(set(search_form(subject).split()))
        if not words:
            return []
        alike = process.extract(
            " ".join(words), self.sorted, scorer=fuzz.ratio, score_cutoff=LEAST_ALIKE, limit=MOST_CANDIDATES
        )
        scores = {place: round(score) for _form, score, place in alike}
        shared = Counter(place for word in words for place in self.places.get(word, ()))
        for place, count in shared.items():
            if count >= 2 and count == min(len(words), self.sizes[place]):
                scores[place] = max(scores.get(place, 0), ALL_WORDS)
        best = {}
        for place, score in sorted(scores.items(), key=lambda pair: (-pair[1], pair[0])):
            key, name = self.named[place]
            best.setdefault(key, Candidate(subject, key, name, score))
        return list(best.values())[:MOST_CANDIDATES]
