"""Invented firms: names, tax ids that their country accepts, size, place; and other spellings of the same. Pure."""

import re
import unicodedata
from dataclasses import dataclass, replace

from grants.management.demo.data import read
from reporting.management.demo import firm_ids
from reporting.management.demo.works import data

SIZES = {"micro": (1, 9), "small": (10, 49), "medium": (50, 249)}
"""Size -> from how many to how many people work there (results.md 2 of the design)."""

KINDS = {
    # section -> how many of a hundred are what
    "A": {"company": 34, "own_account": 46, "cooperative": 11, "association": 9},
    "other": {"company": 72, "own_account": 21, "cooperative": 4, "association": 3},
}
MAIL = "correo.example"


@dataclass(frozen=True)
class Firm:
    """A firm as it is, whoever lists it. ``tax_id`` is empty where it is known by name, place and contact only,
    or not at all (``contact`` is empty too)."""

    country: str
    kind: str
    name: str
    tax_id: str
    place: str
    contact: str
    size: str
    section: str
    owner_sex: str

    def listed(self, chance, *, first) -> dict:
        """What a list says of it; lists after the first spell name and tax id in their own way."""
        name, tax_id = self.name, self.tax_id
        if tax_id:
            name = name if first or chance.random() < 0.6 else _respelled(name, chance)
            tax_id = firm_ids.spelled(self.country, tax_id, chance, first=first)
        return {
            "name": name, "country": self.country, "entity_type": self.kind, "tax_id": tax_id, "place": self.place,
            "contact": self.contact, "size": self.size, "section": self.section, "owner_sex": self.owner_sex,
        }  # fmt: skip


class Founder:
    """Founds the firms of a country, each with a name and an id of its own."""

    def __init__(self, country, chance):
        self.country, self.chance = country, chance
        self.family = "pt" if country == "BR" else "es"
        self.words, self.surnames = data("firms.toml")[self.family], read("names.toml")[self.family]["last"]
        self.towns = [town for town, _region in read("places.toml")[country]["towns"]]
        self.names, self.ids = set(), set()

    def found(self, section, *, identified="tax_id", size_known=True) -> Firm:
        """A firm of this section; ``identified`` is by "tax_id", by "place" and contact, or not at all ("")."""
        chance = self.chance
        kinds = KINDS.get(section, KINDS["other"])
        kind = "own_account" if not identified else chance.choices(list(kinds), kinds.values())[0]
        size = "micro" if kind == "own_account" else chance.choices(list(SIZES), (66, 26, 8))[0]
        place = chance.choice(self.towns)
        owner_sex = "female" if chance.random() < 0.43 else "male"
        name = self._name(kind, section, place, owner_sex)
        has_contact = identified == "place" or (identified and chance.random() < 0.8)
        return Firm(
            country=self.country, kind=kind, name=name, place=place, section=section,
            tax_id=self._tax_id(kind) if identified == "tax_id" else "",
            contact=f"{_plain(name)}@{MAIL}" if has_contact else "",
            size=size if size_known else "unknown",
            owner_sex=owner_sex,
        )  # fmt: skip

    def found_like(self, firm) -> Firm:
        """A firm of the same place whose name is another spelling, without id: it may be the same or not."""
        return replace(firm, name=_respelled(firm.name, self.chance), tax_id="", contact="")

    def _name(self, kind, section, place, sex):
        for _try in range(50):
            name = self._person(sex) if kind == "own_account" else self._firm(kind, section, place)
            if _plain(name) not in self.names:
                self.names.add(_plain(name))
                return name
        raise ValueError(f"No name is left in {self.country}.")

    def _person(self, sex):
        """One first name or two, and two surnames."""
        first = self.chance.sample(self.words[sex], self.chance.choice([1, 2, 2]))
        return " ".join([*first, *self.chance.sample(self.surnames, 2)])

    def _firm(self, kind, section, place):
        words, chance = self.words, self.chance
        patterns = {"cooperative": words["cooperatives"], "association": words["associations"]}.get(kind)
        pattern = chance.choice(patterns or words["companies"][section])
        brand = "".join(chance.choices(words["syllables"], k=chance.randint(2, 3))) + chance.choice(words["endings"])
        form = chance.choice(data("firms.toml")["forms"][self.country])
        return pattern.format(brand=brand.capitalize(), form=form, town=place)

    def _tax_id(self, kind):
        for _try in range(50):
            found = firm_ids.drawn(self.country, self.chance, is_person=kind == "own_account")
            if found and found not in self.ids:
                self.ids.add(found)
                return found
        raise ValueError(f"No tax id is left in {self.country}.")


def _respelled(name, chance):
    """The same name as somebody else types it."""
    way = chance.randrange(3)
    if way == 0:
        return name.upper()
    if way == 1:
        return unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"(?<=\b[A-Z])\. ?", "", name).strip()


def _plain(name):
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return ".".join(re.findall(r"[a-z0-9]+", letters))
