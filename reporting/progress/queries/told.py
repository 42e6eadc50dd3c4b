"""What approved reports say a firm is: the first of them that names it, as it was corrected up to a moment."""

from datetime import UTC, datetime

from django.db import connection

from reporting.firms.models import Firm
from reporting.progress.models import FirmList, Participation, ResultsUpdate
from reporting.progress.workflow import ListState, UpdateState

TOLD = ("entity_type", "size", "section", "owner_sex")
"""Columns of a row that say what the firm is."""

ALWAYS = datetime(9999, 12, 31, tzinfo=UTC)
"""A moment up to which everything was approved."""

TABLES = {
    "update": ResultsUpdate._meta.db_table,
    "list": FirmList._meta.db_table,
    "part": Participation._meta.db_table,
    "firm": Firm._meta.db_table,
}

SAID = """
said AS (
    SELECT one.id, list.id AS list, one.project_id, one.period_end,
           one.number = max(one.number) OVER report AS in_force,
           min(one.approved_at) OVER report AS since
    FROM {update} one JOIN {list} list ON list.update_id = one.id AND list.state = %(taken)s
    WHERE one.state = %(approved)s AND one.approved_at <= %(as_of)s
    WINDOW report AS (PARTITION BY one.project_id, one.period_end)
)
"""
"""The lists of approved updates, those that count and those that were corrected."""

TELLING = """
SELECT DISTINCT ON (part.firm_id) part.firm_id, part.entity_type, part.size, part.section, part.owner_sex
FROM {part} part JOIN said ON said.list = part.list_id AND said.in_force
WHERE part.firm_id IN (SELECT firm_id FROM firms) AND part.size <> ''
ORDER BY part.firm_id, said.since, said.id, part.row
"""
"""What the firms of ``firms`` are."""

_CORRECTED = "WITH {said}, firms AS (SELECT id AS firm_id FROM {{firm}} WHERE corrected_at > %(as_of)s) {telling}"


def states(as_of=ALWAYS):
    """Parameters of SAID."""
    return {"taken": ListState.TAKEN, "approved": UpdateState.APPROVED, "as_of": as_of}


def told_until(as_of) -> list[tuple]:
    """(firm, kind, size, sector, sex) of those that were corrected after a moment, as they were told by then."""
    statement = _CORRECTED.format(said=SAID, telling=TELLING).format(**TABLES)
    with connection.cursor() as cursor:
        return cursor.execute(statement, states(as_of)).fetchall()
