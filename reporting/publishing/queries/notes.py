"""Notes and the figures behind them: what a note may say, what it says, what is wrong with it."""

from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_countries import countries

from grants.calls.models import Pillar
from grants.contracts.models import Sector
from grants.organisations.names import search_form
from grants.workflow import Reason
from reporting.publishing import messages
from reporting.publishing.checking import ANYWHERE, Claim, Support, check
from reporting.publishing.kinds import KINDS, MONEY
from reporting.publishing.models import Note
from reporting.publishing.queries.published import content
from reporting.publishing.wording import PHRASES, all_sayings, said
from reporting.publishing.writing import NAMED, Fact, Scene, draft


def supports(found, country) -> list[Support]:
    """Every figure a note of this country may use; of the region, those of every country, too."""
    scopes = ["", country] if country else ["", *found.countries]
    figures = [
        Support(f"{name}.{scope}" if scope else name, value, kind.subject, scope, kind.label)
        for scope in scopes
        for name, kind in KINDS.items()
        if (value := found.value(name, scope)) is not None
    ]
    figures.append(Support("countries", Decimal(len(found.countries)), "countries"))
    figures.append(Support("pillars", Decimal(len(Pillar)), "pillars", ANYWHERE))
    if found.document["elapsed"] is not None:
        share = Decimal(found.document["elapsed"])
        figures.append(Support("elapsed", share, "elapsed", ANYWHERE, is_percent=True))
    return figures


def facts(found, country) -> dict[str, Fact]:
    """The figures the draft of a note names; what is zero, suppressed or not counted is left out."""
    values = {name: (found.value(name, country), KINDS[name].step, name in MONEY) for name in NAMED if name in KINDS}
    values["institutions"] = (found.value("institutions"), KINDS["institutions"].step, False)
    values["projects_region"] = (found.value("projects"), 0, False)
    values["countries"] = (Decimal(len(found.countries)), 0, False)
    values["elapsed"] = (found.document["elapsed"], 0, False)
    if country and values["green_jobs"][0] is not None:
        values.pop("jobs")
    elif not country:
        values.pop("green_jobs")
    return {
        name: Fact(name, Decimal(value), step, is_money)
        for name, (value, step, is_money) in values.items()
        if value is not None and Decimal(value) != 0
    }


def scene(found, country, language) -> Scene:
    """What the note is about, in its language."""
    here = [one for one in found.projects if not country or country in one["countries"]]
    running = [one for one in here if one["kind"] == "grant" and one["is_running"]]
    sectors = {sector for one in running for sector in one["sectors"]} if country else ()
    with override(language):
        return Scene(
            language,
            country,
            name_of(country),
            date_format(found.cut_off, "DATE_FORMAT"),
            tuple(sorted((str(Sector(sector).label).lower() for sector in sectors), key=search_form)),
            tuple(sorted({one["lead"]["name"] for one in here if one["kind"] == "own_action"})) if country else (),
            has_ended=bool(found.ended(country)),
        )


def name_of(country) -> str:
    """A country's name in the language of the moment; "" for the region."""
    return str(countries.name(country)).split(" (")[0] if country else ""


def drafted(publication, country, language, choices) -> tuple[str, str]:
    """Headline and text as the figures give them."""
    found = content(publication)
    return draft(scene(found, country, language), facts(found, country), choices)


def sayings(publication, country, language) -> list[dict]:
    """For the editor: each figure with every true way to say it."""
    rows = []
    for fact in facts(content(publication), country).values():
        ways = [(one.code, said(one, language, country, in_words=False)) for one in fact.sayings()]
        usual = fact.saying({})
        rows.append({"name": fact.name, "value": fact.value, "ways": ways, "usual": usual.code})
    return sorted(rows, key=lambda row: NAMED.index(row["name"]))


# What it says -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Checked:
    """A note's headline and text with every claim in them."""

    note: Note
    figures: dict
    title: list[Claim]
    text: list[Claim]

    @property
    def problems(self):
        """[(claim, sentence)] of what cannot leave, in the order of reading."""
        return [(claim, self._sentence(claim)) for claim in (*self.title, *self.text) if claim.is_refused]

    def reasons(self):
        """The same for a guard, each naming where it stands."""
        page = self.note.get_absolute_url()
        return [
            Reason(f"“{self._around(claim, place)}”: {self._sentence(claim)}", url=f"{page}#{place}-{claim.start}")
            for place, claims in (("title", self.title), ("text", self.text))
            for claim in claims
            if claim.is_refused
        ]

    def segments(self, place):
        """The text in pieces, each a plain text or a claim with its sentence or its figure."""
        whole, claims = (self.note.title, self.title) if place == "title" else (self.note.text, self.text)
        pieces, at = [], 0
        for claim in claims:
            if claim.start < at:
                continue
            pieces.append({"text": whole[at : claim.start]})
            sentence = self._sentence(claim) if claim.is_refused else ""
            figure = self.figures.get(claim.figure)
            pieces.append({
                "text": claim.text, "claim": claim, "id": f"{place}-{claim.start}", "problem": sentence,
                "figure": figure, "url": figure_place(figure) if figure else "",
            })  # fmt: skip
            at = claim.end
        return [*pieces, {"text": whole[at:]}]

    def _around(self, claim, place):
        whole = self.note.title if place == "title" else self.note.text
        start, end = max(0, claim.start - 30), min(len(whole), claim.end + 30)
        before = whole[start : claim.start].rpartition("\n")[2]
        behind = whole[claim.end : end].partition("\n")[0]
        tail = "…" if end < len(whole) and "\n" not in whole[claim.end : end] else ""
        lead = "…" if start and "\n" not in whole[start : claim.start] else ""
        return f"{lead}{before}{claim.text}{behind}{tail}".strip()

    def _sentence(self, claim):
        figure = self.figures.get(claim.params.get("figure", ""))
        country, language = str(self.note.country), self.note.language
        share = self.figures.get("elapsed")
        words = {
            "text": claim.text,
            "value": messages.shown_value(figure.value, 2, country or messages.NEUTRAL) if figure else "",
            "figure": _figure_words(figure),
            "scope": (name_of(figure.country) or _("the whole region")) if figure else "",
            "shown": claim.params.get("shown", ""),
            "share": messages.shown_value(share.value, 0) if share else "–",
            "known": ", ".join(f"“{phrase}”" for phrase in PHRASES[language].values() if phrase),
            "example": _example(figure, language, country),
        }
        return messages.PROBLEMS[claim.verdict] % words


def _figure_words(figure):
    return str(messages.NAMES[figure.key.partition(".")[0]]) if figure else ""


def _example(figure, language, country):
    """A true rounded way to say the figure, for the sentence that asks for one."""
    rounded = all_sayings(figure.value)[1:] if figure else []
    return said(rounded[0], language, country, in_words=False) if rounded else ""


def figure_place(figure) -> str:
    """Where on the public pages a figure is shown: the country it is of and the anchor of its kind."""
    return f"figure-{figure.key.partition('.')[0]}"


def checked(note) -> Checked:
    """The note as it stands, judged by the figures of its publication."""
    found = content(note.publication)
    figures = supports(found, str(note.country))
    names = {one["lead"]["name"] for one in found.projects}
    judge = {"figures": figures, "language": note.language, "country": str(note.country), "names": names}
    by_key = {one.key: one for one in figures}
    return Checked(note, by_key, check(note.title, **judge), check(note.text, **judge))


def notes():
    """All notes with what their list shows."""
    return Note.objects.select_related("publication", "changed_by").defer("publication__document", "text")


def found_notes(*, search="", **exact):
    """Those that fit, the last changed first."""
    rows = notes().order_by("-changed_at", "-pk")
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    for word in search.split():
        rows = rows.filter(title__icontains=word)
    return rows


def notes_of(edition, country=None) -> list[dict]:
    """Published notes of a publication for its pages, those in the page's language first: of one country, or all."""
    rows = notes().published().filter(publication=edition.publication).order_by("country", "language")
    rows = rows if country is None else rows.filter(country=country)
    return [
        {
            "title": note.title,
            "language": note.get_language_display(),
            "code": note.language,
            "url": reverse("public:results_note", kwargs={"lang": edition.lang, "public_id": note.public_id}),
        }
        for note in sorted(rows, key=lambda note: not note.language.startswith(edition.lang))
    ]


def written_instead(note) -> Note | None:
    """The published note in a withdrawn one's stead: of the same country, language and cut-off, the newest."""
    same = (
        notes()
        .published()
        .filter(country=note.country, language=note.language, publication__cut_off=note.publication.cut_off)
    )
    return same.order_by("-published_at").first()


def figures_beside(found) -> list[dict]:
    """The figures of the note's own scope, for the editor to read them beside the text."""
    country = str(found.note.country)
    rows = []
    for one in found.figures.values():
        if one.country not in ("", country, ANYWHERE):
            continue
        name = one.key.partition(".")[0]
        scope = "" if one.country == ANYWHERE else name_of(one.country) or _("the whole region")
        value = messages.shown_value(one.value, 2, country or messages.NEUTRAL)
        rows.append({"label": messages.NAMES[name], "scope": scope, "value": f"{value} %" if one.is_percent else value})
    return rows


def earlier_texts(note) -> list[dict]:
    """What the note said before each saving, newest first: nothing typed is lost."""
    kept = note.events.exclude(changes={}).select_related("actor").order_by("-at", "-pk")
    return [{"at": one.at, "who": one.actor, **one.changes} for one in kept]
