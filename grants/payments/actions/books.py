"""Handing the postings to the accounting system, each entry once; what its accounts are called there."""

from django.core.files.base import ContentFile
from django.utils.translation import gettext_lazy as _

from grants import clock
from grants.files.actions import store
from grants.files.tables import as_csv, as_workbook
from grants.payments.models import Account, AccountNumber, ExportedEntry, Posting, PostingBatch
from grants.payments.queries.books import HEADS, WIDTHS, lines
from grants.workflow import Refused, action, filled, locked, record, take_turns


@action
def export_postings(*, by):
    """Put every entry not yet exported into a batch of its own and keep its files; returns the PostingBatch.

    Two at once take turns: the second finds what the first has left. Raises Refused when nothing is
    new, and while an account in use has no number in the accounting system.
    """
    take_turns("posting_export")
    postings = list(
        Posting.objects.filter(entry__exported=None)
        .select_related("entry__contract__project__lead", "entry__payment")
        .order_by("entry_id", "-amount", "pk")
    )
    if not postings:
        raise Refused([_("Everything booked has been exported already.")])
    numbers = dict(AccountNumber.objects.values_list("account", "number"))
    _refuse_nameless({row.account for row in postings} - numbers.keys())
    last = PostingBatch.objects.order_by("-number").values_list("number", flat=True).first() or 0
    batch = PostingBatch(number=last + 1, by=by, at=clock.now())
    rows = lines(postings, numbers)
    batch.csv = _kept(f"postings-{batch}.csv", as_csv(HEADS, rows), by)
    batch.workbook = _kept(f"postings-{batch}.xlsx", as_workbook(str(batch), HEADS, rows, widths=WIDTHS), by)
    entries = dict.fromkeys(row.entry_id for row in postings)
    batch.entry_count = len(entries)
    batch.amount = sum(row.amount for row in postings if row.amount > 0)
    batch.save(force_insert=True)
    ExportedEntry.objects.bulk_create(ExportedEntry(batch=batch, entry_id=entry) for entry in entries)
    record(batch, "make", by=by, changes={"entries": len(entries), "amount": str(batch.amount)})
    return batch


@action
def set_account_number(account, *, by, number):
    """Say what an account of ours is called in the accounting system; batches made before keep what they said.

    ``account`` is a code of ``Account``. Raises Refused for a number that is another account's.
    """
    number = number.strip()
    if not number:
        raise Refused([_("Enter the number of the account in the accounting system.")])
    take_turns("posting_export")
    if AccountNumber.objects.filter(number=number).exclude(account=account).exists():
        raise Refused([_("This is the number of another account.")])
    known = AccountNumber.objects.filter(account=account).first()
    if known is None:
        named, before = AccountNumber.objects.create(account=account, number=number), ""
    else:
        named = locked(known)
        before, named.number = named.number, number
        named.save(update_fields=["number"])
    record(named, "set", by=by, changes={"number": [before, number]})
    return named


def _refuse_nameless(accounts):
    sentence = _("“%(account)s” has no number in the accounting system yet. An administrator enters it.")
    reasons = [filled(sentence, {"account": Account(account).label}) for account in sorted(accounts)]
    if reasons:
        raise Refused(reasons)


def _kept(name, content, by):
    kind = name.rpartition(".")[2]
    return store(ContentFile(content, name=name), by=by, allow=(kind,), is_ours=True)
