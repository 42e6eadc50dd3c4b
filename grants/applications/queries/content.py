"""Everything that is handed in, as plain data: what a submission freezes and its receipt's hash is taken of.

Only what the consortium says: no states, no row numbers, no dates of editing, no translated texts.
Questions, lots, headings and indicators appear by their codes; the form version, the call version and
the indicator versions say what the codes meant. Lists keep the order in which people put them.
"""

from grants.applications.queries.reading import Reading, read
from grants.audit import canonical, content_hash
from grants.budgets.content import budget_content
from grants.organisations.queries import content as organisation_content
from grants.questionnaire.models import QuestionKind


def content(application, reading: Reading | None = None) -> dict:
    """The application as it stands now, as plain data; ``canonical()`` of it is what is hashed.

    As many queries as ``read`` takes, none when a ``reading`` is given.
    """
    reading = reading or read(application)
    application, slots = reading.application, reading.slots
    return {
        "kind": "application",
        "step": application.step,
        "application": str(application.public_id),
        "call": _call(reading),
        "form": {
            "questionnaire": str(application.draft.version.questionnaire.public_id),
            "version": application.draft.version.number,
        },
        "lot": application.lot.code,
        "title": application.title,
        "months": application.months,
        "countries": sorted(country.code for country in application.countries),
        "lead": str(reading.partners[0].key),
        "partners": [_partner(partner) for partner in reading.partners],
        "parts": _parts(reading),
        "answers": _answers(reading),
        "logframe": [result_content(result) for result in reading.results] if application.asked.logframe else [],
        "budget": _budget(reading),
        "documents": [_document(document) for document in reading.documents if document.slot in slots],
        "mandates": [
            _mandate(partner, reading.mandates[partner.pk])
            for partner in reading.partners
            if partner.pk in reading.mandates and application.asked.mandates
        ],
    } | _workplan(reading)


def content_sha256(application, reading: Reading | None = None) -> str:
    """Hash of what would be handed in now: equal hashes mean that nothing changed since."""
    return content_hash(canonical(content(application, reading)))


def _call(reading):
    frozen = reading.call_frozen or {"number": None, "sha256": None}
    return {
        "reference": reading.application.call.reference,
        "version": frozen["number"],
        "sha256": frozen["sha256"],
    }


def _partner(partner):
    data = organisation_content(partner.organisation, partner.representatives, partner.papers)
    sha256 = content_hash(canonical(data))
    frozen = partner.frozen or {"number": 0, "sha256": ""}
    # The number under which these data are frozen, or will be when this is handed in.
    number = frozen["number"] if frozen["sha256"] == sha256 else frozen["number"] + 1
    return {
        "key": str(partner.key),
        "role": partner.role,
        "tasks": partner.tasks,
        "organisation": {
            "version": number,
            "sha256": sha256,
            "data": data,
        },
    }


def _parts(reading):
    """Section -> key of the partner that fills it in; the lead where nobody was named."""
    keys = {partner.organisation_id: str(partner.key) for partner in reading.partners}
    return {section.slug: keys[reading.owner_id(section.slug)] for section in reading.form.sections}


def _answers(reading):
    return {
        question.key: {"raw": reading.cells[question.key].raw, "value": reading.cells[question.key].value}
        for section in reading.form.sections
        for question in section.questions
        if question.key in reading.asked and question.key in reading.cells and reading.cells[question.key].raw
    }


def result_content(result):
    """A result with its indicators (``rows``), of an application or a project."""
    return {
        "key": str(result.key),
        "level": result.level,
        "statement": result.statement,
        "assumptions": result.assumptions,
        "indicators": [
            {
                "key": str(row.key),
                "code": row.version.indicator.code,
                "version": row.version.number,
                "baseline": row.baseline,
                "target": row.target,
                "source": row.source,
            }
            for row in result.rows
        ],
    }


def _workplan(reading):
    """The workplan, where the call asks for one; documents of other calls, and of before, have no such key."""
    if not reading.application.asked.workplan:
        return {}
    return {"workplan": [activity_content(activity) for activity in reading.activities]}


def activity_content(activity):
    """An activity; its result and its partner by their keys, its months counted from the project's first."""
    return {
        "key": str(activity.key),
        "title": activity.title,
        "result": str(activity.result.key) if activity.result else None,
        "partner": str(activity.partner.key) if activity.partner else None,
        "first_month": activity.first_month,
        "last_month": activity.last_month,
    }


def _budget(reading):
    rows, totals = reading.budget, reading.totals
    organisations = {partner.organisation_id: str(partner.key) for partner in reading.partners}
    keys = {row.pk: organisations.get(row.organisation_id) for row in rows.partners}
    whole = budget_content(rows, totals, keys)
    if reading.application.asked.budget:
        return whole
    sums = dict.fromkeys(whole["totals"], reading.totals.direct * 0)
    sums |= {"total": reading.total, "eu_contribution": reading.requested}
    return whole | {"lines": [], "sources": [], "totals": sums}


def _document(document):
    return {
        "slot": document.slot.slug,
        "partner": str(document.partner.key) if document.partner else None,
        "name": document.file.original_name,
        "type": document.file.media_type,
        "size": document.file.size,
        "sha256": document.file.sha256,
    }


def _mandate(partner, mandate):
    return {
        "partner": str(partner.key),
        "method": mandate.method,
        "signed_by": mandate.signed_by_name,
        "capacity": mandate.capacity,
        "signed_on": mandate.signed_on,
        "allows_edits": mandate.allows_edits,
        "material_sha256": mandate.material_sha256,
        "seen_sha256": mandate.seen_sha256,
        "file_sha256": mandate.file.sha256 if mandate.file else None,
    }


def part(reading: Reading, partner, whole: dict) -> dict:
    """What of the ``whole`` content concerns one partner: what its mandate covers (decisions.md C4).

    ``material``: its name, role and tasks, its amount and own contribution, its declarations; an edit
    there voids its mandate. ``rest``: what the project is, what the partner wrote, its budget lines, its activities.
    Parts of other partners are in neither.
    """
    key = str(partner.key)
    lines = [line for line in whole["budget"]["lines"] if line["partner"] == key]
    own = [source for source in whole["budget"]["sources"] if source["partner"] == key]
    lead = next(row for row in whole["partners"] if row["key"] == whole["lead"])
    zero = reading.totals.direct * 0
    return {
        "material": {
            "name": partner.organisation.legal_name,
            "country": str(partner.organisation.country),
            "role": partner.role,
            "tasks": partner.tasks,
            "amount": sum((line["amount"] for line in lines), start=zero),
            "own_contribution": sum((source["amount"] for source in own), start=zero),
            "declarations": reading.declarations_of(partner),
        },
        "rest": {
            "call": whole["call"]["reference"],
            "lot": whole["lot"],
            "title": whole["title"],
            "months": whole["months"],
            "countries": whole["countries"],
            "lead": lead["organisation"]["data"]["legal_name"],
            "total": whole["budget"]["totals"]["total"],
            "eu_contribution": whole["budget"]["totals"]["eu_contribution"],
            "lines": lines,
            "answers": _answers_of(partner, reading, whole),
        }
        | _activities_of(key, whole),
    }


def _activities_of(key, whole):
    if "workplan" not in whole:
        return {}
    return {"activities": [row for row in whole["workplan"] if row["partner"] == key]}


def _answers_of(partner, reading, whole):
    mine = {question.key for question in reading.questions_of(partner) if question.kind != QuestionKind.CONFIRM}
    return {key: answer for key, answer in whole["answers"].items() if key in mine}


def part_hashes(part_content: dict) -> tuple[str, str]:
    """Hash of the material half, and of the whole, of ``part``."""
    return content_hash(canonical(part_content["material"])), content_hash(canonical(part_content))
