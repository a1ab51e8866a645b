"""The marks of the rewind, found as the change log grows and not by reading it each time. They follow by themselves (`backend.rules.past_marks`)."""

import sqlalchemy as sa
from alembic import op

revision = "0055"
down_revision = "0054"


def upgrade() -> None:
    op.create_table(
        "past_marks",
        sa.Column("at", sa.DateTime(timezone=True), primary_key=True),
        sa.Column("kind", sa.String(40), primary_key=True),
        sa.Column("thing", sa.String(), primary_key=True),
        sa.Column("alarm", sa.String(40)),
        sa.Column("unit_id", sa.String(), nullable=False),
        sa.Column("case_number", sa.String(), nullable=False),
    )
    op.create_index("ix_past_marks_thing", "past_marks", ["thing", "at"])
    head = op.create_table(
        "mark_head",
        sa.Column("one", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
    )
    op.bulk_insert(head, [{"one": 1, "seq": 0}])


def downgrade() -> None:
    op.drop_table("mark_head")
    op.drop_table("past_marks")
