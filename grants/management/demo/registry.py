"""The invented organisations of the plan: name, tax id that its country accepts, town, people. Pure.

An organisation's key says what it is: ``CO-07`` holds contracts, ``CO-x3`` applied without success,
``-f`` is a firm and ``-b`` a public body (neither may apply), ``-r`` renounced, ``-j`` joins later.
"""

import itertools
import re
import unicodedata
from dataclasses import dataclass

from grants.management.demo.data import read
from grants.management.demo.plan import draw, history
from grants.organisations import tax_ids

SMALL_WORDS = {"de", "del", "la", "las", "los", "el", "y", "e", "da", "do", "das", "dos", "para", "por", "et",
               "des", "für", "di", "delle", "per", "of", "for", "the", "s", "a", "r", "l"}  # fmt: skip
CHECK_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
DIGITS = "0123456789"
TRIES = 200
"""A body for which there are no check digits is drawn again; so often means that the pattern is wrong."""

LETTERS = "ABCDEFGHJKLMNPRSTVWXYZ"


@dataclass(frozen=True)
class Entry:
    """One organisation as it registers, and the person who registers it."""

    key: str
    data: dict
    language: str
    zone: str
    manager: tuple[str, str]

    @property
    def name(self) -> str:
        """How texts call it."""
        return self.data["short_name"]


def entries(keys) -> dict[str, Entry]:
    """The organisations with these keys, in the order of their keys."""
    register = _Register()
    return {key: register.entry(key) for key in sorted(keys)}


class _Register:
    """What is taken already: tax ids, and short names as they stand in addresses, are given once."""

    def __init__(self):
        self.taken = set()

    def entry(self, key):
        country, mark = key.split("-")
        place, family, chance = read("places.toml")[country], _family(country), draw("organisation", key)
        kind, legal_name, town = _legal_name(key, country, mark, place, family)
        short_name = self._once(_short_name(legal_name), town)
        slug = _plain(short_name)
        manager, representative = _person(family, chance), _person(family, chance)
        if chance.random() < 0.4:
            representative = manager
        data = {
            "legal_name": legal_name,
            "short_name": short_name,
            "kind": kind,
            "country": country,
            "tax_id": self._tax_id(country, place["tax_id"], chance),
            "city": town,
            "address": f"{chance.choice(family['streets'])} {chance.randint(3, 890)}",
            "website": f"https://www.{slug}.example",
            "email": f"info@{slug}.example",
            "representative_name": representative,
            "representative_capacity": chance.choice(family["capacities"]),
            "representative_email": f"{_plain(representative, '.')}@{slug}.example",
        }
        person = (manager, f"{_plain(manager, '.')}@{slug}.example")
        return Entry(key=key, data=data, language=place["language"], zone=place["zone"], manager=person)

    def _once(self, short_name, town):
        numbered = (f"{short_name} {town} {number}" for number in itertools.count(2))
        names = itertools.chain([short_name, f"{short_name} {town}"], numbered)
        found = next(name for name in names if _plain(name) not in self.taken)
        self.taken.add(_plain(found))
        return found

    def _tax_id(self, country, pattern, chance):
        for _try in range(TRIES):
            found = _fitting(country, _drawn(pattern, chance))
            if found and tax_ids.key(country, found) not in self.taken:
                self.taken.add(tax_ids.key(country, found))
                return found
        raise ValueError(f"No tax id of {country} fits {pattern}.")


def _family(country):
    return next(family for family in read("names.toml").values() if country in family["countries"])


def _legal_name(key, country, mark, place, family):
    """Kind, name and town: each pattern with each town of the country once."""
    number = _number(country, mark)
    special = {"f": ("other", family["firms"]), "b": ("public", family["bodies"])}.get(mark[0])
    patterns = [(special[0], text) for text in special[1]] if special else family["organisations"]
    kind, pattern = patterns[number % len(patterns)]
    town, region = place["towns"][(number % len(patterns) + number // len(patterns)) % len(place["towns"])]
    own = family["own"][(draw("own", country).randrange(97) + number * 7) % len(family["own"])]
    return kind, pattern.format(town=town, region=region, own=own), town


def _number(country, mark):
    """The place of an organisation among those of its country."""
    contracts = history()["contract_organisations"].get(country, 0)
    others = history()["others"].get(country, [0, 0])[1]
    if mark.isdigit():
        return int(mark)
    return {"x": contracts, "r": contracts + others, "j": contracts + others + 3, "f": -1, "b": -1}[mark[0]] + int(
        mark[1:]
    )


def _short_name(legal_name):
    words = [word for word in re.findall(r"[^\W\d_]+", legal_name) if word.lower() not in SMALL_WORDS]
    return "".join(word[0] for word in words).upper()[:7]


def _person(family, chance):
    return f"{chance.choice(family['first'])} {chance.choice(family['last'])}"


def _plain(text, joint="-"):
    letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return joint.join(re.findall(r"[a-z0-9]+", letters))


def _drawn(pattern, chance):
    return "".join(
        chance.choice(DIGITS) if sign == "d" else chance.choice(LETTERS) if sign == "L" else sign for sign in pattern
    )


def _fitting(country, drawn):
    """The drawn id with the check digits its country accepts; "" if it has none."""
    if not tax_ids.scheme_of(country).validators:
        return drawn
    count = drawn.count("c")
    for digits in itertools.product(CHECK_DIGITS if count == 1 else DIGITS, repeat=count):
        pieces = drawn.split("c")
        tried = "".join(piece + digit for piece, digit in zip(pieces, [*digits, ""], strict=True))
        found = tax_ids.check(country, tried)
        if found.is_checked:
            return found.value
    return ""
