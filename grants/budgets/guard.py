"""A final budget never changes, whoever writes: held by triggers, since a contract or a report rests on it."""

from django.db import connections

_FUNCTION = """
CREATE OR REPLACE FUNCTION grants_refuse_change_of_final_budget() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE budgets bigint[];
BEGIN
    IF TG_TABLE_NAME = 'grants_budget' THEN
        IF OLD.frozen_at IS NOT NULL THEN
            RAISE EXCEPTION 'budget % is final: % refused', OLD.id, TG_OP USING ERRCODE = 'insufficient_privilege';
        END IF;
    ELSE
        budgets := ARRAY[
            CASE WHEN TG_OP <> 'INSERT' THEN OLD.budget_id END, CASE WHEN TG_OP <> 'DELETE' THEN NEW.budget_id END];
        -- Held first, so that a row cannot slip in while the budget is being made final.
        PERFORM 1 FROM grants_budget WHERE id = ANY(budgets) FOR SHARE;
        PERFORM 1 FROM grants_budget WHERE id = ANY(budgets) AND frozen_at IS NOT NULL;
        IF FOUND THEN
            RAISE EXCEPTION 'a row of a final budget: % refused', TG_OP USING ERRCODE = 'insufficient_privilege';
        END IF;
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
"""

_TRIGGER = """
CREATE OR REPLACE TRIGGER {table}_final BEFORE {when} ON {table}
    FOR EACH ROW EXECUTE FUNCTION grants_refuse_change_of_final_budget();
"""

ROWS = ("grants_budgetline", "grants_budgetpartner", "grants_fundingsource")


def guard_final_budgets(sender, using="default", **kwargs):
    """Install the triggers; harmless when they are there already."""
    connection = connections[using]
    if not set(ROWS) <= set(connection.introspection.table_names()):
        return
    with connection.cursor() as cursor:
        cursor.execute(_FUNCTION)
        cursor.execute(_TRIGGER.format(table="grants_budget", when="UPDATE OR DELETE"))
        for table in ROWS:
            cursor.execute(_TRIGGER.format(table=table, when="INSERT OR UPDATE OR DELETE"))
