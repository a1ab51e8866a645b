"""How far a supervision has risen."""

import sqlalchemy as sa
from alembic import op

revision = "0038b"
down_revision = "0038"


def upgrade() -> None:
    with op.batch_alter_table("cases") as cases:
        cases.add_column(sa.Column("supervise_level", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("supervisions") as supervisions:
        supervisions.add_column(sa.Column("level", sa.Integer(), nullable=False, server_default="1"))
    op.execute("UPDATE cases SET supervise_level = 1 WHERE supervised")


def downgrade() -> None:
    with op.batch_alter_table("supervisions") as supervisions:
        supervisions.drop_column("level")
    with op.batch_alter_table("cases") as cases:
        cases.drop_column("supervise_level")
