"""Tax ids of invented firms, with the check digits of their country, and the ways in which they are written. Pure."""

from importlib import import_module

from stdnum.br import cnpj
from stdnum.ec import ci, ruc
from stdnum.mx import rfc

DIGITS = "0123456789"
LETTERS = "BCDFGHJKLMNPQRSTVWXYZ"

COMPANY = {
    # d is any digit, L any letter, c the check digits
    "AR": "30dddddddd-c", "BO": "1ddddddd02d", "BR": "dddddddd0001-cc", "CL": "76dddddd-c", "CO": "901dddddd-c",
    "CR": "3101dddddd", "EC": "179ddddddc001", "SV": "0614dddddd1dd-c", "GT": "8dddddd-c", "HN": "0501dddddddddd",
    "MX": "LLL1d0d1dLL-c", "PY": "800ddddd-c", "PE": "206ddddddd-c", "UY": "21dddddd001-c", "VE": "J4ddddddd-c",
}  # fmt: skip
PERSON = COMPANY | {
    "AR": "27dddddddd-c", "CL": "1ddddddd-c", "CO": "4ddddddd-c", "EC": "17dddddddc", "MX": "LLLL8d0d1dLL-c",
    "PY": "3dddddd-c", "PE": "104ddddddd-c", "VE": "V1ddddddd-c",
}  # fmt: skip
CHECKS = {
    "AR": "ar.cuit", "BR": "br.cnpj", "CL": "cl.rut", "CO": "co.nit", "SV": "sv.nit", "GT": "gt.nit", "MX": "mx.rfc",
    "PY": "py.ruc", "PE": "pe.ruc", "UY": "uy.rut", "VE": "ve.rif",
}  # fmt: skip
"""Country -> the rule that knows its check digits."""


def drawn(country, chance, *, is_person) -> str:
    """An id as its country prints it without points; "" where these digits have no check digit."""
    pattern = (PERSON if is_person else COMPANY)[country]
    body = "".join(
        chance.choice(DIGITS) if sign == "d" else chance.choice(LETTERS) if sign == "L" else sign for sign in pattern
    )
    if country in CHECKS:
        front = body.partition("-")[0]
        end = _check_digits(CHECKS[country], front)
        body = front + end if len(end) == pattern.count("c") else ""
    elif country == "EC":
        body = _ecuadorian(body)
    if country == "MX" and not rfc.is_valid(body, validate_check_digits=True):
        return ""  # some words, days and letters are never given
    return body


def spelled(country, tax_id, chance, *, first) -> str:
    """The id as a list writes it: bare, with points and strokes, or where there is one, another id of the same firm."""
    if not first and chance.random() < 0.3:
        return _other_id(country, tax_id)
    if chance.random() < 0.35:
        return _with_points(country, tax_id)
    return tax_id


def _check_digits(name, front):
    rule = import_module(f"stdnum.{name}")
    return rule.calc_check_digits(front) if hasattr(rule, "calc_check_digits") else rule.calc_check_digit(front)


def _ecuadorian(body):
    rule = ci if len(body) == 10 else ruc
    front, end = body.split("c")
    found = next((f"{front}{digit}{end}" for digit in DIGITS if rule.is_valid(f"{front}{digit}{end}")), "")
    return f"{found}001" if found and rule is ci else found


def _with_points(country, tax_id):
    """As the country prints it."""
    if country in CHECKS:
        rule = import_module(f"stdnum.{CHECKS[country]}")
        return rule.format(tax_id) if hasattr(rule, "format") else tax_id
    return tax_id


def _other_id(country, tax_id):
    """The branch of a Brazilian company, a Colombian id without its digit, the identity document of a person."""
    if country == "BR":
        branch = f"{tax_id[:8]}0002"
        return branch + cnpj.calc_check_digits(branch)
    if country == "CO":
        return tax_id[:-1]
    if country == "PE" and tax_id.startswith("10"):
        return tax_id[2:10]
    if country == "EC" and tax_id[2] in "012345":
        return tax_id[:10]
    if country == "PY" and not tax_id.startswith("80"):
        return tax_id[:-1]
    return tax_id
