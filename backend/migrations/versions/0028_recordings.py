"""Recorded video, and where recorders that are not ours play the past."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"


def upgrade() -> None:
    with op.batch_alter_table("cameras") as cameras:
        cameras.add_column(sa.Column("playback_url", sa.String(), nullable=False, server_default=""))
    op.create_table(
        "recordings",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("camera_id", sa.String(), nullable=False),
        *_span(),
        sa.Column("path", sa.String(), nullable=False, unique=True),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
    )
    op.create_index("ix_recordings_camera_id", "recordings", ["camera_id", "start"])
    op.create_index("ix_recordings_start", "recordings", ["start"])
    op.create_table(
        "recording_plans",
        sa.Column("camera_id", sa.String(), primary_key=True),
        sa.Column("mode", sa.String(40), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True)),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("full_name", sa.String(), nullable=False),
    )
    op.create_table(
        "recording_locks",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("camera_id", sa.String(), nullable=False),
        *_span(),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True)),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("full_name", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True)),
    )
    op.create_index("ix_recording_locks_camera_id", "recording_locks", ["camera_id", "end"])
    op.create_table(
        "watched_cameras", sa.Column("camera_id", sa.String(), primary_key=True), sa.Column("at", sa.DateTime(timezone=True), nullable=False)
    )
    op.create_table(
        "recorder_states",
        sa.Column("camera_id", sa.String(), primary_key=True),
        sa.Column("why", sa.String(40), nullable=False),
        sa.Column("problem", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )


def _span() -> tuple[sa.Column[object], sa.Column[object]]:
    return sa.Column("start", sa.DateTime(timezone=True), nullable=False), sa.Column("end", sa.DateTime(timezone=True), nullable=False)
