"""What every template of a Word document looks like: real styles, heads of tables that repeat, emblem, page numbers."""

import io
import zipfile
from functools import cache
from pathlib import Path

import typst
from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, nsmap, qn
from docx.shared import Mm, Pt, RGBColor

ROOT = Path(__file__).resolve().parents[2]
EMBLEM = ROOT / "alinvest" / "static" / "images" / "eu-emblem.svg"

INK, QUIET = RGBColor(0x1C, 0x23, 0x21), RGBColor(0x55, 0x60, 0x5C)
TEXT_WIDTH = 166
"""Millimetres between the margins of an A4 page."""

WRITTEN = (2026, 1, 1, 0, 0, 0)
"""The date on every part, so that writing again changes nothing."""

TABLE_STYLE = f"""
<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="Verde">
  <w:name w:val="Verde"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="99"/>
  <w:pPr><w:spacing w:before="40" w:after="40" w:line="240" w:lineRule="auto"/></w:pPr>
  <w:tblPr>
    <w:tblBorders>
      <w:top w:val="single" w:sz="4" w:space="0" w:color="C9D1CD"/>
      <w:bottom w:val="single" w:sz="4" w:space="0" w:color="C9D1CD"/>
      <w:insideH w:val="single" w:sz="4" w:space="0" w:color="C9D1CD"/>
    </w:tblBorders>
    <w:tblCellMar><w:left w:w="60" w:type="dxa"/><w:right w:w="140" w:type="dxa"/></w:tblCellMar>
  </w:tblPr>
  <w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr></w:tblStylePr>
</w:style>
"""


class Sheet:
    """One template while it is written: each method adds a piece; texts in braces are for ``grants.docx``."""

    def __init__(self):
        self.document = Document()
        _empty(self.document)
        _page(self.document)
        _styles(self.document)
        _of_today(self.document)
        self._header()
        self._footer()

    def _header(self):
        head = self.document.sections[0].header.paragraphs[0]
        head.style = "Header"
        head.text = "{{ frame.programme }}"

    def _footer(self):
        foot = self.document.sections[0].footer.paragraphs[0]
        foot.style = "Footer"
        stops = foot.paragraph_format.tab_stops
        stops.add_tab_stop(Mm(24))
        stops.add_tab_stop(Mm(TEXT_WIDTH), WD_TAB_ALIGNMENT.RIGHT)
        picture = foot.add_run().add_picture(io.BytesIO(_emblem()), height=Mm(9))
        named = picture._inline.docPr
        named.set("name", "EU")
        named.set("descr", "{{ frame.funded }}")
        foot.add_run("\t{{ frame.funded }}\t{{ frame.page[0] }}")
        _field(foot, "PAGE")
        foot.add_run("{{ frame.page[1] }}")
        _field(foot, "NUMPAGES")
        foot.add_run("{{ frame.page[2] }}")

    def text(self, words, style="Normal"):
        """A paragraph."""
        self.document.add_paragraph(words, style)

    def titled(self):
        """The title of the document."""
        self.text("{{ frame.title }}", "Title")

    def heading(self, words, level=1):
        """A heading Word knows as one."""
        self.text(words, f"Heading {level}")

    def tag(self, words):
        """A paragraph that is a tag of the template and vanishes: ``for lot in lots``."""
        self.text(f"{{%p {words} %}}")

    def each(self, words, adds):
        """What ``adds`` adds, for each of a list."""
        self.tag(f"for {words}")
        adds()
        self.tag("endfor")

    def given(self, words, adds):
        """What ``adds`` adds, where a condition holds."""
        self.tag(f"if {words}")
        adds()
        self.tag("endif")

    def bullets(self, rows):
        """A list with one point for each row."""
        self.each(f"row in {rows}", lambda: self.text("{{ row }}", "List Bullet"))

    def facts(self, rows):
        """Terms and what they are."""
        table = self._table([52, TEXT_WIDTH - 52], "0080")
        self._loop(table, rows, ["{{ row.label }}", "{{ row.value }}"], terms=True)
        self.text("", "After Table")

    def listed(self, heads, rows, widths, cells=None, right=(), lines_above=0):
        """A table with a head that repeats on each page; ``right`` are columns of numbers."""
        table = self._table(widths, "0020")
        head = table.add_row()
        head._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))
        for column, cell in enumerate(head.cells):
            _write(cell, f"{{{{ {heads}[{column}] }}}}", column in right)
        cells = cells or [f"{{{{ row[{column}] }}}}" for column in range(len(widths))]
        self._loop(table, rows, cells, right, lines_above)
        self.text("", "After Table")

    def sums(self, rows):
        """Terms with an amount each."""
        table = self._table([TEXT_WIDTH - 40, 40], "0080")
        self._loop(table, rows, ["{{ row[0] }}", "{{ row[1] }}"], right=(1,))
        self.text("", "After Table")

    def blanks(self, labels):
        """Terms with room to write behind each."""
        table = self._table([52, TEXT_WIDTH - 52], "0080")
        self._loop(table, labels, ["{{ row }}", ""], lines_above=9, terms=True)
        self.text("", "After Table")

    def hash(self, words, value):
        """A hash in small print under what it is of."""
        self.text(words, "Small")
        self.text(value, "Hash")

    def page_break(self):
        """What follows begins on a new page."""
        self.document.add_page_break()

    def _table(self, widths, look):
        table = self.document.add_table(0, len(widths))
        table.autofit = False
        table.style = "Verde"
        shape = table._tbl.tblPr.find(qn("w:tblLook"))
        if shape is not None:
            table._tbl.tblPr.remove(shape)
        first = {"0080": 'w:firstRow="0" w:firstColumn="1"', "0020": 'w:firstRow="1" w:firstColumn="0"'}[look]
        rest = 'w:lastRow="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"'
        table._tbl.tblPr.append(parse_xml(f'<w:tblLook {nsdecls("w")} w:val="{look}" {first} {rest}/>'))
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Mm(width)
        return table

    def _loop(self, table, rows, cells, right=(), lines_above=0, terms=False):
        table.add_row().cells[0].text = f"{{%tr for row in {rows} %}}"
        row = table.add_row()
        row._tr.get_or_add_trPr().append(parse_xml(f"<w:cantSplit {nsdecls('w')}/>"))
        if lines_above:
            row.height = Mm(lines_above)
        for column, words in enumerate(cells):
            _write(row.cells[column], words, column in right)
        if terms:
            row.cells[0].paragraphs[0].style = "Term"
        table.add_row().cells[0].text = "{%tr endfor %}"

    def saved(self):
        """The template's bytes, always the same."""
        written = io.BytesIO()
        self.document.save(written)
        packed = io.BytesIO()
        with zipfile.ZipFile(written) as parts, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as again:
            for name in sorted(parts.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
                part = zipfile.ZipInfo(name, date_time=WRITTEN)
                part.compress_type = zipfile.ZIP_DEFLATED
                again.writestr(part, parts.read(name))
        return packed.getvalue()


def _empty(document):
    """Without the picture and the words of the blank document it starts from."""
    for key, relation in list(document.part.package.rels.items()):
        if "thumbnail" in relation.reltype:
            del document.part.package.rels[key]
    about = document.core_properties
    about.title = about.subject = about.comments = about.keywords = about.author = about.last_modified_by = ""


def _of_today(document):
    """Word opens it as a document of today, not in the mode for those of an earlier Word."""
    for setting in document.settings.element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")


def _page(document):
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(22)
    section.top_margin, section.bottom_margin = Mm(24), Mm(30)
    section.header_distance, section.footer_distance = Mm(12), Mm(10)


def _styles(document):
    styles = document.styles
    for name, size, above, below, colour, bold in (
        ("Normal", 10.5, 0, 6, INK, None),
        ("Title", 22, 0, 8, INK, True),
        ("Subtitle", 12.5, 0, 8, INK, False),
        ("Heading 1", 14, 18, 6, INK, True),
        ("Heading 2", 12, 14, 4, INK, True),
        ("Heading 3", 10.5, 10, 4, INK, True),
        ("Header", 9, 0, 0, QUIET, None),
        ("Footer", 8.5, 0, 0, QUIET, None),
        ("List Bullet", 10.5, 0, 3, INK, None),
        ("Quiet", 10.5, 0, 8, QUIET, None),
        ("Small", 8.5, 6, 2, INK, None),
        ("Hash", 7.5, 0, 6, QUIET, None),
        ("Cell", 9.5, 2, 2, INK, None),
        ("Term", 9.5, 2, 2, QUIET, None),
        ("After Table", 4, 0, 4, INK, None),
    ):
        style = styles[name] if name in styles else styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        if name in {"Quiet", "Small", "Hash", "Cell", "Term", "After Table"}:
            style.base_style = styles["Normal"]
        style.font.size, style.font.bold, style.font.italic = Pt(size), bold, None
        style.font.color.rgb = colour
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(above), Pt(below)
        _typeface(style, "Courier New" if name == "Hash" else "Calibri")
    for name, path in (("Title", "w:pPr/w:pBdr"), ("Subtitle", "w:rPr/w:spacing"), ("Footer", "w:pPr/w:tabs")):
        for one in styles[name].element.findall(path, nsmap):
            one.getparent().remove(one)
    styles.element.append(parse_xml(TABLE_STYLE))


def _typeface(style, name):
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for key in list(fonts.attrib):
        del fonts.attrib[key]
    for key in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{key}"), name)


def _write(cell, words, is_number):
    paragraph = cell.paragraphs[0]
    paragraph.style = "Cell"
    paragraph.text = words
    if is_number:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _field(paragraph, name):
    field = parse_xml(
        f'<w:fldSimple {nsdecls("w")} w:instr=" {name} "><w:r><w:t>1</w:t></w:r></w:fldSimple>',
    )
    paragraph._p.append(field)


@cache
def _emblem():
    """The emblem as a picture Word shows everywhere."""
    page = f'#set page(width: auto, height: auto, margin: 0pt)\n#image("/{EMBLEM.relative_to(ROOT)}", height: 9mm)'
    return typst.compile(page.encode(), root=ROOT, format="png", ppi=400)
