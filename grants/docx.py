"""Word documents from our own templates, made in the same child process and from the same data as the PDF.

For what people go on working with: lawyers read along, secretaries and press officers take over
sentences. What proves something (receipts, mandates, signed contracts) is PDF only. The templates in
``templates/docx`` are written by ``alinvest.devkit.word``; their Jinja is the only one that runs: a text
from people is escaped, its braces are none of the template's, its control characters are left out.
"""

import io
import re
import unicodedata
import zipfile
from datetime import UTC, datetime

from grants.workshop import ROOT, NotMade, carry_out

__all__ = ["MEDIA_TYPE", "NotMade", "make"]

TEMPLATES = ROOT / "templates" / "docx"

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

LANGUAGES = {"es": "es-ES", "pt-br": "pt-BR", "en": "en-GB"}
"""Our language codes -> the ones that name a dictionary to Word."""

MOST_OF_A_PROPERTY = 255
"""Longest title or subject among a document's properties, by the file format."""


NO_TEXT = frozenset({"Cc", "Cs"})
"""Kinds of characters that are left out: controls, halves of characters."""


def make(template: str, data: dict, *, language: str, made_at: datetime) -> bytes:
    """The DOCX of ``templates/docx/<template>.docx`` filled with ``data``, what the typst template gets.

    ``language`` is the document's language code, ``made_at`` the date in its properties. Raises
    NotMade, with the reason in its text, when the child fails or takes too long.
    """
    frame = data["frame"]
    before, between, after = re.split(r"\{pages?\}", frame["page"])
    data = data | {"frame": frame | {"page": [before, between, after]}}
    return carry_out("grants.docx", template, data=data, language=LANGUAGES[language], made_at=int(made_at.timestamp()))


def fill(order) -> bytes:
    """In the child: fill one template."""
    from docxtpl import DocxTemplate  # noqa: PLC0415 - only the child pays for loading it

    document = DocxTemplate(TEMPLATES / f"{order['template']}.docx")
    document.render(_cleaned(order["data"]), _environment())
    made_at = datetime.fromtimestamp(order["made_at"], UTC)
    _describe(document.docx, order["data"]["frame"], order["language"], made_at)
    made = io.BytesIO()
    document.docx.save(made)
    return _packed(made, made_at)


def _environment():
    """Jinja that knows no function, refuses what is missing, and puts texts in as texts."""
    from jinja2 import StrictUndefined  # noqa: PLC0415 - see fill
    from jinja2.sandbox import SandboxedEnvironment  # noqa: PLC0415 - see fill
    from markupsafe import Markup, escape  # noqa: PLC0415 - see fill

    def as_text(value):
        """Braces become references: docxtpl makes template tags of some that people may write."""
        return Markup(str(escape(value)).replace("{", "&#123;").replace("}", "&#125;"))  # noqa: S704 - escaped

    made = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined, finalize=as_text)
    made.globals.clear()
    return made


def _cleaned(value):
    """Plain values without the characters no XML file may hold, and those docxtpl reads as page or paragraph."""
    if isinstance(value, dict):
        return {key: _cleaned(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_cleaned(one) for one in value]
    if isinstance(value, str):
        text = value.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
        return "".join(one for one in text if one == "\n" or _is_text(one))
    return value


def _is_text(one):
    return unicodedata.category(one) not in NO_TEXT and one not in "\ufffe\uffff"


def _describe(document, frame, language, made_at):
    """Title, author, language and date among the properties; the language of the text for readers aloud."""
    from docx.oxml.ns import qn  # noqa: PLC0415 - see fill

    about = document.core_properties
    about.title, about.subject = (_cleaned(frame[name])[:MOST_OF_A_PROPERTY] for name in ("title", "subject"))
    about.author = about.last_modified_by = "AL-INVEST Verde"
    about.language = language
    about.created = about.modified = made_at.replace(tzinfo=None)
    for part, name in ((document.styles, "w:lang"), (document.settings, "w:themeFontLang")):
        for one in part.element.iter(qn(name)):
            one.set(qn("w:val"), language)


def _packed(made, made_at):
    """The same package with the document's date on each part: the same data make the same bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(made) as parts, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as again:
        for name in parts.namelist():
            part = zipfile.ZipInfo(name, date_time=made_at.timetuple()[:6])
            part.compress_type = zipfile.ZIP_DEFLATED
            again.writestr(part, parts.read(name))
    return packed.getvalue()
