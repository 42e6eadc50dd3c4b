"""One part of the form as its page shows it, and its history."""

from django.urls import reverse
from django.utils.translation import gettext as _

from grants import formats
from grants.applications.marks import text_mark
from grants.applications.places import PART
from grants.applications.queries.beside import beside
from grants.applications.queries.documents import answer_slot
from grants.applications.queries.drafting import reasons_against_drafting
from grants.applications.queries.record import country_of, frame
from grants.drafts.messages import told
from grants.drafts.outcomes import Conflict
from grants.drafts.queries import answers_of, completeness, fields_of, histories_of, history_of
from grants.questionnaire.answers import typed as typed_answer
from grants.questionnaire.models import QuestionKind
from grants.questionnaire.queries import form_of

LARGEST_REV = 2**31 - 1


def number_of(text) -> int:
    """A posted revision number; 0 (nothing saved yet) for anything that is none."""
    text = (text or "").strip()
    return min(int(text), LARGEST_REV) if text.isascii() and text.isdigit() and len(text) < 12 else 0


def part_url(part) -> str:
    """The page of a part."""
    return reverse("applications:part", args=[part.draft.application.public_id, part.slug])


def section_of(part):
    """The section of the form this part answers, in the reader's language; None if a corrigendum dropped it."""
    return form_of(part.draft.version).section(part.slug)


def posted_answers(part, data):
    """What a plain form sent: the texts by question key, and the revisions they were based on.

    Only questions of this part are looked at; a "keep theirs" button leaves its question out.
    """
    given_up = data.get("keep-theirs", "").removeprefix("answer-")
    answers = {question.key: typed_answer(question, data) for question in section_of(part).questions}
    answers = {key: text for key, text in answers.items() if text is not None and key != given_up}
    return answers, {key: number_of(data.get(f"rev-{key}")) for key in answers}


def part_page(part, user, *, results=None, typed=None, reasons=(), slot_error=("", "")):
    """Everything the page of a part shows.

    ``results`` are those of a save that met conflicts; ``typed`` the texts of a save that was
    refused for ``reasons``: they are given back to be copied; ``slot_error`` why a file was refused, and where.
    """
    application, section, country = part.draft.application, section_of(part), country_of(user)
    url = part_url(part)
    page = frame(application, user, url=url)
    cells = page["reading"].cells
    form = page["reading"].form
    fields = fields_of(section, cells, form=form, results=results, country=country, time_zone=user.time_zone)
    state = next(state for state in completeness(form, cells) if state.slug == part.slug)
    is_writer = user.has_perm("grants.edit_part", part)
    owner_id = part.owner_id or application.lead_id
    partners = page["reading"].partners
    locked = bool(page["locked_sentence"]) or not is_writer
    return page | {
        "part": part,
        "beside": beside(application, f"{PART}{part.slug}", user),
        "section": section,
        "fields": [field for field in fields if field.question.kind != QuestionKind.FILE],
        "slots": [
            answer_slot(
                part,
                field,
                page["reading"].answer_files,
                locked=locked,
                error=slot_error[1] if field.question.key == slot_error[0] else "",
            )
            for field in fields
            if field.question.kind == QuestionKind.FILE
        ],
        "answered": answered_words(state),
        "locked": locked,
        "is_writer": is_writer,
        "owner": next((p.organisation for p in partners if p.organisation_id == owner_id), partners[0].organisation),
        "owners": [partner.organisation for partner in partners],
        "typed": given_back(section, typed or {}),
        "problems": [{"sentence": str(reason)} for reason in reasons] or _problems(fields),
        "has_conflicts": any(isinstance(result, Conflict) for result in (results or {}).values()),
        "url": url,
        "links": _links(part) if is_writer else [],
        "next_url": _next_url(page["contents"], url),
    }


def _links(part):
    address = reverse("applications:history", args=[part.public_id])
    return [{"url": address, "label": _("Earlier texts"), "icon": "history"}]


def given_back(section, typed) -> list[dict]:
    """Typed texts that could not be saved, to be copied, with the questions they answer."""
    labels = {question.key: question.label for question in section.questions}
    return [{"name": labels[key], "text": text, "rows": 6} for key, text in typed.items() if text]


def _problems(fields):
    return [
        {"sentence": f"{field.question.label}: {field.problem}", "id": f"answer-{field.question.key}"}
        for field in fields
        if field.problem and field.is_asked
    ]


def _next_url(contents, url):
    urls = [line["url"] for line in contents]
    place = urls.index(url) if url in urls else len(urls) - 1
    return urls[min(place + 1, len(urls) - 1)]


def told_of(part, key, result, user) -> dict:
    """The answer autosave expects for one question, with the part's completeness in words."""
    form = form_of(part.draft.version)
    question = form.section(part.slug).question(key)
    answer = told(question, result, country=country_of(user), time_zone=user.time_zone)
    states = {state.slug: state for state in completeness(form, answers_of(part.draft))}
    return answer | {"completeness": answered_words(states[part.slug])}


def answered_words(state) -> str:
    """How much of a part is answered: "3 of 5 required questions answered"."""
    return _("%(answered)s of %(required)s required questions answered") % {
        "answered": formats.number(state.answered),
        "required": formats.number(state.required),
    }


def history_page(part, user):
    """Every text of every answer of the part, newest first, with what is needed to bring one back."""
    application = part.draft.application
    url = part_url(part)
    page = frame(application, user, url=url)
    cells, section = page["reading"].cells, section_of(part)
    histories = histories_of(part.draft, [question.key for question in section.questions])
    return page | {
        "title": section.title,
        "groups": [
            {
                "label": question.label,
                "revisions": [_revision(one, cells.get(question.key), question) for one in histories[question.key]],
            }
            for question in section.questions
        ],
        "restore_url": reverse("applications:restore", args=[part.public_id]),
        "url": url,
        "links": [{"url": url, "label": _("Back to the part"), "icon": "back"}],
        "may_restore": not reasons_against_drafting(application) and user.has_perm("grants.edit_part", part),
    }


def _revision(revision, cell, question):
    is_file = question.kind == QuestionKind.FILE
    shown = "\n".join(line.split("\t")[0] for line in revision.raw.split("\n")) if is_file else revision.raw
    sends = {"key": revision.key, "mark": text_mark(revision.raw), "rev": cell.rev if cell else 0}
    return {
        "raw": shown,
        "by": str(revision.by),
        "at": revision.at,
        "is_aside": revision.is_aside,
        "is_now": cell is not None and not revision.is_aside and revision.rev == cell.rev,
        "sends": {} if is_file else sends,
    }


def revision_of(part, key, mark):
    """The newest text of an answer that has this mark; None when the part's history has none."""
    if section_of(part).question(key) is None:
        return None
    return next((one for one in history_of(part.draft, key) if text_mark(one.raw) == mark), None)
