"""In which datum a key sends places, and whose positions the newest of a unit are."""

import sqlalchemy as sa
from alembic import op

from backend.migrations.back import demand, forget_changes

revision = "0050"
down_revision = "0049"


def upgrade() -> None:
    with op.batch_alter_table("tokens") as tokens:
        tokens.add_column(sa.Column("datum", sa.String(40), nullable=False, server_default="wgs84"))
        tokens.add_column(sa.Column("declared_at", sa.DateTime(timezone=True)))
        tokens.add_column(sa.Column("looked_at", sa.DateTime(timezone=True)))
    with op.batch_alter_table("latest_fixes") as latest:
        latest.add_column(sa.Column("source", sa.String(), nullable=False, server_default=""))
        latest.add_column(sa.Column("since", sa.BigInteger(), nullable=False, server_default="0"))


def downgrade() -> None:
    """The alarms of the guard of datums go with it: they are raised again where it still has a reason. CGCS2000 is taken as equal to WGS-84."""
    demand(
        "SELECT DISTINCT \"user\" FROM tokens WHERE lower(datum) IN ('gcj02', 'bd09') ORDER BY 1",
        "The keys of {found} send places in GCJ-02 or BD-09, which the version before would take for WGS-84. Declare WGS-84, and send it, first.",
    )
    demand(
        "SELECT id FROM callouts WHERE alarm = 'SHIFTED' ORDER BY id",
        "Squads were called out to alarms of a datum, which the version before cannot read: {count} times. There is no way back for this database.",
    )
    op.execute("DELETE FROM alarms WHERE kind = 'SHIFTED'")
    forget_changes("""noun = 'ALARM' AND body LIKE '%"kind":"SHIFTED"%'""")
    with op.batch_alter_table("latest_fixes") as latest:
        latest.drop_column("since")
        latest.drop_column("source")
    with op.batch_alter_table("tokens") as tokens:
        for name in ("looked_at", "declared_at", "datum"):
            tokens.drop_column(name)
