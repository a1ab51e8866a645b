"""The levels of a base map that is cut by metres."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0051"
down_revision = "0050"

JSON = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    with op.batch_alter_table("basemaps") as basemaps:
        basemaps.add_column(sa.Column("levels", JSON, nullable=False, server_default="[]"))


def downgrade() -> None:
    with op.batch_alter_table("basemaps") as basemaps:
        basemaps.drop_column("levels")
