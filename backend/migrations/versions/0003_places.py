"""Grids, components and streets, with a spatial index over the components: R*Tree on SQLite, PostGIS on PostgreSQL."""

import uuid
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from backend.refusals import Setup

revision = "0003"
down_revision = "0002"

JSON = sa.JSON().with_variant(JSONB(), "postgresql")
CODE = sa.String(40)

RTREE = (
    "CREATE VIRTUAL TABLE components_at USING rtree(number, west, east, south, north)",
    """CREATE TRIGGER components_placed AFTER INSERT ON components BEGIN
        INSERT INTO components_at VALUES (new.number, new.lon, new.lon, new.lat, new.lat);
    END""",
    """CREATE TRIGGER components_moved AFTER UPDATE OF lon, lat ON components BEGIN
        UPDATE components_at SET west = new.lon, east = new.lon, south = new.lat, north = new.lat WHERE number = new.number;
    END""",
    """CREATE TRIGGER components_gone AFTER DELETE ON components BEGIN
        DELETE FROM components_at WHERE number = old.number;
    END""",
)

NO_POSTGIS = (
    "This PostgreSQL has no PostGIS, which Yiping needs: install it (Debian: postgresql-15-postgis-3) and let a superuser CREATE EXTENSION postgis."
)


def text(name: str, null: bool = False, **options: Any) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=null, **options)


def number(name: str) -> sa.Column[float]:
    return sa.Column(name, sa.Double(), nullable=False)


def box() -> list[sa.Column[float]]:
    return [number(name) for name in ("lon", "lat", "west", "south", "east", "north")]


def upgrade() -> None:
    grids()
    streets()
    components()
    if op.get_bind().dialect.name == "postgresql":
        index_with_postgis()
    else:
        index_with_rtree()


def grids() -> None:
    op.create_table(
        "grids",
        text("id", primary_key=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", CODE, nullable=False),
        text("code"),
        text("name"),
        number("area_m2"),
        *box(),
        sa.Column("rings", JSON, nullable=False),
        text("parent", null=True),
    )
    op.create_index("ix_grids_kind", "grids", ["kind"])
    op.create_index("ix_grids_code", "grids", ["code"])
    head = op.create_table("grid_head", sa.Column("one", sa.Integer(), primary_key=True, autoincrement=False), text("mark"))
    op.bulk_insert(head, [{"one": 1, "mark": uuid.uuid4().hex}])


def streets() -> None:
    op.create_table(
        "streets",
        text("id", primary_key=True),
        text("name"),
        text("kind"),
        number("length_m"),
        *box(),
        sa.Column("line", JSON, nullable=False),
    )
    op.create_index("ix_streets_name", "streets", ["name"])


def components() -> None:
    op.create_table(
        "components",
        sa.Column("number", sa.Integer(), primary_key=True),
        text("id", unique=True),
        sa.Column("version", sa.Integer(), nullable=False),
        text("class_code"),
        text("name"),
        sa.Column("state", CODE, nullable=False),
        number("lon"),
        number("lat"),
        *[text(name, null=True) for name in ("grid_code", "owner_id", "maintainer_id")],
        text("note"),
        text("origin", null=True, unique=True),
    )
    op.create_index("ix_components_class_code", "components", ["class_code"])


def index_with_rtree() -> None:
    for statement in RTREE:
        op.execute(statement)


def index_with_postgis() -> None:
    try:
        op.execute("CREATE EXTENSION IF NOT EXISTS postgis")
    except sa.exc.DBAPIError as error:
        raise Setup(NO_POSTGIS) from error
    op.execute("ALTER TABLE components ADD geom geometry(Point, 4326) GENERATED ALWAYS AS (ST_SetSRID(ST_MakePoint(lon, lat), 4326)) STORED")
    op.execute("CREATE INDEX ix_components_geom ON components USING gist (geom)")
