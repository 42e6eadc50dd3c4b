"""Addenda: more time or a further party for a contract in force, signed by both sides."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from grants import clock
from grants.contracts import calendar
from grants.contracts.actions.signing import MOST_MEGABYTES, SCAN_KINDS
from grants.contracts.models import Addendum
from grants.contracts.workflow import ContractAction, ContractState, people_of_the_parties
from grants.files.actions import store
from grants.organisations.actions.registration import freeze_organisation
from grants.workflow import Reason, Refused, action, locked, record


@action
def sign_addendum(contract, *, requested_on, signed_on, effective_on, reason, uploaded, by, months=0, joining=None):
    """Record an addendum with the scan that bears both signatures; the parties are told.

    ``months`` lengthen the project and its last reporting period, ``joining`` is an Organisation that
    becomes a co-beneficiary with its data of today. The largest grant and the budget stay as they are.
    Raises Refused with everything that stands against it (domain.md 7.7): the contract is not in
    force, the addendum would take effect outside the project, or earlier than its terms allow.
    """
    contract = locked(contract)
    _refuse(contract, requested_on, signed_on, effective_on, months, joining, reason)
    party = _seat(contract, joining, effective_on, by) if joining else None
    if months:
        _lengthen(contract, months)
    addendum = Addendum.objects.create(
        contract=contract,
        number=contract.addenda.count() + 1,
        requested_on=requested_on,
        signed_on=signed_on,
        effective_on=effective_on,
        months=months,
        party=party,
        reason=reason.strip(),
        file=store(uploaded, by=by, allow=SCAN_KINDS, most_megabytes=MOST_MEGABYTES),
        by=by,
        at=clock.now(),
    )
    changes = {"number": addendum.number, "effective_on": str(effective_on)}
    changes |= {"ends_on": str(contract.project.ends_on)} if months else {}
    changes |= {"party": str(joining)} if joining else {}
    record(
        contract, ContractAction.ADDENDUM, by=by, note=addendum.reason, changes=changes, tells=(people_of_the_parties,)
    )
    return addendum


def _refuse(contract, requested_on, signed_on, effective_on, months, joining, reason):
    if contract.state != ContractState.SIGNED:
        raise Refused([Reason(_("Only a contract in force is changed by an addendum."), code="not_in_force")])
    project, notice = contract.project, contract.terms.addendum_notice_days
    against = {
        "no_reason": (_("Say why the contract is changed."), not reason.strip()),
        "nothing": (_("An addendum gives more months, or names a further party."), not months and not joining),
        "party": (
            _("This organisation is a party already."),
            joining and contract.parties.filter(organisation=joining).exists(),
        ),
        "order": (
            _("An addendum is asked for, then signed, then in force; the signature is not in the future."),
            not requested_on <= signed_on <= effective_on or signed_on > clock.today(),
        ),
        "outside": (
            _("An addendum takes effect while the project runs."),
            not project.starts_on <= effective_on <= project.ends_on,
        ),
        "notice": (
            _("It is asked for at least %(count)d days before it takes effect.") % {"count": notice},
            requested_on + timedelta(days=notice) > effective_on,
        ),
    }
    reasons = [Reason(sentence, code=code) for code, (sentence, stands) in against.items() if stands]
    if reasons:
        raise Refused(reasons)


def _seat(contract, organisation, effective_on, by):
    return contract.parties.create(
        organisation=organisation,
        version=freeze_organisation(organisation, by=by),
        position=contract.parties.count(),
        joined_on=effective_on,
    )


def _lengthen(contract, months):
    project, period = contract.project, contract.periods.get(is_last=True)
    time_to_report = period.report_due_on - period.ends_on
    total = contract.months + months + sum(contract.addenda.values_list("months", flat=True))
    project.ends_on = period.ends_on = calendar.last_day(project.starts_on, total)
    period.report_due_on = period.ends_on + time_to_report
    project.save(update_fields=["ends_on"])
    period.save(update_fields=["ends_on", "report_due_on"])
