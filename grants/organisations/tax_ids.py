"""Tax ids: what they are called, whether they can be right, and the form in which they are compared. Pure.

The check digits are python-stdnum's (results.md 6). Four countries of the programme have no known
check (Bolivia, Honduras, Nicaragua, Panama), Cuba's is one for persons only: their ids are kept as
typed and count as not checked. In EU countries where an association need not have the number we can
check, a number that fails is kept and counts as not checked too, unless it is written as a VAT number, with
the letters of its country before it: those are all known, and a wrong one is refused.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import import_module

from stdnum.exceptions import ValidationError

from grants.organisations.countries import EUROPEAN_UNION

PROBLEMS = ("tax_id_wrong", "vat_id_wrong", "tax_id_placeholder", "tax_id_person", "tax_id_unlikely")
"""Codes of what can be wrong; ``messages.py`` says them in words."""

SHORTEST, LONGEST = 5, 25
"""Letters and digits of an id in a country whose numbers nobody can check."""


@dataclass(frozen=True)
class Scheme:
    """The tax id of one country: its name, an example, its validators, who is a person."""

    name: str
    example: str = ""
    validators: tuple[str, ...] = ()
    is_strict: bool = True
    is_person: Callable[[str], bool] = field(default=lambda body: False)
    same_as: Callable[[str], str] = field(default=lambda body: body)


@dataclass(frozen=True)
class TaxId:
    """A tax id as read: ``value`` as its country writes it, ``problem`` a code or empty."""

    value: str
    problem: str = ""
    is_checked: bool = False


SCHEMES = {
    "AR": Scheme("CUIT", "30-50001091-2", ("ar.cuit",), is_person=lambda b: b[:2] in ("20", "23", "24", "27")),
    "BO": Scheme("NIT"),
    "BR": Scheme("CNPJ", "16.727.230/0001-97", ("br.cnpj",), same_as=lambda b: b[:8] if len(b) == 14 else b),
    "CL": Scheme("RUT", "76.086.428-5", ("cl.rut",)),
    "CO": Scheme("NIT", "899.999.068-1", ("co.nit",)),
    "CR": Scheme("Cédula jurídica", "3-101-999999", ("cr.cpj",)),
    "CU": Scheme("NIT"),
    "EC": Scheme(
        "RUC",
        "1792060346001",
        ("ec.ruc",),
        is_person=lambda b: b[2:3] in ("0", "1", "2", "3", "4", "5"),
        same_as=lambda b: b[:10] if len(b) == 13 else b,  # the rest numbers the branch
    ),
    "SV": Scheme("NIT", "0614-050707-104-8", ("sv.nit",)),
    "GT": Scheme("NIT", "576937-K", ("gt.nit",)),
    "HN": Scheme("RTN"),
    "MX": Scheme("RFC", "MAB 930714 8T4", ("mx.rfc",), is_person=lambda b: len(b) == 13),
    "NI": Scheme("RUC"),
    "PA": Scheme("RUC"),
    "PY": Scheme("RUC", "80028061-0", ("py.ruc",)),
    "PE": Scheme("RUC", "20512333797", ("pe.ruc",), is_person=lambda b: b[:2] in ("10", "15", "17")),
    "UY": Scheme("RUT", "21-100342-001-7", ("uy.rut",)),
    "VE": Scheme("RIF", "J-00343075-7", ("ve.rif",), is_person=lambda b: b[:1] in ("V", "E")),
    "AT": Scheme("UID / Steuernummer", validators=("at.uid", "at.tin"), is_strict=False),
    "BE": Scheme("Numéro d’entreprise", "0403.019.261", ("be.vat",)),
    "BG": Scheme("ЕИК / ДДС", validators=("bg.vat",), is_strict=False),
    "HR": Scheme("OIB", "33392005961", ("hr.oib",)),
    "CY": Scheme("ΦΠΑ / TIC", validators=("cy.vat",), is_strict=False),
    "CZ": Scheme("IČO / DIČ", validators=("cz.dic",), is_strict=False),
    "DK": Scheme("CVR", "13585628", ("dk.cvr",)),
    "EE": Scheme("Registrikood / KMKR", validators=("ee.registrikood", "ee.kmkr"), is_strict=False),
    "FI": Scheme("Y-tunnus", "2077474-0", ("fi.ytunnus", "fi.alv"), is_strict=False),
    "FR": Scheme(
        "SIREN / SIRET / TVA",
        "732 829 320",
        ("fr.siren", "fr.siret", "fr.tva"),
        is_strict=False,
        same_as=lambda b: {14: b[:9], 11: b[2:]}.get(len(b), b),  # both hold the SIREN
    ),
    "DE": Scheme("USt-IdNr. / Steuernummer", validators=("de.vat", "de.stnr"), is_strict=False),
    "GR": Scheme("ΑΦΜ", validators=("gr.vat",), is_strict=False),
    "HU": Scheme("Adószám", validators=("hu.anum",), is_strict=False),
    "IE": Scheme("VAT / CHY", validators=("ie.vat",), is_strict=False),
    "IT": Scheme("Codice fiscale / partita IVA", "00743110157", ("it.iva", "it.codicefiscale")),
    "LV": Scheme("PVN", validators=("lv.pvn",), is_strict=False),
    "LT": Scheme("PVM", validators=("lt.pvm",), is_strict=False),
    "LU": Scheme("TVA / matricule", validators=("lu.tva",), is_strict=False),
    "MT": Scheme("VAT", validators=("mt.vat",), is_strict=False),
    "NL": Scheme("RSIN / btw", validators=("nl.btw",), is_strict=False),
    "PL": Scheme("NIP", "856-734-62-15", ("pl.nip",)),
    "PT": Scheme("NIF", "501964843", ("pt.nif",)),
    "RO": Scheme("CUI / CIF", "18547290", ("ro.cf",), is_strict=False),
    "SK": Scheme("IČO / IČ DPH", validators=("sk.dph",), is_strict=False),
    "SI": Scheme("Davčna številka", validators=("si.ddv",), is_strict=False),
    "ES": Scheme("NIF", "G28667152", ("es.nif",), is_person=lambda b: b[:1].isdigit() or b[:1] in "KLMXYZ"),
    "SE": Scheme("Organisationsnummer", "123456-7897", ("se.orgnr", "se.vat"), is_strict=False),
}

UNKNOWN = Scheme("")

PLACEHOLDERS = {
    # Generic receivers and dummies that pass the check digits: they would make strangers look like one.
    "AR": {"20000000001", "23000000000", "30999999995", "20111111112"},
    "CL": {"666666666", "555555555", "111111111", "999999999"},
    "CO": {"222222222222", "2222222222"},
    "EC": {"9999999999999", "9999999999"},
    "GT": {"CF"},
    "MX": {"XAXX010101000", "XEXX010101000"},
    "PE": {"20000000001"},
    "PY": {"444444017"},
    "VE": {"J000000000"},
}


def scheme_of(country: str) -> Scheme:
    """The tax id of a country; one without a name for a country not listed."""
    return SCHEMES.get(country, UNKNOWN)


def check(country: str, raw: str) -> TaxId:
    """Read a tax id as typed for an organisation of ``country``.

    A placeholder, the number of a person and a number whose check digit is wrong are problems; so
    is, where nothing can be checked, something far too short or long or without a digit.

    >>> check("PE", " 20512333797 ")
    TaxId(value='20512333797', problem='', is_checked=True)
    >>> check("PE", "20512333798").problem
    'tax_id_wrong'
    """
    text = " ".join(unicodedata.normalize("NFKC", raw or "").split())
    body = compact(text)
    if _is_placeholder(country, body):
        return TaxId(text, "tax_id_placeholder")
    scheme = scheme_of(country)
    for name in scheme.validators:
        value = _validated(name, text)
        if value is not None:
            problem = "tax_id_person" if scheme.is_person(compact(value)) else ""
            return TaxId(value, problem, is_checked=not problem)
    if scheme.validators and scheme.is_strict:
        return TaxId(text, "tax_id_wrong")
    if country in EUROPEAN_UNION and body.startswith(vat_prefix(country)) and any(map(str.isdigit, body)):
        return TaxId(text, "vat_id_wrong")
    if not SHORTEST <= len(body) <= LONGEST or not any(letter.isdigit() for letter in body):
        return TaxId(text, "tax_id_unlikely")
    return TaxId(text)


def vat_prefix(country: str) -> str:
    """The letters before a VAT number of a country of the European Union: its own, but Greece’s are EL."""
    return "EL" if country == "GR" else country


def key(country: str, tax_id: str) -> str:
    """Country and bare id, the same for every way of writing it: what duplicates are found by; "" without one.

    Branches of one company in Brazil, Ecuador and France have one key.
    """
    body = compact(tax_id)
    if not (country and body):
        return ""
    scheme = scheme_of(country)
    for name in scheme.validators:
        value = _validated(name, body)
        if value is not None:
            body = compact(value)
            break
    return f"{country}:{scheme.same_as(body)}"


def compact(text: str) -> str:
    """The letters and digits of an id, in capitals."""
    if text and text.isascii() and text.isalnum():
        return text.upper()
    return re.sub(r"[^0-9A-Z]", "", unicodedata.normalize("NFKC", text or "").upper())


def _is_placeholder(country, body):
    return body in PLACEHOLDERS.get(country, ()) or (len(body) >= SHORTEST and len(set(body)) == 1)


def _validated(name, text):
    """The id as its country writes it if this validator accepts it, else None."""
    module = import_module(f"stdnum.{name}")
    # Mexico's validator leaves its check digit alone unless told.
    options = {"validate_check_digits": True} if name == "mx.rfc" else {}
    try:
        value = module.validate(text, **options)
    except ValidationError:
        return None
    return module.format(value) if hasattr(module, "format") else value
