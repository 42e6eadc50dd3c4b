"""The contract for Word, so that lawyers can read along before it is signed. What is signed is the PDF."""

import json
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from grants import clock
from grants.audit import canonical, content_hash
from grants.contracts.queries.content import content
from grants.contracts.queries.printing import pdf_data
from grants.contracts.workflow import OPEN
from grants.templatetags.grants import OFFICIAL_ZONE, moment_text


@dataclass(frozen=True)
class ReadingCopy:
    """What ``templates/docx/contract.docx`` prints, and the date in its properties."""

    data: dict
    language: str
    made_at: datetime
    name: str


def reading_copy(contract, *, as_it_stands) -> ReadingCopy | None:
    """The version sent last; before it, and for who corrects the contract, the contract as it stands.

    None once the contract is signed or given up: then what was signed counts, and nothing else is read.
    """
    if contract.state not in OPEN:
        return None
    version = contract.versions.first()
    if version is None or as_it_stands:
        whole = canonical(content(contract))
        if version is None or version.sha256 != content_hash(whole):
            return _draft(contract, json.loads(whole))
    sentence = _("Copy of version %(number)d to read along, sent on %(moment)s. What is signed is the PDF.")
    return _copy(
        contract, version.document, sentence, number=version.number, sha256=version.sha256,
        language=version.language, at=version.frozen_at, standing=str(version.number),
    )  # fmt: skip


def _draft(contract, document):
    sentence = _("Draft to read along, as it stood on %(moment)s. What is signed is the PDF that is sent later.")
    at = clock.now()
    return _copy(
        contract, document, sentence, number=0, sha256="",
        language=contract.language, at=at, standing=f"draft-{at:%Y-%m-%d-%H%M}",
    )  # fmt: skip


def _copy(contract, document, sentence, *, number, sha256, language, at, standing):
    with override(language):
        status = str(sentence) % {"number": number, "moment": moment_text(at, OFFICIAL_ZONE)}
        data = pdf_data(document, number=number, sha256=sha256) | {"status": status}
    name = f"{contract.reference}-{standing}-{language}.docx"
    return ReadingCopy(data=data, language=language, made_at=at, name=name)
