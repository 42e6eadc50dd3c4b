"""The calls of the demo: set up and published by an officer, the past ones at their time."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal

from grants import clock
from grants.calls.actions.parts import add_lot, add_required_document
from grants.calls.actions.publishing import publish_call
from grants.calls.actions.setting_up import choose_form, set_catalogue, set_countries, set_up_call
from grants.calls.actions.steps import plan_steps
from grants.calls.countries import EUROPEAN_UNION, LATIN_AMERICA
from grants.contracts.actions.annexes import load_annexes
from grants.evaluation.actions.committee import set_award_rules
from grants.evaluation.models.awards import COMPLAINT_DAYS
from grants.indicators.actions import load_catalogue
from grants.indicators.models import IN_LOGFRAMES
from grants.management.demo.data import BRUSSELS, moment, read
from grants.management.demo.evaluating import load_grids_of_steps, set_evaluation_up
from grants.management.demo.plan import grants_left_out
from grants.models import Programme
from grants.questionnaire.actions import add_question, add_section, new_questionnaire

REQUIRED = {"AIV-OP-01"}


def by_language(texts):
    """{"es", "pt-br", "en"} of a list of three texts."""
    return dict(zip(("es", "pt-br", "en"), texts, strict=True))


def columns(name, texts):
    """The three columns of a translated field."""
    return {f"{name}_{language.replace('-', '_')}": text for language, text in by_language(texts).items()}


CONCEPT_PARTS = ("summary", "relevance", "design")
"""Parts of the form that a concept note has, too."""


def load_form(name="name", parts=None):
    """The application form of form.toml, or some of its parts, in a first version not yet frozen."""
    data = read("form.toml")
    version = new_questionnaire(purpose="application", name=data[name]).versions.get()
    for part in data["section"]:
        if parts and part["slug"] not in parts:
            continue
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


PROGRAMMES = {
    "aiv-c1": ("922-AIV-", [f"AL-INVEST Verde, {word} 1" for word in ("Componente", "Componente", "Component")]),
    "demo": ("DEMO-", ["Programa ficticio (demostración)", "Programa fictício (demonstração)",
                       "Fictional programme (demo)"]),
}  # fmt: skip
"""Code -> how contract numbers begin, and the name in three languages. What is fictional counts nowhere else."""


@dataclass(frozen=True)
class Kit:
    """What every call of the demo is set up with."""

    officer: object
    documents: list
    catalogue: list
    forms: dict
    grids: dict


def load_calls(officer, today, plan):
    """The calls by slug. ``today`` is the day of loading, from which the fictional ones count their dates.

    The envelopes are as published, less the grants of contracts that ``plan`` leaves out.
    """
    programmes = {
        code: Programme.objects.create(code=code, contract_prefix=prefix, **columns("name", names))
        for code, (prefix, names) in PROGRAMMES.items()
    }
    data = read("calls.toml")
    first_opening = min(moment(entry["opens"]) for entry in data["call"] if "opens" in entry)
    with clock.at(first_opening - timedelta(days=40)):
        catalogue = load_catalogue()
        load_annexes()
        forms = {"full": load_form(), "concept": load_form("concept_name", CONCEPT_PARTS)}
        kit = Kit(officer, data["document"], catalogue, forms, load_grids_of_steps())
    return {
        entry["slug"]: _load_call(programmes[entry.get("programme", "aiv-c1")], entry, kit, today, plan)
        for entry in data["call"]
    }


def _load_call(programme, entry, kit, today, plan):
    opens, closes = _dates(entry, today)
    officer = kit.officer
    with clock.at(opens - timedelta(days=20)):
        call = set_up_call(
            programme, by=officer, slug=entry["slug"], reference=entry["reference"],
            opens_at=opens, closes_at=closes, questions_until=closes - timedelta(days=14),
            results_expected=(closes + timedelta(days=150)).date(),
            grant_min=Decimal(entry["grant"][0]), grant_max=Decimal(entry["grant"][1]),
            share_min=Decimal(entry["share"][0]), share_max=Decimal(entry["share"][1]),
            months_min=entry["months"][0], months_max=entry["months"][1], workplan=entry.get("workplan", False),
            languages=entry.get("languages", []),
            **columns("title", entry["title"]), **columns("summary", entry["summary"]),
        )  # fmt: skip
        for position, (code, envelope, *titles) in enumerate(entry["lots"]):
            add_lot(
                call, by=officer, code=code, pillar=min(int(code), 2), position=position,
                envelope=Decimal(envelope) - grants_left_out(plan, entry["slug"], code), **columns("title", titles),
            )  # fmt: skip
        set_countries(call, by=officer, la=LATIN_AMERICA, eu=EUROPEAN_UNION)
        versions = [version for version in kit.catalogue if version.value_form in IN_LOGFRAMES]
        set_catalogue(
            call, by=officer, versions=versions, required=[v for v in versions if v.indicator.code in REQUIRED]
        )
        for position, slot in enumerate(kit.documents):
            add_required_document(
                call, by=officer, slug=slot["slug"], required=slot.get("required", True),
                per_partner=slot.get("per_partner", False), most_megabytes=slot["megabytes"], position=position,
                **columns("title", slot["title"]), **columns("help", slot["help"]),
            )  # fmt: skip
        if "steps" in entry:
            plan_steps(
                call, by=officer, steps=2, full_form=kit.forms["full"], cut_percent=entry["steps"]["cut_percent"],
                full_opens_at=_noon(today, entry["steps"]["opens_in_days"]),
                full_closes_at=_noon(today, entry["steps"]["closes_in_days"]),
            )  # fmt: skip
            call.refresh_from_db()
        set_evaluation_up(call, by=officer, grids=kit.grids)
        if plan.reserve_places(entry["slug"]):
            set_award_rules(
                call, by=officer, quality_line=None, reserve_places=plan.reserve_places(entry["slug"]),
                complaint_days=COMPLAINT_DAYS,
            )  # fmt: skip
        call = choose_form(call, by=officer, version=kit.forms[call.step])
    with clock.at(opens - timedelta(days=6)):
        return publish_call(call, by=officer)


def _dates(entry, today):
    if "opens" in entry:
        return moment(entry["opens"]), moment(entry["closes"])
    return tuple(_noon(today, entry[name]) for name in ("opens_in_days", "closes_in_days"))


def _noon(today, days):
    return datetime.combine(today + timedelta(days=days), time(12), tzinfo=BRUSSELS).astimezone(UTC)
