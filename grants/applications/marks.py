"""What a change was based on, where a text has no numbered revisions: a mark of the text itself.

A page carries the mark of each text it shows; saving names it. When the text stored now has another
mark, a colleague was faster, and the page shows both. The same text has the same mark.
"""

import hashlib


def text_mark(text: str) -> str:
    """Twelve hexadecimal digits that stand for ``text``."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]
