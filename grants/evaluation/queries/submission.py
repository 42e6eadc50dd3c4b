"""What was handed in, read from the canonical content of the submission, never from the live draft."""

from grants.applications.queries.handed import Handed, handed


def handed_in(candidate, *, country, file_url) -> Handed:
    """The submission of a candidate read with its submission; three queries whatever its size.

    ``file_url(kind, place)`` gives the address of a file: kind "documents" or "mandates", and its place there.
    """
    call_id = candidate.evaluation.call_id
    document = candidate.submission.document
    return handed(document, lot=candidate.lot, call_id=call_id, country=country, file_url=file_url)
