"""Who has proposed a result for the public, by login: somebody else confirms it."""

import sqlalchemy as sa
from alembic import op

revision = "0059"
down_revision = "0058"


def upgrade() -> None:
    op.add_column("publications", sa.Column("proposer", sa.String, nullable=False, server_default=""))


def downgrade() -> None:
    with op.batch_alter_table("publications") as table:
        table.drop_column("proposer")
