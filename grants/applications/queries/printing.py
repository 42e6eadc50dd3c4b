"""The whole application on one page, to read and to print."""

from django.utils.translation import gettext as _

from grants.applications.queries.logframe import logframe_page
from grants.applications.queries.record import application_facts
from grants.budgets.queries import sheet
from grants.calls.queries import limits_of
from grants.drafts.queries import fields_of
from grants.questionnaire.models import QuestionKind


def whole_application(application, user) -> dict:
    """Facts, consortium, every part with its answers, logframe, budget, documents: one reading."""
    page = logframe_page(application, user)
    reading, country = page["reading"], page["number_country"]
    return page | {
        "facts_shown": application_facts(page),
        "partners": reading.partners,
        "parts": [_part(section, reading.cells, country) for section in reading.form.sections],
        "documents": reading.documents,
        "sheet": sheet(reading.budget, limits=limits_of(application.call), country=country, locked=True),
    }


def _part(section, cells, country):
    fields = fields_of(section, cells, country=country)
    return {"title": section.title, "answers": [shown_answer(field) for field in fields]}


def shown_answer(field) -> dict:
    """A question with its answer in words, as pages to read show it."""
    question = field.question
    labels = {option.key: option.label for option in question.options}
    text = "; ".join(labels.get(key, key) for key in field.chosen if key) if labels else field.raw
    if question.kind == QuestionKind.CONFIRM:
        text = _("Confirmed") if field.raw else ""
    return {"label": question.label, "text": field.understood or text, "problem": field.problem}
