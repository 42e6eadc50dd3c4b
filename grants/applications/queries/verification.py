"""Whether a receipt, a content file or a handed-in file is ours and unchanged. Says nothing of the content.

A file that was handed in is looked up only together with a receipt number: else anybody who holds an
organisation's statutes could learn whether it applied.
"""

import hashlib
import re
from dataclasses import dataclass

from django.db import models

from grants.applications.models import Receipt, Submission


class Verdict(models.TextChoices):
    """What the verification page answers; its sentences are in the page's template."""

    NUMBER = "number", "the number is that of a receipt of ours"
    RECEIPT = "receipt", "the file is a receipt of ours, unchanged"
    CONTENT = "content", "the file is the content of a submission, unchanged"
    FILE = "file", "the file was handed in with this submission, unchanged"
    NO_NUMBER = "no_number", "no receipt has this number"
    NO_FILE = "no_file", "the file is none of ours, or it was changed"
    OTHER_RECEIPT = "other_receipt", "the file is ours and belongs to another receipt"
    DAMAGED = "damaged", "our own copy no longer has its hash"


GOOD = frozenset({Verdict.NUMBER, Verdict.RECEIPT, Verdict.CONTENT, Verdict.FILE})


@dataclass(frozen=True)
class Verification:
    """The answer: a verdict, and for a good one the submission it is about."""

    verdict: Verdict
    submission: Submission | None = None
    sha256: str = ""

    @property
    def is_good(self) -> bool:
        """Whether what was asked about is ours and unchanged."""
        return self.verdict in GOOD


def verify(number: str, uploaded=None) -> Verification:
    """Look up a receipt number, an uploaded file, or both together; a few queries."""
    named = _by_number(number) if number else None
    if number and named is None:
        return Verification(Verdict.NO_NUMBER)
    if uploaded is None:
        return _intact(Verdict.NUMBER, named)
    sha256 = sha256_of(uploaded)
    verdict, found = _by_hash(sha256, named)
    if found is None:
        return Verification(Verdict.NO_FILE, sha256=sha256)
    if named is not None and found.pk != named.pk:
        return Verification(Verdict.OTHER_RECEIPT, sha256=sha256)
    return _intact(verdict, found, sha256)


def _by_number(number):
    # Blanks and dashes of every kind stand for the hyphens: as it is dictated, or made prettier by a program.
    wanted = re.sub(r"[\s\-\u2010-\u2015]+", "-", number.strip()).upper()
    return Submission.objects.select_related("application__call").filter(receipt_number=wanted).first()


def _by_hash(sha256, named):
    same_content = Submission.objects.select_related("application__call").filter(sha256=sha256)
    if named is not None:
        # The same content may have been handed in twice, before and after a withdrawal.
        same_content = same_content.order_by(models.Case(models.When(pk=named.pk, then=0), default=1), "pk")
    submission = same_content.first()
    if submission is not None:
        return Verdict.CONTENT, submission
    receipt = Receipt.objects.filter(file__sha256=sha256).select_related("submission__application__call").first()
    if receipt is not None:
        return Verdict.RECEIPT, receipt.submission
    if named is not None and sha256 in files_of(named):
        return Verdict.FILE, named
    return Verdict.NO_FILE, None


def files_of(submission) -> set[str]:
    """Hashes of all files that belong to a submission."""
    documents = {row["sha256"] for row in submission.document["documents"]}
    return documents | {row["file_sha256"] for row in submission.document["mandates"] if row["file_sha256"]}


def _intact(verdict, submission, sha256=""):
    if not submission.is_intact:
        return Verification(Verdict.DAMAGED, sha256=sha256)
    return Verification(verdict, submission, sha256)


def sha256_of(uploaded) -> str:
    """Hash of an uploaded file, read in pieces."""
    digest = hashlib.sha256()
    for piece in uploaded.chunks():
        digest.update(piece)
    return digest.hexdigest()
