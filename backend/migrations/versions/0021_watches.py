"""The patrol log."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    op.create_table(
        "watches",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("camera_id", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("live_s", sa.Double(), nullable=False),
        sa.Column("tour", sa.String(), nullable=False),
        sa.Column("user", sa.String(), nullable=False),
        sa.Column("full_name", sa.String(), nullable=False),
    )
    op.create_index("ix_watches_since", "watches", ["since"])
    op.create_index("ix_watches_camera_id", "watches", ["camera_id", "since"])
