"""Draw the map of the programme's countries once: ``python -m alinvest.devkit.cartography``.

Reads the outlines of Natural Earth cut to the eighteen countries (``static_src/geo``, from the package
world-atlas, ISC licence), projects them (Lambert, equal areas, so that no country looks larger than it
is), drops what is smaller than the line that draws it, and writes the paths the public pages use. Run by
a developer; what it makes is committed, and tests/look holds it to its source.
"""

import itertools
import json
import math
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
SOURCE = PROJECT / "static_src" / "geo" / "countries.geojson"
TARGET = PROJECT.parent / "reporting" / "publishing" / "data" / "map.json"

WIDTH = 420
MARGIN = 6
CENTRE = (-76.0, -12.0)
LEAST_AREA = 3.0
"""Islands smaller than this many square units are left out."""

ASIDE = {
    "GT": (48, 102), "SV": (54, 120), "NI": (64, 138), "CR": (78, 156), "PA": (100, 174), "HN": (166, 22),
    "CU": (216, 34),
}  # fmt: skip
"""Where the label of a country stands that is too small for it, its line drawn to there."""

SHIFTED = {
    "CL": (-30, 8), "PE": (-6, 10), "EC": (-30, 2), "AR": (-4, -20), "VE": (4, 4), "UY": (26, 14), "BO": (0, 4),
    "PY": (4, 4), "MX": (6, 6),
}  # fmt: skip
"""How far a label stands off the middle of its country."""


LEADS_DOWN = 60
"""Labels above this line have their country below them, the others at their right."""


def project(longitude, latitude):
    """Lambert's azimuthal equal-area projection around CENTRE, north up."""
    lam, phi = math.radians(longitude - CENTRE[0]), math.radians(latitude)
    phi0 = math.radians(CENTRE[1])
    k = math.sqrt(2 / (1 + math.sin(phi0) * math.sin(phi) + math.cos(phi0) * math.cos(phi) * math.cos(lam)))
    x = k * math.cos(phi) * math.sin(lam)
    y = k * (math.cos(phi0) * math.sin(phi) - math.sin(phi0) * math.cos(phi) * math.cos(lam))
    return x, -y


def area(ring):
    """The area a ring encloses."""
    pairs = zip(ring, ring[1:] + ring[:1], strict=True)
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs)) / 2


def middle(ring):
    """The centre of gravity of a ring."""
    signed = x = y = 0.0
    for a, b in zip(ring, ring[1:] + ring[:1], strict=True):
        cross = a[0] * b[1] - b[0] * a[1]
        signed, x, y = signed + cross, x + (a[0] + b[0]) * cross, y + (a[1] + b[1]) * cross
    return x / (3 * signed), y / (3 * signed)


def rings_of(geometry):
    """The outlines of a country, projected; holes are left out."""
    shapes = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    return [[project(*point) for point in shape[0]] for shape in shapes]


def path_of(rings):
    """An SVG path of whole units, points that fall together said once."""
    parts = []
    for ring in rings:
        points = [(round(x), round(y)) for x, y in ring]
        points = [point for place, point in enumerate(points) if place == 0 or point != points[place - 1]]
        if points[0] == points[-1]:
            points.pop()
        steps = [(b[0] - a[0], b[1] - a[1]) for a, b in itertools.pairwise(points)]
        parts.append(f"M{points[0][0]} {points[0][1]}l" + " ".join(f"{dx} {dy}" for dx, dy in steps) + "z")
    return "".join(parts)


def drawn(features) -> dict:
    """The whole map: its size, and of each country its path, its label's place and the line to it."""
    rings = {one["id"]: rings_of(one["geometry"]) for one in features}
    points = [point for outlines in rings.values() for ring in outlines for point in ring]
    left, top = min(x for x, _y in points), min(y for _x, y in points)
    scale = (WIDTH - 2 * MARGIN) / (max(x for x, _y in points) - left)
    height = round((max(y for _x, y in points) - top) * scale + 2 * MARGIN)
    countries = {}
    for code, outlines in sorted(rings.items()):
        scaled = [[((x - left) * scale + MARGIN, (y - top) * scale + MARGIN) for x, y in ring] for ring in outlines]
        kept = [ring for ring in scaled if area(ring) >= LEAST_AREA] or [max(scaled, key=area)]
        x, y = middle(max(scaled, key=area))
        dx, dy = SHIFTED.get(code, (0, 0))
        countries[code] = {"path": path_of(kept), "x": round(x + dx), "y": round(y + dy), "aside": None}
        if code in ASIDE:
            ax, ay = ASIDE[code]
            start = (ax, ay + 3) if ay < LEADS_DOWN else (ax + 24, ay - 4)
            countries[code] |= {"x": ax, "y": ay, "aside": [*start, round(x), round(y)]}
    return {"width": WIDTH, "height": height, "countries": countries}


def main():
    """Write the map."""
    features = json.loads(SOURCE.read_text())["features"]
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(text_of(drawn(features)))
    print(f"{TARGET.stat().st_size} bytes, {len(features)} countries")


def text_of(picture) -> str:
    """The map as it is written to its file."""
    return json.dumps(picture, indent=1, sort_keys=True) + "\n"


if __name__ == "__main__":
    main()
