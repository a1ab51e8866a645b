"""Who was called out for an alarm."""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"

UNDER_WAY = sa.text("ended_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "callouts",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("alarm_id", sa.String(), nullable=False, index=True),
        sa.Column("alarm", sa.String(40), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("unit_id", sa.String(), nullable=False),
        sa.Column("department_id", sa.String()),
        sa.Column("case_id", sa.String(), index=True),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("lon", sa.Double(), nullable=False),
        sa.Column("lat", sa.Double(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_by", sa.String(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True)),
        sa.Column("accepted_at", sa.DateTime(timezone=True)),
        sa.Column("ended_at", sa.DateTime(timezone=True), index=True),
        sa.Column("note", sa.String(), nullable=False),
    )
    op.create_index("ix_callouts_open", "callouts", ["about", "unit_id"], unique=True, sqlite_where=UNDER_WAY, postgresql_where=UNDER_WAY)
    op.create_index("ix_callouts_unit", "callouts", ["unit_id", "sent_at"])


def downgrade() -> None:
    op.drop_table("callouts")
