"""On PostgreSQL the database itself numbers what a transaction published and seals its entries of the audit trail (backend.stamp).

`told` is when the transaction asked for it; what it waited for the lock is added. `fields` are user, act, noun, id and detail of each entry,
one after the other; `heads` and `tails` its canonical JSON before and after its number.
"""

from alembic import op

revision = "0044"
down_revision = "0043"

FUNCTION = """
CREATE FUNCTION stamp(
    channels text[], told timestamptz, nouns text[], things text[], versions integer[], bodies text[],
    entered timestamptz, fields text[], heads text[], tails text[]
) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    published CONSTANT integer := cardinality(nouns);
    written CONSTANT integer := cardinality(heads);
    last_change bigint;
    last_entry bigint;
    numbered_at timestamptz;
    sealed_before text := '';
    sealed text;
BEGIN
    IF published + written > 0 THEN
        UPDATE feed_head SET seq = seq + published, audit = audit + written
            RETURNING seq - published, audit - written INTO STRICT last_change, last_entry;
        numbered_at := told + (clock_timestamp() - statement_timestamp());
        INSERT INTO changes (seq, at, noun, id, version, body)
            SELECT last_change + change.place, numbered_at, change.noun, change.id, change.version, change.body
            FROM unnest(nouns, things, versions, bodies) WITH ORDINALITY AS change (noun, id, version, body, place);
    END IF;
    IF written > 0 THEN
        sealed_before := coalesce((SELECT hash FROM audit WHERE seq = last_entry), '');
    END IF;
    FOR place IN 1 .. written LOOP
        sealed := encode(sha256(convert_to(sealed_before || heads[place] || ',"seq":' || last_entry + place || ',' || tails[place], 'UTF8')), 'hex');
        INSERT INTO audit (seq, at, "user", act, noun, id, detail, previous, hash) VALUES (
            last_entry + place, entered, fields[5 * place - 4], fields[5 * place - 3], fields[5 * place - 2], fields[5 * place - 1],
            fields[5 * place], sealed_before, sealed
        );
        sealed_before := sealed;
    END LOOP;
    PERFORM pg_notify(channel, '') FROM unnest(channels) AS channel;
END $$
"""


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(FUNCTION)


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION stamp")
