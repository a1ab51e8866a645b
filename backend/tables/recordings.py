"""Recorded video: the files, what was ordered, what is locked, and what the recorder does. A camera that is gone stays in all of them."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from backend.tables.base import Base
from wire.recordings import RecordingMode, RecordingWhy


class RecordingRow(Base):
    """`wire.recordings.Recording`; `path` is below the folder of recordings."""

    __tablename__ = "recordings"
    __table_args__ = (sa.Index("ix_recordings_camera_id", "camera_id", "start"), sa.Index("ix_recordings_start", "start"))

    id: Mapped[str] = mapped_column(primary_key=True)
    camera_id: Mapped[str]
    start: Mapped[datetime]
    end: Mapped[datetime]
    path: Mapped[str] = mapped_column(unique=True)
    size: Mapped[int] = mapped_column(sa.BigInteger)
    sha256: Mapped[str]


class RecordingPlanRow(Base):
    """What was ordered of a camera."""

    __tablename__ = "recording_plans"

    camera_id: Mapped[str] = mapped_column(primary_key=True)
    mode: Mapped[RecordingMode]
    until: Mapped[datetime | None]
    reason: Mapped[str]
    by: Mapped[str]
    full_name: Mapped[str]


class RecordingLockRow(Base):
    """`wire.recordings.RecordingLock`; one that was taken away keeps its line."""

    __tablename__ = "recording_locks"
    __table_args__ = (sa.Index("ix_recording_locks_camera_id", "camera_id", "end"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    camera_id: Mapped[str]
    start: Mapped[datetime]
    end: Mapped[datetime]
    reason: Mapped[str]
    until: Mapped[datetime | None]
    by: Mapped[str]
    full_name: Mapped[str]
    at: Mapped[datetime]
    released_at: Mapped[datetime | None]


class WatchedRow(Base):
    """A camera that is on somebody's pane, as of `at`."""

    __tablename__ = "watched_cameras"

    camera_id: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]


class RecorderRow(Base):
    """What the recorder does with a camera, as of `at`; `problem` is a code, empty while it goes well."""

    __tablename__ = "recorder_states"

    camera_id: Mapped[str] = mapped_column(primary_key=True)
    why: Mapped[RecordingWhy]
    problem: Mapped[str]
    at: Mapped[datetime]
