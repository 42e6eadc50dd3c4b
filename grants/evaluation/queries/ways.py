"""The ways through an evaluation: from each of its stages to the others, and the pages above them."""

from django.urls import reverse
from django.utils.translation import gettext as _

from grants.evaluation.models.evaluations import sees_whole
from grants.evaluation.workflow import EvaluationState

_PROGRESS = [
    EvaluationState.OPEN, EvaluationState.CONSOLIDATED, EvaluationState.DECIDED, EvaluationState.ANNOUNCED,
]  # fmt: skip
"""States in their order: what lies before the present one is done."""


def stages_of(evaluation, user, here) -> list[dict]:
    """The stages of an evaluation in their order, for components/steps.html; ``here`` is the page's own.

    Each is a link where the person may go there. Nothing for who only assesses. One query at most: whether the
    person assesses in it.
    """
    call = evaluation.call
    if not sees_whole(user, call):
        return []
    of_evaluation, of_call = [evaluation.public_id], [call.public_id]
    is_now = evaluation.step == call.step
    decisions = ("decisions", _("Decisions"), of_call, "grants.read_ranking", call, 2)
    if evaluation.is_of_concepts:
        decisions = ("cut", _("Invitations"), of_evaluation, "grants.read_cut", evaluation, 2)
    stages = (
        ("record", _("Opening"), of_evaluation, "grants.read_opening", evaluation, 0),
        ("detail", _("Checks"), of_evaluation, "grants.read_evaluation", evaluation, 1),
        ("review", _("Scoring"), of_evaluation, "grants.read_reviews", evaluation, 1),
        decisions,
        *([("announcement", _("Announcement"), of_call, "grants.announce_evaluation", call, 3)] if is_now else []),
        *([] if evaluation.is_of_concepts else [("awards", _("Awards"), of_call, "grants.list_awards", call, 4)]),
    )
    reached = _PROGRESS.index(evaluation.state)
    return [
        {
            "label": label,
            "state": "done" if done_from <= reached else "next",
            "url": reverse(f"evaluation:{name}", args=arguments) if user.has_perm(permission, document) else "",
            "is_here": name == here,
        }
        for name, label, arguments, permission, document, done_from in stages
    ]


def named(evaluation) -> str:
    """The call's reference, with the step where it has two."""
    call = evaluation.call
    return call.reference if call.steps == 1 else f"{call.reference} · {evaluation.get_step_display()}"


def above(evaluation, candidate=None) -> list[dict]:
    """The pages above a page of an evaluation or a candidate."""
    pages = [
        {"url": reverse("evaluation:list"), "label": _("Evaluations")},
        {"url": evaluation.get_absolute_url(), "label": named(evaluation)},
    ]
    return [*pages, {"url": candidate.get_absolute_url(), "label": candidate.reference}] if candidate else pages


def above_assessments(evaluation) -> list[dict]:
    """The pages above those of the assessments."""
    url = reverse("evaluation:review", args=[evaluation.public_id])
    return [*above(evaluation), {"url": url, "label": _("Scoring")}]


def above_decisions(call, evaluation=None) -> list[dict]:
    """The pages above those of a call's decisions, in the step in progress or that of ``evaluation``.

    Before the opening there is only the call; concept notes have the page of who is invited.
    """
    evaluation = evaluation or getattr(call, "evaluation", None)
    if evaluation is None:
        return [
            {"url": reverse("calls:list"), "label": _("Calls")},
            {"url": call.get_absolute_url(), "label": call.reference},
        ]
    if evaluation.is_of_concepts:
        cut = reverse("evaluation:cut", args=[evaluation.public_id])
        return [*above(evaluation), {"url": cut, "label": _("Invitations")}]
    return [
        *above(evaluation),
        {"url": reverse("evaluation:decisions", args=[call.public_id]), "label": _("Decisions")},
    ]
