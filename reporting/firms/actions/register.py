"""Entering firms into the register: each identified one once, however many lists name it."""

import uuid
from typing import NamedTuple

from django.db import connection
from django.db.models import Exists, OuterRef, Q
from django.db.models.expressions import RawSQL

from grants.workflow import action
from reporting.copying import copy_rows, next_ids
from reporting.firms.models import Firm, FirmPair
from reporting.firms.names import core_name

ONE_AT_A_TIME = 922_001
"""Of the register: two lists that name the same new firm enter one after the other."""

FIELDS = (
    "id", "public_id", "country", "entity_type", "tax_id", "key", "identity", "name", "search_name", "place", "contact",
    "size", "section", "owner_sex", "first_supported_on",
)  # fmt: skip


class Entered(NamedTuple):
    """What became of the firms of a list: the number of each one's row, and how many are new, known, unidentified."""

    ids: list
    new: int
    known: int
    unidentified: int


class Named(NamedTuple):
    """A firm as a row of a list names it."""

    country: str
    key: str
    identity: str
    tax_id: str
    name: str
    entity_type: str
    place: str
    contact: str
    size: str
    section: str
    owner_sex: str
    supported_on: object


@action
def enter_firms(named, *, by=None):
    """Find or enter each firm of ``named`` (a list of Named), in its order.

    A firm that is known stays as it is, whatever the list says of it: what is approved tells
    (``progress/actions/telling.py``). One that is not identified is always a new row. Not to be taken back
    except by ``leave_firms``.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
    found = _known(named)
    fresh, ids = {}, []
    unidentified = sum(1 for firm in named if not firm.key)
    missing = {(firm.country, firm.key) for firm in named if firm.key} - found.keys()
    numbers = iter(next_ids(Firm, len(missing) + unidentified))
    for firm in named:
        place = (firm.country, firm.key)
        number = found.get(place) if firm.key else None
        if number is None:
            number = next(numbers)
            fresh[number] = firm
            if firm.key:
                found[place] = number
        ids.append(number)
    copy_rows(Firm, FIELDS, (_row(number, firm) for number, firm in fresh.items()))
    return Entered(ids, len(missing), len(set(ids)) - len(fresh), unidentified)


def _known(named):
    """(country, key) -> number, of the firms the register has."""
    keys = {}
    for firm in named:
        if firm.key:
            keys.setdefault(firm.country, set()).add(firm.key)
    return {
        (country, key): number
        for country, wanted in keys.items()
        for number, key in Firm.objects.filter(country=country, key__in=_among(wanted, "text"))
        .values_list("pk", "key")
        .order_by()
    }


def _row(number, firm):
    return (
        number, uuid.uuid4(), firm.country, firm.entity_type, firm.tax_id[:30], firm.key, firm.identity, firm.name,
        core_name(firm.name)[:250], firm.place, firm.contact, firm.size, firm.section, firm.owner_sex,
        firm.supported_on,
    )  # fmt: skip


@action
def leave_firms(ids, *, by=None):
    """Take firms out of the register that nothing speaks of any more and about which nobody has decided anything.

    For lists that were replaced before anybody approved them.
    """
    said = [relation for relation in Firm._meta.related_objects if relation.related_model is not FirmPair]
    speaking = [relation.related_model.objects.filter(**{relation.field.name: OuterRef("pk")}) for relation in said]
    pairs = FirmPair.objects.filter(events__isnull=False)
    decided = [pairs.filter(firm=OuterRef("pk")), pairs.filter(other=OuterRef("pk"))]
    alone = Firm.objects.filter(~Q(*map(Exists, (*speaking, *decided)), _connector=Q.OR), pk__in=_among(ids))
    numbers = _among(alone.values_list("pk", flat=True).order_by())
    # What delete() would look at was looked at; it would go through them by hundreds.
    for gone in (FirmPair.objects.filter(firm__in=numbers), FirmPair.objects.filter(other__in=numbers)):
        gone._raw_delete(gone.db)
    Firm.objects.filter(pk__in=numbers)._raw_delete(alone.db)


def _among(values, kind="bigint"):
    """These numbers or texts as one parameter, however many they are."""
    return RawSQL(f"SELECT unnest(%s::{kind}[])", [list(values)])  # noqa: S611 (our own words)
