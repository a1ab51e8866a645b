"""Which user the handler of a case is, and the hands of a department that are no users."""

import sqlalchemy as sa
from alembic import op

from backend.tables.base import Json

revision = "0041"
down_revision = "0040"


def upgrade() -> None:
    with op.batch_alter_table("cases") as cases:
        cases.add_column(sa.Column("handler_user", sa.String()))
    with op.batch_alter_table("departments") as departments:
        departments.add_column(sa.Column("hands", Json, nullable=False, server_default=sa.text("'[]'")))


def downgrade() -> None:
    with op.batch_alter_table("departments") as departments:
        departments.drop_column("hands")
    with op.batch_alter_table("cases") as cases:
        cases.drop_column("handler_user")
