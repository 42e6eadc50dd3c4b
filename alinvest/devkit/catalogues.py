"""The translations: texts collected from the code, .po committed, .mo compiled without system gettext.

``python -m alinvest.devkit.catalogues`` compiles; ``… extract`` collects first (needs xgettext).
"""

import os
import sys
import tempfile
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent.parent
LOCALE = ROOT / "alinvest" / "locale"
LANGUAGES = ("es", "pt_BR")
"""Folders of the languages translated into; English is the language of the code."""

NOT_OURS = (".venv", ".demo", "tests", "benchmarks", "static", "static_src", "alinvest/locale")
"""Not searched. The catalogues themselves are among them, or makemessages would write into them whatever it is told."""


def compile_catalogues():
    """Write each .mo that is missing or older than its .po; returns the paths written."""
    written = []
    for source in sorted(LOCALE.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as lines:
            catalogue = read_po(lines, locale=source.parent.parent.name)
        with target.open("wb") as lines:
            write_mo(lines, catalogue)
        written.append(target)
    return written


def extract():
    """Bring the catalogues in step with the code: new texts stand in them untranslated, gone ones leave."""
    _collect(LOCALE)


def texts_in_code():
    """What the code asks to have translated, as message ids: a text, or (singular, plural)."""
    with tempfile.TemporaryDirectory() as folder:
        _collect(Path(folder))
        with (Path(folder) / LANGUAGES[0] / "LC_MESSAGES" / "django.po").open("rb") as lines:
            return {message.id for message in read_po(lines) if message.id}


def _collect(folder):
    from django.core.management import call_command
    from django.test.utils import override_settings

    before = Path.cwd()
    os.chdir(ROOT)
    try:
        with override_settings(LOCALE_PATHS=[str(folder)]):
            call_command(
                "makemessages",
                locale=list(LANGUAGES),
                ignore_patterns=[f"{name}/*" for name in NOT_OURS] + list(NOT_OURS),
                no_obsolete=True,
                no_wrap=True,
                add_location="file",
                verbosity=0,
            )
    finally:
        os.chdir(before)


if __name__ == "__main__":
    if sys.argv[1:] == ["extract"]:
        import django

        for name, value in {"SECRET_KEY": "x" * 50, "DEBUG": "1"}.items():
            os.environ.setdefault(name, value)
        os.environ.setdefault("DATABASE_URL", "postgres://nobody@127.0.0.1:1/none")  # never connected to
        os.environ.setdefault("REDIS_URL", "redis://127.0.0.1:1/0")
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alinvest.settings")
        django.setup()
        extract()
    for path in compile_catalogues():
        print(path)
