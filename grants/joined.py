"""A row and its many rows in one statement: joined there, put together again here.

A query annotates ``FilteredRelation`` s and names them in ``select_related``; the database answers
with a row for each of the many, and the one row in each of them.
"""


def many(rows, name) -> list:
    """The many rows joined as ``name``, each once, in the order they were read; empty where nothing was joined."""
    found = (getattr(row, name, None) for row in rows)
    return list({one.pk: one for one in found if one is not None}.values())
