"""What an upload really is: hostile names and hostile bytes."""

import io
import struct
import tracemalloc
import zipfile
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.files import content
from grants.files.content import Unacceptable, check, clean_name
from grants.files.messages import SENTENCES
from tests.grants.files.samples import JPEG, PDF, PNG, docx, ods, odt, office, pptx, xlsx

pytestmark = pytest.mark.unit


def verdict(name, data, allow=content.ALLOWED):
    try:
        return check(io.BytesIO(data), name, len(data), allow).label
    except Unacceptable as problem:
        return problem.code


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("Estatutos 2026.pdf", "Estatutos 2026.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("..\\..\\windows\\win.pdf", "win.pdf"),
        ("/abs/olute.pdf", "olute.pdf"),
        ("C:\\Users\\ana\\acta.pdf", "acta.pdf"),
        ("acta\u202efdp.exe", "actafdp.exe"),
        ("acta\u200b\u2066\u2069.pdf", "acta.pdf"),
        ("line\nbreak\r\n.pdf", "linebreak.pdf"),
        ("zero\x00.pdf", "zero.pdf"),
        ("half\ud800.pdf", "half.pdf"),
        ('qu"ote<script>.pdf', "qu_ote_script_.pdf"),
        ("Café: plan|final?.pdf", "Café_ plan_final_.pdf"),
        ("cafe\u0301.pdf", "café.pdf"),
        ("CON.pdf", "_CON.pdf"),
        ("con", "_con"),
        ("lpt1.backup.pdf", "_lpt1.backup.pdf"),
        (".htaccess", "htaccess"),
        ("...pdf", "pdf"),
        ("report.pdf.exe", "report.pdf.exe"),
        ("report.pdf.", "report.pdf"),
        (" .pdf ", "pdf"),
        ("", "file"),
        ("   ", "file"),
        ("\u202e\u202d", "file"),
        ("no extension", "no extension"),
        ("a" * 300 + ".pdf", "a" * 146 + ".pdf"),
        ("ñ" * 300 + ".pdf", "ñ" * 118 + ".pdf"),
        ("x." + "y" * 300, "x." + "y" * 147),
        ("percent%00.pdf", "percent%00.pdf"),
    ],
)
def test_a_name_is_kept_as_far_as_it_is_harmless(sent, kept):
    assert clean_name(sent) == kept


@given(st.text(alphabet=st.characters(codec=None), max_size=400))
def test_every_name_becomes_one_that_any_disk_and_any_page_can_hold(sent):
    name = clean_name(sent)

    assert 0 < len(name) <= 150
    assert len(name.encode()) <= 255
    assert name.isprintable()
    assert not set(name) & set('/\\<>:"|?*')
    assert not name.startswith(".")
    assert clean_name(name) == name


@pytest.mark.parametrize(
    ("name", "data", "label"),
    [
        ("a.pdf", PDF, "PDF"),
        ("A.PDF", PDF, "PDF"),
        ("scan.jpg", JPEG, "JPEG"),
        ("scan.jpeg", JPEG, "JPEG"),
        ("scan.png", PNG, "PNG"),
        ("plan.docx", docx(), "Word"),
        ("budget.xlsx", xlsx(), "Excel"),
        ("slides.pptx", pptx(), "PowerPoint"),
        ("plan.odt", odt(), "OpenDocument text"),
        ("budget.ods", ods(), "OpenDocument table"),
        ("name.exe.pdf", PDF, "PDF"),
    ],
)
def test_each_kind_we_take_is_known_by_its_bytes(name, data, label):
    assert verdict(name, data) == label


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        # something else under a harmless name
        ("a.pdf", b"<html><script>alert(1)</script></html>", "content_differs"),
        ("a.pdf", b"  \n%PDF-1.7", "content_differs"),
        ("a.pdf", b'<?xml version="1.0"?><svg onload="alert(1)"/>', "content_differs"),
        ("a.pdf", b"#!/bin/sh\nrm -rf /", "content_differs"),
        ("a.pdf", b"MZ" + bytes(200), "content_differs"),
        ("a.pdf", docx(), "content_differs"),
        ("a.pdf", b"x", "content_differs"),
        ("a.png", JPEG, "content_differs"),
        ("a.docx", PDF, "content_differs"),
        ("a.docx", xlsx(), "content_differs"),
        ("a.xlsx", docx(), "content_differs"),
        ("a.odt", ods(), "content_differs"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "content_differs"),
        ("a.docx", office({"word/document.xml": "<w/>"}), "content_differs"),
        ("a.docx", office({"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"}), "content_differs"),
        # kinds we do not take
        ("a.html", b"<html>", "kind_not_allowed"),
        ("a.svg", b"<svg/>", "kind_not_allowed"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "kind_not_allowed"),
        ("a.zip", office({"a": "b"}), "kind_not_allowed"),
        ("report.pdf.exe", PDF, "kind_not_allowed"),
        ("actafdp.exe", PDF, "kind_not_allowed"),
        ("no extension", PDF, "kind_not_allowed"),
        # macros
        ("a.docm", docx(), "macros"),
        ("a.xlsb", xlsx(), "macros"),
        ("a.docx", docx({"word/vbaProject.bin": "x"}), "macros"),
        ("a.xlsx", xlsx({"xl/VBAPROJECT.BIN": "x"}), "macros"),
        ("a.xlsx", xlsx({"xl/macrosheets/sheet1.xml": "x"}), "macros"),
        ("a.odt", odt({"Basic/Standard/Module1.xml": "x"}), "macros"),
        ("a.docx", docx(main="application/vnd.ms-word.document.macroEnabled.main+xml"), "macros"),
        # not whole
        ("a.docx", docx()[:-30], "broken"),
        ("a.docx", b"PK\x03\x04" + bytes(100), "broken"),
        ("a.docx", docx({"[Content_Types].xml": "<Types"}), "broken"),
        ("a.docx", docx({"[Content_Types].xml": '<!DOCTYPE t [<!ENTITY a "b">]><Types/>'}), "broken"),
    ],
)  # fmt: skip
def test_what_is_not_what_it_says_or_may_do_harm_is_refused(name, data, code):
    assert verdict(name, data) == code


def test_a_slot_may_take_fewer_kinds():
    assert verdict("a.png", PNG, allow=("pdf",)) == "kind_not_allowed"
    with pytest.raises(Unacceptable) as refused:
        check(io.BytesIO(PNG), "a.png", len(PNG), ("pdf", "jpg"))
    assert refused.value.params == {"allowed": ".pdf, .jpg, .jpeg"}


# Archives that are more than they seem (T-FI-04) ---------------------------------------------------


def bombs():
    zeros = "0" * (30 * content.MEGABYTE)
    many = {f"word/{n}.xml": "" for n in range(6000)}
    yield "a thousand to one", docx({"word/big.xml": zeros}), "unpacks_too_large"
    yield "100,000 entries' little brother", docx(many), "unpacks_too_large"
    yield "a size that lies", _lying(docx({"word/big.xml": "0" * content.MEGABYTE}), 10), "unpacks_too_large"
    yield "a size that boasts", _lying(docx({"word/big.xml": "0" * 1000}), 2000), "broken"
    yield "entries that overlap", _overlapping(), "broken"
    yield "a password", _protected(docx({"word/secret.xml": "x"})), "protected"
    compound = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(20_000) + "EncryptedPackage".encode("utf-16-le")
    yield "a password of Word itself", compound, "protected"
    yield "a name that stands twice", _doubled(), "broken"
    yield "an unknown packing", docx({"word/a.xml": "x" * 50}, compression=zipfile.ZIP_LZMA), "broken"
    yield "a directory for more than 4 GB", _zip64(docx()), "broken"


def _lying(data, size):
    """The last entry's promised size replaced, in its own header and in the directory."""
    archive = bytearray(data)
    at = archive.rfind(b"PK\x01\x02")
    struct.pack_into("<L", archive, at + 24, size)
    return bytes(archive)


def _overlapping():
    """Two directory entries that point to the same bytes."""
    archive = bytearray(docx({"word/a.xml": "x" * 100, "word/b.xml": "x" * 100}))
    last = archive.rfind(b"PK\x01\x02")
    before = archive.rfind(b"PK\x01\x02", 0, last)
    archive[last + 42 : last + 46] = archive[before + 42 : before + 46]
    return bytes(archive)


def _protected(data):
    archive = bytearray(data)
    archive[archive.rfind(b"PK\x01\x02") + 8] |= 1
    return bytes(archive)


def _doubled():
    return docx({"word/a.xml": "x", "word/b.xml": "y"}).replace(b"word/b.xml", b"word/a.xml")


def _zip64(data):
    end = data.rfind(b"PK\x05\x06")
    return data[:end] + b"PK\x06\x07" + bytes(16) + data[end:]


@pytest.mark.parametrize(("what", "data", "code"), [pytest.param(*b, id=b[0]) for b in bombs()])
def test_an_office_file_with_too_much_inside_is_refused_before_anybody_unpacks_it(what, data, code):
    tracemalloc.start()

    found = verdict("a.docx", data)

    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert found == code
    assert peak < 20 * content.MEGABYTE


def test_a_large_honest_document_is_taken_in_flat_memory():
    picture = zlib.compress(bytes(range(256)) * 4000)
    data = docx({"word/media/image1.bin": picture * 200, "word/document2.xml": "<w>Hola</w>" * 100_000})
    tracemalloc.start()

    found = verdict("a.docx", data)

    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert found == "Word"
    assert peak < 10 * content.MEGABYTE


@given(st.binary(max_size=300))
def test_no_bytes_upset_the_reader(noise):
    for name in ("a.pdf", "a.docx", "a.ods", "a.png"):
        known = {*SENTENCES, *(kind.label for kind in content.KINDS.values())}
        assert verdict(name, noise) in known
        assert verdict(name, b"PK\x03\x04" + noise + docx()[-200:]) in known


def test_every_code_has_a_sentence_and_every_sentence_a_code():
    import inspect  # noqa: PLC0415 -- this test alone reads the source

    from grants.files import actions, tables  # noqa: PLC0415

    source = "".join(map(inspect.getsource, (content, actions, tables)))
    assert {code for code in SENTENCES if f'("{code}"' in source} == set(SENTENCES)
