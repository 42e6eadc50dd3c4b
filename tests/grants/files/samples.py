"""Small files of each kind, made on the spot."""

import io
import zipfile

PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00" + bytes(64) + b"\xff\xd9"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000002000001"
    "0005fe02fea7350000000049454e44ae426082"
)
OPENXML = "application/vnd.openxmlformats-officedocument."


def office(parts, compression=zipfile.ZIP_DEFLATED):
    """A ZIP of these names and texts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return buffer.getvalue()


def _openxml(part, main, more, compression):
    types = (
        '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Override PartName="/{part}" ContentType="{main}"/></Types>'
    )
    return office({"[Content_Types].xml": types, part: "<main/>"} | (more or {}), compression)


def docx(more=None, *, main=f"{OPENXML}wordprocessingml.document.main+xml", compression=zipfile.ZIP_DEFLATED):
    """A Word document with further parts."""
    return _openxml("word/document.xml", main, more, compression)


def xlsx(more=None):
    """An Excel workbook with further parts."""
    return _openxml("xl/workbook.xml", f"{OPENXML}spreadsheetml.sheet.main+xml", more, zipfile.ZIP_DEFLATED)


def pptx():
    """A PowerPoint presentation."""
    main = f"{OPENXML}presentationml.presentation.main+xml"
    return _openxml("ppt/presentation.xml", main, None, zipfile.ZIP_DEFLATED)


def odt(more=None):
    """An OpenDocument text with further parts."""
    return office({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<o/>"} | (more or {}))


def ods():
    """An OpenDocument table."""
    return office({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<o/>"})
