"""Names and addresses in the form in which they are compared. Pure."""

import re
import unicodedata
from urllib.parse import urlsplit


def normal_email(address: str) -> str:
    """The address as it names an account: compatibility letters folded, lower case, no outer space or dot.

    Full-width letters and upper case give the same account; a dotless i stays a letter of its own.
    """
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", address or "").lower())
    return re.sub(r"^\s+|[\s.]+$", "", folded)


def search_form(text: str) -> str:
    """Lower case, without accents and with single spaces: how names are searched and sorted (decisions.md A1)."""
    plain = text or ""
    if not plain.isascii():
        letters = unicodedata.normalize("NFKD", plain)
        plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(re.sub(r"[^\w]+", " ", plain.casefold()).split())


def web_domain(address: str) -> str:
    """The host of a website without its "www."; "" without one.

    >>> web_domain("https://www.Camara.example/inicio")
    'camara.example'
    """
    try:
        host = urlsplit(address or "").hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.").rstrip(".")
