"""12345 as it is seen from here: it passes matters on, and fetches our answers; where the hall leaves it to us, we make the cases and reply."""

import itertools
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import msgspec
import numpy as np

from simulator.doors import Doors
from simulator.sender import CITIZENS, HOTLINE, Tongue, caller, now
from simulator.switchboard import Sayings
from simulator.world import ZONE, Found
from wire.cases import Case
from wire.codes import Status, TransferState
from wire.standards import Catalogue
from wire.transfers import Transfer

DUE = timedelta(days=3)
FETCH_S = 60.0
Job = Callable[[], object]


class Transfers:
    """`ours`: whether we do the hall's part too."""

    def __init__(self, doors: Doors, tongue: Tongue, sayings: Sayings, catalogue: Catalogue, ours: bool, seed: int) -> None:
        self._doors, self._tongue, self._wordings, self._ours = doors, tongue, sayings.transfers, ours
        self._names = {(small.kind, small.code): small.name for small in catalogue.classes}
        self._rng, self._count = np.random.default_rng([seed, 12345]), itertools.count(1)
        self._about: dict[str, Found] = {}
        self._cases: dict[str, str] = {}  # case id: transfer id
        self._left = FETCH_S

    def take(self, found: Found) -> Job:
        """12345 passes this on."""
        id, at = self._tongue.new_id(), now()
        self._about[id] = found
        name = self._names.get((found.problem.kind, found.problem.code), found.problem.code)
        title = self._wordings.titles[int(self._rng.integers(len(self._wordings.titles)))].format(name=name)
        place = {"address": found.address, "lon": found.lon, "lat": found.lat}
        report = {
            "id": id,
            "number": f"ZF{at:%Y%m%d}{next(self._count):05d}",
            "title": title,
            "text": self._wordings.text.format(text=found.text),
            "received_at": at,
            "due_at": at + DUE,
            **caller(id),
            **place,
        }
        return lambda: self._doors.post(CITIZENS, "/v1/transfers", report, key=f"transfer-{id}")

    def hear(self, thing: Transfer | Case) -> list[Job]:
        """What is to be done about it."""
        if not self._ours:
            return []
        if isinstance(thing, Transfer):
            if thing.state is TransferState.WAITING and thing.id in self._about:
                return [lambda: self._register(thing.id, self._about.pop(thing.id))]
            if thing.case_id is not None and thing.state is TransferState.REGISTERED:
                self._cases[thing.case_id] = thing.id
        elif thing.status is Status.CLOSED and thing.id in self._cases:
            transfer_id = self._cases.pop(thing.id)
            return [lambda: self._order(HOTLINE, transfer_id, {"verb": "REPLY", "reply": self._reply(thing)})]
        return []

    def step(self, seconds: float) -> list[Job]:
        """Now and then 12345 fetches what was answered."""
        self._left -= seconds
        if self._left > 0:
            return []
        self._left = FETCH_S
        return [self._fetch]

    def _register(self, transfer_id: str, found: Found) -> None:
        case_id = f"{transfer_id}-case"
        self._tongue.report(found, case_id, now(), transfer_id)
        self._order(HOTLINE, transfer_id, {"verb": "REGISTER", "case_id": case_id})

    def _reply(self, case: Case) -> str:
        return self._wordings.reply.format(day=f"{(case.disposed_at or now()).astimezone(ZONE):%m月%d日}")

    def _fetch(self) -> None:
        answered = self._doors.get(CITIZENS, "/v1/transfers", state=["REPLIED", "RETURNED"])
        for transfer in msgspec.json.decode(answered.content, type=list[Transfer]):
            self._order(CITIZENS, transfer.id, {"verb": "FETCHED"})

    def _order(self, user: str, transfer_id: str, order: dict[str, Any]) -> None:
        self._doors.post(user, f"/v1/transfers/{transfer_id}/orders", order, key=f"{order['verb']}-{transfer_id}")
