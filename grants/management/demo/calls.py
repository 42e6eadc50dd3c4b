"""The calls of the demo: set up and published by an officer, the past ones at their time."""

from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from grants import clock
from grants.calls.actions.parts import add_lot, add_required_document
from grants.calls.actions.publishing import publish_call
from grants.calls.actions.setting_up import choose_form, set_catalogue, set_countries, set_up_call
from grants.calls.countries import EUROPEAN_UNION, LATIN_AMERICA
from grants.indicators.actions import load_catalogue
from grants.management.demo.cast import read
from grants.models import Programme
from grants.questionnaire.actions import add_question, add_section, new_questionnaire

BRUSSELS = ZoneInfo("Europe/Brussels")
REQUIRED = {"AIV-OP-01"}
NOT_IN_A_LOGFRAME = {"AIV-OP-03", "AIV-FIN-01"}
"""Indicators of the programme itself: nobody plans them in a project."""


def by_language(texts):
    """{"es", "pt-br", "en"} of a list of three texts."""
    return dict(zip(("es", "pt-br", "en"), texts, strict=True))


def columns(name, texts):
    """The three columns of a translated field."""
    return {f"{name}_{language.replace('-', '_')}": text for language, text in by_language(texts).items()}


def load_form():
    """The application form of form.toml, in a first version not yet frozen."""
    data = read("form.toml")
    version = new_questionnaire(purpose="application", name=data["name"]).versions.get()
    for part in data["section"]:
        intro = by_language(part["intro"]) if "intro" in part else ""
        section = add_section(version, slug=part["slug"], title=by_language(part["title"]), intro=intro)
        for question in part["question"]:
            _add_question(section, question)
    return version


def _add_question(section, data):
    limits = {
        "least": Decimal(data["least"]) if "least" in data else None,
        "most": Decimal(data["most"]) if "most" in data else None,
        "most_words": data.get("words"),
        "options": [(key, by_language(texts)) for key, *texts in data.get("options", [])],
    }
    add_question(
        section,
        key=data["key"],
        kind=data["kind"],
        label=by_language(data["label"]),
        help=by_language(data["help"]) if "help" in data else "",
        **limits,
    )


def load_calls(officer, today):
    """The calls by slug. ``today`` is the day of loading, from which the fictional one counts its dates."""
    programme, _new = Programme.objects.get_or_create(
        code="aiv-c1",
        defaults=columns("name", [f"AL-INVEST Verde, {word} 1" for word in ("Componente", "Componente", "Component")]),
    )
    data = read("calls.toml")
    first_opening = min(_moment(entry["opens"]) for entry in data["call"] if "opens" in entry)
    with clock.at(first_opening - timedelta(days=40)):
        catalogue = load_catalogue()
        form = load_form()
    return {entry["slug"]: _load_call(programme, entry, data["document"], catalogue, form, officer, today)
            for entry in data["call"]}  # fmt: skip


def _load_call(programme, entry, documents, catalogue, form, officer, today):
    opens, closes = _dates(entry, today)
    with clock.at(opens - timedelta(days=20)):
        call = set_up_call(
            programme, by=officer, slug=entry["slug"], reference=entry["reference"],
            opens_at=opens, closes_at=closes, questions_until=closes - timedelta(days=14),
            results_expected=(closes + timedelta(days=150)).date(),
            grant_min=Decimal(entry["grant"][0]), grant_max=Decimal(entry["grant"][1]),
            share_min=Decimal(entry["share"][0]), share_max=Decimal(entry["share"][1]),
            months_min=entry["months"][0], months_max=entry["months"][1],
            **columns("title", entry["title"]), **columns("summary", entry["summary"]),
        )  # fmt: skip
        for position, (code, envelope, *titles) in enumerate(entry["lots"]):
            add_lot(
                call, by=officer, code=code, pillar=int(code), envelope=Decimal(envelope), position=position,
                **columns("title", titles),
            )  # fmt: skip
        set_countries(call, by=officer, la=LATIN_AMERICA, eu=EUROPEAN_UNION)
        versions = [version for version in catalogue if version.indicator.code not in NOT_IN_A_LOGFRAME]
        set_catalogue(
            call, by=officer, versions=versions, required=[v for v in versions if v.indicator.code in REQUIRED]
        )
        for position, slot in enumerate(documents):
            add_required_document(
                call, by=officer, slug=slot["slug"], required=slot.get("required", True),
                per_partner=slot.get("per_partner", False), most_megabytes=slot["megabytes"], position=position,
                **columns("title", slot["title"]), **columns("help", slot["help"]),
            )  # fmt: skip
        call = choose_form(call, by=officer, version=form)
    with clock.at(opens - timedelta(days=6)):
        return publish_call(call, by=officer)


def _dates(entry, today):
    if "opens" in entry:
        return _moment(entry["opens"]), _moment(entry["closes"])
    days = (entry["opens_in_days"], entry["closes_in_days"])
    return tuple(datetime.combine(today + timedelta(days=n), time(12), tzinfo=BRUSSELS).astimezone(UTC) for n in days)


def _moment(naive):
    return naive.replace(tzinfo=BRUSSELS).astimezone(UTC)
