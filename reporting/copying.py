"""Many rows at once: PostgreSQL's COPY, for lists that come by ten thousands."""

from django.db import connection


def copy_rows(model, names, rows):
    """Put ``rows``, tuples in the order of the fields ``names``, into the model's table; returns how many.

    Nothing of Django looks at them: the database's own rules hold, and what its columns need is given.
    """
    columns = ", ".join(f'"{model._meta.get_field(name).column}"' for name in names)
    count = 0
    with connection.cursor() as cursor, cursor.copy(f"COPY {model._meta.db_table} ({columns}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
            count += 1
    return count


def next_ids(model, count):
    """So many numbers that no row of the model has or will have."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count])
        return [number for (number,) in cursor.fetchall()]
