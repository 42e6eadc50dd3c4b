"""Which firms of a country may be one: by what their names have in common. Pure.

Two firms are compared only if a word of their names begins alike and is not everybody's word: of 50,000
firms that leaves a few thousand comparisons. Two that both have a tax id with a check digit are two firms.

| names          | places                | contact | a candidate from |
|----------------|-----------------------|---------|------------------|
| any            | any                   | same    | 70 %             |
| any            | alike                 | –       | 86 %             |
| any            | one is not known      | –       | 95 %             |
| any            | different             | –       | never            |
"""

from collections import defaultdict
from typing import NamedTuple

from rapidfuzz import fuzz

from reporting.firms.names import contact_form, search_form

SAME_CONTACT, SAME_PLACE, NO_PLACE = 70, 86, 95
PLACES_ALIKE = 80
MOST_WITH_A_WORD = 400
"""A beginning of a word that more firms have says nothing."""

LEAST_LETTERS, LETTERS = 3, 5

CHECKED = "checked"
"""How a firm is identified whose tax id has a check digit."""


class Seen(NamedTuple):
    """A firm as far as it matters here; ``name`` in its core form."""

    pk: int
    name: str
    place: str
    contact: str
    identity: str


def candidates(firms, among):
    """Pairs (smaller number, larger number, likeness in percent) of a firm of ``firms`` with one of ``among``.

    The likest first, each pair once; ``firms`` may be part of ``among``.
    """
    words, unsure = defaultdict(list), defaultdict(list)
    for firm in map(_formed, among):
        for word in _beginnings(firm.name):
            words[word].append(firm)
            if firm.identity != CHECKED:
                unsure[word].append(firm)
    found = {}
    for firm in map(_formed, firms):
        others = unsure if firm.identity == CHECKED else words
        telling = [word for word in _beginnings(firm.name) if len(words[word]) <= MOST_WITH_A_WORD]
        near = {other.pk: other for word in telling for other in others[word]}
        near.pop(firm.pk, None)
        for other in near.values():
            pair = (min(firm.pk, other.pk), max(firm.pk, other.pk))
            if pair not in found and (likeness := _likeness(firm, other)):
                found[pair] = likeness
    return sorted(((*pair, likeness) for pair, likeness in found.items()), key=lambda one: (-one[2], one[:2]))


def _formed(firm):
    """The firm with place and contact in the form in which they are compared."""
    return firm._replace(place=search_form(firm.place), contact=contact_form(firm.contact))


def _beginnings(name):
    return {word[:LETTERS] for word in name.split() if len(word) >= LEAST_LETTERS} or {name}


def _likeness(firm, other):
    """How alike the names are, if that is enough for asking a person; else 0."""
    least = _least(firm, other)
    likeness = fuzz.token_sort_ratio(firm.name, other.name, score_cutoff=least) if least else 0
    return round(likeness, 2)


def _least(firm, other):
    if firm.contact and firm.contact == other.contact:
        return SAME_CONTACT
    if not firm.place or not other.place:
        return NO_PLACE
    return SAME_PLACE if fuzz.ratio(firm.place, other.place) >= PLACES_ALIKE else 0
