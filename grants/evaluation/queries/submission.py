"""What was handed in, read from the canonical content of the submission, never from the live draft."""

from django.utils.translation import gettext as _

from grants.applications.queries.handed import Handed, handed


def handed_in(candidate, *, country, file_url) -> Handed:
    """The submission of a candidate read with its submission; three queries whatever its size.

    ``file_url(kind, place)`` gives the address of a file: kind "documents", "mandates" or "answers", and its
    place there.
    """
    call_id = candidate.evaluation.call_id
    document = candidate.submission.document
    shown = handed(document, lot=candidate.lot, call_id=call_id, country=country, file_url=file_url)
    for answer in (answer for part in shown.parts for answer in part["answers"]):
        for number, file in enumerate(answer["files"], start=1):
            file["name"] = _("File %(number)d") % {"number": number}  # what it is called may tell whose it is
    return shown
