"""Which district's centre a department belongs to."""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"


def upgrade() -> None:
    with op.batch_alter_table("departments") as departments:
        departments.add_column(sa.Column("under", sa.String()))


def downgrade() -> None:
    with op.batch_alter_table("departments") as departments:
        departments.drop_column("under")
