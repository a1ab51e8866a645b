"""Where fixes come in. What arrives while one transaction is at work goes into the next one together: a commit costs as much for one fix as
for two hundred. Each device is answered after the commit that holds its own fixes, and never before.
"""

import asyncio
from typing import NamedTuple

import sqlalchemy as sa

from backend.rules import positions
from backend.rules.positions import Said
from backend.session import SYSTEM, Database
from wire.people import User
from wire.units import FixBatch, FixReceipt

MOST_FIXES = 5_000  # in one transaction, so that nobody else waits long for his turn
Outcome = FixReceipt | Exception


class Waiting(NamedTuple):
    said: Said
    answer: asyncio.Future[FixReceipt]


class Intake:
    """Used from the event loop of one process; the database is written in a thread."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._waiting: list[Waiting] = []
        self._work: asyncio.Task[None] | None = None

    async def take(self, user: User, batch: FixBatch) -> FixReceipt:
        """The receipt once the fixes are committed; raises the refusal of this batch."""
        answer: asyncio.Future[FixReceipt] = asyncio.get_running_loop().create_future()
        self._waiting.append(Waiting(Said(user, batch), answer))
        if self._work is None:
            self._work = asyncio.create_task(self._empty())
        return await answer

    async def stop(self) -> None:
        """When all that has come in is written."""
        if self._work is not None:
            await self._work

    async def _empty(self) -> None:
        try:
            while self._waiting:
                group = self._next()
                outcomes = await asyncio.to_thread(self._write, [each.said for each in group])
                for each, outcome in zip(group, outcomes, strict=True):
                    _settle(each.answer, outcome)
        finally:
            self._work = None

    def _next(self) -> list[Waiting]:
        fixes = count = 0
        while count < len(self._waiting) and (not count or fixes + len(self._waiting[count].said.batch.fixes) <= MOST_FIXES):
            fixes += len(self._waiting[count].said.batch.fixes)
            count += 1
        group, self._waiting = self._waiting[:count], self._waiting[count:]
        return group

    def _write(self, group: list[Said]) -> list[Outcome]:
        try:
            with self._database.write(SYSTEM) as work:
                return list(positions.report_all(work, group))
        except (sa.exc.OperationalError, sa.exc.InterfaceError) as error:  # nobody could be written now
            return [error] * len(group)
        except Exception as error:
            return [error] if len(group) == 1 else [outcome for said in group for outcome in self._write([said])]


def _settle(answer: asyncio.Future[FixReceipt], outcome: Outcome) -> None:
    if answer.done():  # who asked has gone
        return
    if isinstance(outcome, FixReceipt):
        answer.set_result(outcome)
    else:
        answer.set_exception(outcome)
