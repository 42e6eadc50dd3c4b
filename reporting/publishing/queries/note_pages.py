"""A published note as page and as PDF: its blocks, its numbers with the addresses of their figures."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from grants.templatetags.grants import OFFICIAL_ZONE, moment_text


def blocks(document, edition) -> list[dict]:
    """Paragraphs and lists of a frozen note: ``kind``, and ``lines`` of pieces {text, url}."""
    text, claims = document["text"], document["claims"]["text"]
    found, at = [], 0
    for line in text.split("\n"):
        pieces = _pieces(line, at, claims, edition)
        at += len(line) + 1
        if not line.strip():
            found.append(None)
        elif line.startswith("- "):
            pieces[0]["text"] = pieces[0]["text"][2:]
            if not found or not found[-1] or found[-1]["kind"] != "list":
                found.append({"kind": "list", "lines": []})
            found[-1]["lines"].append(pieces)
        else:
            found.append({"kind": "paragraph", "lines": [pieces]})
    return [block for block in found if block]


def _pieces(line, at, claims, edition):
    pieces, done = [], 0
    for claim in claims:
        start, end = claim["start"] - at, claim["end"] - at
        if done <= start and end <= len(line):
            pieces.append({"text": line[done:start], "url": ""})
            pieces.append({"text": line[start:end], "url": _place(claim["figure"], edition)})
            done = end
    return [*pieces, {"text": line[done:], "url": ""}]


def _place(key, edition):
    """The page and the anchor where a figure is shown with how it was counted."""
    name, _dot, country = key.partition(".")
    if country and country in edition.content.countries:
        return f"{edition.country_url(country)}#figure-{_anchor(name)}"
    return f"{edition.url('home')}#figure-{_anchor(name)}"


def _anchor(name):
    """Green jobs are explained with the jobs, the three amounts and what is counted from contracts together."""
    return {"green_jobs": "jobs"}.get(name, name if name in ANCHORS else "facts")


ANCHORS = frozenset({"trained", "practices", "jobs", "standards", "turnover"})


def plain_blocks(document) -> list[dict]:
    """The same without addresses, for the PDF."""
    found = []
    for line in document["text"].split("\n"):
        if line.startswith("- "):
            if not found or found[-1]["kind"] != "list":
                found.append({"kind": "list", "lines": []})
            found[-1]["lines"].append(line[2:])
        elif line.strip():
            found.append({"kind": "paragraph", "lines": [line]})
        else:
            found.append({"kind": "", "lines": []})
    return [block for block in found if block["kind"]]


def for_pdf(note, address) -> dict:
    """The note for the typst template, in its own language: plain values."""
    document, publication = note.version.document, note.publication
    with override(note.language):
        words = {
            "day": date_format(publication.cut_off, "DATE_FORMAT"),
            "moment": moment_text(publication.as_of, OFFICIAL_ZONE),
            "address": address,
        }
        counted = _(
            "Facts up to %(day)s, of updates approved up to %(moment)s. How each figure was counted: %(address)s"
        )
        return {
            "frame": {
                "title": document["title"],
                "subject": document["title"],
                "programme": "AL-INVEST Verde",
                "funded": _("Funded by the European Union"),
                "page": _("Page {page} of {pages}"),
            },
            "date": date_format(note.published_at, "DATE_FORMAT"),
            "blocks": plain_blocks(document),
            "counted": counted % words,
            "hash_words": _("SHA-256 of the publication"),
            "sha256": publication.sha256,
        }
