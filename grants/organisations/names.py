"""Names, addresses and tax ids in the form in which they are compared. Pure."""

import re
import unicodedata


def normal_email(address: str) -> str:
    """The address as it names an account: compatibility letters folded, lower case, no outer space or dot.

    Full-width letters and upper case give the same account; a dotless i stays a letter of its own.
    """
    return unicodedata.normalize("NFKC", address or "").strip().rstrip(".").lower()


def search_form(text: str) -> str:
    """Lower case, without accents and with single spaces: how names are searched and sorted (decisions.md A1)."""
    letters = unicodedata.normalize("NFKD", text or "")
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(re.sub(r"[^\w]+", " ", plain.casefold()).split())


def tax_key(country: str, tax_id: str) -> str:
    """Country and the letters and digits of a tax id: what duplicates are found by; "" without one."""
    body = re.sub(r"[^0-9A-Z]", "", unicodedata.normalize("NFKC", tax_id or "").upper())
    return f"{country}:{body}" if country and body else ""
