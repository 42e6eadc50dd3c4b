"""Publications as pages read them: the frozen content, found by name."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property, lru_cache

from django.utils.translation import get_language, to_locale

from reporting.publishing.kinds import CONCENTRATED, HEADLINE, KINDS
from reporting.publishing.models import Publication


@dataclass(frozen=True)
class Number:
    """One published figure; every number is None where the cell is suppressed."""

    indicator: str
    dims: dict
    projects: int
    net: Decimal | None = None
    gross: Decimal | None = None
    overlap: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None

    @property
    def is_suppressed(self):
        """Whether it stands for too few firms to be shown."""
        return self.net is None


class Content:
    """The frozen content of one publication."""

    def __init__(self, document):
        self.document = document
        self.cut_off = date.fromisoformat(document["cut_off"])
        self.as_of = datetime.fromisoformat(document["as_of"])
        self.projects = document["projects"]
        self.indicators = {one["code"]: one for one in document["indicators"]}

    @cached_property
    def numbers(self):
        """(code, cell) -> Number."""
        found = {}
        for row in self.document["figures"]:
            values = {name: Decimal(row[name]) for name in ("net", "gross", "overlap", "low", "high") if name in row}
            cell = _cell(row["dims"])
            found[row["indicator"], cell] = Number(row["indicator"], row["dims"], row["projects"], **values)
        return found

    def number(self, name, country="", **dims):
        """The figure of a name in ``kinds.KINDS``, narrowed; None where it was not counted."""
        kind = KINDS[name]
        return self.numbers.get((kind.code, _cell(kind.cell(country) | dims)))

    def value(self, name, country="", **dims):
        """Its published value, or None."""
        number = self.number(name, country, **dims)
        return number.net if number else None

    def divided(self, name, by, **dims):
        """{value of the direction ``by``: Number} of a figure, the largest first."""
        kind = KINDS[name]
        fixed = kind.dims | dims
        names = {by, *fixed}
        rows = {
            str(one.dims[by]): one
            for (code, _key), one in self.numbers.items()
            if code == kind.code and set(one.dims) == names and all(str(one.dims[k]) == v for k, v in fixed.items())
        }
        return dict(sorted(rows.items(), key=lambda pair: (-(pair[1].net or 0), pair[0])))

    @cached_property
    def countries(self):
        """Countries in which projects run, by code."""
        return sorted({code for one in self.running for code in one["countries"]})

    @cached_property
    def running(self):
        """The funded projects in execution at the cut-off."""
        return [one for one in self.projects if one["kind"] == "grant" and one["is_running"]]

    def ended(self, country=""):
        """Funded projects that are over at the cut-off; their money still counts."""
        return [
            one
            for one in self.projects
            if one["kind"] == "grant" and not one["is_running"] and (not country or country in one["countries"])
        ]

    @cached_property
    def suppressed_count(self):
        """Cells left empty."""
        return sum(one.is_suppressed for one in self.numbers.values())

    def concentrated(self):
        """(name of the figure, country, share in percent) where one country has more than half."""
        found = []
        for name in HEADLINE:
            whole = self.value(name)
            for country, one in self.divided(name, "country").items():
                if whole and one.net and one.net * 100 > whole * CONCENTRATED:
                    found.append((name, country, one.net * 100 / whole))
        return found


def _cell(dims):
    return tuple(sorted((name, str(value)) for name, value in dims.items()))


def text_of(texts: dict) -> str:
    """The reader's language of a text kept in three, else Spanish (decisions.md A7)."""
    return texts.get(to_locale(get_language() or "es").lower()) or texts.get("es", "")


def content(publication) -> Content:
    """The content of a publication; kept by the process, for it never changes."""
    return _content(publication.pk, publication.sha256)


@lru_cache(maxsize=4)
def _content(number, sha256):
    return Content(Publication.objects.values_list("document", flat=True).get(pk=number, sha256=sha256))


def current() -> Publication | None:
    """The publication public pages show: of the latest cut-off, its newest."""
    return Publication.objects.light().newest_of_each().first()


def with_neighbours(public_id) -> Publication:
    """A publication with what it corrects and what corrects it; raises Publication.DoesNotExist."""
    found = Publication.objects.light().defer("corrects__document", "corrected_by__document")
    return found.select_related("corrects", "corrected_by", "compilation").get(public_id=public_id)


def editions():
    """Every publication, the latest cut-off first and of each the newest first."""
    return Publication.objects.light().select_related(None).order_by("-cut_off", "-number")


def result_pages() -> list[tuple[str, dict]]:
    """(name, arguments) of every page of the current publication, for the site map."""
    publication = current()
    if publication is None:
        return []
    found = content(publication)
    countries = [("results_country", {"country": code.lower()}) for code in found.countries]
    projects = [("results_project", {"project": one["public_id"]}) for one in found.projects]
    return [("results_method", {}), ("results_projects", {}), *countries, *projects]
