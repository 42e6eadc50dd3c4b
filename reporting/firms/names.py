"""Names of firms in the forms in which they are compared: pure.

Legal forms are those of the eighteen countries, in Spanish and Portuguese; "S. A. C.", "S.A.C" and "SAC" are
one. ``core_name`` leaves them out: what is left is what people mean by the name.

>>> core_name("Café Andino S.A.C."), core_name("CAFE ANDINO, Soc. Anónima Cerrada")
('cafe andino', 'cafe andino')
"""

import re

from grants.organisations.names import normal_email
from grants.organisations.names import search_form as plain

_LETTERS = re.compile(r"\b(?:\w ){1,5}\w\b")
"""Single letters in a row: an abbreviation that was written with dots."""

_WORDS = {
    "sociedad": "soc", "sociedade": "soc", "compania": "cia", "companhia": "cia", "limitada": "ltda", "limitado": "ltda",
    "lda": "ltda", "cooperativa": "coop", "asociacion": "asoc", "associacao": "asoc", "assoc": "asoc",
    "hermanos": "hnos", "irmaos": "hnos", "empresa individual de responsabilidad ltda": "eirl",
}  # fmt: skip
"""Words that are often shortened -> their short form."""

LEGAL_FORMS = tuple(sorted({
    # sociedad anónima and its kin, everywhere
    "sa", "s a", "soc anonima", "soc anonima cerrada", "soc anonima abierta", "sac", "saa", "sab", "sapi", "sas", "sab de cv",
    "sapi de cv", "sa de cv", "soc anonima de capital variable", "soc por acciones simplificada", "s por a", "spa",
    "soc por acciones", "sau", "saica", "sacs", "sacifia", "saci", "sem", "sacv", "scv",
    # limitada
    "ltda", "srl", "s de rl", "s de rl de cv", "soc de responsabilidad ltda", "soc de responsabilidad ltda de capital variable",
    "soc ltda", "sl", "ltda me", "ltda epp", "cia ltda", "scrl", "scr",
    # one owner
    "eirl", "eireli", "mei", "me", "epp", "empresa unipersonal", "eu", "sasu", "individual de responsabilidad ltda",
    "empresa individual de responsabilidad ltda", "persona natural con negocio", "unipersonal",
    # Brazil, Central America, Venezuela, Uruguay, Chile, Cuba
    "s s", "ss", "slu", "ca", "c a", "soc civil", "sc", "s en c", "s en c por a", "scs", "sociedad en comandita", "soc colectiva",
    "soc de hecho", "sh", "sae", "saeca", "cia", "y cia", "e cia", "sat", "spr", "spr de rl", "s de pr", "sc de rl", "sc de rl de cv",
    "de cv", "mipyme", "cna", "upb c", "pyme",
}, key=lambda form: (-len(form), form)))  # fmt: skip
"""The longest first; already in short words."""


def search_form(text: str) -> str:
    """Lower case, without accents and signs, abbreviations joined: "S. A. C." and "SAC" are one."""
    return _LETTERS.sub(lambda found: found[0].replace(" ", ""), plain(text))


def core_name(name: str) -> str:
    """The name without its legal form: what is compared when firms may be one.

    Never empty for a name that is not: one that consists of a legal form stays.
    """
    words = " ".join(_WORDS.get(word, word) for word in search_form(name).split())
    for form in LEGAL_FORMS:
        if words.endswith(f" {form}"):
            words = words[: -len(form) - 1]
            break
    return words


def contact_form(contact: str) -> str:
    """An e-mail address as it names an account, or the last eight digits of a telephone; "" for neither.

    >>> contact_form("+51 (84) 987-654-321"), contact_form("Ventas@Andino.example")
    ('87654321', 'ventas@andino.example')
    """
    contact = (contact or "").strip()
    if re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", contact):
        return normal_email(contact)
    digits = re.sub(r"\D", "", contact)
    return digits[-8:] if len(digits) >= 6 else ""
