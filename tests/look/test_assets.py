"""What the browser loads: known, ours to pass on, and little."""

import gzip
import json
import re

import pytest
from django.conf import settings

from alinvest.devkit.vendor import sha256, style_sources_sha256

STATIC = settings.BASE_DIR / "alinvest" / "static"
SCSS = settings.BASE_DIR / "alinvest" / "static_src" / "scss"
VENDORED = json.loads((STATIC / "VENDOR.json").read_text())


def compressed(*paths):
    return sum(len(gzip.compress(path.read_bytes(), 9)) for path in paths)


def colours():
    """The colour tokens by name, from the style sources."""
    text = (SCSS / "_settings.scss").read_text()
    return dict(re.findall(r"^\$([a-z-]+): (#[0-9a-f]{6});", text, re.MULTILINE))


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("package", VENDORED["packages"], ids=lambda package: package["name"])
def test_a_vendored_file_is_the_one_that_was_fetched(package):
    assert {name: sha256(STATIC / name) for name in package["files"]} == package["files"]
    assert package["licence"] in ("MIT", "OFL-1.1")
    assert len(package["sha256"]) == 64


def test_the_style_sheet_was_compiled_from_the_sources_as_they_are():
    assert VENDORED["style_sources_sha256"] == style_sources_sha256(), "run python -m alinvest.devkit.vendor"


def test_styles_and_scripts_stay_small():
    assert compressed(STATIC / "css" / "site.css") < 30_000
    assert compressed(*(STATIC / "js").glob("*.js")) < 15_000


def test_a_first_page_stays_far_below_300_kilobytes():
    public = compressed(STATIC / "css" / "site.css", STATIC / "icons.svg", *(STATIC / "images").glob("*.svg"))
    fonts = sum(path.stat().st_size for path in (STATIC / "fonts").glob("*-latin-[46]00.woff2"))

    assert public + fonts < 80_000


def test_nothing_is_loaded_from_elsewhere():
    foreign = []
    for path in [*STATIC.rglob("*.css"), *STATIC.rglob("*.js"), *STATIC.rglob("*.svg")]:
        text = path.read_text().replace("http://www.w3.org/2000/svg", "").replace("http://www.w3.org/1999/xlink", "")
        foreign += [f"{path.name}: {address}" for address in re.findall(r"https?://[^\s\"')]+", text)]

    assert foreign == []


TEXT = [
    ("ink", "paper"), ("ink", "panel"), ("ink-soft", "paper"), ("ink-soft", "panel"), ("ink", "grey-tint"),
    ("ink-soft", "green-tint"), ("green", "paper"), ("green", "panel"), ("green", "green-tint"),
    ("green-deep", "green-tint"), ("green-deep", "paper"), ("paper", "green"), ("paper", "green-deep"),
    ("amber", "paper"), ("amber", "amber-tint"), ("ink", "amber-tint"), ("ink-soft", "amber-tint"),
    ("red", "paper"), ("red", "red-tint"), ("red-deep", "red-tint"), ("paper", "red"), ("ink", "red-tint"),
    ("paper", "eu-blue"), ("red", "panel"), ("ink-soft", "grey-tint"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "ground"), TEXT)
def test_text_stands_out_from_its_ground(words, ground):
    tokens = colours()

    assert contrast(tokens[words], tokens[ground]) >= 4.5


@pytest.mark.parametrize(
    ("edge", "ground"), [("control", "paper"), ("control", "panel"), ("green", "paper"), ("eu-gold", "eu-blue")]
)
def test_edges_of_controls_and_the_focus_can_be_seen(edge, ground):
    tokens = colours()

    assert contrast(tokens[edge], tokens[ground]) >= 3


def test_blue_and_gold_of_the_union_stand_only_in_the_emblem_and_the_band():
    users = {path.name for path in SCSS.glob("*.scss") if re.search(r"\$eu-(blue|gold)", path.read_text())}

    assert users == {"_settings.scss", "_frame.scss"}


def test_the_style_sources_name_no_class_that_nothing_wears():
    sources = re.sub(r"//.*", "", "".join(path.read_text() for path in SCSS.glob("*.scss")))
    named = set(re.findall(r"\.([a-z][a-z0-9_-]*[a-z0-9])(?=[\s,:{.\[>+)])", sources))
    worn = "".join(
        path.read_text()
        for folder, files in (("templates", "*.html"), ("grants", "*.py"), ("reporting", "*.py"), ("alinvest", "*.py"))
        for path in [*(settings.BASE_DIR / folder).rglob(files), *(STATIC / "js").glob("*.js")]
    )
    words = set(re.findall(r"[a-z][a-z0-9_-]*", worn))
    made_up = tuple(re.findall(r"([a-z][a-z_-]*(?:--|__))(?=\{)", worn))  # callout--{{ kind }}, state--{tone}

    assert {name for name in named - words if not name.startswith(made_up)} == set()


def test_type_comes_in_six_sizes():
    sizes = re.findall(r"^\$text-(\d+): ([\d.]+)rem;", (SCSS / "_settings.scss").read_text(), re.MULTILINE)

    assert [(int(name), float(rem) * 16) for name, rem in sizes] == [
        (14, 14),
        (16, 16),
        (18, 18),
        (22, 22),
        (28, 28),
        (40, 40),
    ]


def test_the_emblem_follows_the_construction_rule():
    svg = (STATIC / "images" / "eu-emblem.svg").read_text()
    stars = [(float(x), float(y)) for x, y in re.findall(r"<use href=\"#s\" x=\"([\d.]+)\" y=\"([\d.]+)\"", svg)]
    radii = {round(((x - 405) ** 2 + (y - 270) ** 2) ** 0.5) for x, y in stars}

    assert 'viewBox="0 0 810 540"' in svg  # fly is 1.5 of the hoist
    assert (len(stars), radii) == (12, {180})  # on a circle of a third of the hoist


def test_scripts_keep_nothing_in_the_browser():
    """After signing out nothing of an application is left on a computer others use (T-CO-06)."""
    places = re.compile(r"localStorage|sessionStorage|indexedDB|caches\.|document\.cookie|serviceWorker")

    assert [path.name for path in sorted((STATIC / "js").glob("*.js")) if places.search(path.read_text())] == []
