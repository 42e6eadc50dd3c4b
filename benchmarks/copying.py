"""Many rows at once."""

from django.db import connection
from psycopg import sql


def copy_rows(model, columns, rows):
    """COPY the rows (values of ``columns``, in this order) into the model's table."""
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(model._meta.db_table), names)
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)
