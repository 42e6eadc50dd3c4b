"""Everything a contract says, as plain data: what is frozen when it is sent for signature, and hashed."""

from django.conf import settings
from django.db.models import Prefetch, prefetch_related_objects

from grants import clock
from grants.applications.queries.content import result_content
from grants.audit import canonical, content_hash
from grants.budgets.content import budget_content
from grants.budgets.models import BudgetPartner
from grants.budgets.queries import Rows, rows_of, totals_of
from grants.contracts.models import AnnexTemplate, BudgetCorrection, ContractParty, ProjectActivity, ProjectIndicator
from grants.contracts.terms import SETTINGS
from grants.evaluation.models import Candidate

FROM_THE_SUBMISSION = Candidate.objects.select_related("submission").defer("submission__document")
"""The candidate a contract comes from, without the whole text of what was handed in."""


def content(contract, annexes=None) -> dict:
    """The contract as it stands now, with the annexes in force today where none are given (``annexes_in_force``).

    Some fifteen queries, one after ``whole``.
    """
    whole(contract)
    project, candidate = contract.project, contract.award.candidate
    return {
        "kind": "contract",
        "number": contract.reference,
        "language": contract.language,
        "authority": settings.CONTRACTING_AUTHORITY,
        "call": contract.call.reference,
        "application": candidate.reference,
        "submission_sha256": candidate.submission.sha256,
        "title": project.title,
        "pillar": project.pillar,
        "countries": [{"country": str(row.country), "share": row.share} for row in project.countries.all()],
        "sectors": [{"sector": row.sector, "share": row.share} for row in project.sectors.all()],
        "months": contract.months,
        "starts_on": project.starts_on,
        "ends_on": project.ends_on,
        "grant": contract.grant,
        "total_cost": contract.total_cost,
        "share": contract.share,
        "parties": [_party(party) for party in contract.parties.all()],
        "terms": {name: getattr(contract.terms, name) for name in SETTINGS},
        "periods": [_period(period) for period in contract.periods.all()],
        "logframe": [result_content(result) for result in logframe_of(contract)],
        "workplan": [_activity(row) for row in project.activities.all()],
        "budget": budget_of(contract.budget, budget_rows(contract)),
        "corrections": [_correction(row) for row in contract.corrections.all()],
        "annexes": [_annex(annex) for annex in (annexes or annexes_in_force(clock.today()))],
    }


def content_sha256(contract, annexes=None) -> str:
    """Hash of what would be sent now: equal to the last version's when nothing changed since."""
    return content_hash(canonical(content(contract, annexes)))


def whole(contract):
    """Read everything the contract says into it, once: what is read already is not read again."""
    prefetch_related_objects(
        [contract],
        Prefetch("award__candidate", FROM_THE_SUBMISSION),
        "terms",
        "project__countries",
        "project__sectors",
        "project__results",
        Prefetch("project__activities", ProjectActivity.objects.select_related("result")),
        Prefetch("project__results__indicators", ProjectIndicator.objects.select_related("version__indicator")),
        Prefetch("parties", ContractParty.objects.select_related("organisation", "version", "submitted")),
        "periods",
        Prefetch("corrections", BudgetCorrection.objects.select_related("by")),
        "budget",
        Prefetch("budget__partners", BudgetPartner.objects.select_related("organisation")),
        "budget__lines",
        "budget__sources",
    )
    partners = {partner.pk: partner for partner in contract.budget.partners.all()}
    for row in (*contract.budget.lines.all(), *contract.budget.sources.all()):
        if row.partner_id:
            row.partner = partners[row.partner_id]
    return contract


def logframe_of(contract) -> list:
    """The results of the contract's project with their indicators as ``rows``."""
    results = list(whole(contract).project.results.all())
    for result in results:
        result.rows = list(result.indicators.all())
    return results


def budget_rows(contract) -> Rows:
    """The budget of the contract as ``budgets.queries.rows_of`` reads it; no query after ``whole``."""
    budget = whole(contract).budget
    return Rows(budget, list(budget.partners.all()), list(budget.lines.all()), list(budget.sources.all()))


def annexes_in_force(day) -> list:
    """Of each annex the version in force on a day, in their order; one query."""
    rows = AnnexTemplate.objects.filter(in_force_from__lte=day).order_by("code", "-in_force_from")
    latest = {}
    for row in rows:
        latest.setdefault(row.code, row)
    return sorted(latest.values(), key=lambda row: (row.position, row.code))


def _party(party):
    return {
        "coordinator": party.is_coordinator,
        "version": party.version.number,
        "sha256": party.version.sha256,
        "data": party.version.document,
    }


def _activity(row):
    return {
        "key": str(row.key),
        "title": row.title,
        "result": str(row.result.key) if row.result else None,
        "responsible": row.responsible,
        "first_month": row.first_month,
        "last_month": row.last_month,
    }


def _period(period):
    return {
        "number": period.number,
        "starts_on": period.starts_on,
        "ends_on": period.ends_on,
        "report_due_on": period.report_due_on,
    }


def budget_of(budget, rows=None):
    """The budget of a contract as plain data; its partners by their keys in the budget."""
    rows = rows or rows_of(budget.pk)
    return budget_content(rows, totals_of(rows), {partner.pk: str(partner.key) for partner in rows.partners})


def _correction(row):
    return {
        "row": row.row,
        "key": str(row.key) if row.key else None,
        "kind": row.kind,
        "reason": row.reason,
        "before": row.amount_before,
        "after": row.amount_after,
    }


def _annex(annex):
    return {
        "code": annex.code,
        "version": annex.version,
        "titles": {name: getattr(annex, f"title_{name}") or annex.title_es for name in ("es", "pt_br", "en")},
    }
