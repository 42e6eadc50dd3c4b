"""What must hold before money leaves: guards of the payment's steps, and the moment an amount is booked."""

from datetime import timedelta

from django.apps import apps
from django.db.models import Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from grants import clock
from grants.audit import canonical, content_hash
from grants.diligence.severities import Stopped
from grants.diligence.standing import concerns_against
from grants.organisations.queries import people_of
from grants.workflow import Reason

SCREENING_HOLDS = timedelta(hours=24)
"""How old a screening may be when a payment is approved."""


def booking_day(moment):
    """The day on which a moment is booked."""
    return clock.day_of(moment)


def seen(payment):
    """What initiator and approver see of a payment, as plain data: what they agree on, or nothing."""
    account, contract = payment.account, payment.contract
    return {
        "payment": str(payment.public_id),
        "amount": payment.amount,
        "kind": str(payment.kind),
        "contract": {"reference": contract.reference, "grant": contract.grant, "share": contract.share},
        "calculation": payment.request.sha256,
        "account": account.content(),
    }


def seen_hash(payment):
    """The hash of ``seen``: travels with the page of the decision."""
    return content_hash(canonical(seen(payment)))


def parties(contract, *, on=None):
    """The organisations of a contract, each once, the coordinator first; two queries. ``on`` a day: those of then."""
    lead, seats = contract.project.lead, contract.parties.select_related("organisation")
    others = [seat.organisation for seat in seats if on is None or seat.joined_on is None or seat.joined_on <= on]
    return [lead, *(organisation for organisation in others if organisation.pk != lead.pk)]


# Guards -----------------------------------------------------------------------------------------


def contract_is_signed(document):
    """Nothing is paid before both sides have signed."""
    if document.contract.state != "signed":
        return Reason(_("The contract is not signed."), code="not_signed")
    return None


def payee_has_an_account(document):
    """The coordinator has one verified account, and no change of it waits for verification."""
    accounts = {account.state: account for account in document.contract.project.lead.bank_accounts.all()}
    if "proposed" in accounts:
        sentence = _("A bank account of the coordinator waits for its verification.")
        return Reason(sentence, url=accounts["proposed"].get_absolute_url(), code="account_pending")
    if "verified" not in accounts:
        url = reverse("organisations:accounts", args=[document.contract.project.lead.public_id])
        return Reason(_("The coordinator has no verified bank account."), url=url, code="no_account")
    return None


def account_is_in_force(payment):
    """The account of this payment is still the verified one."""
    pending = payee_has_an_account(payment)
    if pending:
        return pending
    if payment.account.state != "verified" or payment.account.organisation_id != payment.contract.project.lead_id:
        return Reason(_("The account of this payment is no longer the coordinator’s verified one."), code="account")
    return None


def nothing_changed_since_initiation(payment):
    """Amount, account and contract are what the initiator saw."""
    if seen_hash(payment) != payment.seen_sha256:
        sentence = _("Amount, account or contract have changed since the payment was initiated. Initiate it anew.")
        return Reason(sentence, code="changed")
    return None


def grant_covers_it(payment):
    """All payments of the contract, paid or pending, stay within the grant."""
    live = payment.contract.payments.live().exclude(pk=payment.pk).aggregate(sum=Sum("amount"))["sum"] or 0
    if live + payment.amount > payment.contract.grant:
        return Reason(_("Together with what is paid or pending this would be more than the grant."), code="grant")
    return None


def no_other_request_waits(payment):
    """What comes back is asked for again: the contract must have no other request open."""
    other = payment.contract.payment_requests.open().exclude(pk=payment.request_id).first()
    if other:
        sentence = _("Another request of this contract waits: finish it or return it to the coordinator first.")
        return Reason(sentence, url=other.get_absolute_url(), code="request_waits")
    return None


def no_party_is_under_a_concern(payment):
    """Nothing is paid while a concern about an organisation of the contract is escalated, or stops payments itself."""
    return concerns_against(Stopped.PAYMENT, parties(payment.contract)) or None


def parties_are_screened(payment):
    """Every organisation of the contract was compared with the sanctions lists within a day, and nothing is open."""
    since, reasons = clock.now() - SCREENING_HOLDS, []
    organisations = parties(payment.contract)
    screenings = apps.get_model("grants.Screening").objects
    found = list(screenings.filter(organisation__in=organisations).order_by("at"))
    people = people_of(organisations)
    for organisation in organisations:
        own = [row for row in found if row.organisation_id == organisation.pk]
        open_ones = [row for row in own if row.state in ("hit", "confirmed")]
        if open_ones:
            sentence = _("%(name)s: a possible match with a sanctions list is open.")
            url = open_ones[-1].get_absolute_url()
            reasons.append(Reason(sentence % {"name": organisation}, url=url, code="sanctions_hit"))
        elif not any(
            row.at >= since and row.screened_name == organisation.legal_name
            and row.screened_people == people[organisation.pk] for row in own
        ):  # fmt: skip
            sentence = _(
                "%(name)s: not compared with the sanctions lists in the last 24 hours under its present name "
                "and with its present representatives."
            )
            url = reverse("payments:screen", args=[payment.contract.public_id])
            reasons.append(Reason(sentence % {"name": organisation}, url=url, code="not_screened"))
    return reasons or None
