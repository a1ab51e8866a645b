"""Alarms of supervision, and what the watching of units remembers."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0032"
down_revision = "0031"

JSON = sa.JSON().with_variant(JSONB(), "postgresql")
OPEN = sa.text("cleared_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "alarms",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("unit_id", sa.String(), nullable=False),
        sa.Column("cause", sa.String(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False, index=True),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("worst", sa.Integer(), nullable=False),
        sa.Column("lon", sa.Double()),
        sa.Column("lat", sa.Double()),
        sa.Column("value", sa.Double()),
        sa.Column("threshold", sa.Double()),
        sa.Column("cleared_at", sa.DateTime(timezone=True), index=True),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True)),
        sa.Column("acknowledged_by", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("case_id", sa.String()),
    )
    op.create_index("ix_alarms_open", "alarms", ["unit_id", "kind", "cause"], unique=True, sqlite_where=OPEN, postgresql_where=OPEN)
    op.create_index("ix_alarms_unit", "alarms", ["unit_id", "raised_at"])
    op.create_table(
        "watchings",
        sa.Column("watch", sa.String(), primary_key=True),
        sa.Column("unit_id", sa.String(), primary_key=True),
        sa.Column("body", JSON, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("watchings")
    op.drop_table("alarms")
