"""Which firm a row means, and how surely that is known: pure.

A firm is known by its country and key (decisions.md D6). The key of a tax id is what every way of writing
it has in common: without signs, without what numbers a branch, and one for the two numbers of one person.

| country | as typed                                   | key          | how surely | why                      |
|---------|--------------------------------------------|--------------|------------|--------------------------|
| PE      | 20512333797                                | 20512333797  | checked    | RUC of a company         |
| PE      | RUC 10054148289                            | 05414828     | checked    | RUC 10 holds the DNI     |
| PE      | 05414828                                   | 05414828     | unchecked  | DNI                      |
| CO      | 899.999.068-1, 8999990681                  | 899999068    | checked    | NIT with its digit       |
| CO      | 899999068                                  | 899999068    | unchecked  | and without              |
| EC      | 1714307103001, 171430710-3                 | 1714307103   | checked    | RUC is cédula and branch |
| EC      | 1792060346001, 1792060346002               | 1792060346   | checked    | the rest is the branch   |
| CL      | 76.086.428-5, 076086428-5                  | 760864285    | checked    | leading zeros say nothing|
| PY      | 80028061-0                                 | 80028061     | checked    | RUC with its digit       |
| PY      | 80028061                                   | 80028061     | unchecked  | and without, like a CI   |
| BR      | 16.727.230/0001-97                         | 16727230     | checked    | eight are the company    |
| BR      | 12.ABC.345/01DE-35                         | 12ABC345     | checked    | letters since 2026       |
| MX      | MAB-930714-8T4                             | MAB9307148T4 | checked    | check digit asked for    |
| CR      | 3-101-999999, 3101999999                   | 3101999999   | unchecked  | a structure, no digit    |
| BO      | 1020304025                                 | 1020304025   | unchecked  | nobody can check it      |
| PA      | 8-123-456, 08-0123-00456 DV 12             | 8-123-456    | unchecked  | groups tell persons apart|

Without a tax id a firm is known by name, place and telephone or e-mail together, else not at all. What
a spreadsheet did to a number is put right only where it is certain, and said; else it is named.
"""

import csv
import hashlib
import re
import unicodedata
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path

from grants.organisations.tax_ids import SCHEMES, compact
from reporting.firms.names import contact_form, search_form
from reporting.firms.national_ids import LENGTHS, NOBODY_CHECKS, RULES, SHORTEST, TaxId

PROBLEMS = (
    "tax_id_wrong", "tax_id_placeholder", "tax_id_none", "tax_id_other_country", "tax_id_zeros",
    "tax_id_scientific", "tax_id_rounded", "tax_id_groups", "tax_id_person",
)  # fmt: skip
"""Codes of what can be wrong with a tax id; ``messages.py`` says them in words."""

NOTES = ("tax_id_zeros_restored", "tax_id_no_digit", "tax_id_public")
"""Codes of what is only said."""

COUNTRIES = (
    "AR", "BO", "BR", "CL", "CO", "CR", "CU", "EC", "SV", "GT", "HN", "MX", "NI", "PA", "PY", "PE", "UY", "VE",
)  # fmt: skip
"""The countries of the programme."""

EXACT_BELOW = 10**15
"""Spreadsheets keep fifteen digits of a number."""


@dataclass(frozen=True)
class Known:
    """What a firm is known by in its country: ``identity`` is a code of ``models.Identity``."""

    key: str
    identity: str
    tax_id: TaxId


def identify(country, tax_id, *, name="", place="", contact="", entity_type="") -> Known:
    """What the firm of a row is known by. ``tax_id`` is the cell as it is: text, a number or None.

    A tax id with a problem identifies nothing: the problem stands in ``tax_id.problem``.
    """
    read = read_tax_id(country, tax_id)
    if read.is_person and entity_type in ("cooperative", "association"):
        read = replace(read, problem="tax_id_person")
    if read.key and not read.problem:
        return Known(read.key, "checked" if read.is_checked else "unchecked", read)
    key = "" if read.problem else place_key(name, place, contact)
    return Known(key, "place" if key else "none", read)


def place_key(name, place, contact) -> str:
    """What a firm without tax id is known by: all three of name, place and contact; "" if one is missing."""
    parts = [search_form(name), search_form(place), contact_form(contact)]
    if not all(parts):
        return ""
    return "@" + hashlib.sha256("\n".join(parts).encode()).hexdigest()[:40]


@lru_cache(maxsize=4096)
def read_tax_id(country: str, cell) -> TaxId:
    """Read the cell of a tax id of ``country``, with everything that is known of such ids there."""
    text, is_number, problem = _as_text(cell)
    if problem == "tax_id_wrong":
        return _wrong(country, text)
    if problem or not text:
        return TaxId(text, problem=problem)
    if not compact(text) or (not text.isdigit() and search_form(text) in NO_ID):
        return TaxId(text, problem="tax_id_none")
    for candidate in _candidates(country, text):
        if _is_placeholder(country, candidate):
            return TaxId(text, problem="tax_id_placeholder")
        found = _found(country, candidate)
        if found is not None and is_number and _short(country, candidate):
            return TaxId(text, problem="tax_id_zeros", params={"value": candidate.zfill(14)})
        if found is not None:
            return found
    return _unread(country, text, is_number)


def _unread(country, text, is_number):
    """Why a text is no id of the country: zeros are missing, it is another country's, or simply wrong."""
    digits = compact(text)
    whole = _with_zeros(country, digits)
    if whole is not None:
        if is_number and whole.is_checked:
            return replace(whole, note="tax_id_zeros_restored", params={"value": whole.value})
        return TaxId(text, problem="tax_id_zeros", params={"value": whole.value})
    others = [other for other in COUNTRIES if other != country and _checked(other, text)]
    if others:
        return TaxId(text, problem="tax_id_other_country", params={"countries": others[:3]})
    if country == "PA" and digits.isdigit():
        return TaxId(text, problem="tax_id_groups")
    return _wrong(country, text)


def _wrong(country, text):
    scheme = SCHEMES[country]
    return TaxId(text, problem="tax_id_wrong", params={"name": scheme.name, "example": scheme.example})


# The cell ---------------------------------------------------------------------------------------------

NO_ID = frozenset({
    "s n", "sn", "n a", "na", "no", "nd", "n d", "no tiene", "no aplica", "ninguno", "ninguna", "sin ruc", "sin nit",
    "sin rut", "sin rfc", "sin id", "sin identificacion", "pendiente", "por definir", "en tramite", "nao tem",
    "nao se aplica", "sem cnpj", "sem cpf", "none", "null", "nan", "unknown", "desconocido", "desconhecido",
    "no disponible", "x", "xx", "xxx",
})  # fmt: skip
"""Words that say there is no id, in their search form."""

_NAMES = (
    "RUC", "RUT", "RUN", "NIT", "RFC", "CUIT", "CUIL", "CNPJ", "CPF", "RIF", "RTN", "DNI", "DUI", "CI", "CC", "ID",
)  # fmt: skip
_LABEL = re.compile(
    "^(?:" + "|".join(r"\.?".join(name) for name in _NAMES) + "|C[ÉE]DULA(?: JUR[ÍI]DICA| F[ÍI]SICA)?)"
    r"\.?(?:[\s:#]|N[°º.])*(?=[0-9A-Z])"
)
_SCIENTIFIC = re.compile(r"\d(?:[.,]\d+)?E\+?\d+", re.IGNORECASE)


def _as_text(cell):
    """The cell as text, whether it was a number, and what a spreadsheet has done to it."""
    if cell is None or isinstance(cell, bool):
        return "", False, "" if cell is None else "tax_id_wrong"
    if not isinstance(cell, str):
        if cell != int(cell) or cell < 0:
            return str(cell), True, "tax_id_wrong"
        return str(int(cell)), True, "tax_id_rounded" if cell >= EXACT_BELOW else ""
    if cell.isascii() and cell.isdigit():
        return cell, False, ""
    text = " ".join("".join(c for c in unicodedata.normalize("NFKC", cell) if unicodedata.category(c) != "Cf").split())
    text = text.strip("'’` ").replace("–", "-").replace("—", "-").replace("−", "-")
    if _SCIENTIFIC.fullmatch(text):
        return text, False, "tax_id_scientific"
    if re.fullmatch(r"\d{5,}\.0", text):  # a number some program has written as text
        return text[:-2], True, "tax_id_rounded" if len(text) > len(str(EXACT_BELOW)) + 1 else ""
    return text.upper(), False, ""


def _candidates(country, text):
    """The text as it is, and without what people write before the number: RUC 20512333797, PE20512333797.

    Where nobody can check, the shortest comes first: any text would do there.
    """
    if text.isdigit():
        return (text,)
    bare = _LABEL.sub("", text)
    without = re.sub(rf"^{country}[\s:-]*(?=\d)", "", bare) if country != "PA" else bare  # PE-12-345 is of Panama
    return dict.fromkeys((without, bare) if RULES.get(country) in NOBODY_CHECKS else (text, bare, without))


@cache
def _placeholders():
    """Country -> bare ids that are nobody's: of the table in ``data``."""
    path = Path(__file__).parent / "data" / "tax_id_placeholders.csv"
    found = {}
    with path.open(encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            found.setdefault(row["country"], set()).add(compact(row["value"].split()[0]))
    return found


def _is_placeholder(country, text):
    body = compact(text)
    digits = body if body.isdigit() else re.sub(r"\D", "", body)
    one_digit = len(body) >= SHORTEST and (len(set(body)) == 1 or (len(digits) >= SHORTEST and len(set(digits)) == 1))
    one_digit = one_digit or (text.isdigit() and len(set(text)) == 1)  # 000
    counted = len(digits) >= 7 and (digits in "01234567890123456789" or digits in "9876543210")  # 12345678
    counted = counted or (text.isdigit() and text in ("12345", "123456", "012345", "54321", "654321"))
    return body in _placeholders().get(country, ()) or one_digit or counted


def _found(country, text):
    body = compact(text)
    return RULES[country](text, body) if body and country in RULES else None


def _checked(country, text):
    found = _found(country, text)
    return found is not None and found.is_checked and not _is_placeholder(country, text)


def _with_zeros(country, digits):
    """The one id this would be with the zeros a spreadsheet takes away; None if there is none or several."""
    if not digits.isdigit():
        return None
    candidates = [
        found
        for length in LENGTHS.get(country, ())
        if 0 < length - len(digits) <= 3 and (found := _found(country, digits.zfill(length)))
    ]
    checked = [found for found in candidates if found.is_checked]
    near = [found for found in candidates if len(compact(found.value)) - len(digits) == 1]
    certain = checked or near
    return certain[0] if len(certain) == 1 else None


def _short(country, text):
    """Whether a number nobody can check is shorter than its country's, so that zeros may be missing."""
    return country == "HN" and len(compact(text)) < 14
