"""Tracks travel as Arrow IPC: one row per fix, in order of time. Column `at` is a timestamp in milliseconds, UTC."""

from datetime import date, datetime

import pyarrow as pa

from wire.message import Message

TRACK = pa.schema(
    [
        pa.field("at", pa.timestamp("ms", tz="UTC"), nullable=False),
        pa.field("lon", pa.float64(), nullable=False),
        pa.field("lat", pa.float64(), nullable=False),
        pa.field("speed", pa.float32()),  # m/s
        pa.field("heading", pa.float32()),  # degrees from north
        pa.field("accuracy", pa.float32()),  # metres
    ]
)


class TrackDay(Message, frozen=True, kw_only=True):
    """One day (in the city's time zone) on which a unit has fixes."""

    day: date
    first_at: datetime
    last_at: datetime
    fixes: int
