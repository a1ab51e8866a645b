"""The box around what a geofence covers, so that it is found without reading its places."""

import sqlalchemy as sa
from alembic import op

from geo import fences

revision = "0009"
down_revision = "0008"

BOX = ("west", "south", "east", "north")


def upgrade() -> None:
    with op.batch_alter_table("geofences") as geofences:
        for name in BOX:
            geofences.add_column(sa.Column(name, sa.Double(), nullable=False, server_default="0"))
    table = sa.table("geofences", *(sa.column(name) for name in ("id", "radius_m", *BOX)), sa.column("places", sa.JSON))
    for id, places, radius_m in op.get_bind().execute(sa.select(table.c.id, table.c.places, table.c.radius_m)).all():
        area = fences.ring(places) if radius_m is None else fences.around(places, radius_m)
        op.execute(sa.update(table).where(table.c.id == id).values(dict(zip(BOX, area.bounds, strict=True))))
    with op.batch_alter_table("geofences") as geofences:
        for name in BOX:
            geofences.alter_column(name, server_default=None)
