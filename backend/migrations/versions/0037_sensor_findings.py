"""The finding that a sensor's reading has made."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0032"


def upgrade() -> None:
    with op.batch_alter_table("sensors") as sensors:
        sensors.add_column(sa.Column("finding_id", sa.String()))


def downgrade() -> None:
    with op.batch_alter_table("sensors") as sensors:
        sensors.drop_column("finding_id")
