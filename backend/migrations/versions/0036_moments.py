"""Moments that people keep of the hall's past; which cell of which layout a camera was watched in."""

import sqlalchemy as sa
from alembic import op

from backend.tables.base import Json

revision = "0036"
down_revision = "0034"


def upgrade() -> None:
    op.create_table(
        "moments",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noun", sa.String(length=40)),
        sa.Column("thing", sa.String(), nullable=False),
        sa.Column("units", Json, nullable=False),
        sa.Column("ring", Json, nullable=False),
        sa.Column("view", Json, nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("full_name", sa.String(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_moments_by", "moments", ["by", "at"])
    with op.batch_alter_table("watches") as watches:
        watches.add_column(sa.Column("cell", sa.Integer()))
        watches.add_column(sa.Column("layout", sa.String(), nullable=False, server_default=""))
    # Cases that were imported stand in the change log without a count of calls, and no hall of then could read them.
    op.execute(
        r"""UPDATE changes SET body = replace(body, '"callback_tries"\:null', '"callback_tries"\:0')
        WHERE noun = 'CASE' AND body LIKE '%"callback_tries"\:null%'"""
    )


def downgrade() -> None:
    with op.batch_alter_table("watches") as watches:
        watches.drop_column("layout")
        watches.drop_column("cell")
    op.drop_table("moments")
