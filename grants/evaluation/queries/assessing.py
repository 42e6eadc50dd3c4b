"""What an assessment holds, what it still lacks, and the pages of the person who assesses."""

from django.db.models import Case, IntegerField, Value, When
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from grants import clock
from grants.applications.queries.parts import number_of
from grants.applications.queries.record import country_of
from grants.drafts.messages import told
from grants.drafts.outcomes import Conflict
from grants.drafts.queries import answers_of, fields_of
from grants.evaluation import scoring
from grants.evaluation.models import Assessment, Assessor
from grants.evaluation.queries.grids import carried_titles, comment_is_due, grid_for, rules_in, scores_in
from grants.evaluation.queries.record import file_url_of, with_submission
from grants.evaluation.queries.submission import handed_in
from grants.evaluation.workflow import AssessmentState, AssessorState, EvaluationState
from grants.questionnaire import messages
from grants.questionnaire.answers import typed as typed_answer
from grants.questionnaire.models import COMMENT, QuestionKind
from grants.questionnaire.queries import form_of
from grants.workflow import Reason

TOTALS = "grants/evaluation/_totals.html"
"""The sums of a grid, drawn anew with each score."""


def content(assessment, rules, cells) -> dict:
    """The assessment as plain data: what its version freezes. People appear by number, not by name."""
    grid, scores = grid_for(rules, assessment.candidate.concept_scores), assessment.scores
    return {
        "kind": "assessment",
        "assessment": str(assessment.public_id),
        "assessor": str(assessment.assessor.public_id),
        "candidate": assessment.candidate.reference,
        "grid": {
            "questionnaire": str(rules.grid.questionnaire.public_id),
            "version": rules.grid.number,
        },
        "scores": scores,
        "texts": {
            question.key: cells[question.key].value
            for section in asked_of(rules).sections
            for question in section.questions
            if question.kind != QuestionKind.SCORE and question.key in cells and cells[question.key].value
        },
        "carried": sorted(carried_titles(rules)),
        "sections": scoring.section_totals(grid, scores),
        "total": assessment.total,
    }


def asked_of(rules):
    """The grid as a form to fill in: without the sections whose score is that of the concept note."""
    return form_of(rules.grid).without(carried_titles(rules))


def gaps(assessment, rules, cells) -> list[Reason]:
    """Everything an assessment lacks before it can be submitted, with the place to put it right."""
    url = assessment.get_absolute_url()
    return [
        Reason(sentence, url=f"{url}#answer-{key}", code=code)
        for key, sentence, code in _gaps(assessment, rules, cells)
    ]


def _gaps(assessment, rules, cells):
    for section in asked_of(rules).sections:
        for question in section.questions:
            cell = cells.get(question.key)
            if cell is not None and cell.problem:
                why = messages.sentence(cell.problem, cell.problem_params)
                yield question.key, f"{question.label}: {why}", "problem"
            elif question.required and (cell is None or cell.value is None):
                yield question.key, _("Still open: %(question)s") % {"question": question.label}, "missing"
            elif question.kind == QuestionKind.SCORE and _lacks_comment(question, rules, cells):
                sentence = _("A score of %(score)s needs a comment: %(question)s")
                yield question.key + COMMENT, sentence % {"score": cell.value, "question": question.label}, "comment"


def _lacks_comment(question, rules, cells):
    comment = cells.get(question.key + COMMENT)
    return comment_is_due(rules, int(cells[question.key].value)) and (comment is None or not comment.value)


def totals_shown(rules, candidate, cells) -> dict:
    """The sums as the page shows them while one types: by section, the whole, and how many scores are open."""
    grid = grid_for(rules, candidate.concept_scores)
    scores = scores_in(grid, cells)
    totals = scoring.section_totals(grid, scores)
    titles = {section.slug: section for section in form_of(rules.grid).sections}
    return {
        "sections": [
            {
                "slug": section.slug,
                "title": titles[section.slug].title,
                "total": totals[section.slug],
                "is_carried": section.is_carried,
                "maximum": section.maximum,
                "threshold": section.threshold,
            }
            for section in grid.sections
        ],
        "total": sum(totals.values()),
        "places": 2 if any(section.is_carried for section in grid.sections) else 0,
        "maximum": grid.maximum,
        "threshold": grid.threshold,
        "open": len(scoring.missing(grid, scores)),
    }


def own_assessments(user):
    """The person's assignments: what is to be done first, by term, then what is submitted; two queries."""
    to_do = When(state=AssessmentState.ASSIGNED, then=Value(0))
    rows = Assessment.objects.own(user).annotate(later=Case(to_do, default=Value(1), output_field=IntegerField()))
    return rows.select_related("candidate__evaluation__call", "candidate__lot", "candidate__lead").order_by(
        "later", "due_at", "candidate__reference"
    )


def invitations_to_assess(user):
    """Invitations this person has not answered."""
    waiting = Assessor.objects.filter(user=user, state=AssessorState.INVITED, evaluation__state="open")
    return waiting.select_related("evaluation__call").order_by("invited_at")


def assessor_desk(user) -> list[dict]:
    """What waits for an assessor, as lines of the home page."""
    invitations = [
        {
            "title": _("Answer the invitation to assess “%(call)s”") % {"call": one.call.title},
            "url": one.get_absolute_url(),
            "note": one.call.reference,
        }
        for one in invitations_to_assess(user)
    ]
    assigned = [
        {
            "title": _("Assess “%(title)s”") % {"title": one.candidate.title},
            "url": one.get_absolute_url(),
            "note": f"{one.candidate.reference} · {one.candidate.lot}",
            "due": one.due_at,
        }
        for one in own_assessments(user).filter(state=AssessmentState.ASSIGNED)
    ]
    return invitations + assigned


def list_page(user) -> dict:
    """Everything the page "your assessments" shows."""
    rows = list(own_assessments(user))
    open_ones = [row for row in rows if row.state == AssessmentState.ASSIGNED]
    return {
        "rows": rows,
        "invitations": [
            {
                "title": one.call.title,
                "url": reverse("evaluation:assessor", args=[one.public_id]),
                "note": one.call.reference,
            }
            for one in invitations_to_assess(user)
        ],
        "done": len(rows) - len(open_ones),
        "late": sum(1 for row in open_ones if row.due_at <= clock.now()),
    }


def assessment_page(assessment, user, *, results=None, typed=None, reasons=()) -> dict:
    """Everything the grid shows: the proposal beside it, the fields, the sums; locked for who only reads.

    ``results`` are those of a save that met conflicts, ``typed`` the texts of one that was refused.
    """
    rules, candidate = rules_in(assessment.candidate.evaluation), with_submission(assessment.candidate)
    cells, country = answers_of(assessment.draft), country_of(user)
    form = form_of(assessment.draft.version)
    is_own = assessment.assessor.user_id == user.pk
    is_open = assessment.candidate.evaluation.state == EvaluationState.OPEN
    locked = not is_own or not is_open or assessment.state != AssessmentState.ASSIGNED
    options = {"results": results, "country": country, "time_zone": user.time_zone}
    carried = carried_titles(rules)
    sections = [
        {"section": section, "is_carried": section.slug in carried,
         "fields": [] if section.slug in carried else fields_of(section, cells, **options)}
        for section in form.sections
    ]  # fmt: skip
    labels = {question.key: question.label for section in form.sections for question in section.questions}
    given_back = [{"name": labels[key], "text": text, "rows": 4} for key, text in (typed or {}).items() if text]
    return {
        "assessment": assessment,
        "candidate": candidate,
        "rules": rules,
        "sections": sections,
        "totals": totals_shown(rules, candidate, cells),
        "handed": handed_in(candidate, country=country, file_url=file_url_of(candidate)),
        "locked": locked,
        "is_own": is_own,
        "typed": given_back,
        "problems": [{"sentence": str(reason)} for reason in reasons],
        "has_conflicts": any(isinstance(result, Conflict) for result in (results or {}).values()),
        "above": pages_above(assessment, is_own),
        "number_country": country,
    }


def pages_above(assessment, is_own) -> list[dict]:
    """The page an assessment is reached from: one's list, or the candidate in the cockpit."""
    if is_own:
        return [{"url": reverse("evaluation:assignments"), "label": _("Your assessments")}]
    url = reverse("evaluation:assessments", args=[assessment.candidate.public_id])
    return [{"url": url, "label": assessment.candidate.reference}]


def told_of(assessment, key, result, user) -> dict:
    """The answer autosave expects for one field, with the sums that changed with it."""
    question = form_of(assessment.draft.version).question(key)
    answer = told(question, result, country=country_of(user), time_zone=user.time_zone)
    candidate = assessment.candidate
    totals = totals_shown(rules_in(candidate.evaluation), candidate, answers_of(assessment.draft))
    return answer | {
        "pieces": {"grid-totals": render_to_string(TOTALS, {"totals": totals, "number_country": country_of(user)})}
    }


def posted(assessment, data) -> tuple[dict, dict]:
    """What a plain form sent: texts by key, and the revisions they were based on."""
    given_up = data.get("keep-theirs", "").removeprefix("answer-")
    questions = [q for section in form_of(assessment.draft.version).sections for q in section.questions]
    answers = {question.key: typed_answer(question, data) for question in questions}
    answers = {key: text for key, text in answers.items() if text is not None and key != given_up}
    return answers, {key: number_of(data.get(f"rev-{key}")) for key in answers}


def own_texts(assessment) -> list[dict]:
    """What stands in the draft of an assignment that was taken back, for its author to keep."""
    cells = answers_of(assessment.draft)
    return [
        {"name": question.label, "text": cells[question.key].raw, "rows": 3}
        for section in form_of(assessment.draft.version).sections
        for question in section.questions
        if question.key in cells and cells[question.key].raw
    ]
