"""The checks of a candidate: criteria with what was found and what was answered; what is still to do."""

from dataclasses import dataclass

from django.db.models import Count, Q

from grants.calls.models import CallStep, CountryGroup
from grants.evaluation.eligibility import CallRules, Finding, Slot, find
from grants.evaluation.models import Candidate, CheckAnswer, CheckCriterion, CheckStage, Verdict
from grants.evaluation.workflow import CandidateState
from grants.words import display


@dataclass(frozen=True)
class Check:
    """A criterion, a person's answer to it if there is one, and what the system found."""

    criterion: CheckCriterion
    answer: CheckAnswer | None
    finding: Finding | None = None

    @property
    def verdict(self) -> str:
        """The answer given; "" without one."""
        return self.answer.verdict if self.answer else ""

    @property
    def word(self) -> str:
        """The same in words."""
        return display(self.answer, "verdict") if self.answer else ""

    @property
    def suggestion(self) -> str:
        """The answer given, else the one that follows from the finding; "" where only a person can judge."""
        if self.verdict or self.finding is None:
            return self.verdict
        return Verdict.YES if self.finding.holds else Verdict.NO


@dataclass(frozen=True)
class Checks:
    """All checks of one candidate, in the order of the call."""

    rows: tuple[Check, ...]

    def failed(self, stage=None) -> list[Check]:
        """Those answered with no, of one stage or of both."""
        return [row for row in self.rows if row.verdict == Verdict.NO and stage in (None, row.criterion.stage)]

    def not_kept(self) -> list[Check]:
        """Those not answered with yes."""
        return [row for row in self.rows if row.verdict != Verdict.YES]

    def of(self, stage) -> list[Check]:
        """Those of one stage."""
        return [row for row in self.rows if row.criterion.stage == stage]


def asked_in(step) -> Q:
    """The condition on criteria that they are asked in a step."""
    return Q(step__in=["", step])


def criteria_of(call, step="") -> list[CheckCriterion]:
    """The criteria of a call, or those of one of its steps, the administrative ones first; one query."""
    order = {stage: place for place, stage in enumerate(CheckStage.values)}
    criteria = list(CheckCriterion.objects.filter(asked_in(step) if step else Q(), call=call))
    for criterion in criteria:
        criterion.call = call
    return sorted(criteria, key=lambda row: (order[row.stage], row.position, row.pk))


def checks_of(candidate) -> Checks:
    """The checks of a candidate, put on it too for the guards; two queries."""
    return checks_of_all([candidate], candidate.evaluation)[candidate.pk]


def checks_of_all(candidates, evaluation) -> dict[int, Checks]:
    """The checks of several candidates of one evaluation by their numbers, put on each too; two queries."""
    criteria = criteria_of(evaluation.call, evaluation.step)
    answers = CheckAnswer.objects.filter(candidate__in=[one.pk for one in candidates]).select_related("by")
    given = {(answer.candidate_id, answer.criterion_id): answer for answer in answers}
    for candidate in candidates:
        rows = (Check(criterion, given.get((candidate.pk, criterion.pk))) for criterion in criteria)
        candidate.checks = Checks(tuple(rows))
    return {candidate.pk: candidate.checks for candidate in candidates}


def with_findings(checks: Checks, submission, rules: CallRules) -> Checks:
    """The same checks with what the system finds in the submission; no query."""
    found = (
        Check(row.criterion, row.answer, find(row.criterion.rule, submission.document, rules, submission.received_at))
        for row in checks.rows
    )
    return Checks(tuple(found))


def rules_of(evaluation) -> CallRules:
    """The rules of the call as the findings take them, in the step judged; two queries, three with two steps."""
    call = evaluation.call
    plan = call.two_steps if call.steps == 2 else None
    sides = {CountryGroup.LATIN_AMERICA: set(), CountryGroup.EUROPEAN_UNION: set()}
    for row in call.countries.all():
        sides[row.group].add(str(row.country))
    return CallRules(
        closes_at=plan.closes_at(evaluation.step) if plan else call.closes_at,
        countries_la=frozenset(sides[CountryGroup.LATIN_AMERICA]),
        countries_eu=frozenset(sides[CountryGroup.EUROPEAN_UNION]),
        least_la=call.least_la,
        least_eu=call.least_eu,
        months_min=call.months_min,
        months_max=call.months_max,
        grant_min=call.grant_min,
        grant_max=call.grant_max,
        share_min=call.share_min,
        share_max=call.share_max,
        slots=tuple(
            Slot(slot.slug, slot.title, slot.per_partner)
            for slot in call.required_documents.all()
            if slot.required and (slot.at_concept or not evaluation.is_of_concepts)
        ),
        asks_mandates=not plan or plan.asked_at(evaluation.step).mandates,
    )


def ready_to_be_eligible(evaluation, user):
    """The candidates this person sees whose every criterion is answered with yes; not decided yet."""
    criteria = CheckCriterion.objects.filter(asked_in(evaluation.step), call=evaluation.call).count()
    received = Candidate.objects.visible_to(user).filter(evaluation=evaluation, state=CandidateState.RECEIVED)
    kept = received.annotate(kept=Count("check_answers", filter=Q(check_answers__verdict=Verdict.YES)))
    return kept.filter(kept=criteria) if criteria else kept.none()


def steps_answered(call) -> set[str]:
    """The steps of a call in which a first criterion is answered; one query."""
    answers = CheckAnswer.objects.filter(criterion__call=call).order_by()
    return set(answers.values_list("candidate__evaluation__step", flat=True).distinct())


def is_fixed(criterion, answered) -> bool:
    """Whether a criterion is asked in a step of which the first is ``answered``."""
    return bool(answered & ({criterion.step} if criterion.step else set(CallStep.values)))


def neighbours(candidate, user) -> tuple[Candidate | None, Candidate | None]:
    """The undecided candidates before and after this one by reference, for going through them; two queries."""
    others = Candidate.objects.visible_to(user).filter(
        evaluation=candidate.evaluation_id, state=CandidateState.RECEIVED
    )
    before = others.filter(reference__lt=candidate.reference).order_by("-reference").first()
    return before, others.filter(reference__gt=candidate.reference).order_by("reference").first()


def reasons_told(candidate, language) -> list[str]:
    """Why a candidate is not admissible or not eligible, in a language, for the letter; two queries.

    The criteria answered with no, in the words of the call; never a note of staff.
    """
    column = f"reason_{language.replace('-', '_')}"
    failed = (candidate.checks or checks_of(candidate)).failed()
    return [getattr(row.criterion, column) or row.criterion.reason_es for row in failed]
