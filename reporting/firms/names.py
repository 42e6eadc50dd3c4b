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
    "sociedad": "soc", "sociedade": "soc", "compania": "cia", "companhia": "cia", "limitada": "ltda",
    "limitado": "ltda", "lda": "ltda", "cooperativa": "coop", "asociacion": "asoc", "associacao": "asoc",
    "assoc": "asoc", "hermanos": "hnos", "irmaos": "hnos",
}  # fmt: skip
"""Words that are often shortened -> their short form."""

_FORMS = (
    # with shares
    "sa, soc anonima, soc anonima cerrada, soc anonima abierta, sac, saa, sab, sapi, sas, sab de cv, sapi de cv",
    "sa de cv, soc anonima de capital variable, soc por acciones simplificada, soc por acciones, spa, sau, saica",
    "saci, sacifia, sem, sae, saeca, sc, soc civil, soc colectiva, s en c, s en c por a, scs, soc en comandita",
    "soc de hecho, sh",
    # with limited liability
    "ltda, soc ltda, cia ltda, srl, sl, slu, scrl, s de rl, s de rl de cv, soc de responsabilidad ltda, ltda me",
    "ltda epp, soc de responsabilidad ltda de capital variable, spr, spr de rl, sat, sc de rl, sc de rl de cv",
    "cia, y cia, e cia, ca",
    # of one owner
    "eirl, eireli, mei, me, epp, eu, empresa unipersonal, unipersonal, individual de responsabilidad ltda",
    "empresa individual de responsabilidad ltda, persona natural con negocio, ss, cna, pyme, mipyme",
)
LEGAL_FORMS = tuple(sorted(", ".join(_FORMS).split(", "), key=lambda form: (-len(form), form)))
"""The longest first; already in short words."""

_BY_LAST_WORD = {}
for _form in LEGAL_FORMS:
    _BY_LAST_WORD.setdefault(_form.split()[-1], []).append(_form)


def search_form(text: str) -> str:
    """Lower case, without accents and signs, abbreviations joined: "S. A. C." and "SAC" are one."""
    return _LETTERS.sub(lambda found: found[0].replace(" ", ""), plain(text))


def core_name(name: str) -> str:
    """The name without its legal form: what is compared when firms may be one.

    Never empty for a name that is not: one that consists of a legal form stays.
    """
    words = " ".join(_WORDS.get(word, word) for word in search_form(name).split())
    for form in _BY_LAST_WORD.get(words.rpartition(" ")[2], ()):
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
