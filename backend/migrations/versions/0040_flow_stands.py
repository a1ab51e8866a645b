"""What a step passed on, to whom and with which photos; and a flow that cannot be changed.

No rule deletes flow records: they are kept as long as the database. Whoever has to by law drops the trigger `flow_stands` first, as the owner of the
table and in the same transaction, and makes it again.
"""

import sqlalchemy as sa
from alembic import op

from backend.tables.base import Json

revision = "0040"
down_revision = "0038b"

SQLITE = "CREATE TRIGGER flow_stands_{event} BEFORE {event} ON flow BEGIN SELECT RAISE(ABORT, 'flow records stand: they are never changed'); END"
POSTGRESQL = (
    """CREATE FUNCTION flow_stands() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'flow records stand: they are never changed'; END $$""",
    "CREATE TRIGGER flow_stands BEFORE UPDATE OR DELETE OR TRUNCATE ON flow FOR EACH STATEMENT EXECUTE FUNCTION flow_stands()",
)


def upgrade() -> None:
    with op.batch_alter_table("flow") as flow:
        flow.add_column(sa.Column("receiver_kind", sa.String(40)))
        flow.add_column(sa.Column("receiver", sa.String()))
        flow.add_column(sa.Column("photos", Json, nullable=False, server_default=sa.text("'[]'")))
        flow.add_column(sa.Column("changed", Json, nullable=False, server_default=sa.text("'[]'")))
    sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in [SQLITE.format(event=event) for event in ("UPDATE", "DELETE")] if sqlite else POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER flow_stands_UPDATE")
        op.execute("DROP TRIGGER flow_stands_DELETE")
    else:
        op.execute("DROP TRIGGER flow_stands ON flow")
        op.execute("DROP FUNCTION flow_stands")
    with op.batch_alter_table("flow") as flow:
        for name in ("changed", "photos", "receiver", "receiver_kind"):
            flow.drop_column(name)
