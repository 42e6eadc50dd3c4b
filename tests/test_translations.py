"""Spanish, Portuguese and English are complete: a text without translation fails here."""

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
