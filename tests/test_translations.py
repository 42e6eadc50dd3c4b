"""Spanish, Portuguese and English are complete: a text without translation fails here."""

import ast

import pytest
from babel.messages.pofile import read_po
from django.conf import settings

from alinvest.devkit import catalogues

LOCALE = settings.BASE_DIR / "alinvest" / "locale"


@pytest.fixture(scope="module")
def texts_in_code():
    return catalogues.texts_in_code()


def catalogue(folder):
    with (LOCALE / folder / "LC_MESSAGES" / "django.po").open("rb") as file:
        return read_po(file, locale=folder)


@pytest.mark.parametrize("folder", ["es", "pt_BR"])
def test_every_text_in_the_code_stands_in_the_catalogue(folder, texts_in_code):
    known = {message.id for message in catalogue(folder) if message.id}

    assert sorted(map(str, texts_in_code - known)) == []


def test_no_text_hides_in_a_formatted_string():
    """Where it stands in the braces of an f-string, nobody collects it and it stays English."""
    hidden = [
        f"{path.relative_to(settings.BASE_DIR)}:{text.lineno}"
        for folder in ("grants", "reporting", "alinvest")
        for path in sorted((settings.BASE_DIR / folder).rglob("*.py"))
        for text in ast.walk(ast.parse(path.read_text()))
        if isinstance(text, ast.JoinedStr) and any(map(_is_gettext, ast.walk(text)))
    ]

    assert hidden == []


def _is_gettext(node):
    is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    return is_call and (node.func.id == "_" or "gettext" in node.func.id)


@pytest.mark.parametrize("folder", ["es", "pt_BR"])
def test_no_text_is_missing_or_fuzzy(folder):
    unready = [
        message.id
        for message in catalogue(folder)
        if message.id and (message.fuzzy or not (all(message.string) if message.pluralizable else message.string))
    ]

    assert unready == []


@pytest.mark.parametrize("folder", ["es", "pt_BR"])
def test_a_translation_keeps_the_names_of_what_is_put_into_it(folder):
    wrong = [message.id for message in catalogue(folder) if message.id and list(message.check())]

    assert wrong == []
