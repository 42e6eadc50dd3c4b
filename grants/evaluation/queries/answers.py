"""Everything the candidates of an evaluation have answered, a column per question, for a file.

Read from what was handed in, the canonical content, some candidates at a time; of each only what the file tells.
"""

import datetime
from decimal import Decimal

from django.db.models import F
from django.utils.translation import gettext as _

from grants.evaluation.models import Candidate, CandidateParty
from grants.questionnaire.models import QuestionnaireVersion
from grants.questionnaire.queries import form_of
from grants.words import country_name

BATCH = 100
"""Candidates read at a time: what they handed in is large."""


def all_candidates(evaluation, user):
    """The candidates of the evaluation this person sees, by reference, with what the file says of each."""
    seen = Candidate.objects.visible_to(user).filter(evaluation=evaluation).order_by("reference")
    return (
        seen.select_related(None)
        .select_related("lot", "lead")
        .only(
            "reference", "title", "state", "country", "requested", "total_cost", "lot__code", "lead__legal_name",
            "lead__short_name",
        )
        .annotate(
            received_at=F("submission__received_at"),
            months=F("submission__document__months"),
            countries=F("submission__document__countries"),
            answers=F("submission__document__answers"),
        )
    )  # fmt: skip


def questions_asked(evaluation) -> list:
    """The questions of the form, in their order, then those only earlier versions asked before a corrigendum."""
    call = evaluation.call
    form = call.form if evaluation.step == call.step else call.two_steps.concept_form
    if form is None:
        return []
    published = call.versions.values_list("document__form__questionnaire", "document__form__version")
    numbers = {number for name, number in published if name == form.questionnaire.name} | {form.number}
    versions = QuestionnaireVersion.objects.filter(questionnaire=form.questionnaire_id, number__in=numbers)
    asked = {}
    for version in versions.order_by("-number"):
        for section in form_of(version).sections:
            for question in section.questions:
                asked.setdefault(question.key, question)
    return list(asked.values())


def answer_columns(questions) -> list[dict]:
    """Heads of the file: about the application, then each question by its label and its key."""
    return [
        {"label": _("Reference")},
        {"label": _("Title")},
        {"label": _("State")},
        {"label": _("Lot")},
        {"label": _("Lead applicant")},
        {"label": _("Country")},
        {"label": _("Partners")},
        {"label": _("Duration in months")},
        {"label": _("Countries")},
        {"label": _("EU contribution asked for, EUR")},
        {"label": _("Total cost, EUR")},
        {"label": _("Received at")},
        *[{"label": f"{question.label} ({question.key})"} for question in questions],
        {"label": _("Answers to questions no longer asked")},
    ]


def answer_lines(candidates, questions) -> list[list]:
    """Rows of the file for a part of ``all_candidates``; two queries."""
    candidates = list(candidates)
    partners = _partners(candidates)
    readers = [(question.key, READERS.get(question.kind), question) for question in questions]
    known = {question.key for question in questions}
    return [
        [
            candidate.reference,
            candidate.title,
            {"document": candidate},
            candidate.lot.code,
            candidate.lead.legal_name,
            country_name(candidate.country),
            "; ".join(partners.get(candidate.pk, ())),
            candidate.months,
            "; ".join(country_name(code) for code in candidate.countries or ()),
            candidate.requested,
            candidate.total_cost,
            {"moment": candidate.received_at},
            *_cells(candidate.answers, readers),
            "; ".join(f"{key}: {given['raw']}" for key, given in candidate.answers.items() if key not in known),
        ]
        for candidate in candidates
    ]


def _partners(candidates):
    names = {}
    parties = CandidateParty.objects.filter(candidate__in=candidates).exclude(organisation=F("candidate__lead"))
    for number, name in parties.order_by("pk").values_list("candidate_id", "organisation__legal_name"):
        names.setdefault(number, []).append(name)
    return names


# Answers as cells -------------------------------------------------------------------------------------


def _cells(answers, readers):
    cells = []
    for key, reader, question in readers:
        given = answers.get(key)
        value = given and given["value"]
        if value is None:
            cells.append(given and given["raw"])
        else:
            cells.append(value if reader is None else reader(question, value))
    return cells


def _as_number(question, value):
    return Decimal(value)


def _as_date(question, value):
    return datetime.date.fromisoformat(value)


def _as_choice(question, value):
    return next((option.label for option in question.options if option.key == value), value)


def _as_choices(question, value):
    return "; ".join(_as_choice(question, one) for one in value)


def _as_tick(question, value):
    return _("yes") if value else _("no")


def _as_files(question, value):
    return "; ".join(file["name"] for file in value)


def _as_table(question, value):
    """A line for each row, its cells behind the names of their columns."""
    return "\n".join(
        " | ".join(
            f"{column.label}: {_word(column, row[column.key])}"
            for column in question.columns
            if row.get(column.key) not in (None, "")
        )
        for row in value["rows"]
    )


def _word(column, value):
    return next((word.label for word in column.words if word.key == value), value)


READERS = {
    "number": _as_number,
    "money": _as_number,
    "date": _as_date,
    "choice": _as_choice,
    "choices": _as_choices,
    "confirm": _as_tick,
    "score": _as_number,
    "file": _as_files,
    "table": _as_table,
}
"""Kind of question -> how its value becomes a cell; a text stays one."""
