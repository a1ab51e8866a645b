"""What was answered to the questions of a class, in the record of the report."""

import sqlalchemy as sa
from alembic import op

from backend.tables.base import Json

revision = "0048"
down_revision = "0047"


def upgrade() -> None:
    op.add_column("flow", sa.Column("answers", Json, nullable=False, server_default=sa.text("'[]'")))


def downgrade() -> None:
    op.execute("ALTER TABLE flow DROP COLUMN answers")  # not in batch: SQLite would lose the triggers of 0040 with the old table
