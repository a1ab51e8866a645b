"""Powers that posts lend for a while."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    json = sa.JSON().with_variant(sa.dialects.postgresql.JSONB(), "postgresql")
    op.create_table(
        "authorisations",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("version", sa.Integer(), nullable=False),
        *[sa.Column(name, sa.String(), nullable=False) for name in ("holder", "substitute")],
        sa.Column("roles", json, nullable=False),
        *[sa.Column(name, sa.DateTime(timezone=True), nullable=False) for name in ("from_at", "to_at")],
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
    )
    for name in ("holder", "substitute"):
        op.create_index(f"ix_authorisations_{name}", "authorisations", [name])
