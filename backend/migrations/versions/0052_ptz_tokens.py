"""Which number the hall has given to a preset or patrol that its device knows by a token."""

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"


def upgrade() -> None:
    op.create_table(
        "ptz_tokens",
        sa.Column("camera_id", sa.String(), sa.ForeignKey("cameras.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("kind", sa.String(40), primary_key=True),
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("token", sa.String(), nullable=False),
    )


def downgrade() -> None:
    """Numbers follow the order of the tokens again."""
    op.drop_table("ptz_tokens")
