"""What is known of calls: for pages, for the rules of applications, for the frozen versions."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.apps import apps
from django.db.models import Case, Count, Prefetch, Q, When
from django_countries import countries as country_names

from grants import clock
from grants.budgets.rules import Limits
from grants.calls.models import (
    Call,
    CallDocument,
    CallIndicator,
    CallState,
    CallStep,
    CountryGroup,
    SlotTemplate,
)
from grants.calls.self_check import Rules
from grants.calls.workflow import QuestionState
from grants.proposals.models import Proposal, ProposalState

CALL_TITLE = ("title", "title_es", "title_pt_br", "title_en")
"""The columns a call's title is read from, whatever the language, for lists that read nothing else of it."""

FIRST, HALF, ALL = "first", "half", "all"
"""How far drafts are: less than half of the required questions, at least half, all of them."""


@dataclass(frozen=True)
class Deadline:
    """The instant at which a call closes, as it stands now, and the zone it is announced in."""

    closes_at: datetime
    time_zone: str
    is_open: bool


def deadline_of(call) -> Deadline:
    """The deadline in force, read again from the database: what an open page shows (decisions.md C3)."""
    call = Call.objects.only("state", "opens_at", "closes_at", "time_zone").get(pk=call.pk)
    return Deadline(call.closes_at, call.time_zone, call.is_open(clock.now()))


class StepDeadline(NamedTuple):
    """A deadline that can move, and the step it ends."""

    step: str
    closes_at: datetime


def next_deadline(call) -> StepDeadline:
    """The deadline that moves next: of the step in progress, or of the second once the first is opened."""
    if call.step == CallStep.CONCEPT and call.opened_at:
        return StepDeadline(CallStep.FULL, call.two_steps.full_closes_at)
    return StepDeadline(call.step, call.closes_at)


def public_calls():
    """Published calls with their lots: open ones first (the next deadline before others), then coming, then closed."""
    now = clock.now()
    calls = list(Call.objects.published().filter(is_test=False).select_related("programme").prefetch_related("lots"))

    def order(call):
        if call.is_open(now):
            return 0, call.closes_at.timestamp()
        if call.opens_at > now:
            return 1, call.opens_at.timestamp()
        return 2, -call.closes_at.timestamp()

    return sorted(calls, key=order)


def public_call(slug):
    """A published call with everything its page shows; raises Call.DoesNotExist, also for one to try out."""
    published = Call.objects.published().filter(is_test=False)
    return _with_details(published).prefetch_related(_TEMPLATES).get(slug=slug)


def call_with_details(call):
    """A call of any state with everything its pages show, in a fixed number of queries."""
    return _with_details(Call.objects).prefetch_related(_TEMPLATES).get(pk=call.pk)


_TEMPLATES = Prefetch("required_documents__templates", queryset=SlotTemplate.objects.select_related("file"))


def _with_details(calls):
    return calls.select_related(
        "programme", "form__questionnaire", "two_steps__full_form__questionnaire"
    ).prefetch_related(
        "lots",
        "dates",
        "countries",
        "required_documents",
        Prefetch("documents", queryset=CallDocument.objects.select_related("file")),
        "corrigenda",
        Prefetch("indicators", queryset=CallIndicator.objects.select_related("version__indicator")),
    )


def check_rules(call) -> Rules:
    """The call's rules as the self-check takes them; the countries of ``call`` are read already."""
    return Rules(
        countries=frozenset(str(row.country) for row in call.countries.all()),
        least={CountryGroup.LATIN_AMERICA.value: call.least_la, CountryGroup.EUROPEAN_UNION.value: call.least_eu},
        grant=(call.grant_min, call.grant_max),
        share=(call.share_min, call.share_max),
        months=(call.months_min, call.months_max),
    )


def takes_questions(call, at) -> bool:
    """Whether questions about a call are taken at a moment: from its publication to the end of questions."""
    return call.state == CallState.PUBLISHED and at < (call.questions_until or call.closes_at)


def published_questions(call):
    """The questions that were answered to everybody, in their order, each with its wordings; two queries."""
    return call.questions.filter(state=QuestionState.PUBLISHED).order_by("number").prefetch_related("answers")


def questions_of(user, call):
    """What this person asked about a call, the newest first; one query."""
    return call.questions.filter(asked_by=user).order_by("-pk")


def listed_questions(call):
    """The questions of a call for those who answer: the waiting ones first, without who asked; one query."""
    waiting = Case(When(state=QuestionState.ASKED, then=0), default=1)
    return call.questions.defer("asked_by").order_by(waiting, "number", "pk")


def limits_of(call) -> Limits:
    """The call's limits of money, as the budget's rules take them: EUR and percent."""
    return Limits(
        grant_min=call.grant_min,
        grant_max=call.grant_max,
        share_min=call.share_min,
        share_max=call.share_max,
        indirect_max=call.indirect_max,
        contingency_max=call.contingency_max,
        simplified=call.simplified_costs,
    )


def catalogue_of(call):
    """The indicators applicants of the call can take, the required ones first."""
    return (
        CallIndicator.objects.filter(call=call)
        .select_related("version__indicator")
        .order_by("-required", "version__indicator__code")
    )


def content(call) -> dict:
    """The call's rules as plain data: what a CallVersion freezes and what a proposal rests on."""
    call = call_with_details(call)
    texts = {f"{name}_{lang}": getattr(call, f"{name}_{lang}") or "" for name in _TEXTS for lang in LANGUAGES}
    return {
        "reference": call.reference,
        "slug": call.slug,
        "programme": call.programme.code,
        **texts,
        **{name: getattr(call, name) for name in _FACTS},
        **({"simplified_costs": True} if call.simplified_costs else {}),
        **({"languages": call.languages} if call.languages else {}),
        "form": _form(call.form),
        **(_two_steps(call) if call.steps == 2 else {}),
        "lots": [
            {"code": lot.code, "pillar": lot.pillar, "envelope": lot.envelope}
            | {f"title_{c}": getattr(lot, f"title_{c}") for c in LANGUAGES}
            for lot in call.lots.all()
        ],
        "countries": [{"country": str(row.country), "group": row.group} for row in call.countries.all()],
        "indicators": [
            {"code": row.version.indicator.code, "version": row.version.number, "required": row.required}
            for row in call.indicators.all()
        ],
        "required_documents": [
            {
                "slug": slot.slug,
                "required": slot.required,
                "per_partner": slot.per_partner,
                "most_megabytes": slot.most_megabytes,
            }
            | {f"title_{c}": getattr(slot, f"title_{c}") for c in LANGUAGES}
            | _templates(slot)
            | ({"file_kinds": slot.file_kinds} if slot.file_kinds else {})
            for slot in call.required_documents.all()
        ],
        **_calendar(call),
        "documents": [
            {"title": row.title_es, "language": row.language, "sha256": row.file.sha256} for row in call.documents.all()
        ],
        "corrigenda": [
            {
                "number": row.number,
                "reason": row.reason,
                "closes_before": row.closes_before,
                "closes_after": row.closes_after,
            }
            | ({"changes": row.changes} if row.changes else {})
            for row in call.corrigenda.all()
        ],
    }


def _calendar(call):
    """The calendar by its days; calls frozen without one have no such key."""
    days = [{"on": row.on} | {f"title_{c}": getattr(row, f"title_{c}") for c in LANGUAGES} for row in call.dates.all()]
    return {"calendar": days} if days else {}


def _form(version):
    return {"questionnaire": version.questionnaire.name, "version": version.number} if version else None


def _two_steps(call):
    """The first step in the place of the one in progress, and the second; the slots of the first by their keys."""
    plan, first = call.two_steps, {}
    if call.is_by_invitation:
        first = {
            "opens_at": plan.concept_opens_at,
            "closes_at": plan.concept_closes_at,
            "form": _form(plan.concept_form),
        }
    second = {name: getattr(plan, name) for name in _OF_STEPS}
    slots = [slot.slug for slot in call.required_documents.all() if slot.at_concept]
    return first | {"second_step": second | {"form": _form(plan.full_form), "concept_documents": slots}}


_OF_STEPS = (
    "asks_budget", "asks_logframe", "asks_workplan", "asks_mandates", "cut_percent", "full_opens_at", "full_closes_at",
)  # fmt: skip


def _templates(slot):
    """The templates of a slot by their language; calls frozen without any have no such key."""
    given = {template.language: template.file.sha256 for template in slot.templates.all()}
    return {"templates": given} if given else {}


_TEXTS = ("title", "summary", "description")
LANGUAGES = ("es", "pt_br", "en")
"""Endings of the columns of a text in three languages."""

_FACTS = (
    "opens_at",
    "closes_at",
    "time_zone",
    "questions_until",
    "results_expected",
    "contact",
    "grant_min",
    "grant_max",
    "share_min",
    "share_max",
    "months_min",
    "months_max",
    "indirect_max",
    "contingency_max",
    "least_la",
    "least_eu",
    "mandate_evidence",
    "mandate_edits",
    "workplan",
)


# Counts without names (decisions.md C5) ----------------------------------------------------------


@dataclass(frozen=True)
class Tally:
    """Applications of one country and one lot: how many are drafts and how far, how many are handed in."""

    country: str
    lot: str
    drafts_first: int
    drafts_half: int
    drafts_all: int
    submitted: int
    withdrawn: int

    @property
    def country_name(self):
        """The country in the reader's language."""
        return country_names.name(self.country)

    @property
    def total(self):
        """All of them."""
        return self.drafts_first + self.drafts_half + self.drafts_all + self.submitted + self.withdrawn


def counts_of(call) -> list[Tally]:
    """Applications by the lead's country and lot, without names, titles or answers; two queries."""
    required = _required_keys(call)
    answered = Count(
        "draft__cells", filter=Q(draft__cells__key__in=required, draft__cells__value__isnull=False), distinct=True
    )
    rows = call.applications.filter(step=call.step).annotate(answered=answered).order_by()
    rows = rows.values_list("lead__country", "lot__code", "state", "answered")
    tallies = Counter((country, lot, _bucket(state, done, len(required))) for country, lot, state, done in rows)
    places = sorted({(country, lot) for country, lot, _bucket_name in tallies})
    return [
        Tally(country, lot, *(tallies[country, lot, name] for name in (FIRST, HALF, ALL, "submitted", "withdrawn")))
        for country, lot in places
    ]


def _required_keys(call):
    if call.form_id is None:
        return []
    always = {"questions__required": True, "questions__shown_if": ""}  # others hang on an answer
    questions = call.form.sections.filter(**always).values_list("questions__key", flat=True)
    return list(questions)


def _bucket(state, answered, required):
    if state != "draft":
        return state
    if answered >= required:
        return ALL
    return HALF if answered * 2 >= required else FIRST


def total_of(tallies) -> Tally:
    """All rows of ``counts_of`` together."""
    fields = ("drafts_first", "drafts_half", "drafts_all", "submitted", "withdrawn")
    return Tally("", "", *(sum(getattr(tally, name) for tally in tallies) for name in fields))


def applications_per_call(calls):
    """Number of applications begun and handed in, by the call's number: {pk: (begun, submitted)}; one query."""
    rows = apps.get_model("grants.Application").objects.filter(call__in=calls).order_by()
    rows = rows.values_list("call_id", "state", "step").annotate(count=Count("*"))  # all of it stands in one index
    counts, steps = {call.pk: (0, 0) for call in calls}, {call.pk: call.step for call in calls}
    for pk, state, step, count in rows:
        begun, submitted = counts[pk]
        is_submitted = state == "submitted" and step == steps[pk]
        counts[pk] = (begun + count, submitted + count * is_submitted)
    return counts


def open_proposals(call):
    """What waits for a second person about this call; one query."""
    waiting = Proposal.objects.filter(document_model="grants.call", document_id=call.pk, state=ProposalState.OPEN)
    return waiting.select_related("by")


def listed(user, *, text="", state="", at=None):
    """Calls a member of staff sees, filtered by words of the reference or title and by state."""
    calls = Call.objects.visible_to(user).select_related("programme")
    if text:
        titles = Q(title_es__icontains=text) | Q(title_pt_br__icontains=text) | Q(title_en__icontains=text)
        calls = calls.filter(titles | Q(reference__icontains=text))
    if state == "open":
        return calls.open(at or clock.now())
    if state == "closed":
        return calls.filter(state=CallState.PUBLISHED, closes_at__lte=at or clock.now())
    return calls.filter(state=state) if state else calls
