"""In which datum a key sends places, and whose positions the newest of a unit are."""

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"


def upgrade() -> None:
    with op.batch_alter_table("tokens") as tokens:
        tokens.add_column(sa.Column("datum", sa.String(40), nullable=False, server_default="wgs84"))
        tokens.add_column(sa.Column("declared_at", sa.DateTime(timezone=True)))
        tokens.add_column(sa.Column("looked_at", sa.DateTime(timezone=True)))
    with op.batch_alter_table("latest_fixes") as latest:
        latest.add_column(sa.Column("source", sa.String(), nullable=False, server_default=""))
        latest.add_column(sa.Column("since", sa.BigInteger(), nullable=False, server_default="0"))


def downgrade() -> None:
    with op.batch_alter_table("latest_fixes") as latest:
        latest.drop_column("since")
        latest.drop_column("source")
    with op.batch_alter_table("tokens") as tokens:
        for name in ("looked_at", "declared_at", "datum"):
            tokens.drop_column(name)
