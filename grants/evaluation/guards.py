"""The rule of the envelope in the database: live awards of a lot are at most its envelope in force.

Two people who award the last money of a lot at once cannot both succeed, whatever code they run: each
new or changed award and each move of money waits for the lot's row and then adds up what is there.
The lot is locked without its key (FOR NO KEY UPDATE), since rows that refer to it lock the key.
"""

from django.db import connections

TABLES = ("grants_award", "grants_envelopemove")

_RULE = """
CREATE OR REPLACE FUNCTION grants_lot_within_envelope(number bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    in_force numeric;
    awarded numeric;
BEGIN
    SELECT envelope INTO in_force FROM grants_lot WHERE id = number FOR NO KEY UPDATE;
    SELECT in_force + COALESCE(SUM(CASE WHEN to_lot_id = number THEN amount ELSE -amount END), 0) INTO in_force
        FROM grants_envelopemove WHERE number IN (from_lot_id, to_lot_id);
    SELECT COALESCE(SUM("grant"), 0) INTO awarded
        FROM grants_award WHERE lot_id = number AND state <> 'renounced';
    IF awarded > in_force THEN
        RAISE EXCEPTION 'The awards of lot % are % of % in its envelope', number, awarded, in_force
            USING ERRCODE = 'check_violation', CONSTRAINT = 'award_within_envelope';
    END IF;
END $$;

CREATE OR REPLACE FUNCTION grants_award_within_envelope() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM grants_lot_within_envelope(NEW.lot_id);
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION grants_envelopemove_within_envelope() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM grants_lot_within_envelope(NEW.from_lot_id);
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER grants_award_within_envelope AFTER INSERT OR UPDATE ON grants_award
    FOR EACH ROW EXECUTE FUNCTION grants_award_within_envelope();
CREATE OR REPLACE TRIGGER grants_envelopemove_within_envelope AFTER INSERT ON grants_envelopemove
    FOR EACH ROW EXECUTE FUNCTION grants_envelopemove_within_envelope();
"""


def guard_envelopes(sender, using="default", **kwargs):
    """Install the triggers; harmless when they are there already, and before their tables are."""
    connection = connections[using]
    if set(TABLES) <= set(connection.introspection.table_names()):
        with connection.cursor() as cursor:
            cursor.execute(_RULE)
