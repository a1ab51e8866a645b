"""Checking passwords: two at a time, however many people log in, and not too many who wait for it."""

import asyncio

from backend.refusals import NotNow, TooManyLogins
from backend.rules import people

AT_ONCE = 2  # each takes 19 MiB and 28 ms of a core
MOST_WAITING = 100  # a shift that begins; the last of them waits two seconds or so


class Passwords:
    """Used from the event loop of one process."""

    def __init__(self) -> None:
        self._turn = asyncio.Semaphore(AT_ONCE)
        self._waiting = 0
        self._closing = False

    async def fits(self, hashed: str | None, password: str) -> bool:
        """`TooManyLogins` when too many wait already, `NotNow` when the backend stops before it is our turn."""
        if self._waiting >= MOST_WAITING:
            raise TooManyLogins("Too many people are logging in; try again in a moment.")
        self._waiting += 1
        try:
            async with self._turn:
                if self._closing:
                    raise NotNow("The backend is stopping; try again in a moment.")
                return await asyncio.to_thread(people.fits, hashed, password)
        finally:
            self._waiting -= 1

    def let_go(self) -> None:
        """Refuse everybody who waits, and who comes yet."""
        self._closing = True
