"""Where presets look, which one a camera stands at, and patrols."""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"


def upgrade() -> None:
    op.create_table(
        "ptz_presets",
        sa.Column("camera_id", sa.String(), sa.ForeignKey("cameras.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("azimuth", sa.Double()),
        sa.Column("view_angle", sa.Double()),
    )
    op.add_column("cameras", sa.Column("preset", sa.String(), nullable=False, server_default=""))
    op.add_column("cameras", sa.Column("preset_number", sa.Integer()))
    op.add_column("captures", sa.Column("preset", sa.String(), nullable=False, server_default=""))
    op.add_column("ptz", sa.Column("patrol", sa.Integer()))
    op.add_column("ptz", sa.Column("patrol_by", sa.String(), nullable=False, server_default=""))
    op.add_column("ptz", sa.Column("patrol_at", sa.DateTime(timezone=True)))


def downgrade() -> None:
    for column in ("patrol", "patrol_by", "patrol_at"):
        op.drop_column("ptz", column)
    op.drop_column("captures", "preset")
    for column in ("preset", "preset_number"):
        op.drop_column("cameras", column)
    op.drop_table("ptz_presets")
