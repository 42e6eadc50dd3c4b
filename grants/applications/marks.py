"""What a change was based on, where a text has no numbered revisions: a mark of the text itself.

A page carries the mark of each text it shows; saving names it. When the text stored now has another
mark, a colleague was faster, and the page shows both. The same text has the same mark.
"""

import hashlib


def text_mark(text: str) -> str:
    """Twelve hexadecimal digits that stand for ``text``."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def settled(seen: str, stored: str, mine: str) -> tuple[str, bool]:
    """What a text becomes when it is saved on a page that showed the one marked ``seen``, and whether two disagree.

    Who has not touched it keeps what a colleague has written meanwhile. ``seen`` is "" where nothing was shown.
    """
    if not seen or mine == stored:
        return mine, False
    if text_mark(mine) == seen:
        return stored, False
    return mine, text_mark(stored) != seen
