"""What an uploaded file really is: told from its bytes, never from what the sender says. Pure.

An allow-list of kinds; office files are opened far enough to know that they are documents without
macros which do not unpack to more than a reader can take (security.md T-FI-01 to T-FI-05, M8, M9).
"""

import re
import struct
import unicodedata
import zipfile
import zlib
from dataclasses import dataclass
from xml.etree.ElementTree import ParseError

import filetype
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

MEGABYTE = 1024 * 1024
HEAD_BYTES = 8192
"""How much of a file its kind is told from."""

COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
"""An office file with a password is no archive: its bytes stand under this name in a compound file."""

MOST_PARTS = 5000
MOST_DIRECTORY_BYTES = 1 * MEGABYTE
MOST_UNPACKED_BYTES = 200 * MEGABYTE
SUSPECT_UNPACKED_BYTES = 20 * MEGABYTE
MOST_TIMES_LARGER = 100
"""An office file may unpack to 200 MB, and above 20 MB to a hundred times its size at most."""

LONGEST_NAME = 150
DEFAULT_NAME = "file"


class Unacceptable(Exception):
    """Why a file cannot be taken: a code of ``messages.SENTENCES`` and what its sentence needs."""

    def __init__(self, code, **params):
        self.code, self.params = code, params
        super().__init__(code)


@dataclass(frozen=True)
class Kind:
    """A kind of file we take: how it is called, served and named, and what marks an office file."""

    label: str
    media_type: str
    extensions: tuple[str, ...]
    main_part: str = ""


_OPENXML = "application/vnd.openxmlformats-officedocument."
_OPENDOCUMENT = "application/vnd.oasis.opendocument."

KINDS = {
    "pdf": Kind("PDF", "application/pdf", ("pdf",)),
    "docx": Kind(
        "Word", f"{_OPENXML}wordprocessingml.document", ("docx",), f"{_OPENXML}wordprocessingml.document.main+xml"
    ),
    "xlsx": Kind("Excel", f"{_OPENXML}spreadsheetml.sheet", ("xlsx",), f"{_OPENXML}spreadsheetml.sheet.main+xml"),
    "pptx": Kind(
        "PowerPoint",
        f"{_OPENXML}presentationml.presentation",
        ("pptx",),
        f"{_OPENXML}presentationml.presentation.main+xml",
    ),
    "odt": Kind("OpenDocument text", f"{_OPENDOCUMENT}text", ("odt",)),
    "ods": Kind("OpenDocument table", f"{_OPENDOCUMENT}spreadsheet", ("ods",)),
    "jpg": Kind("JPEG", "image/jpeg", ("jpg", "jpeg")),
    "png": Kind("PNG", "image/png", ("png",)),
    "csv": Kind("CSV", "text/csv", ("csv",)),
    "xml": Kind("XML", "application/xml", ("xml",)),
}
ALLOWED = tuple(kind for kind in KINDS if kind not in ("csv", "xml"))
"""What is taken where a stage says nothing else: text has no mark to be told by, so that only imports take it."""
_WITH_MACROS = {"docm", "dotm", "xlsm", "xltm", "xlam", "xlsb", "pptm", "potm", "ppsm", "ppam"}
_RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}


# Names --------------------------------------------------------------------------------------------


def clean_name(name: str) -> str:
    """The sender's name of a file as it can be shown and offered for saving anywhere.

    Without folders, control characters, direction marks (which make ``fdp.exe`` read ``exe.pdf``)
    and signs a file system refuses; not hidden, not a name Windows keeps for itself, at most 150
    characters, the extension kept.
    """
    last = re.split(r"[/\\]", name or "")[-1]
    plain = unicodedata.normalize("NFC", "".join(c for c in last if unicodedata.category(c)[0] != "C"))
    plain = re.sub(r'[<>:"|?*]', "_", plain)
    plain = re.sub(r"\s+", " ", plain).strip(" .")
    stem, dot, extension = plain.rpartition(".")
    if not dot or len(extension) > 10:
        stem, extension = plain, ""
    stem = stem.rstrip(" .") or DEFAULT_NAME
    if stem.lower().split(".")[0] in _RESERVED:
        stem = f"_{stem}"
    room = LONGEST_NAME - len(extension) - 1
    while len(stem) > room or len(stem.encode()) > 240 - len(extension.encode()):
        stem = stem[:-1]
    return f"{stem}.{extension}" if extension else stem


def extension_of(name: str) -> str:
    """What follows the last dot, in lower case; "" without a dot."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def extensions(allow) -> list[str]:
    """The extensions of these kinds with their dot: for the sentence and for a field's ``accept``."""
    return [f".{extension}" for kind in allow for extension in KINDS[kind].extensions]


# Content ------------------------------------------------------------------------------------------


def check(stream, name: str, size: int, allow=ALLOWED) -> Kind:
    """The kind of the file in ``stream``, which is of ``size`` bytes and carries a clean ``name``.

    Raises Unacceptable when the kind is not among ``allow``, when the bytes are something else than
    the name says, and for office files with macros, passwords or more inside than they should.
    """
    extension = extension_of(name)
    if extension in _WITH_MACROS:
        raise Unacceptable("macros")
    named = next((KINDS[kind] for kind in allow if extension in KINDS[kind].extensions), None)
    if named is None:
        raise Unacceptable("kind_not_allowed", allowed=", ".join(extensions(allow)))
    stream.seek(0)
    head = stream.read(HEAD_BYTES)
    if head.startswith(b"PK") and named.media_type.startswith((_OPENXML, _OPENDOCUMENT)):
        _check_office_file(stream, size, named, extension)
    elif named is KINDS["csv"]:
        _check_text(head, extension)
    elif named is KINDS["xml"]:
        _check_xml(head, extension)
    elif head.startswith(COMPOUND) and named.main_part and _is_encrypted(stream):
        raise Unacceptable("protected")
    elif filetype.guess_mime(head) != named.media_type:
        raise Unacceptable("content_differs", extension=extension)
    return named


def _check_text(head, extension):
    """Text in one of the usual encodings, and no page or picture."""
    is_utf16 = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    if (b"\0" in head and not is_utf16) or filetype.guess_mime(head) or head.lstrip()[:1] in (b"<", b"{"):
        raise Unacceptable("content_differs", extension=extension)


def _check_xml(head, extension):
    """Text that begins like XML in UTF-8; what it says is its reader's matter."""
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not text.startswith(b"<?xml") or b"\0" in head:
        raise Unacceptable("content_differs", extension=extension)


def _is_encrypted(stream):
    stream.seek(0)
    return ENCRYPTED in stream.read()


def _check_office_file(stream, size, kind, extension):
    try:
        with _opened(stream, size) as archive:
            parts = archive.infolist()
            _check_parts(stream, parts, size)
            _check_is(archive, {part.filename for part in parts}, kind, extension)
    except (zipfile.BadZipFile, zlib.error, struct.error, ValueError, EOFError, NotImplementedError) as error:
        raise Unacceptable("broken") from error


def _opened(stream, size):
    """The archive, after its own directory was found to be small: reading 100,000 entries costs too much."""
    stream.seek(max(0, size - 65557))
    tail = stream.read()
    end = tail.rfind(b"PK\x05\x06")
    if end < 0 or b"PK\x06\x07" in tail[max(0, end - 20) : end]:  # none, or one for files above 4 GB
        raise Unacceptable("broken")
    parts, directory_bytes = struct.unpack("<HL", tail[end + 10 : end + 16])
    if parts > MOST_PARTS or directory_bytes > MOST_DIRECTORY_BYTES:
        raise Unacceptable("unpacks_too_large")
    return zipfile.ZipFile(stream)


def _check_parts(stream, parts, size):
    """Sizes as promised and bearable, no part twice or over another, no password."""
    if len({part.filename for part in parts}) != len(parts):
        raise Unacceptable("broken")
    promised = sum(part.file_size for part in parts)
    if promised > MOST_UNPACKED_BYTES or (promised > SUSPECT_UNPACKED_BYTES and promised > MOST_TIMES_LARGER * size):
        raise Unacceptable("unpacks_too_large")
    position = 0
    for part in sorted(parts, key=lambda part: part.header_offset):
        if part.flag_bits & 1:
            raise Unacceptable("protected")
        if part.header_offset < position or part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Unacceptable("broken")
        position = _measure(stream, part)


def _measure(stream, part):
    """Unpack the part into nothing, to see that it is as large as it says; returns where it ends."""
    stream.seek(part.header_offset)
    header = stream.read(30)
    if header[:4] != b"PK\x03\x04":
        raise Unacceptable("broken")
    start = part.header_offset + 30 + sum(struct.unpack("<HH", header[26:30]))
    stream.seek(start)
    left, unpacked = part.compress_size, 0
    inflate = zlib.decompressobj(-zlib.MAX_WBITS) if part.compress_type == zipfile.ZIP_DEFLATED else None
    while left:
        packed = stream.read(min(left, 65536))
        if not packed:
            raise Unacceptable("broken")
        left -= len(packed)
        unpacked += _inflated(inflate, packed, part.file_size - unpacked) if inflate else len(packed)
    if unpacked != part.file_size:
        raise Unacceptable("broken")
    return start + part.compress_size


def _inflated(inflate, packed, room):
    """How many bytes come out, never holding more than a megabyte of them."""
    count = 0
    while packed:
        count += len(inflate.decompress(packed, MEGABYTE))
        if count > room:
            raise Unacceptable("unpacks_too_large")
        packed = inflate.unconsumed_tail
    return count


def _check_is(archive, names, kind, extension):
    lower = {name.lower() for name in names}
    if any(name.endswith("vbaproject.bin") or "/macrosheets/" in name for name in lower):
        raise Unacceptable("macros")
    if kind.main_part:
        found = _content_types(archive, names)
        if any("macroenabled" in media_type.lower() for media_type in found.values()):
            raise Unacceptable("macros")
        if not any(media_type == kind.main_part and part in names for part, media_type in found.items()):
            raise Unacceptable("content_differs", extension=extension)
        return
    if any(name.startswith(("basic/", "scripts/")) for name in lower):
        raise Unacceptable("macros")
    if "mimetype" not in names or archive.read("mimetype")[:200].decode().strip() != kind.media_type:
        raise Unacceptable("content_differs", extension=extension)


def _content_types(archive, names):
    """Part -> media type, as the office file itself lists them."""
    listing = "[Content_Types].xml"
    if listing not in names or archive.getinfo(listing).file_size > MEGABYTE:
        return {}
    try:
        root = fromstring(archive.read(listing), forbid_dtd=True)
    except (ParseError, DefusedXmlException) as error:
        raise Unacceptable("broken") from error
    return {
        item.get("PartName", "").removeprefix("/"): item.get("ContentType", "")
        for item in root
        if item.tag.endswith("}Override")
    }
