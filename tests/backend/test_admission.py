"""Whose token it is, remembered for a moment and never longer than the session."""

import asyncio

from backend.rules import people
from backend.session import SYSTEM, Database
from backend.web.admission import Sessions
from wire.codes import Role
from wire.people import User, UserOrder


class LoggedOutMeanwhile(Sessions):
    """Somebody logs out between the look into the database and its answer."""

    token = ""

    def _look(self, digest: str) -> User | None:
        found = super()._look(digest)
        with self._database.write(SYSTEM) as work:
            people.close_session(work, self.token)
        self.forget()
        return found


def test_that_a_session_that_ended_while_it_was_looked_up_is_not_remembered(database: Database) -> None:
    sessions = LoggedOutMeanwhile(database)
    with database.write(SYSTEM) as work:
        people.put(work, UserOrder(name="li", full_name="Li Na", roles=[Role.DISPATCHER]))
        sessions.token = people.open_session(work, "li").token

    async def asked_twice() -> list[bool]:
        return [await sessions.user_of(sessions.token) is not None for _ in range(2)]

    assert asyncio.run(asked_twice()) == [True, False]
