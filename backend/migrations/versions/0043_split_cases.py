"""Of which case another one was a part."""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"


def upgrade() -> None:
    with op.batch_alter_table("cases") as cases:
        cases.add_column(sa.Column("split_from", sa.String()))
        cases.create_index("ix_cases_split_from", ["split_from"])


def downgrade() -> None:
    with op.batch_alter_table("cases") as cases:
        cases.drop_index("ix_cases_split_from")
        cases.drop_column("split_from")
