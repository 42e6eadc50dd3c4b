"""Reads everything a person can reach: every link of every page, what is behind the words of files too."""

import io
import re
import zipfile
from html import unescape

from pypdf import PdfReader

LINK = re.compile(r'(?:href|src|action)="([^"#?]+)(\?[^"#]*)?[^"]*"')
NOT_READ = ("/static/", "/accounts/", "/demo/", "/language/")
MOST_PAGES = 400


def read_by(client, *starts, without=()):
    """Address -> words, of all a signed-in client can open from the home page and ``starts`` on, letters included.

    ``without`` are the beginnings of addresses that are left out.
    """
    waiting, seen, found = ["/home/", "/messages/mine/", *starts], set(), {}
    while waiting:
        address = waiting.pop()
        if address in seen or address.startswith(tuple(without)):
            continue
        seen.add(address)
        assert len(seen) < MOST_PAGES, "a page leads to ever new ones"
        response = client.get(address)
        if response.status_code >= 400:
            continue
        content = b"".join(response) if response.streaming else response.content
        found[address] = f"{sorted(response.headers.items())} {_words(content)}"
        if "html" in response.headers.get("Content-Type", "") or response.status_code in (301, 302):
            waiting += [*_links(content.decode()), response.headers.get("Location", address)]
    return found


def _links(page):
    links = (unescape(path + (query or "")) for path, query in LINK.findall(page))
    return [link for link in links if link.startswith("/") and not link.startswith((*NOT_READ, "//"))]


def _words(content):
    """What stands in a file: the text and the properties of a PDF, every part of an archive, else its bytes."""
    if content.startswith(b"%PDF") and b"%%EOF" in content:
        document = PdfReader(io.BytesIO(content))
        return f"{document.metadata} {' '.join(page.extract_text() for page in document.pages)}"
    if content.startswith(b"PK\x03\x04"):
        archive = zipfile.ZipFile(io.BytesIO(content))
        return " ".join(_words(archive.read(name)) for name in archive.namelist())
    return content.decode(errors="replace")
