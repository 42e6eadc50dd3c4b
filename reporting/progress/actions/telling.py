"""What the register says of a firm follows the reports: kind, size, sector, sex of who runs it.

A firm is as the first report that was approved says it, so that it never stands in two cells of a table; a
correction of that report, in which everything is said anew, changes it. What nobody has approved, such as a list
with a wrong size that was replaced, tells nothing for long.
"""

from django.db import connection

from grants import clock
from reporting.firms.models import Firm
from reporting.progress.models import FirmList, Participation, ResultsUpdate
from reporting.progress.workflow import ListState, UpdateState

TOLD = ("entity_type", "size", "section", "owner_sex")
"""Columns of a row that say what the firm is."""

_TELL = """
WITH said AS (
    SELECT one.id, list.id AS list, one.project_id, one.period_end,
           one.number = max(one.number) OVER report AS in_force,
           min(one.approved_at) OVER report AS since
    FROM {update} one JOIN {list} list ON list.update_id = one.id AND list.state = %(taken)s
    WHERE one.state = %(approved)s WINDOW report AS (PARTITION BY one.project_id, one.period_end)
), firms AS (
    SELECT DISTINCT part.firm_id FROM {part} part JOIN said ON said.list = part.list_id
    WHERE said.project_id = %(project)s AND said.period_end = %(period_end)s
), told AS (
    SELECT DISTINCT ON (part.firm_id) part.firm_id, {told}
    FROM {part} part JOIN firms USING (firm_id) JOIN said ON said.list = part.list_id AND said.in_force
    WHERE part.size <> '' ORDER BY part.firm_id, said.since, said.id, part.row
)
UPDATE {firm} firm SET ({names}) = ROW ({told_now}),
    corrected_at = CASE WHEN EXISTS (
        SELECT FROM {part} part JOIN said ON said.list = part.list_id AND said.id <> %(update)s
        WHERE part.firm_id = firm.id
    ) THEN %(now)s ELSE firm.corrected_at END
FROM told WHERE told.firm_id = firm.id AND ({held}) IS DISTINCT FROM ({told_now})
"""


ONE_AT_A_TIME = 922_003
"""Approvals tell one after the other: each looks at all before it."""


def tell_firms(update) -> int:
    """Have the register say what the approved reports say of the firms of this one; returns how many changed.

    In the transaction of the approval, as its last step.
    """
    models = {"update": ResultsUpdate, "list": FirmList, "part": Participation, "firm": Firm}
    words = {"told": "part", "told_now": "told", "held": "firm"}
    parts = {name: model._meta.db_table for name, model in models.items()}
    parts |= {name: ", ".join(f"{table}.{column}" for column in TOLD) for name, table in words.items()}
    values = {
        "taken": ListState.TAKEN, "approved": UpdateState.APPROVED, "project": update.project_id,
        "period_end": update.period_end, "update": update.pk, "now": clock.now(),
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
        return cursor.execute(_TELL.format(names=", ".join(TOLD), **parts), values).rowcount
