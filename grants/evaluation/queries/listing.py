"""The candidates of an evaluation as those who evaluate search, filter, sort and count them."""

from collections import Counter

from django.db.models import Count, F, Q
from django.utils.translation import gettext_lazy as _

from grants.evaluation.models import Candidate, Evaluation
from grants.evaluation.workflow import CandidateState
from grants.organisations import names
from grants.words import country_name

PER_PAGE = 50

ORDERS = {
    "reference": ("reference",),
    "-reference": ("-reference",),
    "title": ("title", "reference"),
    "-title": ("-title", "reference"),
    "country": ("country", "reference"),
    "-country": ("-country", "reference"),
    "lead": ("lead__search_name", "reference"),
    "-lead": ("-lead__search_name", "reference"),
    "requested": ("requested", "reference"),
    "-requested": ("-requested", "reference"),
    "score": (F("score").asc(nulls_last=True), "reference"),
    "-score": (F("score").desc(nulls_last=True), "reference"),
}
"""What the address says -> columns; every order is complete, so that no page repeats a row."""

COLUMNS = (
    ("reference", _("Candidate"), "", _("Reference")),
    ("", _("State"), ""),
    ("", _("Lot"), ""),
    ("country", _("Country"), ""),
    ("lead", _("Lead applicant"), ""),
    ("requested", _("EU contribution asked for, EUR"), "money"),
    ("score", _("Score"), "number"),
)


def seen(evaluation, user):
    """The candidates of an evaluation this person sees."""
    return Candidate.objects.visible_to(user).filter(evaluation=evaluation)


def found(rows, filters):
    """Those of ``rows`` (``seen``) that fit ``filters``: q, state, lot, country."""
    for word in names.search_form(filters.get("q") or "").split():
        rows = rows.filter(search_text__contains=word)
    for column in ("state", "country"):
        if filters.get(column):
            rows = rows.filter(**{column: filters[column]})
    if filters.get("lot"):
        rows = rows.filter(lot__code=filters["lot"])
    return rows


def ordered(rows, order):
    """``rows`` in the order the address names, by reference for an unknown one, with what a line shows."""
    rows = rows.order_by(*ORDERS.get(order, ORDERS["reference"])).select_related(None).select_related("lot", "lead")
    return rows.only(
        "public_id", "reference", "title", "state", "country", "requested", "score", "lot__code", "lead__legal_name",
        "lead__short_name",
    )  # fmt: skip


def lines(candidates):
    """The lines of the table for a part of what was ``found``."""
    return [cells(candidate) for candidate in candidates]


def cells(candidate):
    """One line of the table."""
    return [
        {
            "text": candidate.title,
            "url": candidate.get_absolute_url(),
            "hint": candidate.reference,
        },
        {"document": candidate},
        candidate.lot.code,
        country_name(candidate.country),
        str(candidate.lead),
        candidate.requested,
        candidate.score,
    ]


def overview(rows) -> tuple[list[dict], list[tuple]]:
    """How many of ``rows`` (``seen``) stand in each state that occurs, in the order of the states, and the
    countries that occur, by name; one query."""
    groups = rows.select_related(None).order_by().values_list("state", "country").annotate(number=Count("pk"))
    counts, codes = Counter(), set()
    for state, country, number in groups:
        counts[state] += number
        codes.add(country)
    states = [
        {"state": state.value, "label": state.label, "count": counts[state.value]}
        for state in CandidateState
        if state.value in counts
    ]
    return states, sorted(((code, country_name(code)) for code in codes), key=lambda pair: pair[1])


def unchecked(user, evaluations) -> dict[int, int]:
    """Number of each of the evaluations -> how many candidates wait there for their check; one query."""
    waiting = Candidate.objects.visible_to(user).filter(evaluation__in=evaluations, state=CandidateState.RECEIVED)
    return dict(waiting.select_related(None).order_by().values_list("evaluation_id").annotate(number=Count("pk")))


def evaluations(user) -> list[dict]:
    """The evaluations this person sees, newest first, with how many candidates and unchecked ones; two queries."""
    rows = list(Evaluation.objects.visible_to(user).order_by("-opened_at", "pk"))
    candidates = Candidate.objects.visible_to(user).filter(evaluation__in=rows).select_related(None).order_by()
    unchecked = Count("pk", filter=Q(state=CandidateState.RECEIVED))
    counted = candidates.values_list("evaluation_id").annotate(every=Count("pk"), waiting=unchecked)
    counts = {number: (every, waiting) for number, every, waiting in counted}
    return [
        {"evaluation": row, "count": counts.get(row.pk, (0, 0))[0], "unchecked": counts.get(row.pk, (0, 0))[1]}
        for row in rows
    ]


def evaluation_columns() -> list[dict]:
    """Heads of the list of evaluations."""
    return [
        {"label": _("Call"), "hint": _("Reference")},
        {"label": _("State")},
        {"label": _("Opened")},
        {"label": _("Candidates"), "kind": "number"},
        {"label": _("Waiting for the check"), "kind": "number"},
    ]


def evaluation_lines(rows) -> list[list]:
    """Evaluations as cells of the page and of its file."""
    return [_evaluation_line(row["evaluation"], row["count"], row["unchecked"]) for row in rows]


def _evaluation_line(evaluation, count, waiting):
    call = evaluation.call
    step = f" · {evaluation.get_step_display()}" if call.steps == 2 else ""
    return [
        {"text": call.title, "url": evaluation.get_absolute_url(), "hint": f"{call.reference}{step}"},
        {"document": evaluation},
        {"moment": evaluation.opened_at},
        count,
        waiting,
    ]
