"""Questions about a call: asked by people with an account, answered to everybody."""

from django.utils.translation import gettext_lazy as _

from grants import clock
from grants.calls.models import CallQuestion
from grants.calls.queries import takes_questions
from grants.calls.workflow import QuestionAction, QuestionState
from grants.workflow import Refused, action, advance, filled, locked, record

MOST_WAITING = 10
"""So many questions of one person wait for an answer at a time."""


@action
def ask_question(call, *, by, text) -> CallQuestion:
    """Ask about a published call, until its questions end. Raises Refused later, and for an empty question."""
    call = locked(call)
    if not takes_questions(call, clock.now()):
        raise Refused([_("Questions about this call are no longer taken.")])
    if not text.strip():
        raise Refused([_("Write your question.")])
    if call.questions.filter(asked_by=by, state=QuestionState.ASKED).count() >= MOST_WAITING:
        sentence = _("%(count)d of your questions wait for an answer already.")
        raise Refused([filled(sentence, {"count": MOST_WAITING})])
    question = CallQuestion.objects.create(call=call, text=text.strip(), asked_by=by, asked_at=clock.now())
    record(question, "ask", by=by)
    return question


@action
def publish_answer(question, *, by, **texts) -> CallQuestion:
    """Publish a question with its answer; ``texts`` are the columns of both. Tells who asked and all who began."""
    call = locked(question.call)
    question = locked(question)
    _take(question, texts)
    question.number = call.questions.filter(number__isnull=False).count() + 1
    question.published_at = clock.now()
    advance(question, QuestionAction.PUBLISH, by=by, fields=(*texts, "number", "published_at"))
    _keep(question, by)
    return question


@action
def amend_answer(question, *, by, reason, **texts) -> CallQuestion:
    """Publish another wording of an answer: the earlier ones stay readable, those told before are told again.

    Raises Refused without a reason, and where nothing is another than before.
    """
    question = locked(question)
    if not reason.strip():
        raise Refused([_("Say why: the reason is published with the answer.")])
    before = {name: getattr(question, name) for name in texts}
    _take(question, texts)
    if all(getattr(question, name) == (before[name] or "") for name in texts):
        raise Refused([_("Nothing is different from the answer that is published.")])
    question.published_at = clock.now()
    advance(question, QuestionAction.AMEND, by=by, note=reason.strip(), fields=(*texts, "published_at"))
    _keep(question, by, reason.strip())
    return question


def _take(question, texts):
    missing = [name for name in ("question_es", "answer_es") if not texts.get(name, "").strip()]
    if missing:
        raise Refused([_("Write the question and its answer in Spanish at least.")])
    for name, text in texts.items():
        setattr(question, name, text.strip())


def _keep(question, by, reason=""):
    """What is published now, as a version of its own."""
    texts = {
        f"{name}_{language}": getattr(question, f"{name}_{language}") or ""
        for name in ("question", "answer")
        for language in ("es", "pt_br", "en")
    }
    number = question.answers.count() + 1
    question.answers.create(number=number, reason=reason, published_at=question.published_at, published_by=by, **texts)


@action
def set_question_aside(question, *, by, reason) -> CallQuestion:
    """Leave a question unpublished, and tell who asked why: it was answered already, or is about one application."""
    question = locked(question)
    if not reason.strip():
        raise Refused([_("Say why: the person who asked is told.")])
    advance(question, QuestionAction.SET_ASIDE, by=by, note=reason.strip())
    return question
