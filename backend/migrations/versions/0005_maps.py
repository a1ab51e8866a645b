"""Registers, sensors, geofences, base maps, preferences; how fast a street is and which way it may be driven."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0005"
down_revision = "0004"

JSON = sa.JSON().with_variant(JSONB(), "postgresql")
TEXT = sa.String()
CODE = sa.String(40)
MOMENT = sa.DateTime(timezone=True)


def texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String(), nullable=False) for name in names]


def numbers(*names: str) -> list[sa.Column[float]]:
    return [sa.Column(name, sa.Double(), nullable=False) for name in names]


def key(name: str, kind: Any = TEXT) -> sa.Column[Any]:
    return sa.Column(name, kind, primary_key=True)


def count(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def upgrade() -> None:
    registers()
    sensors()
    maps()
    with op.batch_alter_table("streets") as streets:
        streets.add_column(sa.Column("speed_kmh", sa.Double(), nullable=True))
        streets.add_column(sa.Column("oneway", sa.Boolean(), nullable=False, server_default=sa.false()))


def registers() -> None:
    op.create_table("registers", key("kind", CODE), count("version"), count("count"), sa.Column("at", MOMENT, nullable=False))
    op.create_table(
        "entries",
        key("kind", CODE),
        key("id"),
        *texts("code", "name"),
        *numbers("lon", "lat", "west", "south", "east", "north"),
        *texts("category", "state", "operator", "address", "phone"),
        sa.Column("value", sa.Double(), nullable=True),
        sa.Column("at", MOMENT, nullable=True),
        sa.Column("lines", JSON, nullable=False),
    )
    op.create_index("ix_entries_kind_west", "entries", ["kind", "west"])


def sensors() -> None:
    op.create_table(
        "sensors",
        key("id"),
        count("version"),
        sa.Column("code", sa.String(), nullable=False, unique=True),
        *texts("name"),
        sa.Column("kind", CODE, nullable=False),
        *numbers("lon", "lat"),
        sa.Column("levels", JSON, nullable=False),
        sa.Column("value", sa.Double(), nullable=True),
        sa.Column("at", MOMENT, nullable=True),
    )


def maps() -> None:
    op.create_table(
        "geofences",
        key("id"),
        count("version"),
        *texts("name"),
        sa.Column("kind", CODE, nullable=False),
        sa.Column("places", JSON, nullable=False),
        sa.Column("radius_m", sa.Double(), nullable=True),
        *texts("note", "by"),
    )
    op.create_table(
        "basemaps",
        key("id"),
        count("version"),
        *texts("name"),
        sa.Column("kind", CODE, nullable=False),
        *texts("url", "datum", "layer", "attribution"),
        count("min_zoom"),
        count("max_zoom"),
    )
    op.create_table("preferences", key("user_id"), key("key"), *texts("body"))
