"""What is purged and what is kept."""

from datetime import timedelta

import sqlalchemy as sa

from backend.jobs.housekeeping import tidy
from backend.session import SYSTEM
from backend.tables.orders import OrderRow
from backend.tables.people import TokenRow
from tests.backends import Backend, until
from wire.codes import Role

ORDER = {"id": "d1", "code": "D1", "name": "Roads", "trades": []}


def test_that_keys_older_than_a_week_and_ended_sessions_go(backend: Backend) -> None:
    admin, other = backend.client(Role.ADMIN), backend.client(Role.DISPATCHER)
    for key in ("old-order", "new-order"):
        admin.put("/v1/departments/d1", json=ORDER, headers={"Idempotency-Key": key})
    with backend.database.write(SYSTEM) as work:
        work.session.execute(sa.update(OrderRow).where(OrderRow.key == "old-order").values(at=work.at - timedelta(days=8)))
        assert other.user is not None
        ended = sa.update(TokenRow).where(TokenRow.user == other.user.name).values(expires_at=work.at - timedelta(minutes=1))
        work.session.execute(ended)
    tidy(backend.database)
    with backend.database.read() as work:
        assert work.session.scalars(sa.select(OrderRow.key)).all() == ["new-order"]
        assert work.session.scalars(sa.select(TokenRow.user)).all() == [admin.user and admin.user.name]
    until(lambda: admin.get("/v1/changes?after=0").json()["head"] == 2)  # the young changes are kept
