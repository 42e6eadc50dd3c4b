"""What the contract says beside its budget: dates, countries, sectors, terms, logframe, data of the parties.

All of it changes until the signature. What was sent already is then sent again: the signatures of an
earlier text do not count.
"""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from grants import clock
from grants.contracts import calendar
from grants.contracts.models import PaymentOption, ProjectIndicator, ProjectResult, ReportingPeriod, Sector
from grants.contracts.terms import SETTINGS
from grants.contracts.workflow import OPEN, ContractAction
from grants.money import HUNDRED
from grants.organisations.actions.registration import freeze_organisation
from grants.words import date_text
from grants.workflow import Reason, Refused, action, locked, record

LOGFRAME_FIELDS = ("baseline", "target", "source")
RESULT_FIELDS = ("statement", "assumptions")


@action
def set_facts(contract, *, by, starts_on, countries, sectors, language):
    """Name the first day, the countries and sectors with their shares in percent, the language.

    The end follows from the start and the months, the calendar from both. Raises Refused for shares
    that do not add up to 100 and for a start before the application was handed in.
    """
    contract = held_open(contract)
    project, before = contract.project, _facts(contract)
    handed_in = clock.day_of(contract.award.candidate.submission.received_at)
    if starts_on is not None and starts_on < handed_in:
        sentence = _("No project starts before its application was handed in, on %(day)s.")
        raise Refused([Reason(sentence % {"day": date_text(handed_in)}, code="starts_on")])
    set_shares(project, countries=countries, sectors=sectors)
    contract.language = language
    contract.save(update_fields=["language"])
    lay_calendar(contract, starts_on)
    _note(contract, ContractAction.SET_FACTS, by, before, _facts(contract))
    return contract


@action
def set_terms(contract, *, by, **values):
    """Set special conditions, by the names of ``terms.SETTINGS``. Raises Refused for values that cannot be."""
    contract = held_open(contract)
    terms = contract.terms
    before = {name: str(getattr(terms, name)) for name in SETTINGS}
    for name, value in values.items():
        if name not in SETTINGS:
            raise TypeError(f"A contract has no setting {name}.")
        setattr(terms, name, value)
    try:
        terms.full_clean()
    except ValidationError as error:
        raise Refused([sentence for sentences in error.message_dict.values() for sentence in sentences]) from error
    terms.save()
    lay_calendar(contract, contract.project.starts_on)
    _note(contract, ContractAction.SET_TERMS, by, before, {name: str(getattr(terms, name)) for name in SETTINGS})
    return contract


@action
def set_logframe(contract, *, by, results, indicators):
    """Change texts of results and baseline, target and source of indicators, by their keys.

    ``results`` is {key: {statement, assumptions}}, ``indicators`` {key: {baseline, target, source}}.
    The keys stay, so that reports and later versions are compared row by row.
    """
    contract = held_open(contract)
    changes = {}
    rows = ProjectResult.objects.filter(project=contract.project, key__in=list(results))
    for row in rows:
        changes |= _changed(row, results[str(row.key)], RESULT_FIELDS)
    rows = ProjectIndicator.objects.filter(result__project=contract.project, key__in=list(indicators))
    for row in rows:
        changes |= _changed(row, indicators[str(row.key)], LOGFRAME_FIELDS)
    if changes:
        record(contract, ContractAction.SET_LOGFRAME, by=by, changes=changes)
    return contract


@action
def refresh_parties(contract, *, by):
    """Take over what organisations changed in their data since; the copy handed in stays for comparison."""
    contract = held_open(contract)
    changes = {}
    parties = contract.parties.select_related("version", "organisation").order_by("organisation_id")
    for party in parties:
        today = freeze_organisation(party.organisation, by=by)
        if today.pk == party.version_id:
            continue
        changes[str(party.organisation)] = [str(party.version), str(today)]
        party.submitted_id = party.submitted_id or party.version_id
        party.version = today
        party.save(update_fields=["version", "submitted"])
    if changes:
        record(contract, ContractAction.REFRESH_PARTIES, by=by, changes=changes)
    return contract


# Shared by the actions of the stage -------------------------------------------------------------


def held_open(contract):
    """The contract, locked. Raises Refused once it is signed or cancelled: then only an addendum changes it."""
    contract = locked(contract)
    if reasons := reasons_if_closed(contract):
        raise Refused(reasons)
    return contract


def reasons_if_closed(contract) -> list[Reason]:
    """Why nothing of the contract is changed here any more, for its forms too; empty while it is open."""
    if contract.state in OPEN:
        return []
    sentence = _("This contract is %(state)s and no longer changes here.")
    return [Reason(sentence % {"state": contract.get_state_display().lower()}, code="closed")]


def lay_calendar(contract, starts_on):
    """Set the project's dates and make its reporting periods anew; none without a start."""
    project, terms = contract.project, contract.terms
    project.starts_on = starts_on
    project.ends_on = calendar.last_day(starts_on, contract.months) if starts_on else None
    project.save(update_fields=["starts_on", "ends_on"])
    contract.periods.all().delete()
    if starts_on is None:
        return
    ends = [contract.months]
    if terms.payment_option == PaymentOption.INSTALMENTS:
        ends = calendar.cut(
            contract.months,
            first=terms.first_period_months,
            later=terms.later_period_months,
            longest_last=terms.longest_last_period_months,
        )
    spans = calendar.spans(
        starts_on, ends, interim_days=terms.interim_report_days, final_months=terms.final_report_months
    )
    ReportingPeriod.objects.bulk_create(
        ReportingPeriod(
            contract=contract,
            number=span.number,
            starts_on=span.starts_on,
            ends_on=span.ends_on,
            report_due_on=span.report_due_on,
            is_last=span.is_last,
        )
        for span in spans
    )


def set_shares(project, *, countries, sectors):
    """Countries and sectors of a project with their shares in percent. Raises Refused unless each makes 100."""
    if sum(countries.values(), start=Decimal(0)) != HUNDRED:
        raise Refused([Reason(_("The shares of the countries add up to 100 %."), code="shares")])
    if sectors and sum(sectors.values(), start=Decimal(0)) != HUNDRED:
        raise Refused([Reason(_("The shares of the sectors add up to 100 %."), code="shares")])
    unknown = set(sectors) - set(Sector.values)
    if unknown or min([*countries.values(), *sectors.values()]) <= 0:
        raise Refused([Reason(_("Name only sectors of the list, and only shares above zero."), code="sector_unknown")])
    project.countries.all().delete()
    project.countries.bulk_create(
        project.countries.model(project=project, country=code, share=share) for code, share in countries.items()
    )
    project.sectors.all().delete()
    project.sectors.bulk_create(
        project.sectors.model(project=project, sector=code, share=share) for code, share in sectors.items()
    )
    project.country = max(countries, key=lambda code: countries[code])
    project.save(update_fields=["country"])


def _facts(contract):
    project = contract.project
    return {
        "starts_on": str(project.starts_on or ""),
        "language": contract.language,
        "countries": ", ".join(f"{row.country} {row.share}" for row in project.countries.all()),
        "sectors": ", ".join(f"{row.sector} {row.share}" for row in project.sectors.all()),
    }


def _note(contract, what, by, before, after):
    changes = {name: [before[name], after[name]] for name in before if before[name] != after[name]}
    if changes:
        record(contract, what, by=by, changes=changes)


def _changed(row, values, fields):
    changes = {}
    for name in fields:
        if name in values and values[name] != getattr(row, name):
            changes[f"{row.key} {name}"] = [str(getattr(row, name)), str(values[name])]
            setattr(row, name, values[name])
    if changes:
        row.save(update_fields=[name for name in fields if name in values])
    return changes
