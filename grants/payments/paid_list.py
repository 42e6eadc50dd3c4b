"""Understanding a list of what the bank has paid: rows of text in, what each of them means out. Pure.

One of the first rows names the columns, in any order and in one of our languages; others are passed over. Every
problem of every row is found at once. A row that says what is known already changes nothing; the rest
is `ready` or has problems:

| row says                     | known of the payment        | outcome                                   |
|------------------------------|-----------------------------|-------------------------------------------|
| P1, 26 Sep, 120,000.00, EUR  | approved 25 Sep, 120,000.00 | ready                                     |
| the same again, in this file |                             | twice_in_file                             |
| P1, 26 Sep, 120,000.00, EUR  | confirmed so                | known: nothing to do                      |
| P1, 27 Sep, 120,000.00, EUR  | confirmed on the 26th       | confirmed_otherwise                       |
| P1, 24 Sep, 119,999.99, EUR  | approved 25 Sep, 120,000.00 | amount_differs, before_approval           |
| P9, next year, "12O", USD    | none                        | amount_unreadable, wrong_currency,        |
|                              |                             | in_future, reference_unknown              |
"""

import re
import uuid
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from grants.formats import parse_number

REFERENCE, DAY, AMOUNT, CURRENCY, BANK_REFERENCE = COLUMNS = (
    "reference", "value_date", "amount", "currency", "bank_reference"
)  # fmt: skip

NEEDED = (REFERENCE, DAY, AMOUNT, CURRENCY)

NAMES = {
    REFERENCE: ("payment reference", "reference", "payment", "referencia del pago", "referencia", "pago", "referência do pagamento", "referência", "pagamento"),  # noqa: E501
    DAY: ("value date", "paid on", "date", "fecha valor", "fecha", "data valor", "data"),
    AMOUNT: ("amount", "importe", "monto", "valor"),
    CURRENCY: ("currency", "moneda", "moeda"),
    BANK_REFERENCE: ("bank reference", "referencia del banco", "referência do banco"),
}  # fmt: skip
"""How the columns may be called."""

CODES = (
    "missing", "reference_unknown", "twice_in_file", "date_unreadable", "amount_unreadable", "wrong_currency",
    "amount_differs", "in_future", "before_approval", "confirmed_otherwise", "not_approved", "bank_reference_taken",
    "bank_reference_long",
)  # fmt: skip
"""Every code of a problem, for messages.py."""

MOST_ABOVE = 12
"""Rows in which the names of the columns may stand."""

LONGEST_BANK_REFERENCE = 40
APPROVED, CONFIRMED = "approved", "confirmed"

_KEYS = uuid.UUID("5b0f2f0e-6d0c-4a57-9a38-7f7a2b1d9c11")
"""Name space of the keys of confirmations that come from lists."""


class Unreadable(Exception):
    """The file is a table, but not such a list: the needed columns it lacks."""

    def __init__(self, columns):
        self.columns = columns
        super().__init__(", ".join(columns))


@dataclass(frozen=True)
class Known:
    """What is known of a payment."""

    reference: str
    amount: Decimal
    state: str
    approved_on: date | None = None
    value_date: date | None = None
    bank_reference: str = ""


@dataclass(frozen=True)
class Judged:
    """A row with what it means: its problems as (code, params), or that it is known already, or that it is ready."""

    number: int
    reference: str
    value_date: date | None
    amount: Decimal | None
    bank_reference: str
    typed: dict
    problems: tuple = ()
    is_known: bool = False

    @property
    def is_ready(self) -> bool:
        """Whether it can be confirmed now."""
        return not self.problems and not self.is_known

    @property
    def key(self) -> uuid.UUID:
        """The same for the same content, in whichever file: a confirmation is repeated, not doubled."""
        content = f"{self.reference}|{self.value_date}|{self.amount}|{self.bank_reference}"
        return uuid.uuid5(_KEYS, content)


def rows_of(table: list[list[str]]) -> list[dict]:
    """The rows of a table under our names of the columns, with their number in the file; empty ones are left out.

    A bank may write about its list above the names.

    Raises Unreadable when needed columns are not there.
    """
    filled = [row for row in table if any(row)]
    named = (row for row in filled[:MOST_ABOVE] if set(NEEDED) <= set(_places(row)))
    heads = next(named, filled[0] if filled else [])
    places = _places(heads)
    missing = [column for column in NEEDED if column not in places]
    if missing:
        raise Unreadable(missing)
    found = []
    for number, row in enumerate(table, start=1):
        if row is heads or not any(row) or number <= table.index(heads):
            continue
        cells = {column: row[place] if place < len(row) else "" for column, place in places.items()}
        found.append({"row": number, **cells})
    return found


def _places(heads):
    names = {name: column for column, words in NAMES.items() for name in words}
    places = {}
    for place, head in enumerate(heads):
        column = names.get(re.sub(r"[\s_\-]+", " ", head.casefold()).strip(" :*"))
        if column and column not in places:
            places[column] = place
    return places


def judge(rows: list[dict], known: dict[str, Known], taken: dict[str, str], today: date) -> list[Judged]:
    """What each row means; ``known`` are payments by reference, ``taken`` bank references -> payment that has them."""
    first, banks, judged = {}, dict(taken), []
    for row in rows:
        one = _judge(row, known, banks, first, today)
        judged.append(one)
        first.setdefault(one.reference, one.number)
        if not one.problems:
            banks.setdefault(one.bank_reference, one.reference)
    return judged


def _judge(row, known, banks, first, today):
    typed = {column: row.get(column, "") for column in COLUMNS}
    reference, payment = typed[REFERENCE], known.get(typed[REFERENCE])
    day, amount = read_day(typed[DAY]), parse_number(typed[AMOUNT])
    bank_reference = typed[BANK_REFERENCE] or reference
    problems = _unreadable(typed, day, amount, bank_reference)
    if day and day > today:
        problems.append(("in_future", {}))
    if reference and reference in first:
        problems.append(("twice_in_file", {"row": first[reference]}))
    if reference and payment is None:
        problems.append(("reference_unknown", {"typed": reference}))
    is_known = bool(payment and not problems and _says_what_is_known(payment, day, amount.value, typed[BANK_REFERENCE]))
    if payment and not is_known:
        problems += _against(payment, day, amount.value)
        if banks.get(bank_reference, reference) != reference:
            problems.append(("bank_reference_taken", {"payment": banks[bank_reference]}))
    return Judged(row["row"], reference, day, amount.value, bank_reference, typed, tuple(problems), is_known)


def _unreadable(typed, day, amount, bank_reference):
    problems = [("missing", {"column": column}) for column in NEEDED if not typed[column]]
    if typed[DAY] and day is None:
        problems.append(("date_unreadable", {"typed": typed[DAY]}))
    if amount.problem:
        problems.append(("amount_unreadable", {"typed": typed[AMOUNT]}))
    if typed[CURRENCY] and typed[CURRENCY].upper() != "EUR":
        problems.append(("wrong_currency", {"typed": typed[CURRENCY]}))
    if len(bank_reference) > LONGEST_BANK_REFERENCE:
        problems.append(("bank_reference_long", {}))
    return problems


def _says_what_is_known(payment, day, amount, bank_reference):
    is_same = (payment.value_date, payment.amount) == (day, amount)
    return payment.state == CONFIRMED and is_same and bank_reference in ("", payment.bank_reference)


def _against(payment, day, amount):
    problems = []
    if amount is not None and amount != payment.amount:
        problems.append(("amount_differs", {"amount": payment.amount}))
    if payment.state == CONFIRMED:
        told = {"day": payment.value_date, "bank_reference": payment.bank_reference}
        problems.append(("confirmed_otherwise", told))
    elif payment.state != APPROVED:
        problems.append(("not_approved", {"state": payment.state}))
    elif day and payment.approved_on and day < payment.approved_on:
        problems.append(("before_approval", {"day": payment.approved_on}))
    return problems


def read_day(text: str) -> date | None:
    """A day written 2026-06-30 or 30.06.2026 (of a cell with a time, the day); None for anything else.

    Slashes are refused: one country reads the month first.
    """
    text = text.strip()
    if local := re.fullmatch(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})", text):
        day, month, year = map(int, local.groups())
    elif iso := re.fullmatch(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[T ][0-9:.]+)?", text):
        year, month, day = map(int, iso.groups())
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None
