"""What people have asked about the data that is held on them."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    op.create_table(
        "subject_requests",
        sa.Column("seq", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("answer", sa.String(40), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
    )
