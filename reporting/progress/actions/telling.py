"""What the register says of a firm follows the reports: kind, size, sector, sex of who runs it.

A firm is as the first report that was approved says it, so that it never stands in two cells of a table; a
correction of that report, in which everything is said anew, changes it. What nobody has approved, such as a list
with a wrong size that was replaced, tells nothing for long.
"""

from django.db import connection

from grants import clock
from reporting.progress.queries.told import SAID, TABLES, TELLING, TOLD, states

ONE_AT_A_TIME = 922_003
"""Approvals tell one after the other: each looks at all before it."""

_TELL = """
WITH {said}, firms AS (
    SELECT DISTINCT part.firm_id FROM {{part}} part JOIN said ON said.list = part.list_id
    WHERE said.project_id = %(project)s AND said.period_end = %(period_end)s
), told AS ({telling})
UPDATE {{firm}} firm SET ({names}) = ROW ({told}),
    corrected_at = CASE WHEN EXISTS (
        SELECT FROM {{part}} part JOIN said ON said.list = part.list_id AND said.id <> %(update)s
        WHERE part.firm_id = firm.id
    ) THEN %(now)s ELSE firm.corrected_at END
FROM told WHERE told.firm_id = firm.id AND ({held}) IS DISTINCT FROM ({told})
"""


def tell_firms(update) -> int:
    """Have the register say what the approved reports say of the firms of this one; returns how many changed.

    In the transaction of the approval, as its last step.
    """
    columns = {table: ", ".join(f"{table}.{column}" for column in TOLD) for table in ("told", "firm")}
    parts = {"said": SAID, "telling": TELLING, "told": columns["told"], "held": columns["firm"]}
    statement = _TELL.format(names=", ".join(TOLD), **parts).format(**TABLES)
    about = {
        "project": update.project_id, "period_end": update.period_end, "update": update.pk, "now": clock.now(),
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
        return cursor.execute(statement, about | states()).rowcount
