"""Layouts of the video wall that the hall shares."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0047"
down_revision = "0046"

JSON = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "video_layouts",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False, unique=True),
        sa.Column("layout", sa.String(), nullable=False),
        sa.Column("cameras", JSON, nullable=False),
        sa.Column("by", sa.String(), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("video_layouts")
