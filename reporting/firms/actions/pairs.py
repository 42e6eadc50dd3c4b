"""Deciding whether two firms are one: a person decides, and can take it back.

Nothing is changed in the firms, their rows or what is published: a decision is one row, read when counting.
"""

from decimal import Decimal

from django.db import connection
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from grants import clock
from grants.jobs.actions import enqueue
from grants.workflow import Reason, Refused, action, filled, locked, record
from reporting.firms.likeness import Seen, candidates
from reporting.firms.merging import root_of
from reporting.firms.models import Firm, FirmPair, PairAction
from reporting.firms.queries.register import counts_as

Verdict = FirmPair.Verdict
MOST_PAIRS = 2000
"""Of one list, the likest: what a person can look through."""

DECISIONS = 922_002

COUNT_AGAIN = "count_again"
"""The kind of the job that brings the figures up to what was approved and decided; the results stage does it."""


def _alone():
    """Decisions are taken one after the other: each looks at all before it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [DECISIONS])


@action
def merge_firms(pair, *, by, keep=None, note=""):
    """Decide that both are one firm: ``other`` counts as ``firm``, or the other way round with ``keep``.

    A firm that counts as another one already takes this one with it; where both do, those two are merged.
    Refused where they count as one already and where somebody decided that they are two. Returns the pair
    that was merged.
    """
    _alone()
    pair = locked(pair)
    merged = counts_as()
    _check_mergeable(pair, merged)
    first, second = pair.firm_id, pair.other_id
    if keep is not None and keep.pk == second:
        first, second = second, first
    if second in merged and first in merged:  # both count as others: then those are one
        first, second = root_of(first, merged), root_of(second, merged)
        pair = _pair_of(first, second, pair.likeness)
    elif second in merged:  # it counts as another one already: the first goes with it
        first, second = second, first
    pair.firm_id, pair.other_id = first, second
    _decide(pair, Verdict.SAME, by)
    record(pair, PairAction.MERGE, by=by, note=note, changes={"firm": first, "other": second})
    _settle()
    _count_again(pair)
    return pair


def _check_mergeable(pair, merged):
    if pair.verdict == Verdict.SAME:
        raise Refused([Reason(_("They are one firm already."), code="same_already")])
    if root_of(pair.firm_id, merged) == root_of(pair.other_id, merged):
        raise Refused([Reason(_("They count as one firm already, through other decisions."), code="one_already")])
    distinct = _contradiction(pair, merged)
    if distinct:
        names = {"one": distinct.firm.name, "two": distinct.other.name}
        sentence = _("It was decided that “%(one)s” and “%(two)s” are two firms. Decide on them anew first.")
        raise Refused([Reason(filled(sentence, names), code="contradicts")])


def _contradiction(pair, merged):
    """A pair decided to be two firms that would become one."""
    one, two = root_of(pair.firm_id, merged), root_of(pair.other_id, merged)
    for other in FirmPair.objects.filter(verdict=Verdict.DISTINCT).exclude(pk=pair.pk).select_related("firm", "other"):
        if {root_of(other.firm_id, merged), root_of(other.other_id, merged)} == {one, two}:
            return other
    return None


def _pair_of(one, two, likeness):
    """The pair of these firms, whichever stands first."""
    either = FirmPair.objects.filter(Q(firm=one, other=two) | Q(firm=two, other=one))
    return either.first() or FirmPair.objects.create(firm_id=one, other_id=two, likeness=likeness)


@action
def keep_apart(pair, *, by, note=""):
    """Decide that they are two firms: they are not asked about again."""
    _alone()
    pair = locked(pair)
    if pair.verdict == Verdict.DISTINCT:
        raise Refused([Reason(_("They are two firms already."), code="two_already")])
    if pair.verdict == Verdict.SAME:
        raise Refused([Reason(_("They were merged. Take that back first."), code="merged")])
    merged = counts_as()
    if root_of(pair.firm_id, merged) == root_of(pair.other_id, merged):
        raise Refused([Reason(_("They count as one firm, through other decisions."), code="one_already")])
    _decide(pair, Verdict.DISTINCT, by)
    record(pair, PairAction.KEEP_APART, by=by, note=note)
    return pair


@action
def unmerge_firms(pair, *, by, note=""):
    """Take a merge back: they are two firms from now on. What was published before stays as it was."""
    _alone()
    pair = locked(pair)
    if pair.verdict != Verdict.SAME:
        raise Refused([Reason(_("They were not merged."), code="not_merged")])
    _decide(pair, Verdict.DISTINCT, by)
    record(pair, PairAction.UNMERGE, by=by, note=note)
    _settle()
    _count_again(pair)
    return pair


def _count_again(pair):
    """Each decision asks for itself: a job that runs already may not have seen it."""
    enqueue(COUNT_AGAIN, target=f"pair {pair.pk}", most_attempts=8)


def _decide(pair, verdict, by):
    pair.verdict, pair.decided_by, pair.decided_at = verdict, by, clock.now()
    pair.save(update_fields=["firm", "other", "verdict", "decided_by", "decided_at"])


def _settle():
    """Pairs that other decisions have made one need not be asked; after a merge was taken back, again."""
    merged = counts_as()
    touched = FirmPair.objects.filter(verdict__in=[Verdict.OPEN, Verdict.SETTLED])
    both = touched.filter(Q(firm__in=merged) | Q(other__in=merged) | Q(verdict=Verdict.SETTLED))
    settled, still_open = [], []
    for number, first, second, verdict in both.values_list("pk", "firm_id", "other_id", "verdict"):
        is_one = root_of(first, merged) == root_of(second, merged)
        if is_one and verdict == Verdict.OPEN:
            settled.append(number)
        elif not is_one and verdict == Verdict.SETTLED:
            still_open.append(number)
    FirmPair.objects.filter(pk__in=settled).update(verdict=Verdict.SETTLED)
    FirmPair.objects.filter(pk__in=still_open).update(verdict=Verdict.OPEN)


@action
def propose_pairs(ids, *, by=None):
    """Put into the queue which of these firms may be one of the register; each pair once for ever. Returns how many."""
    proposed = 0
    new = Firm.objects.filter(pk__in=ids)
    for country in sorted(set(new.values_list("country", flat=True))):
        firms = _seen(new.filter(country=country))
        found = candidates(firms, _seen(Firm.objects.filter(country=country)))[:MOST_PAIRS]
        known = _asked(found)
        rows = [
            FirmPair(firm_id=one, other_id=two, likeness=Decimal(str(likeness)))
            for one, two, likeness in found
            if (one, two) not in known
        ]
        proposed += len(FirmPair.objects.bulk_create(rows, batch_size=1000, ignore_conflicts=True))
    if proposed:
        _settle()
    return proposed


def _asked(found):
    """The pairs that are in the table, whichever firm stands first."""
    ones = {number for one, two, _likeness in found for number in (one, two)}
    rows = FirmPair.objects.filter(firm__in=ones, other__in=ones).values_list("firm_id", "other_id")
    return {tuple(sorted(row)) for row in rows}


def _seen(firms):
    rows = firms.values_list("pk", "search_name", "place", "contact", "identity").order_by("pk")
    return [Seen(*row) for row in rows.iterator(chunk_size=5000)]
