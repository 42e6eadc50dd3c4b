"""The whole application on one page, to read and to print."""

from django.urls import reverse
from django.utils.translation import gettext as _

from grants import formats
from grants.applications.queries.logframe import results_shown
from grants.applications.queries.record import application_facts, frame
from grants.applications.queries.workplan import chart_of, workplan_rows
from grants.budgets.queries import sheet
from grants.calls.queries import limits_of
from grants.drafts.queries import fields_of
from grants.questionnaire.answers import table_rows
from grants.questionnaire.messages import in_words
from grants.questionnaire.models import QuestionKind


def whole_application(application, user) -> dict:
    """Facts, consortium, every part with its answers, logframe, budget, documents: one reading."""
    page = frame(application, user, url="")
    reading, country = page["reading"], page["number_country"]
    planned = workplan_rows(reading, user)
    return page | {
        "results": results_shown(reading, user),
        "planned": planned,
        "chart": chart_of(planned, application.months),
        "facts_shown": application_facts(page),
        "partners": reading.partners,
        "parts": [answered_part(section, reading, country, file_url) for section in reading.form.sections],
        "documents": [document for document in reading.documents if document.slot in reading.slots],
        "sheet": sheet(reading.budget, limits=limits_of(application.call), country=country, locked=True),
    }


def file_url(id_) -> str:
    """Where a member of the consortium downloads a file that answers a question."""
    return reverse("applications:document", args=[id_])


def answered_part(section, reading, country, file_url=None) -> dict:
    """A part of the form with its answers, to read; its files can be opened where ``file_url`` gives their address."""
    fields = fields_of(section, reading.cells, form=reading.form, country=country)
    answers = [shown_answer(field, country, file_url) for field in fields if field.is_asked]
    return {"title": section.title, "answers": answers}


def shown_answer(field, country=formats.NEUTRAL, file_url=None) -> dict:
    """A question with its answer in words, as pages to read show it; ``table`` for one that asks for a table.

    ``files`` are those of one that asks for files, each with its address where ``file_url`` makes one of its id.
    """
    question = field.question
    labels = {option.key: option.label for option in question.options}
    text = "; ".join(labels.get(key, key) for key in field.chosen if key) if labels else field.raw
    if question.kind == QuestionKind.CONFIRM:
        text = _("Confirmed") if field.raw else ""
    table = shown_table(question, field.raw, field.value, country) if question.kind == QuestionKind.TABLE else None
    files = [
        {"name": file["name"], "size": file["size"], "url": file_url(file["id"]) if file_url else ""}
        for file in (field.value if question.kind == QuestionKind.FILE and field.value else ())
    ]
    text = "" if files else field.understood or text
    return {"label": question.label, "text": text, "problem": field.problem, "table": table, "files": files}


def shown_table(question, raw, value, country) -> dict | None:
    """A table that was answered, for components/table.html: as understood, else as typed; None while empty."""
    if not raw.strip():
        return None
    columns = [{"label": column.label, "kind": "number" if column.is_number else ""} for column in question.columns]
    if not value:
        return {
            "columns": columns,
            "rows": [_as_typed(row, question) for row in table_rows(question, raw)],
            "total": None,
        }
    rows = [[_cell(column, row.get(column.key), country) for column in question.columns] for row in value["rows"]]
    totals = [_cell(column, value["totals"].get(column.key), country) for column in question.columns]
    summed = [
        totals[0] or _("Total"),
        *(total or {"text": ""} for total in totals[1:]),
    ]  # a column nobody adds up is bare
    return {"columns": columns, "rows": rows, "total": summed if any(totals) else None}


def _as_typed(row, question):
    return [{"text": text} for text, _column in zip(row, question.columns, strict=False)]


def _cell(column, value, country):
    text = in_words(column, value, country=country) or value or ""
    if not column.is_number:
        return text
    return {"text": text} if text else None
