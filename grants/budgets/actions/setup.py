"""Opening a budget, and what it follows from the document it belongs to: years and partners."""

from collections import Counter

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from grants import clock
from grants.budgets.models import Budget, BudgetLine, BudgetPartner, FundingSource, SourceKind
from grants.workflow import Reason, Refused, action, locked

OTHERS_AFTER = 1000
"""Sources that are neither the EU's nor a partner's own stand after those."""


@action
def open_budget(*, years: int) -> Budget:
    """An empty budget of so many years, with an EU contribution of zero to be filled in."""
    budget = Budget.objects.create(years=years)
    FundingSource.objects.create(budget=budget, kind=SourceKind.EU, position=0)
    return budget


@action
def set_years(budget, years: int, *, by=None) -> Budget:
    """Give the budget as many years as the project has. Refused while lines stand in a year that would go."""
    budget = open_for_change(budget)
    late = budget.lines.filter(year__gt=years).count()
    if late:
        sentence = ngettext(
            "%(count)d budget line stands in a year after year %(years)d. Move or delete it first.",
            "%(count)d budget lines stand in a year after year %(years)d. Move or delete them first.",
            late,
        )
        raise Refused([Reason(sentence % {"count": late, "years": years}, code="lines_in_later_years")])
    budget.years = years
    budget.save(update_fields=["years"])
    return budget


@action
def set_partners(budget, organisations, *, by=None) -> list[BudgetPartner]:
    """Make these organisations the columns of the budget, in this order, each with its own contribution.

    Those that stay keep their key. Refused while one that would go has lines or money of its own; the
    sentence names it and says how much.
    """
    budget = open_for_change(budget)
    present = {partner.organisation_id: partner for partner in budget.partners.select_related("organisation")}
    wanted = {organisation.pk: organisation for organisation in organisations}
    _drop([partner for key, partner in present.items() if key not in wanted])
    partners = [
        present.get(key) or BudgetPartner(budget=budget, organisation=organisation)
        for key, organisation in wanted.items()
    ]
    for position, partner in enumerate(partners):
        if partner.pk is None or partner.position != position:
            partner.position = position
            partner.save()
    owned = set(budget.sources.filter(kind=SourceKind.OWN).values_list("partner_id", flat=True))
    FundingSource.objects.bulk_create(
        FundingSource(budget=budget, kind=SourceKind.OWN, partner=partner, position=1 + partner.position)
        for partner in partners
        if partner.pk not in owned
    )
    return partners


def _drop(partners):
    if not partners:
        return
    lines = Counter(BudgetLine.objects.filter(partner__in=partners).values_list("partner_id", flat=True))
    sources = FundingSource.objects.filter(partner__in=partners)
    funded = {source.partner_id for source in sources if source.amount or source.raw}
    reasons = [
        Reason(_stays(partner, lines[partner.pk]), code="partner_in_use")
        for partner in partners
        if lines[partner.pk] or partner.pk in funded
    ]
    if reasons:
        raise Refused(reasons)
    sources.delete()
    BudgetPartner.objects.filter(pk__in=[partner.pk for partner in partners]).delete()


def _stays(partner, lines):
    if lines:
        sentence = ngettext(
            "%(organisation)s still has %(count)d budget line. Delete it or give it to another partner first.",
            "%(organisation)s still has %(count)d budget lines. Delete them or give them to another partner first.",
            lines,
        )
        return sentence % {"organisation": partner, "count": lines}
    return _("%(organisation)s still has a contribution of its own in the budget. Set it to zero first.") % {
        "organisation": partner
    }


@action
def freeze_budget(budget, *, by=None) -> Budget:
    """Close a budget for ever, when a contract or a report rests on it. Freezing twice changes nothing."""
    budget = locked(budget)
    if budget.frozen_at is None:
        budget.frozen_at = clock.now()
        budget.save(update_fields=["frozen_at"])
    return budget


def open_for_change(budget) -> Budget:
    """The budget, locked: who changes any of its rows waits here. Raises Refused when it is final."""
    budget = locked(budget)
    if budget.frozen_at is not None:
        raise Refused([Reason(_("This budget is final and no longer changes."), code="final")])
    return budget
