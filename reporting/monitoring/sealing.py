"""The report of a visit never changes once it was handed in, whoever writes: held by triggers."""

from grants.audit import database_rule

_RULE = """
CREATE OR REPLACE FUNCTION reporting_refuse_change_of_visit() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE numbers bigint[];
BEGIN
    IF TG_TABLE_NAME = '{visits}' THEN
        IF 'planned' <> OLD.state THEN
            RAISE EXCEPTION 'visit % is over: % refused', OLD.id, TG_OP USING ERRCODE = 'insufficient_privilege';
        END IF;
    ELSE
        numbers := ARRAY[
            CASE WHEN TG_OP <> 'INSERT' THEN OLD.visit_id END, CASE WHEN TG_OP <> 'DELETE' THEN NEW.visit_id END];
        -- Held first, so that a row cannot slip in while the report is being handed in.
        PERFORM 1 FROM {visits} WHERE id = ANY(numbers) FOR SHARE;
        PERFORM 1 FROM {visits} WHERE id = ANY(numbers) AND state <> 'planned';
        IF FOUND THEN
            RAISE EXCEPTION 'a row of a visit that is over: % refused', TG_OP USING ERRCODE = 'insufficient_privilege';
        END IF;
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
"""

_TRIGGER = """
CREATE OR REPLACE TRIGGER {table}_over BEFORE {when} ON {table}
    FOR EACH ROW EXECUTE FUNCTION reporting_refuse_change_of_visit();
"""


def seal(visit, *parts):
    """Have PostgreSQL refuse every change to a visit that is over and to the rows it consists of."""
    table = visit._meta.db_table
    database_rule(visit, _RULE.format(visits=table) + _TRIGGER.format(table=table, when="UPDATE OR DELETE"))
    for model in parts:
        database_rule(model, _TRIGGER.format(table=model._meta.db_table, when="INSERT OR UPDATE OR DELETE"))
