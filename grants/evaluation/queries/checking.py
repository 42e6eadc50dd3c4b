"""The pages on which candidates are checked: criteria with findings, decisions, the next one."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from grants.applications.queries.record import country_of
from grants.evaluation.messages import finding_sentence
from grants.evaluation.models import Candidate, CheckCriterion, CheckStage, Verdict
from grants.evaluation.queries.checks import checks_of, neighbours, reasons_told, rules_of, with_findings
from grants.evaluation.queries.record import clarifications_of, file_url_of, with_submission
from grants.evaluation.queries.submission import handed_in
from grants.evaluation.queries.ways import above
from grants.evaluation.workflow import CandidateState, EvaluationState
from grants.workflow import reasons_against


@dataclass(frozen=True)
class Row:
    """One criterion as the page draws it: what is ticked, what is noted, what the system found."""

    criterion: CheckCriterion
    chosen: str
    note: str
    finding: str
    is_kept: bool | None
    by: str
    at: object

    @property
    def options(self) -> list[dict]:
        """The answers to choose from."""
        return [{"value": code, "label": label, "chosen": code == self.chosen} for code, label in Verdict.choices]


def checks_page(candidate, user, *, typed=None) -> dict:
    """Everything the page of the checks shows; ``typed`` are answers that could not be saved."""
    candidate, country, typed = with_submission(candidate), country_of(user), typed or {}
    call = candidate.evaluation.call
    checks = with_findings(checks_of(candidate), candidate.submission, rules_of(candidate.evaluation))
    before, after = neighbours(candidate, user)
    rows = [_row(check, typed.get(check.criterion.slug), country, call.time_zone) for check in checks.rows]
    return {
        "candidate": candidate,
        "call": call,
        "pages": above(candidate.evaluation, candidate),
        "facts": [str(candidate.lead), candidate.country.name],
        "checks": checks,
        "stages": [
            {"label": stage.label, "rows": [row for row in rows if row.criterion.stage == stage]}
            for stage in CheckStage
        ],
        "before": before,
        "after": after,
        "is_open": candidate.state == CandidateState.RECEIVED,
        "may_reopen": not reasons_against(candidate, "reopen_check"),
        "handed": handed_in(candidate, country=country, file_url=file_url_of(candidate)),
        "clarifications": clarifications_of(candidate),
        "may_ask": candidate.evaluation.state == EvaluationState.OPEN,
        "number_country": country,
    }


def _row(check, typed, country, zone):
    chosen, note = typed or (check.suggestion, check.answer.note if check.answer else "")
    finding = check.finding
    return Row(
        criterion=check.criterion,
        chosen=chosen,
        note=note,
        finding=finding_sentence(finding, country=country, zone=zone) if finding else "",
        is_kept=finding.holds if finding else None,
        by=str(check.answer.by) if check.answer else "",
        at=check.answer.at if check.answer else None,
    )


WORDS = {
    "inadmissible": lambda: (
        _("Find the candidate not admissible"),
        _("The candidate fails the administrative check and is not assessed."),
    ),
    "ineligible": lambda: (
        _("Find the candidate not eligible"),
        _("The candidate fails the eligibility check and is not assessed."),
    ),
    "eligible": lambda: (
        _("Find the candidate eligible"),
        _("The candidate keeps every criterion and goes on to the assessment."),
    ),
}


def decision_page(candidate, decision) -> dict:
    """What a decision of the check does, what it rests on and what stands against it."""
    checks_of(candidate)
    title, what = WORDS[decision]()
    return {
        "candidate": candidate,
        "pages": above(candidate.evaluation, candidate),
        "title": title,
        "what": what,
        "told": [] if decision == "eligible" else reasons_told(candidate, candidate.language or "es"),
        "reasons": reasons_against(candidate, f"find_{decision}"),
        "is_bad": decision != "eligible",
    }


def next_to_check(evaluation, user) -> Candidate | None:
    """The first candidate by reference that waits for its check; one query."""
    waiting = Candidate.objects.visible_to(user).filter(evaluation=evaluation, state=CandidateState.RECEIVED)
    return waiting.order_by("reference").first()
