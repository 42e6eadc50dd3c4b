"""Paths of stored files. Migrations name these functions: this module never moves."""


def stored_file_path(stored_file, filename):
    """Bytes lie under a random name: nothing of what the sender called the file."""
    name = stored_file.public_id.hex
    return f"files/{name[:2]}/{name[2:4]}/{name}"


def list_file_path(list_file, filename):
    """The file of a list lies under a random name too, apart from what people handed in: it is not kept for good."""
    return f"lists/{list_file.public_id.hex}"
