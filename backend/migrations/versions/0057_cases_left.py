"""The cases with which something is left to do, found without reading all: a console starts with them."""

import sqlalchemy as sa
from alembic import op

revision = "0057"
down_revision = "0056"

LEFT = sa.text(
    "status NOT IN ('CLOSED', 'VOIDED') OR callback = 'PENDING' OR asked IS NOT NULL OR publicity = 'PROPOSED'"
    " OR NOT resolved OR satisfaction = 'NOT_SATISFIED'"
)


def upgrade() -> None:
    op.create_index("ix_cases_left", "cases", ["serial"], sqlite_where=LEFT, postgresql_where=LEFT)


def downgrade() -> None:
    op.drop_index("ix_cases_left", "cases")
