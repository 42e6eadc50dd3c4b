"""PDF from our own typst templates, made in a child process with limits of time and memory.

The template only lays out; every sentence arrives in ``data``, translated by gettext like the pages.
Documents are tagged for screen readers (PDF/UA-1) and embed their fonts, so that they look and read
the same everywhere. For everything that is to stay as it is: receipts, mandates, contracts, notes.
"""

import json
from datetime import datetime

from grants.workshop import ROOT, NotMade, carry_out

__all__ = ["MEDIA_TYPE", "NotMade", "make"]

TEMPLATES = ROOT / "templates" / "pdf"

MEDIA_TYPE = "application/pdf"


def make(template: str, data: dict, *, language: str, made_at: datetime) -> bytes:
    """The PDF of ``templates/pdf/<template>.typ`` filled with ``data`` (plain values that JSON knows).

    ``language`` is the document's language code, ``made_at`` the date in its properties. Raises
    NotMade, with the reason in its text, when the child fails or takes too long.
    """
    data = data | {"language": language.split("-")[0]}
    return carry_out("grants.pdf", template, data=data, made_at=int(made_at.timestamp()))


def fill(order) -> bytes:
    """In the child: lay out one document."""
    import typst  # noqa: PLC0415 - only the child pays for loading it

    return typst.compile(
        TEMPLATES / f"{order['template']}.typ",
        root=ROOT,
        font_paths=[TEMPLATES / "fonts"],
        ignore_system_fonts=True,
        pdf_standards=["ua-1"],
        timestamp=order["made_at"],
        sys_inputs={"data": json.dumps(order["data"])},
    )
