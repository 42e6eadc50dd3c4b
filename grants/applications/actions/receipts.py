"""Making the receipt of a submission as a PDF, once per language."""

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils.translation import override

from grants import pdf
from grants.applications.models import Receipt
from grants.applications.queries.receipts import pdf_data, receipt_words
from grants.files.actions import store
from grants.workflow import action


@action
def make_receipt(submission, *, language, by):
    """The receipt in ``language``: the one made before, or a new one, kept from then on.

    Its bytes stay the same for ever, since people verify them by their hash. Takes about a fifth of
    a second; raises pdf.NotMade when the document cannot be made, and then nothing is kept.
    """
    made = submission.receipts.select_related("file").filter(language=language).first()
    if made is not None:
        return made
    with override(language):
        data = pdf_data(receipt_words(submission, person=submission.frozen_by))
    content = pdf.make("receipt", data, language=language, made_at=submission.received_at)
    name = f"{submission.application.reference}-{submission.number}-{language}.pdf"
    try:
        with transaction.atomic():
            file = store(ContentFile(content, name=name), by=by, allow=frozenset({"pdf"}), is_ours=True)
            return Receipt.objects.create(submission=submission, language=language, file=file)
    except IntegrityError:
        # Somebody made the same receipt at the same time: theirs is the one that is kept.
        return submission.receipts.select_related("file").get(language=language)
