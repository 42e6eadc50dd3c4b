"""The first of what waits, and how many of something else: one statement."""

from django.db.models import Case, Count, Q, Value, When, Window


def first_and_count(rows, listed: Q, counted: Q, order: tuple[str, ...], most: int) -> tuple[list, int]:
    """The first ``most`` rows that match ``listed``, in this order, and how many match ``counted``."""
    found = rows.filter(listed | counted).annotate(
        is_listed=Case(When(listed, then=Value(1)), default=Value(0)), how_many=Window(Count("pk", filter=counted))
    )
    found = list(found.order_by("-is_listed", *order)[:most])
    return [row for row in found if row.is_listed], found[0].how_many if found else 0
