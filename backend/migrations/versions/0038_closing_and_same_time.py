"""That whoever closed a case has confirmed its closing condition; from when on a check says something."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0036"


def upgrade() -> None:
    with op.batch_alter_table("flow") as flow:
        flow.add_column(sa.Column("closing_met", sa.Boolean()))
    with op.batch_alter_table("tasks") as tasks:
        tasks.add_column(sa.Column("not_before", sa.DateTime(timezone=True)))


def downgrade() -> None:
    with op.batch_alter_table("tasks") as tasks:
        tasks.drop_column("not_before")
    with op.batch_alter_table("flow") as flow:
        flow.drop_column("closing_met")
