"""Transfers to partners: the list of a contract, and per partner what it has had beside its share of the budget."""

from django.db.models import Q, Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from grants import money
from grants.payments.workflow import PaymentState

UNKNOWN = {"text": "–"}
"""Stands where an amount would."""


def partners_of(contract):
    """The co-beneficiaries of a contract; one query."""
    return list(contract.parties.filter(is_coordinator=False).select_related("organisation").order_by("position"))


def shares(contract):
    """EU share of each organisation's own lines of the budget, by organisation; one query."""
    costs = contract.budget.lines.order_by().values_list("partner__organisation_id").annotate(sum=Sum("amount"))
    return {owner: money.euros(amount * contract.share / money.HUNDRED) for owner, amount in costs if owner}


def of_transfers(contract, reader):
    """The page of a contract's transfers."""
    rows = list(contract.transfers.select_related("party__organisation", "by", "proof", "corrected_by"))
    may_write = reader.has_perm("grants.record_transfer", contract)
    sums, partners, budget = {}, partners_of(contract), shares(contract)
    for row in rows:
        sums[row.party_id] = sums.get(row.party_id, money.ZERO) + row.amount
    received = contract.payments.aggregate(sum=Sum("amount", filter=Q(state=PaymentState.CONFIRMED)))["sum"]
    received = received or money.ZERO
    passed_on = sum(sums.values(), start=money.ZERO)
    per_partner = [_partner_row(party, budget, sums.get(party.pk, money.ZERO)) for party in partners]
    return {
        "contract": contract,
        "pages": above(contract),
        "may_write": may_write and contract.state == "signed" and bool(partners),
        "received": received,
        "passed_on": passed_on,
        "kept": received - passed_on,
        "is_over": passed_on > received,
        "partner_rows": per_partner,
        "partner_total": [_("All"), *(_sum(per_partner, place) for place in (1, 2, 3))],
        "partner_columns": partner_columns(),
        "lines": [{"transfer": row, "may_correct": may_write and _is_open(row)} for row in rows],
    }


def line_columns():
    """Heads of the file of lines."""
    labels = (_("Partner"), _("Date of the transfer"), _("Note"), _("Noted by"), _("Proof"))
    partner, day, *others = ({"label": label} for label in labels)
    return [partner, day, {"label": _("Amount, EUR"), "kind": "money"}, *others]


def line_rows(lines):
    """Lines of ``of_transfers`` as rows of the file."""
    return [_line_row(line["transfer"]) for line in lines]


def _line_row(transfer):
    note = _("Contrary line: %(note)s") % {"note": transfer.note} if transfer.corrects_id else transfer.note
    proof = transfer.proof.original_name if transfer.proof else ""
    return [str(transfer.party.organisation), transfer.transferred_on, transfer.amount, note, str(transfer.by), proof]


def above(contract, *, with_list=False):
    """The pages above those of the transfers."""
    pages = [
        {"url": reverse("payments:list"), "label": _("Payments")},
        {"url": reverse("payments:contract", args=[contract.public_id]), "label": contract.reference},
    ]
    if with_list:
        pages.append({"url": reverse("payments:transfers", args=[contract.public_id]), "label": _("Transfers")})
    return pages


def _partner_row(party, budget, sent):
    """A budget may not say whose a cost is: then nothing is still to come."""
    share = budget.get(party.organisation_id)
    named = {"text": str(party.organisation), "hint": party.organisation.country.name}
    return [named, UNKNOWN, sent, UNKNOWN] if share is None else [named, share, sent, share - sent]


def _sum(rows, place):
    return sum((row[place] for row in rows if row[place] != UNKNOWN), start=money.ZERO)


def _is_open(transfer):
    return not transfer.corrects_id and not hasattr(transfer, "corrected_by")


def partner_columns():
    """Heads of the table per partner."""
    sums = (_("EU share of its budget, EUR"), _("Transferred, EUR"), _("Still to come, EUR"))
    return [{"label": _("Partner")}, *({"label": label, "kind": "money"} for label in sums)]
