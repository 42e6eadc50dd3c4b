"""How much one request may send, before a byte of it is stored."""

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler


class LimitHandler(FileUploadHandler):
    """The first of the upload handlers: refuses a request that announces or sends more than is taken.

    What a single file may have is the stage's to say (``files.actions.store``); this keeps a stranger
    from filling the disk. Raises RequestDataTooBig, whose page says what to do.
    """

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):
        """Looks at what the request announces."""
        self._taken = 0
        self._count(content_length)
        self._taken = 0

    def receive_data_chunk(self, raw_data, start):
        """Counts what really comes; the next handler stores it."""
        self._count(len(raw_data))
        return raw_data

    def file_complete(self, file_size):
        """Stores nothing itself."""

    def _count(self, size):
        self._taken += size
        if self._taken > settings.UPLOAD_MOST_MEGABYTES * 1024 * 1024:
            raise RequestDataTooBig("The request holds more than is taken at once.")
