"""The standards library: imported catalogues become published versions of it."""

import hashlib

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

CODE = sa.String(40)


def upgrade() -> None:
    standards = op.create_table(
        "standards",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", CODE, nullable=False),
        sa.Column("state", CODE, nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("changed_by", sa.String(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
    )
    catalogues = sa.table("catalogues", *(sa.column(name) for name in ("version", "source", "body")), sa.column("at", sa.DateTime(timezone=True)))
    for row in op.get_bind().execute(sa.select(catalogues)):
        imported = {"id": row.version, "version": 1, "kind": "CATALOGUE", "state": "PUBLISHED", "title": row.source}
        text = {"body": row.body, "digest": hashlib.sha256(row.body.encode()).hexdigest(), "basis": "", "changed_by": "system"}
        op.get_bind().execute(sa.insert(standards).values(**imported, **text, valid_from=row.at.date(), changed_at=row.at))
    op.drop_table("catalogues")
