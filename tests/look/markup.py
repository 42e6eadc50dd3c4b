"""Reads what templates say about components: which they include, with what, and what those need."""

import re
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils.text import smart_split

TEMPLATES = settings.BASE_DIR / "templates"
COMPONENTS = TEMPLATES / "components"
HEAD = re.compile(r"\A\{% comment %\}\n(?P<text>.*?)\n\{% endcomment %\}", re.DOTALL)
INCLUDE = re.compile(r"\{% include \"components/(?P<name>[\w/]+)\.html\"(?P<rest>[^%]*?(?:%[^}][^%]*?)*) ?%\}")


@dataclass(frozen=True)
class Use:
    """One include of a component in a template."""

    place: str
    component: str
    inputs: frozenset
    only: bool


@dataclass(frozen=True)
class Head:
    """What the first lines of a component promise."""

    needs: frozenset
    takes: frozenset
    example: str


def component_names():
    """Every component there is."""
    return sorted(path.stem for path in COMPONENTS.glob("*.html"))


def head_of(name):
    """The parsed head of a component; raises AssertionError where it says too little."""
    found = HEAD.match((COMPONENTS / f"{name}.html").read_text())
    assert found, f"components/{name}.html does not begin with a comment"
    text = found["text"]
    needs = re.search(r"^Needs: (.*)\.$", text, re.MULTILINE)
    takes = re.search(r"^Takes: (.*)\.$", text, re.MULTILINE)
    example = re.search(r"^Example: (.*)$", text, re.MULTILINE)
    assert needs, f"components/{name}.html does not say what it needs"
    assert example, f"components/{name}.html shows no example"
    return Head(_words(needs[1]) - {"nothing"}, _words(takes[1]) if takes else frozenset(), example[1])


def _words(text):
    return frozenset(text.split(", "))


def uncommented(path: Path):
    """The text of a template without its comments."""
    return re.sub(r"\{% comment %\}.*?\{% endcomment %\}", "", path.read_text(), flags=re.DOTALL)


def uses_in(path: Path):
    """Every include of a component in one template, comments left out."""
    for found in INCLUDE.finditer(uncommented(path)):
        words = list(smart_split(found["rest"]))
        inputs = frozenset(word.split("=", 1)[0] for word in words if "=" in word)
        yield Use(str(path.relative_to(TEMPLATES)), found["name"], inputs, "only" in words)


def all_uses():
    """Every include of a component in the project's templates."""
    return [use for path in sorted(TEMPLATES.rglob("*.html")) for use in uses_in(path)]
