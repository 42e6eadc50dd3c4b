"""A first draft of a note from the figures: what stands in it, in which order. Pure.

``facts`` are the figures by name as ``Fact``s; what is missing falls away with its sentence. The draft
passes ``checking.check`` by construction, whatever true saying the editor chose; tests hold it to that.
"""

from dataclasses import dataclass
from decimal import Decimal

from reporting.publishing import phrasebook
from reporting.publishing.numerals import MILLIONS, folded
from reporting.publishing.wording import all_sayings, chosen_saying, said, usual_saying


@dataclass(frozen=True)
class Fact:
    """A figure a note can name: its value and, where it is not its first digit, what it is rounded to."""

    name: str
    value: Decimal
    step: int = 0
    is_money: bool = False

    def saying(self, choices):
        """The way it is said: as chosen where that is true, else the usual one."""
        chosen = chosen_saying(self.value, choices.get(self.name, ""))
        return chosen or usual_saying(self.value, Decimal(self.step) if self.step else None)

    def sayings(self):
        """Every true way."""
        return all_sayings(self.value)


@dataclass(frozen=True)
class Scene:
    """What a note is about beside its figures. ``name`` and ``country`` are empty for the whole region.

    ``has_ended`` is whether projects are over whose money counts.
    """

    language: str
    country: str
    name: str
    date: str
    sectors: tuple[str, ...] = ()
    chambers: tuple[str, ...] = ()
    has_ended: bool = False

    @property
    def place(self):
        """ "en Perú", "no Peru", "in Peru"; the region where there is no country."""
        return phrasebook.place(self.language, self.country, self.name)


NAMED = (
    "trained", "practices", "green_jobs", "jobs", "standards", "turnover", "projects", "projects_region", "countries",
    "institutions", "money_total", "money_eu", "elapsed",
)  # fmt: skip
"""Facts a note can name, in the order they are offered to the editor."""


OF_SEVERAL = ("projects_region", "countries")
"""Facts whose sentence speaks of several; of one it falls away."""


def draft(scene: Scene, facts: dict[str, Fact], choices: dict[str, str]) -> tuple[str, str]:
    """Headline and text of a note; paragraphs and lines of a list are parted by empty lines and line ends."""
    writer = _Writer(scene, facts, choices)
    paragraphs = [
        writer.paragraph("programme", "projects_region", "countries", writer.own_projects(), "pillars"),
        writer.paragraph("money_total", "money_eu", "sectors", "elapsed"),
        writer.results(),
        writer.paragraph("institutions", "chambers"),
        writer.paragraph("sequa"),
    ]
    return writer.title(), "\n\n".join(filter(None, paragraphs))


class _Writer:
    def __init__(self, scene, facts, choices):
        self.scene, self.facts, self.choices = scene, facts, choices
        self.sentences = phrasebook.SENTENCES[scene.language]

    def title(self):
        if "trained" not in self.facts:
            return self.sentences["title_plain"].format(name=self.scene.name or "América Latina")
        sentence = self.sentences["title" if self.scene.country else "title_region"]
        return sentence.format(name=self.scene.name, said=self._said("trained"))

    def paragraph(self, *names):
        return " ".join(filter(None, (self.sentence(name) for name in names)))

    def own_projects(self):
        """The sentence about the country's projects: there may be only one."""
        if not self.scene.country or "projects" not in self.facts:
            return ""
        return "project" if self.facts["projects"].value == 1 else "projects"

    def results(self):
        jobs = "green_jobs" if "green_jobs" in self.facts else "jobs"
        lines = [self.sentence(name) for name in ("trained", "practices", jobs, "standards", "turnover")]
        lines = [f"- {line}" for line in lines if line]
        if not lines:
            return ""
        return "\n".join([self.sentence("results"), *lines]) + "\n\n" + self.sentence("counted")

    def sentence(self, name):
        """The sentence filled in, or "" where its fact is missing."""
        if not name:
            return ""
        words = {"place": self.scene.place, "Place": _capital(self.scene.place), "date": self.scene.date}
        lists = {"sectors": self.scene.sectors, "chambers": self.scene.chambers}
        if name in lists:
            sentence = self._worded(name, is_one=len(lists[name]) == 1)
            return sentence.format(list=self._list(lists[name]), **words) if lists[name] else ""
        if name == "money_total" and self.scene.has_ended:
            sentence = self.sentences["money_total_of_all"]
        else:
            sentence = self._worded(name, is_one=self._is_of_one_project())
        if "{said}" not in sentence and "{Said}" not in sentence:
            return sentence.format(**words)
        if name not in self.facts or (name in OF_SEVERAL and self.facts[name].value < 2):
            return ""
        text = self._said(name)
        return sentence.format(said=text, Said=_capital(text), **words)

    def _worded(self, name, *, is_one):
        """The sentence, of one where it differs."""
        return self.sentences.get(f"{name}_of_one" if is_one else name, self.sentences[name])

    def _is_of_one_project(self):
        projects = self.facts.get("projects" if self.scene.country else "projects_region")
        return projects is not None and projects.value == 1

    def _said(self, name):
        fact = self.facts[name]
        in_words = name != "elapsed"
        text = said(fact.saying(self.choices), self.scene.language, self.scene.country, in_words=in_words)
        if not fact.is_money:
            return text
        whole_millions = folded(text).split()[-1] in MILLIONS[self.scene.language]
        return phrasebook.EUROS[self.scene.language][whole_millions].format(said=text)

    def _list(self, names):
        names = list(names)
        if len(names) == 1:
            return names[0]
        word = f" {phrasebook.AND[self.scene.language]} "
        if any(word in name for name in names):  # "textile and garments": a word more would say something else
            return "; ".join(names)
        return f"{', '.join(names[:-1])}{word}{names[-1]}"


def _capital(text):
    return text[:1].upper() + text[1:]
