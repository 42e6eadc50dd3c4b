"""What is still missing before a contract can be sent, and before it can be signed: one list for guards and page."""

from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from grants import clock
from grants.budgets.messages import sentence
from grants.budgets.queries import totals_of
from grants.budgets.rules import Limits, findings
from grants.contracts.queries.content import annexes_in_force, budget_rows, content_sha256, logframe_of, whole
from grants.contracts.workflow import Side
from grants.diligence.severities import Stopped
from grants.diligence.standing import concerns_against
from grants.evaluation.workflow import AwardState
from grants.money import CENT, HUNDRED
from grants.workflow import Reason


@dataclass(frozen=True)
class Checklist:
    """Reasons in sentences: against sending, and further ones against signing."""

    unfinished: list[Reason]
    changed_since: Reason | None = None
    unsigned: list[Reason] | None = None


def checklist(contract, *, signing=False, sent=None) -> Checklist:
    """What stands against sending the contract; with ``signing`` also against putting it in force.

    ``sent`` is the version sent last, where it is read already.
    """
    whole(contract)
    annexes = annexes_in_force(clock.today())
    parties = [party.organisation_id for party in contract.parties.all()]
    unfinished = [
        *_award(contract), *concerns_against(Stopped.CONTRACT, parties), *_facts(contract), *_budget(contract),
        *_logframe(contract), *_annexes(annexes),
    ]  # fmt: skip
    if not signing:
        return Checklist(unfinished)
    sent = sent or contract.versions.defer("document").first()
    return Checklist(unfinished, _changed_since(contract, sent, annexes), _unsigned(sent))


def limits_of(contract) -> Limits:
    """What the budget keeps: the award's grant, the call's shares and ceilings."""
    call = contract.call
    return Limits(
        grant_min=CENT,
        grant_max=contract.award.grant,
        share_min=call.share_min,
        share_max=call.share_max,
        indirect_max=call.indirect_max,
        contingency_max=call.contingency_max,
        verification_above=contract.terms.verification_above,
    )


def _award(contract):
    if contract.award.state == AwardState.RENOUNCED:
        yield Reason(_("The award was renounced: cancel the contract."), code="award_renounced")


def _facts(contract):
    url = reverse("contracts:facts", args=[contract.public_id])
    project = contract.project
    if project.starts_on is None:
        yield Reason(_("Name the day on which the project starts."), url, "no_start")
    for rows, sentence_ in (
        (project.countries.all(), _("The shares of the countries add up to 100 %.")),
        (project.sectors.all(), _("Name the sectors; their shares add up to 100 %.")),
    ):
        if sum((row.share for row in rows), start=Decimal(0)) != HUNDRED:
            yield Reason(sentence_, url, "shares")


def _budget(contract):
    url = reverse("contracts:budget", args=[contract.public_id])
    found = findings(totals_of(budget_rows(contract)), limits_of(contract))
    return [Reason(sentence(finding), url, finding.code) for finding in found]


def _logframe(contract):
    url = reverse("contracts:logframe", args=[contract.public_id])
    rows = [row for result in logframe_of(contract) for row in result.rows]
    if not rows:
        yield Reason(_("The logframe has no indicator."), url, "no_indicator")
    for row in rows:
        if row.target is None or not row.source:
            words = _("“%(indicator)s” needs a target and a source of data.") % {"indicator": row.version}
            yield Reason(words, url, "indicator_incomplete")


def _annexes(annexes):
    if not annexes:
        yield Reason(_("No annex is in force: an administrator enters them."), code="no_annexes")


def _changed_since(contract, sent, annexes):
    if sent is None or sent.sha256 != content_sha256(contract, annexes):
        return Reason(_("The contract changed since it was sent. Send it again."), code="changed_since_sent")
    return None


def _unsigned(sent):
    signed = {signature.side for signature in sent.signatures.all()} if sent else set()
    return [
        Reason(_("The signature of this side is missing: %(side)s.") % {"side": side.label}, code="not_signed")
        for side in Side
        if side not in signed
    ]
