"""What was approved never changes, whoever writes: held by triggers, since published figures rest on it.

Small tables are watched row by row. Rows of firm lists come by ten thousands: those are looked at once
per statement.
"""

from grants.audit import database_rule

_ROWS = """
CREATE OR REPLACE FUNCTION reporting_refuse_change_of_approved() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE updates bigint[];
BEGIN
    IF TG_TABLE_NAME = '{updates}' THEN
        IF 'approved' = OLD.state THEN
            RAISE EXCEPTION 'update % is approved: % refused', OLD.id, TG_OP USING ERRCODE = 'insufficient_privilege';
        END IF;
    ELSE
        updates := ARRAY[
            CASE WHEN TG_OP <> 'INSERT' THEN OLD.update_id END, CASE WHEN TG_OP <> 'DELETE' THEN NEW.update_id END];
        -- Held first, so that a row cannot slip in while the update is being approved.
        PERFORM 1 FROM {updates} WHERE id = ANY(updates) FOR SHARE;
        PERFORM 1 FROM {updates} WHERE id = ANY(updates) AND state = 'approved';
        IF FOUND THEN
            RAISE EXCEPTION 'a row of an approved update: % refused', TG_OP USING ERRCODE = 'insufficient_privilege';
        END IF;
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
"""

_ROW_TRIGGER = """
CREATE OR REPLACE TRIGGER {table}_approved BEFORE {when} ON {table}
    FOR EACH ROW EXECUTE FUNCTION reporting_refuse_change_of_approved();
"""

_STATEMENT = """
CREATE OR REPLACE FUNCTION {table}_refuse_change_of_approved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM touched {joins} JOIN {lists} list ON list.id = {list}
        JOIN {updates} held ON held.id = list.update_id WHERE 'approved' = held.state LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'a row of an approved list: % refused', TG_OP USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER {table}_approved_insert AFTER INSERT ON {table} REFERENCING NEW TABLE AS touched
    FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse_change_of_approved();
CREATE OR REPLACE TRIGGER {table}_approved_update AFTER UPDATE ON {table} REFERENCING OLD TABLE AS touched
    FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse_change_of_approved();
CREATE OR REPLACE TRIGGER {table}_approved_delete AFTER DELETE ON {table} REFERENCING OLD TABLE AS touched
    FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse_change_of_approved();
"""


def seal(update, value, evidence, firm_list, participation, fact):
    """Have PostgreSQL refuse every change to an approved update and to the rows it consists of."""
    tables = {"updates": update._meta.db_table, "lists": firm_list._meta.db_table}
    trigger = _ROW_TRIGGER.format(table=tables["updates"], when="UPDATE OR DELETE")
    database_rule(update, _ROWS.format(**tables) + trigger)
    for model in (value, evidence, firm_list):
        trigger = _ROW_TRIGGER.format(table=model._meta.db_table, when="INSERT OR UPDATE OR DELETE")
        database_rule(model, trigger)
    rows = participation._meta.db_table
    database_rule(participation, _STATEMENT.format(table=rows, joins="", list="touched.list_id", **tables))
    joins = f"JOIN {rows} part ON part.id = touched.participation_id"
    database_rule(fact, _STATEMENT.format(table=fact._meta.db_table, joins=joins, list="part.list_id", **tables))
