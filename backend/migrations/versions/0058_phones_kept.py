"""The telephone numbers of cases as they are compared; until now they stood as they had been typed, and who called was not known by them."""

import re

import sqlalchemy as sa
from alembic import op

revision = "0058"
down_revision = "0057"

CASES = sa.table("cases", sa.column("id", sa.String), sa.column("phone", sa.String))
SIGNS = re.compile(r"[\s()+.‐–—-]")


def upgrade() -> None:
    phone = CASES.c.phone
    otherwise = sa.or_(*(phone.contains(sign) for sign in " ()+.‐–—-"), *(phone.startswith(country) for country in ("86", "0086")))
    connection = op.get_bind()
    for id, typed in connection.execute(sa.select(CASES.c.id, phone).where(otherwise)).all():
        bare = SIGNS.sub("", typed)
        if bare.isascii() and bare.isdecimal():
            short = bare[-11:] if len(bare) in (13, 15) and bare.lstrip("0").startswith("86") else bare
            connection.execute(sa.update(CASES).where(CASES.c.id == id).values(phone=short))


def downgrade() -> None:
    """The version before reads them as they are."""
