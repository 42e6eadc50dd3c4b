"""Numbers of bank accounts: read, checked by their country's rule, and shown without their middle.

| country                                   | what names an account                                       |
|-------------------------------------------|-------------------------------------------------------------|
| European Union, BR, CR, DO, GT, SV        | IBAN, its length and check digits; it begins with the country |
| AR                                        | CBU of 22 digits, both check digits                         |
| MX                                        | CLABE of 18 digits, its check digit                         |
| others                                    | account number as the bank writes it, and the BIC           |
"""

import re

from stdnum import bic as bic_rule
from stdnum import iban as iban_rule
from stdnum.ar import cbu
from stdnum.exceptions import ValidationError

from grants.organisations.countries import EUROPEAN_UNION

IBAN_COUNTRIES = frozenset({*EUROPEAN_UNION, "BR", "CR", "DO", "GT", "SV"})
"""Countries whose banks give every account an IBAN."""

_CLABE_WEIGHTS = (3, 7, 1)


def compact(raw):
    """Without the spaces, dots and dashes people group by; in capitals."""
    return re.sub(r"[\s.\-/]", "", raw).upper()


def iban_problem(country, iban):
    """Code of what is wrong with a compact IBAN, or ""."""
    if not iban_rule.is_valid(iban):
        return "iban_wrong"
    return "" if iban.startswith(country) else "iban_of_another_country"


def number_problem(country, number):
    """Code of what is wrong with a compact account number of a country without IBAN, or ""."""
    if country == "AR" and not _is_valid(cbu, number):
        return "cbu_wrong"
    if country == "MX" and not _is_clabe(number):
        return "clabe_wrong"
    return "" if re.fullmatch(r"[0-9A-Z]{5,34}", number) else "number_wrong"


def bic_problem(bic):
    """Code of what is wrong with a compact BIC, or ""."""
    return "" if _is_valid(bic_rule, bic) else "bic_wrong"


def masked(number):
    """The last four characters, which people recognise their account by: "•••• 3000"."""
    return f"•••• {number[-4:]}" if number else ""


def grouped(number):
    """In blocks of four, as it is read aloud."""
    return " ".join(number[start : start + 4] for start in range(0, len(number), 4))


def _is_valid(rule, number):
    try:
        rule.validate(number)
    except ValidationError:
        return False
    return True


def _is_clabe(number):
    if not re.fullmatch(r"[0-9]{18}", number):
        return False
    total = sum(int(digit) * _CLABE_WEIGHTS[place % 3] % 10 for place, digit in enumerate(number[:17]))
    return int(number[17]) == -total % 10
