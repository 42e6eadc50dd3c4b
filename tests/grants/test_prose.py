"""Markdown becomes clean HTML, whatever is written into it."""

import pytest

from grants.prose import html_of

pytestmark = pytest.mark.unit


def test_headings_lists_and_links_are_kept():
    text = "# Who\n\n- chambers\n- cooperatives\n\n[Guide](https://example.org/a)"

    assert html_of(text) == (
        "<h2>Who</h2>\n<ul>\n<li>chambers</li>\n<li>cooperatives</li>\n</ul>\n"
        '<p><a href="https://example.org/a" rel="noopener noreferrer">Guide</a></p>\n'
    )


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "![x](https://evil.example/p.png)",
        '<a href="x" onclick="alert(1)">x</a>',
        "<style>body{display:none}</style>",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
    ],
)
def test_nothing_that_acts_or_calls_elsewhere_survives(text):
    html = html_of(text)

    assert not any(
        sign in html for sign in ("<script", "<img", "<style", 'href="javascript', 'href="data', "<a onclick")
    )
