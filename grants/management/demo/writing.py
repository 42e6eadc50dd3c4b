"""What the invented applications say: answers, results and tasks made of the sentences of texts_*.toml. Pure."""

import re

from babel import Locale

from grants.management.demo.data import read
from grants.management.demo.plan import draw

PHRASES = ("title", "product", "producers", "practice", "problem", "residue", "proof")
FILES = {"es": "texts_es.toml", "pt-br": "texts_pt.toml", "en": "texts_en.toml"}
NOT_ANSWERS = {"title", "names", "logframe", "budget", "ineligible"}
ISSUES = ("gender", "youth", "indigenous", "disability", "biodiversity")
CONFIRMED = ("declare-non-profit", "declare-exclusion", "declare-double-funding", "declare-data")
INDICATORS = {
    # code: (level, which of the sources, part of the firms from and to in percent); the first every logframe has.
    "AIV-OP-01": ("output", 0, (100, 100)),
    "AIV-OC-01": ("outcome", 1, (55, 85)),
    "AIV-OC-03a": ("outcome", 2, (8, 22)),
    "AIV-OC-03b": ("outcome", 2, (12, 40)),
    "AIV-OC-04": ("outcome", 3, (25, 55)),
    "AIV-OC-02": ("outcome", 4, (15, 45)),
    "AIV-OP-02": ("output", 0, (140, 320)),
    "AIV-IM-01": ("impact", 5, (60, 400)),
}

_SPOT = re.compile(r"\{([^{}]*)\}")


def texts_of(language) -> dict:
    """The sentences of a language."""
    return read(FILES[language])


def phrases_of(sector, language) -> dict:
    """What a sector is about, in a language."""
    return dict(zip(PHRASES, read("sectors.toml")[sector][language], strict=True))


class Writer:
    """Writes one case: the same texts at each load. ``names`` are those of its organisations, the lead first."""

    def __init__(self, case, names):
        self.case, self.words, self.chance = case, texts_of(case.language), draw("texts", case.key)
        self.firms = self.chance.randint(90, 420)
        self.women = round(self.firms * self.chance.randint(28, 55) / 100)
        self.spots = phrases_of(case.sector, case.language) | {
            "region": case.region, "country": Locale.parse(case.language, sep="-").territories[case.country],
            "lead": names[0], "partner": names[1], "firms": str(self.firms), "women": str(self.women),
            "months": str(case.months),
        }  # fmt: skip

    def answers(self) -> dict[str, str]:
        """Question -> what is typed, for the whole form."""
        written = {key: self._text(bank) for key, bank in self.words.items() if key not in NOT_ANSWERS}
        if self.case.reason in self.words["ineligible"]:
            written["target-groups"] = self.fill(self.words["ineligible"][self.case.reason])
        return written | dict.fromkeys(CONFIRMED, "yes") | {
            "firms": str(self.firms),
            "firms-women": str(self.women),
            "cross-cutting": "\n".join(sorted(self.chance.sample(ISSUES, self.chance.randint(2, 4)), key=ISSUES.index)),
            "start": self.case.starts.isoformat(),
            "income": f"{self.chance.randint(180, 4200)}{self.chance.randint(100, 999)}.00",
            "audited": self.chance.choice(["external", "external", "external", "internal"]),
        }  # fmt: skip

    def tasks(self, place) -> str:
        """What the partner at this place does."""
        return self.fill(self.words["logframe"]["tasks"][place % len(self.words["logframe"]["tasks"])])

    def results(self) -> dict[str, tuple[str, str]]:
        """Level -> statement and assumptions."""
        frame = self.words["logframe"]
        assumptions = ["", *frame["assumptions"]]
        return {
            level: (self.fill(frame[level]), self.fill(assumptions[place] if place else ""))
            for place, level in enumerate(("impact", "outcome", "output"))
        }

    def indicators(self) -> dict[str, tuple[str, str, str, str]]:
        """Code -> level, baseline, target and source of data."""
        codes = list(INDICATORS)
        chosen = codes[:3] + sorted(self.chance.sample(codes[3:], self.chance.randint(1, 3)), key=codes.index)
        found = {}
        for code in chosen:
            level, source, (low, high) = INDICATORS[code]
            target = max(1, self.firms * self.chance.randint(low, high) // 100)
            found[code] = (level, "0", str(target), self.words["logframe"]["sources"][source])
        return found

    def cost(self, key, **spots) -> str:
        """The name of a cost of the budget."""
        return self.fill(self.words["budget"][key], **spots)

    def fill(self, text, **spots) -> str:
        """A sentence with its choices made, its numbers drawn and its spots filled."""
        spots = self.spots | spots

        def one(match):
            inner = match[1]
            if "|" in inner:
                return self.chance.choice(inner.split("|"))
            if inner.startswith("#"):
                low, high = inner[1:].split("-")
                return str(self.chance.randint(int(low), int(high)))
            return spots[inner]

        filled = _SPOT.sub(one, text)
        return filled[:1].upper() + filled[1:]

    def _text(self, bank):
        """The opening, and most of the other sentences in an order of their own, in paragraphs of three."""
        rest = self.chance.sample(bank[1:], max(2, round((len(bank) - 1) * self.chance.uniform(0.75, 1))))
        sentences = [self.fill(sentence) for sentence in [bank[0], *rest]]
        return "\n\n".join(" ".join(sentences[place : place + 3]) for place in range(0, len(sentences), 3))
