"""Turning cameras: where, and who has which in hand."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    with op.batch_alter_table("cameras") as cameras:
        cameras.add_column(sa.Column("ptz_url", sa.String(), nullable=False, server_default=""))
    op.create_table(
        "ptz",
        sa.Column("camera_id", sa.String(), sa.ForeignKey("cameras.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("user", sa.String(), nullable=False),
        sa.Column("full_name", sa.String(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_from", sa.String(), nullable=False),
        sa.Column("taken_from_name", sa.String(), nullable=False),
        sa.Column("stop_at", sa.DateTime(timezone=True)),
    )
