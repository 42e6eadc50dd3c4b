"""Taking in what the bank or the accounting system says was paid, and confirming those payments."""

import hashlib

from django.utils.translation import gettext_lazy as _

from grants import clock
from grants.files.actions import BadFile, store
from grants.files.content import Unacceptable, extension_of
from grants.files.tables import read_table
from grants.payments.actions.payments import confirm_payment
from grants.payments.messages import COLUMNS
from grants.payments.models import PaidList
from grants.payments.paid_list import Unreadable, rows_of
from grants.payments.queries.paid_lists import judged_now, seen_hash
from grants.workflow import Reason, Refused, action, filled, locked, record, take_turns

LIST_KINDS = ("csv", "xlsx")
MOST_MEGABYTES = 5


@action
def read_paid_list(*, by, uploaded):
    """Keep a list as it came and read its rows; nothing is confirmed yet. Returns the PaidList.

    The same file again is the list it was. Raises BadFile for what is no table, Refused for a table
    without the columns that are needed, or without rows.
    """
    take_turns("paid_list")
    known = PaidList.objects.filter(sha256=_hash(uploaded)).first()
    if known is not None:
        return known
    file = store(uploaded, by=by, allow=LIST_KINDS, most_megabytes=MOST_MEGABYTES)
    rows = _read(file)
    paid_list = PaidList.objects.create(file=file, sha256=file.sha256, rows=rows, by=by, at=clock.now())
    record(paid_list, "read", by=by, changes={"rows": len(rows), "sha256": file.sha256})
    return paid_list


@action
def confirm_paid_list(paid_list, *, by, seen_sha256, only_good=False):
    """Confirm the payments of a list, each as its row says; returns them.

    ``seen_sha256`` is the hash of what the page showed. All of them or none; with ``only_good`` the rows
    with a problem are left out on purpose. Raises Refused when there is such a row otherwise, when
    nothing is left to confirm, and when the rows now mean something else.
    """
    paid_list = locked(paid_list)
    judged, payments = judged_now(paid_list)
    if seen_hash(judged) != seen_sha256:
        raise Refused([Reason(_("Meanwhile the rows mean something else. Look at them again."), code="not_seen")])
    ready, wrong = [row for row in judged if row.is_ready], [row for row in judged if row.problems]
    if not ready:
        raise Refused([Reason(_("There is nothing to confirm in this list."), code="nothing")])
    if wrong and not only_good:
        sentence = _("Some rows have a problem. Correct the file, or choose to confirm only the good rows.")
        raise Refused([Reason(sentence, code="problems")])
    # Contracts are locked one after the other: always in the same order.
    ready.sort(key=lambda row: (payments[row.reference].contract_id, payments[row.reference].pk))
    done = [
        confirm_payment(
            payments[row.reference], by=by, key=row.key, value_date=row.value_date,
            bank_reference=row.bank_reference, amount=row.amount,
        )
        for row in ready
    ]  # fmt: skip
    changes = {"payments": sorted(payment.reference for payment in done), "left_out": [row.number for row in wrong]}
    record(paid_list, "confirm", by=by, changes=changes)
    return done


def _hash(uploaded):
    digest = hashlib.sha256()
    for piece in uploaded.chunks():
        digest.update(piece)
    return digest.hexdigest()


def _read(file):
    with file.content.open("rb") as opened:
        content = opened.read()
    try:
        table = read_table(content, extension_of(file.original_name))
    except Unacceptable as problem:
        raise BadFile(problem.code, **problem.params) from problem
    try:
        rows = rows_of(table)
    except Unreadable as missing:
        sentence = _("The first row has no column “%(column)s”.")
        reasons = [filled(sentence, {"column": COLUMNS[column]}) for column in missing.columns]
        raise Refused(reasons) from missing
    if not rows:
        raise Refused([_("The list has no rows.")])
    return rows
