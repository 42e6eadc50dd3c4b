"""Refresh the front-end files that come from elsewhere: ``python -m alinvest.devkit.vendor``.

Run by a developer who changes a version, an icon or the style sources, never on the machine that
serves the site: it needs npm and Node, and what it makes is committed. Three packages are fetched
as archives (Bootstrap's Sass, its icons, the typeface) and one compiler is used and thrown away.
``VENDOR.json`` then says of every committed file where it came from, and tests/look holds it to it.
"""

import hashlib
import json
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
STATIC = PROJECT / "static"
SOURCES = PROJECT / "static_src"

BOOTSTRAP = ("bootstrap", "5.3.9", "MIT")
ICON_SET = ("bootstrap-icons", "1.13.2", "MIT")
TYPEFACE = ("@fontsource/source-sans-3", "5.3.1", "OFL-1.1")
COMPILER = ("sass", "1.108.2")

FONTS = {
    f"source-sans-3-{subset}-{weight}.woff2": f"files/source-sans-3-{subset}-{weight}-normal.woff2"
    for subset in ("latin", "latin-ext")
    for weight in (400, 600)
}

ICONS = {
    "add": "plus-lg",
    "back": "arrow-left",
    "calendar": "calendar3",
    "call": "megaphone",
    "chart": "bar-chart",
    "check": "check-lg",
    "chevron": "chevron-right",
    "circle": "circle",
    "clock": "clock",
    "closed": "lock-fill",
    "document": "file-earmark-text",
    "done": "check-circle-fill",
    "down": "caret-down-fill",
    "download": "download",
    "draft": "pencil",
    "edit": "pencil-square",
    "evaluation": "clipboard-check",
    "expand": "chevron-down",
    "external": "box-arrow-up-right",
    "filter": "funnel",
    "half": "circle-half",
    "help": "question-circle",
    "history": "clock-history",
    "home": "house",
    "info": "info-circle",
    "key": "key",
    "language": "globe2",
    "map": "geo-alt",
    "menu": "list",
    "message": "envelope",
    "money": "cash-coin",
    "next": "arrow-right",
    "organisation": "building",
    "people": "people",
    "person": "person",
    "print": "printer",
    "refused": "x-circle-fill",
    "remove": "trash3",
    "search": "search",
    "sent": "send-check",
    "shield": "shield-check",
    "signature": "pen",
    "up": "caret-up-fill",
    "upload": "upload",
    "waiting": "hourglass-split",
    "warning": "exclamation-triangle-fill",
}
"""Our word for each picture in use -> its name in the icon set."""


def sha256(path: Path) -> str:
    """The SHA-256 of a file, as VENDOR.json writes it."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def style_sources_sha256() -> str:
    """One hash over all style sources: it changes when site.css has to be made again."""
    digest = hashlib.sha256()
    for path in sorted((SOURCES / "scss").glob("*.scss")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def run(*command: str, cwd: Path) -> str:
    """Run one program and return what it printed; stop with its own words when it fails."""
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(command[:3])} failed:\n{done.stderr}")
    return done.stdout


def fetch(package: tuple[str, str, str], into: Path) -> tuple[Path, dict]:
    """Download and unpack one package; return its folder and its entry for VENDOR.json."""
    name, version, licence = package
    archive = into / run("npm", "pack", "--silent", f"{name}@{version}", cwd=into).strip().splitlines()[-1]
    folder = into / re.sub(r"\W+", "-", name).strip("-")
    with tarfile.open(archive) as tar:
        tar.extractall(folder, filter="data")
    entry = {"name": name, "version": version, "licence": licence, "sha256": sha256(archive), "files": []}
    text = STATIC / "licences" / f"{folder.name}.txt"
    text.parent.mkdir(exist_ok=True)
    shutil.copyfile(folder / "package" / "LICENSE", text)
    entry["files"].append(f"licences/{text.name}")
    return folder / "package", entry


def compile_styles(bootstrap: Path, into: Path) -> str:
    """Make css/site.css from our sources and the parts of Bootstrap they name."""
    name, version = COMPILER
    run("npm", "install", "--silent", "--no-save", "--prefix", str(into), f"{name}@{version}", cwd=into)
    target = STATIC / "css" / "site.css"
    run(
        "node",
        str(into / "node_modules" / "sass" / "sass.js"),
        "--style=compressed",
        "--no-source-map",
        "--no-charset",
        "--quiet-deps",
        "--silence-deprecation=import",
        f"--load-path={bootstrap / 'scss'}",
        str(SOURCES / "scss" / "site.scss"),
        str(target),
        cwd=into,
    )
    return "css/site.css"


def copy_fonts(typeface: Path) -> list[str]:
    """Copy the two weights in the two Latin subsets."""
    for ours, theirs in FONTS.items():
        shutil.copyfile(typeface / theirs, STATIC / "fonts" / ours)
    return [f"fonts/{name}" for name in FONTS]


def make_sprite(icon_set: Path) -> str:
    """Draw the icons in use into one file, each a symbol under our own word for it."""
    symbols = []
    for ours, theirs in sorted(ICONS.items()):
        svg = (icon_set / "icons" / f"{theirs}.svg").read_text()
        shapes = " ".join(re.search(r"<svg[^>]*>(.*)</svg>", svg, re.DOTALL)[1].split())
        symbols.append(f'<symbol id="{ours}" viewBox="0 0 16 16">{shapes}</symbol>')
    lines = "\n".join(symbols)
    (STATIC / "icons.svg").write_text(f'<svg xmlns="http://www.w3.org/2000/svg">\n{lines}\n</svg>\n')
    return "icons.svg"


def main():
    """Fetch, compile, copy and write VENDOR.json."""
    for name in ("css", "fonts", "licences"):
        (STATIC / name).mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        bootstrap, bootstrap_entry = fetch(BOOTSTRAP, folder)
        icon_set, icon_entry = fetch(ICON_SET, folder)
        typeface, typeface_entry = fetch(TYPEFACE, folder)
        bootstrap_entry["files"].append(compile_styles(bootstrap, folder))
        icon_entry["files"].append(make_sprite(icon_set))
        typeface_entry["files"] += copy_fonts(typeface)
    entries = [bootstrap_entry, icon_entry, typeface_entry]
    for entry in entries:
        entry["files"] = {name: sha256(STATIC / name) for name in sorted(entry["files"])}
    vendored = {"style_sources_sha256": style_sources_sha256(), "packages": entries}
    (STATIC / "VENDOR.json").write_text(json.dumps(vendored, indent=2) + "\n")
    print(f"site.css {(STATIC / 'css' / 'site.css').stat().st_size} bytes, {len(ICONS)} icons")


if __name__ == "__main__":
    main()
