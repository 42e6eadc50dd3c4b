"""Rules of accessibility that can be read in the sources, whatever page they come to stand on."""

import re

from django.conf import settings

STATIC = settings.BASE_DIR / "alinvest" / "static"
TEMPLATES = sorted((settings.BASE_DIR / "templates").rglob("*.html"))
SCRIPTS = "".join(path.read_text() for path in sorted((STATIC / "js").glob("*.js")))
ANNOUNCED = {
    "base.html": 'class="messages" id="messages" role="status"',
    "components/autosave.html": 'class="autosave__line" role="status" aria-live="polite"></p>',
    "components/newer.html": '<div role="status" data-newer-for="{{ key }}"></div>',
    "components/file_slot.html": 'class="slot__progress" role="status" aria-live="polite"></div>',
}
"""Where something is said later: the place it is said in, empty and there from the start."""


def test_focus_goes_in_the_order_of_the_page_and_is_never_hidden():
    jumping = [path.name for path in TEMPLATES if re.search(r'tabindex="[1-9]', path.read_text())]
    styles = (STATIC / "css" / "site.css").read_text()

    assert jumping == []
    assert ":focus-visible{outline:3px solid" in styles
    assert "tabIndex" not in SCRIPTS


def test_what_is_said_later_has_its_place_in_the_page_before():
    for name, place in ANNOUNCED.items():
        assert place in (settings.BASE_DIR / "templates" / name).read_text(), name


def test_nothing_needs_dragging_and_nothing_keeps_one_from_pasting():
    dragged = [path.name for path in TEMPLATES if "draggable" in path.read_text()]

    assert dragged == []
    listening = [path.name for path in (STATIC / "js").glob("*.js") if '"paste"' in path.read_text()]
    assert listening == ["questions.js"]  # rows pasted into a table become rows


def test_ticks_and_rounds_are_as_large_as_a_finger_needs():
    settings_of_styles = (settings.BASE_DIR / "alinvest" / "static_src" / "scss" / "_settings.scss").read_text()

    assert "$form-check-input-width: 1.5em;" in settings_of_styles


def test_a_password_manager_knows_the_fields_of_the_login(client, db):
    page = client.get("/accounts/login/").content.decode()

    assert re.findall(r'autocomplete="([^"]+)"', page) == ["email", "current-password"]
