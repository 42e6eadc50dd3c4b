"""The directory of all organisations, as staff search, filter and sort it."""

from datetime import timedelta
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from grants import clock
from grants.organisations import names, tax_ids
from grants.organisations.models import DuplicateHint, MembershipRole, Organisation, Paper
from grants.organisations.records import SOON_DAYS

ORDERS = {
    "name": ("search_name", "pk"),
    "-name": ("-search_name", "-pk"),
    "country": ("country", "search_name", "pk"),
    "-country": ("-country", "search_name", "pk"),
    "registered": ("registered_at", "pk"),
    "-registered": ("-registered_at", "-pk"),
}
"""What the address says -> columns; every order is complete, so that no page repeats a row."""

COLUMNS = (
    ("name", _("Organisation"), "", _("Short name")),
    ("country", _("Country"), ""),
    ("", _("Kind"), ""),
    ("", _("People"), "number"),
    ("registered", _("Registered"), ""),
)


def found(user, filters):
    """Organisations a person may see that fit ``filters``, each with ``people``, the number who act for it.

    ``search`` looks in the names without accents and in the tax id; ``only`` is "unmanaged" (nobody
    with an open account manages it), "duplicates" (a possible duplicate waits for staff) or "ending" (a document
    ends soon or has ended).
    """
    live = Q(memberships__ended_at=None, memberships__isnull=False)
    rows = Organisation.objects.visible_to(user).annotate(people=Count("memberships", filter=live))
    if filters.get("search"):
        rows = rows.filter(_matches(filters["search"]))
    for column in ("country", "kind"):
        if filters.get(column):
            rows = rows.filter(**{column: filters[column]})
    if filters.get("only") == "unmanaged":
        managed = Q(memberships__role=MembershipRole.MANAGER, memberships__user__is_active=True)
        rows = rows.exclude(pk__in=Organisation.objects.filter(live & managed).values("pk"))
    if filters.get("only") == "duplicates":
        hints = DuplicateHint.objects.filter(settled_at=None)
        rows = rows.filter(Q(pk__in=hints.values("organisation")) | Q(pk__in=hints.values("other")))
    if filters.get("only") == "ending":
        last = clock.today() + timedelta(days=SOON_DAYS)
        rows = rows.filter(pk__in=Paper.objects.ending_by(last).values("organisation_id"))
    return rows


def ordered(rows, order):
    """``rows`` in the order the address names, by name for an unknown one."""
    return rows.order_by(*ORDERS.get(order, ORDERS["name"]))


def columns(filters, order, of=COLUMNS):
    """Heads of a table, with the address that sorts by each and the direction in force.

    ``of`` names them: (what the address calls the order or "", label, kind, and what stands small below it).
    """
    heads = []
    for key, label, kind, *hint in of:
        head = {"label": label, "kind": kind, "hint": hint[0] if hint else ""}
        if key:
            head["url"] = "?" + query(filters, order=f"-{key}" if order == key else key)
            head["sorted"] = {key: "ascending", f"-{key}": "descending"}.get(order, "")
        heads.append(head)
    return heads


def lines(organisations):
    """The rows of the table for a part of what was ``found``."""
    return [cells(organisation) for organisation in organisations]


def cells(organisation):
    """One row of the table."""
    return [
        {"text": organisation.legal_name, "url": organisation.get_absolute_url(), "hint": organisation.short_name},
        organisation.country.name,
        organisation.get_kind_display(),
        organisation.people,
        {"moment": organisation.registered_at},
    ]


def chips(form, filters, order):
    """The filters in force, each with the address that takes it away."""
    shown = []
    for name, value in filters.items():
        if not value:
            continue
        words = dict(_flat(getattr(form.fields[name], "choices", ())))
        text = f"{form.fields[name].label}: {words.get(value, value)}"
        shown.append({"label": text, "url": "?" + query({**filters, name: ""}, order=order)})
    return shown


def query(filters, **more):
    """The part of the address that says what is filtered and how it is sorted."""
    return urlencode({key: value for key, value in {**filters, **more}.items() if value})


def _flat(choices):
    for code, label in choices:
        if isinstance(label, (list, tuple)):
            yield from label
        else:
            yield code, label


def _matches(search):
    matching = Q()
    for word in names.search_form(search).split():
        matching &= Q(search_name__contains=word)
    digits = tax_ids.compact(search)
    if len(digits) >= tax_ids.SHORTEST and any(letter.isdigit() for letter in digits):
        matching |= Q(tax_key__contains=digits)
    return matching
