"""What was compiled never changes, whoever writes: held by triggers. The compilation kept up to date alone moves."""

from grants.audit import database_rule

_COMPILATION = """
CREATE OR REPLACE FUNCTION reporting_keep_compilation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A finished compilation never changes.' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE OR REPLACE TRIGGER {compilations}_is_final BEFORE UPDATE OR DELETE ON {compilations}
    FOR EACH ROW WHEN (OLD.state IN ('done')) EXECUTE FUNCTION reporting_keep_compilation();
CREATE OR REPLACE TRIGGER {compilations}_stays_current BEFORE UPDATE ON {compilations}
    FOR EACH ROW WHEN ((OLD.state = 'current') <> (NEW.state = 'current'))
    EXECUTE FUNCTION reporting_keep_compilation();
"""

_PARTS = """
CREATE OR REPLACE FUNCTION {table}_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM touched JOIN {compilations} held ON held.id = touched.compilation_id
        WHERE held.state <> 'current' LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'what was compiled never changes: % refused', TG_OP USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER {table}_kept_before AFTER UPDATE ON {table} REFERENCING OLD TABLE AS touched
    FOR EACH STATEMENT EXECUTE FUNCTION {table}_keep();
CREATE OR REPLACE TRIGGER {table}_kept_after AFTER UPDATE ON {table} REFERENCING NEW TABLE AS touched
    FOR EACH STATEMENT EXECUTE FUNCTION {table}_keep();
CREATE OR REPLACE TRIGGER {table}_kept AFTER DELETE ON {table} REFERENCING OLD TABLE AS touched
    FOR EACH STATEMENT EXECUTE FUNCTION {table}_keep();
CREATE OR REPLACE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION grants_refuse_change();
"""


def seal(compilation, *parts):
    """Have PostgreSQL refuse every change to finished compilations and to the rows they consist of."""
    table = compilation._meta.db_table
    database_rule(compilation, _COMPILATION.format(compilations=table))
    for model in parts:
        database_rule(model, _PARTS.format(table=model._meta.db_table, compilations=table))
