"""People on shift: the roster, who has signed in and out, what they were seen to do."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0033"
down_revision = "0037"

JSON = sa.JSON().with_variant(JSONB(), "postgresql")
RUNNING = sa.text("until IS NULL")


def upgrade() -> None:
    with op.batch_alter_table("units") as units:
        units.add_column(sa.Column("state", sa.String(40), nullable=False, server_default="OFF_DUTY"))
        units.add_column(sa.Column("state_at", sa.DateTime(timezone=True)))
    op.execute("UPDATE units SET state = 'ON_DUTY', state_at = duty_at WHERE duty = 'ON_DUTY'")
    op.create_table(
        "shifts",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False, index=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False, index=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("grids", JSON, nullable=False),
        sa.Column("team", sa.String(), nullable=False),
        sa.Column("lon", sa.Double()),
        sa.Column("lat", sa.Double()),
        sa.Column("radius_m", sa.Double()),
        sa.Column("rotation", sa.String(), nullable=False, index=True),
    )
    op.create_index("ix_shifts_unit", "shifts", ["unit_id", "starts_at"])
    op.create_table(
        "signs",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("unit_id", sa.String(), nullable=False),
        sa.Column("shift_id", sa.String()),
        sa.Column("duty", sa.String(40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False, index=True),
        sa.Column("result", sa.String(40), nullable=False),
        sa.Column("lon", sa.Double()),
        sa.Column("lat", sa.Double()),
        sa.Column("away_m", sa.Double()),
    )
    op.create_index("ix_signs_unit", "signs", ["unit_id", "at"])
    op.create_table(
        "work_spans",
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("unit_id", sa.String(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False, index=True),
        sa.Column("until", sa.DateTime(timezone=True)),
    )
    op.create_index("ix_work_spans_running", "work_spans", ["unit_id"], unique=True, sqlite_where=RUNNING, postgresql_where=RUNNING)
    op.create_index("ix_work_spans_unit", "work_spans", ["unit_id", "since"])
    op.create_table(
        "walked_days",
        sa.Column("unit_id", sa.String(), primary_key=True),
        sa.Column("day", sa.Date(), primary_key=True),
        sa.Column("fixes", sa.Integer(), nullable=False),
        sa.Column("metres", sa.Double(), nullable=False),
        sa.Column("error_m", sa.Double(), nullable=False),
        sa.Column("cells", JSON, nullable=False),
    )


def downgrade() -> None:
    for table in ("walked_days", "work_spans", "signs", "shifts"):
        op.drop_table(table)
    with op.batch_alter_table("units") as units:
        units.drop_column("state_at")
        units.drop_column("state")
