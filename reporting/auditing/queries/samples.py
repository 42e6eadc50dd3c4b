"""Samples on pages: the list of them, and each item with the ways to its record."""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from grants.contracts.models import Contract
from grants.formats import number
from grants.payments.models import Payment
from grants.templatetags.grants import OFFICIAL_ZONE, moment_text
from grants.words import country_name
from reporting.auditing.models import PopulationKind
from reporting.auditing.queries.hidden import hidden_in, kept_from
from reporting.auditing.queries.populations import Choice
from reporting.auditing.queries.scope import scope_in_words
from reporting.auditing.sampling import Unit
from reporting.firms.models import Firm
from reporting.progress.models import FirmList, ResultsUpdate
from reporting.results.queries.opened import opened_to

RECORDS = {
    PopulationKind.PAYMENTS: "payment__contract", PopulationKind.CONTRACTS: "contract__project",
    PopulationKind.PARTICIPATIONS: "participation", PopulationKind.FACTS: "fact__participation",
}  # fmt: skip
OF_PARTICIPATION = ("project", "firm", "list__update")


def columns():
    """Heads of the list of samples."""
    return [
        {"label": _("Sample"), "hint": _("Note")}, {"label": _("Population"), "hint": _("Figures")},
        {"label": _("As known at")},
        {"label": _("Units"), "kind": "number"}, {"label": _("Sum, EUR"), "kind": "money"}, {"label": _("Method")},
        {"label": _("Asked for"), "kind": "number"}, {"label": _("By"), "hint": _("Drawn at")},
    ]  # fmt: skip


def sample_rows(found, user):
    """Samples as rows of the list, without sums of what is kept from the reader."""
    kept = kept_from(user, {one.kind for one in found})
    return [
        [
            {"text": str(one), "url": one.get_absolute_url(), "hint": one.note},
            {"text": one.get_kind_display(), "hint": figures_in_words(one)},
            {"moment": one.as_of},
            one.count,
            {"text": "–"} if one.total is None or hidden_in(one, kept) else one.total,
            one.get_method_display(),
            one.size,
            {"text": str(one.drawn_by), "hint": moment(one.drawn_at), "hint_value": one.drawn_at},
        ]
        for one in found
    ]


def figures_in_words(of) -> str:
    """Which figures a choice or a sample is about; "" for money."""
    if of.compilation is None:
        return ""
    day = date_format(of.compilation.cut_off, "DATE_FORMAT")
    words = _("facts up to %(day)s") % {"day": day}
    return f"{of.figure.indicator.indicator.code}, {words}" if of.figure else words


def moment(at) -> str:
    """A moment with its zone."""
    return moment_text(at, OFFICIAL_ZONE)


def choice_of(sample) -> Choice:
    """The population a sample was drawn from."""
    if sample.figure:
        sample.figure.compilation = sample.compilation  # the same, read once
    return Choice(sample.engagement, sample.kind, sample.as_of, sample.compilation, sample.figure)


def facts(sample, *, tells_sums):
    """How the sample was drawn, as terms: everything needed to draw it again."""
    rows = [
        {"label": _("Engagement"), "value": sample.purpose, "hint": scope_in_words(sample.call, sample.country)},
        {"label": _("Population"), "value": sample.get_kind_display(), "hint": figures_in_words(sample)},
        {"label": _("As known at"), "value": moment(sample.as_of)},
        {"label": _("Units"), "value": number(sample.count, 0)},
    ]
    if sample.total is not None:
        value = number(sample.total, 2) if tells_sums else _("not open to you")
        rows.append({"label": _("Sum, EUR"), "value": value})
    rows += [
        {"label": _("Method"), "value": sample.get_method_display()},
        {"label": _("Asked for"), "value": number(sample.size, 0)},
        {"label": _("Seed"), "value": sample.seed},
    ]
    if sample.interval is not None and tells_sums:
        hint = _("What is worth as much or more is always drawn.")
        rows += [
            {"label": _("Interval, EUR"), "value": number(sample.interval, 2), "hint": hint},
            {"label": _("Start, EUR"), "value": number(sample.start, 2)},
        ]
    return rows


# Items ------------------------------------------------------------------------------------------------


def items(sample):
    """The items with their records: one query."""
    record = RECORDS[sample.kind]
    related = [f"{record}__{name}" for name in OF_PARTICIPATION] if record.endswith("participation") else [record]
    if sample.kind == PopulationKind.PAYMENTS:
        related = ["payment__contract__project"]
    if sample.kind == PopulationKind.FACTS:
        related.append("fact__indicator")
    return sample.items.select_related(*related)


def units_of(found, sample) -> list[Unit]:
    """Items as units of their population, for an export."""
    column = {"payments": "payment", "contracts": "contract", "participations": "participation", "facts": "fact"}
    name = column[sample.kind]
    return [
        Unit(one.key, one.amount, one.stratum, getattr(one, f"{name}_id"), _project(one, sample.kind)) for one in found
    ]


def _project(item, kind):
    if kind == PopulationKind.PAYMENTS:
        return item.payment.contract.project_id
    if kind == PopulationKind.CONTRACTS:
        return item.contract.project_id
    return _participation(item).project_id


def _participation(item):
    return item.participation or item.fact.participation


def seen_of(found, sample, user):
    """Those items whose records this person may open: nothing is said of the others but their names."""
    if sample.kind == PopulationKind.PAYMENTS:
        seen = set(Payment.objects.visible_to(user).filter(pk__in=[one.payment_id for one in found])
                   .values_list("pk", flat=True))  # fmt: skip
        return {one.pk for one in found if one.payment_id in seen}
    if sample.kind == PopulationKind.CONTRACTS:
        numbers = [one.contract_id for one in found]
        seen = set(Contract.objects.visible_to(user).filter(pk__in=numbers).values_list("pk", flat=True))
        return {one.pk for one in found if one.contract_id in seen}
    projects = set(opened_to(user).values_list("pk", flat=True))
    return {one.pk for one in found if _participation(one).project_id in projects}


def item_columns(sample):
    """Heads of the table of items."""
    if sample.total is not None:
        return [
            {"label": _("Unit")}, {"label": _("Project")}, {"label": _("Country")},
            {"label": _("Amount, EUR"), "kind": "money"}, {"label": _("Hits"), "kind": "number"},
            {"label": _("Place in the population"), "kind": "number"},
        ]  # fmt: skip
    return [
        {"label": _("Firm")}, {"label": _("Project")}, {"label": _("Country")}, {"label": _("Fact")},
        {"label": _("Evidence")}, {"label": _("Place in the population"), "kind": "number"},
    ]  # fmt: skip


def item_rows(found, sample, user):
    """Items as rows, each with the ways to its record for who may go them."""
    seen = seen_of(found, sample, user)
    if sample.total is not None:
        return [_money_row(one, one.pk in seen) for one in found]
    parts = [_participation(one) for one in found if one.pk in seen]
    open_ = {
        "firms": _numbers(Firm, user, {part.firm_id for part in parts}),
        "updates": _numbers(ResultsUpdate, user, {part.list.update_id for part in parts}),
        "lists": _numbers(FirmList, user, {part.list_id for part in parts}),
    }
    return [_firm_row(one, sample, open_) if one.pk in seen else _hidden_row(one) for one in found]


def _numbers(model, user, numbers):
    return set(model.objects.visible_to(user).filter(pk__in=numbers).values_list("pk", flat=True))


def _money_row(item, is_seen):
    contract = item.contract or item.payment.contract
    record = item.payment or item.contract
    return [
        {"lines": [{"text": item.key, "url": record.get_absolute_url() if is_seen else ""}]},
        {"text": contract.project.title, "url": contract.get_absolute_url(), "hint": contract.reference}
        if is_seen
        else _("not open to you"),
        country_name(item.stratum),
        item.amount if is_seen else {"text": "–"},
        item.hits if is_seen else {"text": "–"},
        item.place,
    ]


def _hidden_row(item):
    return [item.key, _("not open to you"), country_name(item.stratum), "–", "–", item.place]


def _firm_row(item, sample, open_):
    part = _participation(item)
    firm, update = part.firm, part.list.update
    said = {"day": date_format(update.period_end, "SHORT_DATE_FORMAT"), "row": part.row}
    lines = []
    if update.pk in open_["updates"]:
        lines.append({"text": _("Update to %(day)s") % said, "url": update.get_absolute_url()})
    if part.list_id in open_["lists"]:
        lines.append(
            {"text": _("List, row %(row)d") % said, "url": reverse("lists:detail", args=[part.list.public_id])}
        )
    if item.fact and item.fact.evidence:
        lines.insert(0, {"text": item.fact.evidence})
    return [
        {"text": firm.name, "url": firm.get_absolute_url() if firm.pk in open_["firms"] else "", "hint": firm.tax_id},
        {"text": part.project.title, "hint": part.project.reference},
        country_name(item.stratum),
        _fact(item, sample),
        {"lines": lines, "text": "–"},
        item.place,
    ]


def _fact(item, sample):
    if item.fact is None:
        since = item.participation.supported_on
        return date_format(since, "DATE_FORMAT") if since else "–"
    fact, part = item.fact, item.fact.participation
    place = [sample.figure.public_id, part.project.public_id, part.firm.public_id]
    return {
        "text": f"{fact.indicator.code}, {date_format(fact.on, 'DATE_FORMAT')}",
        "url": reverse("results:facts", args=place),
        "hint": " · ".join(filter(None, (str(fact.get_status_display()), fact.item))),
    }
