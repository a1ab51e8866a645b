"""Whether who dispatched a case, or sent somebody to it, followed what was recommended then; and the counters of it."""

import sqlalchemy as sa
from alembic import op

from backend.migrations.back import demand

revision = "0054"
down_revision = "0053"

COUNTERS = ("suggest_dispatch", "follow_dispatch", "pass_dispatch", "suggest_unit", "follow_unit", "pass_unit")
COUNTED = ("case_counts", "frozen_counts")


def upgrade() -> None:
    op.add_column("flow", sa.Column("rank", sa.Integer(), nullable=True))
    op.add_column("flow", sa.Column("recommended", sa.String(), nullable=True))
    for table in COUNTED:
        for counter in COUNTERS:
            op.add_column(table, sa.Column(counter, sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    """What was recommended is forgotten, and with it the counters: the version before counts all cases anew. A period that was frozen stays what it
    was, or there is no way back.
    """
    demand(
        """SELECT id FROM evaluation_periods WHERE scheme LIKE '%"FOLLOW_DISPATCH"%' OR scheme LIKE '%"FOLLOW_UNIT"%' ORDER BY id""",
        "Frozen with the rates of recommendations, which the version before cannot read: {found}. There is no way back for this database.",
    )
    for table in COUNTED:
        for counter in COUNTERS:
            op.execute(f"ALTER TABLE {table} DROP COLUMN {counter}")
    for column in ("recommended", "rank"):  # not in batch: SQLite would lose the triggers of 0040 with the old table
        op.execute(f"ALTER TABLE flow DROP COLUMN {column}")
