"""The counter in the browser and the limit on the server count the same."""

import random

import pytest
from django.conf import settings

from grants import formats
from grants.questionnaire.answers import character_count, word_count

pytestmark = pytest.mark.browser

PIECES = [
    "café", "cafe\u0301", "—", "-", "e-mail", "S.A.", "3", "½", "Ⅷ", "咖啡", "👩🏽‍🌾", "🌱", "שלום", "ﬁ", "%",
    "¿qué?", "ª",
    " ", "  ", "\n", "\t", "\u00a0", "\u2003", "\u200b", "\u2009", "\u3000", "\ufeff", "\u2028",
    "\u0085", "\u001f", "\u1680",
]  # fmt: skip
PAGE = """<textarea id="text" data-words="1" data-characters="1"></textarea>
<p data-words-for="text" data-text="%1" data-over="%1"></p>
<p data-characters-for="text" data-text="%1" data-over="%1"></p>"""
COUNT = """texts => texts.map(text => {
  const field = document.querySelector("textarea");
  field.value = text;
  field.dispatchEvent(new Event("input", {bubbles: true}));
  return [...document.querySelectorAll("p")].map(line => Number(line.textContent));
})"""


def test_words_and_characters_are_counted_alike_in_browser_and_server(browser):
    chance = random.Random(20260310)  # noqa: S311 - texts for a test, not secrets
    texts = ["", *PIECES, *("".join(chance.choices(PIECES, k=chance.randint(1, 40))) for _ in range(2000))]
    page = browser.new_page()
    page.set_content(PAGE)
    page.add_script_tag(path=settings.BASE_DIR / "alinvest" / "static" / "js" / "wordcount.js")

    counted = page.evaluate(COUNT, texts)
    page.close()

    cleaned = [formats.clean_text(text) for text in texts]
    expected = [[word_count(text), character_count(text)] for text in cleaned]
    different = [(text, a, b) for text, a, b in zip(texts, counted, expected, strict=True) if a != b]
    assert different == []
