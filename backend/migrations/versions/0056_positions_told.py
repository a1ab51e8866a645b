"""What a device says against its newest fix; and when an archive of positions was brought in, from when on it is kept."""

import sqlalchemy as sa
from alembic import op

revision = "0056"
down_revision = "0055"


def upgrade() -> None:
    op.add_column("latest_fixes", sa.Column("accuracy", sa.Double()))
    op.add_column("latest_fixes", sa.Column("mock", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("fix_pages", sa.Column("entered", sa.BigInteger()))


def downgrade() -> None:
    """The version before deletes an archive by the age of its fixes, and takes who signs in from nobody knows where for present."""
    op.execute("UPDATE signs SET result = 'NORMAL' WHERE result = 'UNPLACED'")
    op.drop_column("fix_pages", "entered")
    op.drop_column("latest_fixes", "mock")
    op.drop_column("latest_fixes", "accuracy")
