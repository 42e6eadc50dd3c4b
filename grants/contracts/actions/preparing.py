"""From the award to a contract without re-typing: project, parties, logframe, budget, terms."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from grants import clock, money
from grants.applications.models import PartnerRole
from grants.applications.numbering import next_reference, take_reference
from grants.budgets.actions.copying import copy_budget
from grants.budgets.models import SourceKind
from grants.budgets.queries import rows_of, totals_of
from grants.contracts import funding
from grants.contracts.actions.conditions import lay_calendar, set_shares
from grants.contracts.models import (
    Contract,
    ContractParty,
    ContractTerms,
    Project,
    ProjectActivity,
    ProjectIndicator,
    ProjectKind,
    ProjectResult,
)
from grants.contracts.workflow import ContractAction
from grants.evaluation.actions.contracting import take_award
from grants.evaluation.workflow import AwardState
from grants.indicators.models import IndicatorVersion
from grants.organisations.actions.registration import freeze_organisation
from grants.organisations.models import Organisation
from grants.workflow import Reason, Refused, action, locked, record

DIGITS = 3
"""922-AIV-001."""

MONTHS_FOR_FOREIGN_COORDINATOR = 6
"""Final report, where the coordinator has no seat in a country of the project (domain.md 7.6)."""


@action
def prepare_contract(award, *, by, reference="", starts_on=None, sectors=None, language=""):
    """Make the project and its contract from an announced award; nothing of it is typed again.

    Everything comes from the official submission: its budget, logframe and workplan under their keys, its
    parties, the coordinator first, each with the dated copy of its data and, where they changed since,
    a newer one. ``reference`` is given for contracts of before; else the next number of the
    programme is taken. ``sectors`` are {code: percent}. Raises Refused for an award that is not
    announced, or renounced, or has its contract already.
    """
    award = locked(award)
    _refuse_unless_free(award)
    document = award.candidate.submission.document
    parties = _parties(document, by)
    budget = copy_budget(document["budget"], {key: version.organisation for key, _sent, version in parties}, by=by)
    added = _lower_to_award(budget, award.grant)
    prefix = award.lot.call.programme.contract_prefix
    reference = take_reference(prefix, reference) if reference else next_reference(prefix, digits=DIGITS)
    contract = _contract(award, document, budget, reference, language or award.candidate.language)
    _seat(contract, parties)
    _copy_logframe(contract.project, document)
    _copy_workplan(contract.project, document)
    set_shares(contract.project, countries=_countries(document, award.candidate), sectors=sectors or {})
    _terms(contract)
    lay_calendar(contract, starts_on)
    changes = {"number": reference, "grant": str(contract.grant), "total_cost": str(contract.total_cost)}
    record(contract, ContractAction.PREPARE, by=by, changes=changes | ({"own_added": str(added)} if added else {}))
    take_award(award, by=by, note=reference)
    return contract


def _refuse_unless_free(award):
    if Contract.objects.filter(award=award).exists():
        raise Refused([Reason(_("There is a contract of this award already."), code="contracted_already")])
    if award.state != AwardState.ANNOUNCED:
        raise Refused([Reason(_("Only an announced award that stands becomes a contract."), code="not_announced")])


def _parties(document, by):
    """(key, copy handed in, copy of today) of the coordinator, then of each co-beneficiary."""
    rows = [row for row in document["partners"] if row["role"] != PartnerRole.ASSOCIATE]
    rows.sort(key=lambda row: row["key"] != document["lead"])
    ids = [row["organisation"]["data"]["public_id"] for row in rows]
    known = {str(row.public_id): row for row in Organisation.objects.filter(public_id__in=ids)}
    # In the order of their numbers, so that two contracts prepared at once cannot block each other.
    today = {pk: freeze_organisation(known[pk], by=by) for pk in sorted(ids, key=lambda pk: known[pk].pk)}
    return [
        (row["key"], known[pk].versions.get(number=row["organisation"]["version"]), today[pk])
        for row, pk in zip(rows, ids, strict=True)
    ]


def _lower_to_award(budget, grant):
    """Where the award is below what was asked for, the coordinator's own contribution makes up for it."""
    eu = budget.sources.get(kind=SourceKind.EU)
    gap = eu.amount - grant
    if gap <= 0:
        return None
    own, _made = budget.sources.get_or_create(
        kind=SourceKind.OWN, partner=budget.partners.first(), defaults={"position": 1}
    )
    own.amount += gap
    own.save(update_fields=["amount"])
    eu.amount = grant
    eu.save(update_fields=["amount"])
    return gap


def _contract(award, document, budget, reference, language):
    candidate, totals = award.candidate, totals_of(rows_of(budget.pk))
    project = Project.objects.create(
        kind=ProjectKind.GRANT,
        reference=reference,
        title=document["title"],
        lead=candidate.lead,
        pillar=award.lot.pillar,
        country=candidate.country,
    )
    return Contract.objects.create(
        project=project,
        award=award,
        reference=reference,
        language=language or "es",
        budget=budget,
        grant=totals.eu,
        total_cost=totals.total,
        share=funding.share_of(totals.eu, totals.total),
        months=document["months"],
        prepared_at=clock.now(),
    )


def _seat(contract, parties):
    ContractParty.objects.bulk_create(
        ContractParty(
            contract=contract,
            organisation=today.organisation,
            version=today,
            submitted=sent if sent.pk != today.pk else None,
            is_coordinator=position == 0,
            position=position,
        )
        for position, (_key, sent, today) in enumerate(parties)
    )


def _copy_logframe(project, document):
    codes = {row["code"] for result in document["logframe"] for row in result["indicators"]}
    found = IndicatorVersion.objects.filter(indicator__code__in=codes).select_related("indicator")
    versions = {(version.indicator.code, version.number): version for version in found}
    for position, row in enumerate(document["logframe"]):
        fields = {name: row[name] for name in ("key", "level", "statement", "assumptions")}
        result = ProjectResult.objects.create(project=project, position=position, **fields)
        ProjectIndicator.objects.bulk_create(
            ProjectIndicator(
                result=result,
                key=indicator["key"],
                version=versions[indicator["code"], indicator["version"]],
                baseline=_decimal(indicator["baseline"]),
                target=_decimal(indicator["target"]),
                source=indicator["source"],
                position=place,
            )
            for place, indicator in enumerate(row["indicators"])
        )


def _copy_workplan(project, document):
    """The activities of the submission; none of a call that asked for no workplan."""
    data = {row["key"]: row["organisation"]["data"] for row in document["partners"]}
    ids = [one["public_id"] for one in data.values()]
    known = {str(row.public_id): row for row in Organisation.objects.filter(public_id__in=ids)}
    results = {str(row.key): row for row in project.results.all()}
    ProjectActivity.objects.bulk_create(
        ProjectActivity(
            project=project,
            key=row["key"],
            title=row["title"],
            result=results.get(row["result"]),
            organisation=known.get(data.get(row["partner"], {}).get("public_id")),
            responsible=data.get(row["partner"], {}).get("legal_name", ""),
            first_month=row["first_month"],
            last_month=row["last_month"],
            position=position,
        )
        for position, row in enumerate(document.get("workplan", []))
    )


def _countries(document, candidate):
    """The countries of the project in equal parts, that of the lead first; changed before signature if need be."""
    codes = sorted(document["countries"] or [str(candidate.country)], key=lambda code: code != str(candidate.country))
    parts = money.split(money.HUNDRED.quantize(money.CENT), [Decimal(1)] * len(codes))
    return dict(zip(codes, parts, strict=True))


def _terms(contract):
    terms = ContractTerms(contract=contract)
    lead = contract.project.lead
    if not contract.project.countries.filter(country=str(lead.country)).exists():
        terms.final_report_months = MONTHS_FOR_FOREIGN_COORDINATOR
    terms.save()


def _decimal(text):
    return None if text is None else Decimal(text)
