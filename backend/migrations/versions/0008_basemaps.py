"""What the tiles of a base map are, and by which projection they are cut."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    with op.batch_alter_table("basemaps") as basemaps:
        basemaps.add_column(sa.Column("form", sa.String(40), nullable=False, server_default="RASTER"))
        basemaps.add_column(sa.Column("projection", sa.String(), nullable=False, server_default="EPSG:3857"))
