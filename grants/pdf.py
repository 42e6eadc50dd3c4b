"""PDF from our own typst templates, made in a child process with limits of time and memory.

The template only lays out; every sentence arrives in ``data``, translated by gettext like the pages.
Documents are tagged for screen readers (PDF/UA-1) and embed their fonts, so that they look and read
the same everywhere. Used by receipts and mandates, later by letters, contracts and fact sheets.
"""

import json
import resource
import subprocess
import sys
from datetime import datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = ROOT / "templates" / "pdf"

SECONDS = 20
"""Longest time one document may take; a receipt takes a third of a second."""

MEGABYTES = 1024
"""Most address space of the child; a receipt takes less than 150."""

MOST_BYTES = 50 * 1024 * 1024


class NotMade(Exception):
    """The document could not be made: the template refused the data, or a limit was reached."""


def make(template: str, data: dict, *, language: str, made_at: datetime) -> bytes:
    """The PDF of ``templates/pdf/<template>.typ`` filled with ``data`` (plain values that JSON knows).

    ``language`` is the document's language code, ``made_at`` the date in its properties. Raises
    NotMade, with the reason in its text, when the child fails or takes too long.
    """
    order = {
        "template": template,
        "data": data | {"language": language.split("-")[0]},
        "made_at": int(made_at.timestamp()),
        "limits": [SECONDS, MEGABYTES],
    }
    try:
        child = subprocess.run(  # noqa: S603 - our own module, no shell, data on its input
            [sys.executable, "-I", __file__],
            input=json.dumps(order).encode(),
            capture_output=True,
            timeout=SECONDS + 5,
            check=False,
            env={},
        )
    except subprocess.TimeoutExpired as error:
        raise NotMade(f"{template} took longer than {SECONDS} seconds.") from error
    if child.returncode or not child.stdout.startswith(b"%PDF-"):
        raise NotMade(f"{template}: {child.stderr.decode(errors='replace')[-2000:].strip()}")
    return child.stdout


def _limit(seconds, megabytes):
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (megabytes * 1024 * 1024,) * 2)
    resource.setrlimit(resource.RLIMIT_FSIZE, (MOST_BYTES, MOST_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _child():
    """In the child: read the order from standard input, write the document to standard output."""
    import typst  # noqa: PLC0415 - only the child pays for loading it

    order = json.load(sys.stdin)
    _limit(*order["limits"])
    sys.stdout.buffer.write(
        typst.compile(
            TEMPLATES / f"{order['template']}.typ",
            root=ROOT,
            font_paths=[TEMPLATES / "fonts"],
            ignore_system_fonts=True,
            pdf_standards=["ua-1"],
            timestamp=order["made_at"],
            sys_inputs={"data": json.dumps(order["data"])},
        )
    )


if __name__ == "__main__":
    _child()
