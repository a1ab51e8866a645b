"""What cameras that nobody watches have answered when they were probed."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"


def upgrade() -> None:
    with op.batch_alter_table("camera_days") as days:
        days.add_column(sa.Column("probed_at", sa.DateTime(timezone=True)))
        days.add_column(sa.Column("probe_ms", sa.Integer()))
        days.add_column(sa.Column("probe_problem", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    with op.batch_alter_table("camera_days") as days:
        for name in ("probe_problem", "probe_ms", "probed_at"):
            days.drop_column(name)
