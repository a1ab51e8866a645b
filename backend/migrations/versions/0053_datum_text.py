"""The datum of a key by its text, as keys from before 0050 have it: those that were made since had the name of the code, and either could not be read
beside the other."""

from alembic import op

revision = "0053"
down_revision = "0052"


def upgrade() -> None:
    op.execute("UPDATE tokens SET datum = lower(datum)")


def downgrade() -> None:
    op.execute("UPDATE tokens SET datum = upper(datum)")
