"""Uploads as Django hands them to a view: small ones in memory, large ones in a temporary file."""

from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile


def upload(name, data):
    """A small upload."""
    return SimpleUploadedFile(name, data, "application/octet-stream")


def large_upload(name, pieces):
    """An upload on disk, written piece by piece."""
    file = TemporaryUploadedFile(name, "application/pdf", 0, None)
    for piece in pieces:
        file.write(piece)
    file.size = file.tell()
    file.seek(0)
    return file
