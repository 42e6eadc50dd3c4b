"""An application in words, read from its canonical content (``queries.content``): what a submission froze, or a draft
as it stands now."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grants import formats
from grants.applications.gantt import Gantt, gantt
from grants.applications.models import PartnerRole, ResultLevel
from grants.applications.queries.printing import shown_answer
from grants.applications.queries.workplan import shortened
from grants.applications.workplan_messages import span
from grants.budgets.messages import GROUP_TITLES, basis_words
from grants.budgets.models import Heading, SourceKind
from grants.calls.models import CallStep, RequiredDocument
from grants.drafts.queries import Field
from grants.indicators.models import IndicatorVersion
from grants.questionnaire import messages as question_messages
from grants.questionnaire.models import QuestionnaireVersion
from grants.questionnaire.queries import form_of
from grants.words import country_name


@dataclass(frozen=True)
class Handed:
    """An application as pages and paper show it: words and numbers of the reader, no row of the draft.

    A concept note has logframe, workplan, budget, documents and mandates only where its step asks for them.
    """

    facts: list[dict]
    partners: list[dict]
    parts: list[dict]
    results: list[dict]
    planned: list | None
    chart: Gantt | None
    line_columns: tuple[dict, ...]
    groups: list[dict]
    totals: list[dict]
    sources: list[dict]
    documents: list[dict]
    mandates: list[dict]
    has_logframe: bool
    has_budget: bool
    has_mandates: bool
    has_documents: bool


def handed(document, *, lot, call_id, country, file_url) -> Handed:
    """A canonical content in words; three queries whatever its size.

    ``file_url(kind, place)`` gives the address of a file: kind "documents", "mandates" or "answers", and its
    place there.
    """
    names = {row["key"]: row["organisation"]["data"]["legal_name"] for row in document["partners"]}
    planned, results = _planned(document, names), _results(document, country)
    is_full = not is_concept(document)
    return Handed(
        facts=_facts(lot, document, country),
        partners=[_partner(row) for row in document["partners"]],
        parts=_parts(document, names, country, _answer_address(document, file_url)),
        results=results,
        planned=planned,
        chart=gantt([row["line"] for row in planned], document["months"]) if planned else None,
        line_columns=LINE_COLUMNS,
        groups=_groups(document, names),
        totals=_totals(document),
        sources=_sources(document, names),
        documents=_documents(call_id, document, names, file_url),
        mandates=[_mandate(place, row, names, file_url) for place, row in enumerate(document["mandates"])],
        has_logframe=is_full or bool(results),
        has_budget=not is_only_stated(document),
        has_mandates=is_full or bool(document["mandates"]),
        has_documents=is_full or bool(document["documents"]),
    )


def _facts(lot, document, country):
    totals = document["budget"]["totals"]
    return [
        {"label": _("Lot"), "value": str(lot)},
        {"label": _("Duration"), "value": _("%(count)d months") % {"count": document["months"] or 0}},
        {"label": _("Countries"), "value": ", ".join(country_name(code) for code in document["countries"])},
        {"label": _("Total cost"), "value": formats.money(Decimal(totals["total"]), country)},
        {"label": _("EU contribution requested"), "value": formats.money(Decimal(totals["eu_contribution"]), country)},
    ]


def _partner(row):
    data = row["organisation"]["data"]
    return {
        "name": data["legal_name"],
        "role": PartnerRole(row["role"]).label,
        "country": country_name(data["country"]),
        "tasks": row["tasks"],
        "data": data,
    }


def answer_files(document) -> list:
    """The files that answer questions in a submission, as one list: each is addressed by its place."""
    questions = sorted(key for key, answer in document["answers"].items() if _holds_files(answer))
    return [row for key in questions for row in document["answers"][key]["value"]]


def _holds_files(answer):
    value = answer["value"]
    return isinstance(value, list) and all(isinstance(row, dict) for row in value)


def _answer_address(document, file_url):
    places = {row["id"]: place for place, row in enumerate(answer_files(document))}
    return lambda id_: file_url("answers", places[id_])


def _parts(document, names, country, address):
    version = QuestionnaireVersion.objects.get(
        questionnaire__public_id=document["form"]["questionnaire"], number=document["form"]["version"]
    )
    answers, form = document["answers"], form_of(version)
    asked = form.asked({key: answer["value"] for key, answer in answers.items()})
    return [
        {
            "slug": section.slug,
            "title": section.title,
            "by": names.get(document["parts"].get(section.slug), ""),
            "answers": [_answer(q, answers.get(q.key), country, address) for q in section.questions if q.key in asked],
        }
        for section in form.sections
    ]


def _answer(question, given, country, address):
    given = given or {"raw": "", "value": None}
    words = question_messages.in_words(question, given["value"], country=country)
    return shown_answer(Field(question, given["raw"], 0, understood=words, value=given["value"]), country, address)


def _results(document, country):
    codes = {row["code"] for result in document["logframe"] for row in result["indicators"]}
    versions = IndicatorVersion.objects.filter(indicator__code__in=codes).select_related("indicator")
    known = {(version.indicator.code, version.number): version for version in versions}
    return [
        {
            "title": ResultLevel(result["level"]).label,
            "statement": result["statement"],
            "assumptions": result["assumptions"],
            "indicators": [_indicator(row, known, country) for row in result["indicators"]],
        }
        for result in document["logframe"]
    ]


def _planned(document, names):
    """The activities of the workplan; None where the call asked for none, or did not know of it yet."""
    if "workplan" not in document:
        return None
    titles = {row["key"]: _begins(row) for row in document["logframe"]}
    return [_activity(row, titles, names) for row in document["workplan"]]


def _begins(result):
    return ": ".join(filter(None, [str(ResultLevel(result["level"]).label), shortened(result["statement"])]))


def _activity(row, titles, names):
    partner, months = names.get(row["partner"], ""), span(row["first_month"], row["last_month"])
    return {
        "name": row["title"],
        "result": titles.get(row["result"], ""),
        "partner": partner,
        "span": months,
        "line": (row["title"], partner, months, row["first_month"], row["last_month"]),
    }


def _indicator(row, known, country):
    version = known.get((row["code"], row["version"]))
    return {
        "code": row["code"],
        "name": version.name if version else row["code"],
        "unit": version.unit if version else "",
        "baseline": figure(row["baseline"], country),
        "target": figure(row["target"], country),
        "source": row["source"],
    }


def figure(text, country) -> str:
    """A number of the content as people write it, whole where it is whole; "" for none."""
    if text is None:
        return ""
    value = Decimal(text)
    return formats.number(value, 0 if value == value.to_integral_value() else 2, country)


def _groups(document, names):
    """Headings 1 to 6 with their lines, those without any left out."""
    lines = document["budget"]["lines"]
    by_heading = {
        number: [line for line in lines if line["heading"].startswith(f"{number}.")] for number in GROUP_TITLES
    }
    return [
        {
            "number": number,
            "title": GROUP_TITLES[number],
            "lines": [_cells(line, names) for line in found],
            "total": sum((Decimal(line["amount"] or 0) for line in found), start=Decimal("0.00")),
        }
        for number, found in by_heading.items()
        if found
    ]


LINE_COLUMNS = (
    {"label": gettext_lazy("Cost")},
    {"label": gettext_lazy("Partner and year")},
    {"label": gettext_lazy("Units"), "kind": "number"},
    {"label": gettext_lazy("Unit value, EUR"), "kind": "number", "places": 2},
    {"label": gettext_lazy("Amount, EUR"), "kind": "money"},
)
"""Heads of the lines of the budget."""


def _cells(line, names):
    heading = Heading(line["heading"]).label if line["heading"] in Heading.values else line["heading"]
    quantity, unit_value = (None if line[name] is None else Decimal(line[name]) for name in ("quantity", "unit_value"))
    hints = [str(heading), basis_words(line), line["justification"]]
    return [
        {"text": line["description"], "hint": " · ".join(filter(None, hints))},
        {"text": names.get(line["partner"], ""), "hint": _year(line["year"])},
        {"number": quantity, "places": 2, "hint": line["unit"]},
        unit_value,
        Decimal(line["amount"] or 0),
    ]


def _year(year):
    return "" if year is None else _("year %(year)s") % {"year": year}


def is_concept(document) -> bool:
    """Whether it is a concept note, which may do without logframe and budget."""
    return document.get("step") == CallStep.CONCEPT


def is_only_stated(document) -> bool:
    """Whether it states its cost and its grant, and has no budget they come from."""
    return is_concept(document) and not document["budget"]["lines"]


def _totals(document):
    totals = {name: Decimal(value) for name, value in document["budget"]["totals"].items()}
    if is_only_stated(document):
        return [{"label": _("Total cost"), "amount": totals["total"], "is_total": True}]
    return [
        {"label": _("Direct costs"), "amount": totals["direct"]},
        {"label": _("Indirect costs"), "amount": totals["indirect_costs"]},
        {"label": _("Contingency reserve"), "amount": totals["contingency"]},
        {"label": _("Total cost"), "amount": totals["total"], "is_total": True},
    ]


def _sources(document, names):
    return [
        {
            "label": SourceKind(row["kind"]).label,
            "hint": names.get(row["partner"], "") or row["name"],
            "amount": Decimal(row["amount"] or 0),
        }
        for row in document["budget"]["sources"]
    ]


def _documents(call_id, document, names, file_url):
    slots = {slot.slug: slot.title for slot in RequiredDocument.objects.filter(call_id=call_id)}
    return [
        {
            "title": slots.get(row["slot"], row["slot"]),
            "partner": names.get(row["partner"], ""),
            "name": row["name"],
            "size": row["size"],
            "sha256": row["sha256"],
            "url": file_url("documents", place),
        }
        for place, row in enumerate(document["documents"])
    ]


def _mandate(place, row, names, file_url):
    return {
        "partner": names.get(row["partner"], ""),
        "signed_by": row["signed_by"],
        "capacity": row["capacity"],
        "signed_on": parse_date(row["signed_on"]),
        "url": file_url("mandates", place) if row["file_sha256"] else "",
    }
