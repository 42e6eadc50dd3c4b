"""The tax ids of each country of the programme: who checks them, and what all ways of writing one have in common. Pure.

``identity.py`` reads the cell before and has the table of examples.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module

from stdnum.br import cnpj, cpf
from stdnum.co import nit
from stdnum.cr import cpf as cr_person
from stdnum.cr import cpj as cr_company
from stdnum.cr import cr as cr_foreigner
from stdnum.ec import ci, ruc
from stdnum.exceptions import ValidationError
from stdnum.mx import rfc
from stdnum.pe import cui
from stdnum.pe import ruc as pe_ruc
from stdnum.py import ruc as py_ruc

SHORTEST, LONGEST = 5, 25
"""Letters and digits of an id nobody can check."""


@dataclass(frozen=True)
class TaxId:
    """A tax id as read: ``value`` as its country writes it, ``key``, and what is wrong with it or worth saying."""

    value: str = ""
    key: str = ""
    is_checked: bool = False
    is_person: bool = False
    is_public: bool = False
    problem: str = ""
    note: str = ""
    params: dict = field(default_factory=dict)


def _valid(validate, text, **options):
    """What the validator makes of the text; "" where it refuses."""
    try:
        return validate(text, **options)
    except ValidationError:
        return ""


def _split(text):
    """The number and its check digit where a hyphen says which is which: ("899999068", "1"), else ("", "")."""
    parts = re.fullmatch(r"([\d., ]+)-\s?([\dK])", text)
    return (re.sub(r"\D", "", parts[1]).lstrip("0"), parts[2]) if parts else ("", "")


def _is_ruc(body):
    """As the validator says, of digits only: lists hold them by ten thousands."""
    return body[:2] in ("10", "15", "17", "20") and pe_ruc.calc_check_digit(body) == body[-1]


def _peru(text, body):
    if len(body) == 11 and body.isdigit() and _is_ruc(body):
        is_person = body[:2] in ("10", "15", "17")
        return TaxId(body, body[2:10] if body[:2] == "10" else body, is_checked=True, is_person=is_person)
    if _valid(cui.validate, body):  # a DNI, with or without its check digit
        return TaxId(body, body[:8], is_checked=len(body) == 9, is_person=True)
    return None


def _colombia(text, body):
    if not body.isdigit():
        return None
    number, digit = _split(text)
    if not digit:
        number, digit = _colombian_parts(body)
    if not 5 <= len(number) <= 10 or (digit and nit.calc_check_digit(number) != digit):
        return None
    is_person = not (len(number) == 9 and number[0] in "89")
    value = f"{number}-{digit}" if digit else number
    return TaxId(value, number, is_checked=bool(digit), is_person=is_person, note="" if digit else "tax_id_no_digit")


def _colombian_parts(body):
    """Where the check digit is, if there is one: by how long numbers are and what they begin with.

    Companies have nine digits beginning with 8 or 9; identity cards up to eight, or ten beginning with 1.
    """
    body = body.lstrip("0")
    is_whole = len(body) <= 8 or (len(body) == 9 and body[0] in "89") or (len(body) == 10 and body[0] == "1")
    return (body, "") if is_whole else (body[:-1], body[-1])


PUBLIC_WEIGHTS = (3, 2, 7, 6, 5, 4, 3, 2, 1)
"""Weights of the check digit of a public body in Ecuador."""


def _ecuador(text, body):
    if len(body) == 10:
        if _valid(ci.validate, body):
            return TaxId(body, body, is_checked=True, is_person=True)
        return TaxId(body, body, is_checked=True) if _valid(ruc.validate, f"{body}001") else None
    if len(body) == 13 and _valid(ruc.validate, body):
        sum_of_public = sum(weight * int(digit) for weight, digit in zip(PUBLIC_WEIGHTS, body, strict=False))
        is_public = body[2] == "6" and sum_of_public % 11 == 0
        is_person = not is_public and bool(_valid(ci.validate, body[:10]))
        return TaxId(body, body[:10], is_checked=True, is_person=is_person, is_public=is_public)
    return None


def _chile(text, body):
    body = body.lstrip("0")
    if not _stdnum("cl.rut", body):
        return None
    return TaxId(f"{body[:-1]}-{body[-1]}", body, is_checked=True, is_person=int(body[:-1]) < 50_000_000)


def _paraguay(text, body):
    if not body.isdigit():
        return None
    number, digit = _split(text)
    if not digit:
        body = body.lstrip("0")
        is_whole = len(body) <= 7 or (len(body) == 8 and body.startswith("80"))
        number, digit = (body, "") if is_whole else (body[:-1], body[-1])
    if not 5 <= len(number) <= 8 or (digit and py_ruc.calc_check_digit(number) != digit):
        return None
    is_person = not (len(number) == 8 and number.startswith("80"))
    value = f"{number}-{digit}" if digit else number
    return TaxId(value, number, is_checked=bool(digit), is_person=is_person, note="" if digit else "tax_id_no_digit")


def _brazil(text, body):
    if len(body) == 14 and _valid(cnpj.validate, body):
        return TaxId(cnpj.format(body), body[:8], is_checked=True)
    if len(body) == 11 and _valid(cpf.validate, body):
        return TaxId(cpf.format(body), body, is_checked=True, is_person=True)
    return None


def _mexico(text, body):
    body = re.sub(r"[\s._/-]", "", text)  # & and Ñ are letters of an RFC
    if len(body) in (12, 13) and _valid(rfc.validate, body, validate_check_digits=True):
        return TaxId(body, body, is_checked=True, is_person=len(body) == 13)
    return None


def _costa_rica(text, body):
    company = _valid(cr_company.validate, text)
    if company:
        return TaxId(cr_company.format(company), company, is_public=company[0] in "24")
    person = _valid(cr_person.validate, text) or _valid(cr_foreigner.validate, body)
    return TaxId(person, person, is_person=True) if person else None


def _venezuela(text, body):
    parts = re.fullmatch(r"([VEJPG])[\s-]*(\d{4,8})-(\d)", text)
    if parts:  # the hyphens say that zeros are missing
        body = f"{parts[1]}{parts[2].zfill(8)}{parts[3]}"
    if not _stdnum("ve.rif", body):
        return None
    value = f"{body[0]}-{body[1:9]}-{body[9]}"
    return TaxId(value, body, is_checked=True, is_person=body[0] in "VEP", is_public=body[0] == "G")


def _panama(text, body):
    """Groups of digits and letters between hyphens, and the check digits people add or leave out."""
    text = re.sub(r"[\s,-]*\bD\.?\s?V\.?\s*:?\s*\d{1,2}$", "", text)
    groups = [group.lstrip("0") or "0" for group in re.split(r"[\s-]+", text.strip())]
    if not 3 <= len(groups) <= 5 or not all(re.fullmatch(r"[0-9A-Z]{1,12}", group) for group in groups):
        return None
    value = "-".join(groups)
    return TaxId(value, value) if any(c.isdigit() for c in value) else None


def _with_check(module, *, is_person=lambda body: False, also=None):
    """A country whose validator says it all; ``also`` are lengths of numbers of persons nobody can check."""

    def rule(text, body):
        value = _stdnum(module, body)
        if value:
            return TaxId(value, value, is_checked=True, is_person=is_person(value))
        return TaxId(body, body, is_person=True) if also and body.isdigit() and len(body) in also else None

    return rule


def _unchecked(text, body):
    """A country whose numbers nobody can check."""
    is_likely = SHORTEST <= len(body) <= LONGEST and sum(letter.isdigit() for letter in body) >= SHORTEST
    return TaxId(text, body) if is_likely else None


@cache
def _validator(name):
    return import_module(f"stdnum.{name}").validate


def _stdnum(name, body):
    return _valid(_validator(name), body)


RULES: dict[str, Callable] = {
    "AR": _with_check("ar.cuit", is_person=lambda body: body[:2] in ("20", "23", "24", "27")),
    "BO": _unchecked,
    "BR": _brazil,
    "CL": _chile,
    "CO": _colombia,
    "CR": _costa_rica,
    "CU": _unchecked,
    "EC": _ecuador,
    "SV": _with_check("sv.nit", also=(9,)),  # the DUI, which is a person's NIT since 2021
    "GT": _with_check("gt.nit", also=(13,)),  # the CUI, which can be a person's NIT
    "HN": _unchecked,
    "MX": _mexico,
    "NI": _unchecked,
    "PA": _panama,
    "PY": _paraguay,
    "PE": _peru,
    "UY": _with_check("uy.rut", also=(7, 8)),  # the identity card
    "VE": _venezuela,
}

LENGTHS = {"BR": (14, 11), "EC": (13, 10), "PE": (8,), "SV": (14, 9), "UY": (12,), "HN": (14, 13)}
"""How long ids are that can begin with a zero."""

NOBODY_CHECKS = (_unchecked, _panama)
"""Rules under which any text of a fitting length is an id."""
