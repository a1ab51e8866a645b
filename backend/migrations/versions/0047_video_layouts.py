"""Layouts of the video wall that the hall shares."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from backend.migrations.back import demand, forget_changes

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
    demand(
        "SELECT name FROM video_layouts ORDER BY name",
        "The hall shares {count} layouts of the video wall, which the version before does not know: {found}. Remove them first.",
    )
    forget_changes("noun = 'VIDEO_LAYOUT'")
    op.drop_table("video_layouts")
