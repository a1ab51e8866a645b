"""A mark that is another with every change of any street; which rank in the recommendation a task's unit had when it was chosen."""

import uuid

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

# Whoever writes streets need not know who keeps a graph of them.
SQLITE = "CREATE TRIGGER streets_{event}d AFTER {event} ON streets BEGIN UPDATE street_head SET mark = hex(randomblob(16)); END"
POSTGRESQL = (
    """CREATE FUNCTION streets_changed() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN UPDATE street_head SET mark = gen_random_uuid()::text; RETURN NULL; END $$""",
    """CREATE TRIGGER streets_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON streets
    FOR EACH STATEMENT EXECUTE FUNCTION streets_changed()""",
)


def upgrade() -> None:
    one = sa.Column("one", sa.Integer(), primary_key=True, autoincrement=False)
    head = op.create_table("street_head", one, sa.Column("mark", sa.String(), nullable=False))
    op.bulk_insert(head, [{"one": 1, "mark": uuid.uuid4().hex}])
    on_sqlite = [SQLITE.format(event=event) for event in ("INSERT", "UPDATE", "DELETE")]
    for statement in POSTGRESQL if op.get_bind().dialect.name == "postgresql" else on_sqlite:
        op.execute(statement)
    with op.batch_alter_table("tasks") as tasks:
        tasks.add_column(sa.Column("rank", sa.Integer(), nullable=True))
