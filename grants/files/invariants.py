"""What must be true of stored files."""

import hashlib

from grants.files.content import MEGABYTE
from grants.files.models import StoredFile
from grants.invariants import invariant

BATCH = 200


@invariant("Every stored file still has the bytes it came with")
def bytes_match_their_hash():
    """Reads every file; a missing one counts as changed."""
    for stored in StoredFile.objects.order_by("pk").iterator(chunk_size=BATCH):
        digest, size = hashlib.sha256(), 0
        try:
            with stored.content.open("rb") as content:
                while piece := content.read(MEGABYTE):
                    digest.update(piece)
                    size += len(piece)
        except FileNotFoundError:
            yield f"file {stored.public_id} is missing"
            continue
        if (digest.hexdigest(), size) != (stored.sha256, stored.size):
            yield f"file {stored.public_id} has changed"
        yield None
