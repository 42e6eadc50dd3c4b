"""The EU's consolidated list of financial sanctions as it is published: XML, schema 1.1. Pure.

Read entry by entry without entities or a document type of its own; what is too large, too deep or not
this list is refused with a code of ``messages.SENTENCES``.
"""

from dataclasses import dataclass
from datetime import datetime
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

NAMESPACE = "{http://eu.europa.ec/fpi/fsd/export}"
ROOT, ENTRY = f"{NAMESPACE}export", f"{NAMESPACE}sanctionEntity"

MOST_ENTRIES = 100_000
MOST_NAMES = 1_000
MOST_DEPTH = 12
MOST_PARTS = 20_000
"""Elements of one entry: the largest published so far have some hundreds."""

LONGEST = 1_000


class BadList(Exception):
    """Why the file is not a list that can be read."""

    def __init__(self, code):
        self.code = code
        super().__init__(code)


@dataclass(frozen=True)
class Header:
    """Which list it is: the number of the file and the moment it was made."""

    version: str
    published_at: datetime


@dataclass(frozen=True)
class Listed:
    """One person, group or entity under sanctions, with all its names."""

    reference: str
    is_person: bool
    names: tuple[str, ...]
    born: str
    programme: str
    remark: str


def read(stream):
    """The Header, then each Listed in the order of the file. Raises BadList, also in the middle."""
    try:
        yield from _read(stream)
    except DefusedXmlException as error:
        raise BadList("unsafe") from error
    except (ParseError, UnicodeError, ValueError, LookupError) as error:
        raise BadList("broken") from error


def _read(stream):
    depth = parts = entries = 0
    root = None
    for happened, element in iterparse(stream, events=("start", "end"), forbid_dtd=True):
        if happened == "start":
            depth, parts = depth + 1, parts + 1
            if root is None:
                root = element
                yield _header(element)
            if depth > MOST_DEPTH or parts > MOST_PARTS:
                raise BadList("too_deep")
            continue
        depth -= 1
        if depth == 1:
            if element.tag == ENTRY:
                entries += 1
                yield _listed(element)
            if entries > MOST_ENTRIES:
                raise BadList("too_many")
            root.clear()
            parts = 0
    if not entries:
        raise BadList("empty")


def _header(root):
    if root.tag != ROOT:
        raise BadList("another_format")
    try:
        published_at = datetime.fromisoformat(root.get("generationDate", ""))
    except ValueError:
        raise BadList("no_date") from None
    if published_at.tzinfo is None:
        raise BadList("no_date")
    number = root.get("globalFileId", "").strip()[:40]
    return Header(number or f"{published_at:%Y-%m-%dT%H:%M%z}", published_at)


def _listed(entry):
    aliases = entry.findall(f"{NAMESPACE}nameAlias")
    if len(aliases) > MOST_NAMES:
        raise BadList("too_deep")
    names = dict.fromkeys(name for name in map(_name, aliases) if name)
    subject = entry.find(f"{NAMESPACE}subjectType")
    return Listed(
        reference=_text(entry.get("euReferenceNumber") or entry.get("logicalId"))[:60],
        is_person=subject is not None and subject.get("code") == "person",
        names=tuple(names),
        born=", ".join(dict.fromkeys(_births(entry)))[:200],
        programme=", ".join(dict.fromkeys(_programmes(entry)))[:200],
        remark=" ".join(_text(remark.text) for remark in entry.findall(f"{NAMESPACE}remark"))[:LONGEST],
    )


def _name(alias):
    whole = _text(alias.get("wholeName"))
    parts = (_text(alias.get(part)) for part in ("firstName", "middleName", "lastName"))
    return whole or " ".join(part for part in parts if part)


def _births(entry):
    for birth in entry.findall(f"{NAMESPACE}birthdate"):
        said = _text(birth.get("birthdate") or birth.get("year"))
        if said:
            yield said


def _programmes(entry):
    for rule in entry.findall(f"{NAMESPACE}regulation"):
        said = _text(rule.get("programme"))
        if said:
            yield said


def _text(value):
    """Single spaces, nothing a database refuses, an end."""
    return " ".join((value or "").replace("\0", "").split())[:LONGEST]
