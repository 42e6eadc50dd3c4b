"""All answers of an evaluation's candidates as a file."""

from functools import partial

from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from grants.evaluation.models import Evaluation
from grants.evaluation.queries import answers as queries
from grants.evaluation.queries.ways import above
from grants.lists.answering import exportable
from grants.lists.listing import Listing
from grants.web import needs

AT_ONCE = 200
"""Applications whose workbook is made while one waits: their rows are long."""


@require_safe
@needs("grants.export_answers", of=Evaluation)
@exportable
def answers(request, evaluation):
    """What the file holds, and the ways to take it."""
    candidates = queries.all_candidates(evaluation, request.user)
    questions = queries.questions_asked(evaluation)
    context = {"evaluation": evaluation, "call": evaluation.call, "pages": above(evaluation), "questions": questions}
    return Listing(
        _("Answers of %(call)s") % {"call": evaluation.call.reference},
        "grants/evaluation/answers.html",
        context,
        partial(queries.answer_lines, questions=questions),
        at_once=AT_ONCE,
        columns=queries.answer_columns(questions),
        everything=candidates,
        total=candidates.count(),
        batch=queries.BATCH,
    )
