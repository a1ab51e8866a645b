"""The telephone exchange of the city, its callers, and the operators of seats where nobody else sits.

Everything follows the feed: a call is taken when a seat of ours is free, or by somebody of the hall; then it is talked about for a while, and ends.
"""

import heapq
import itertools
import logging
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from simulator import callbacks
from simulator.doors import Doors, Refused
from simulator.posts import USER_OF
from simulator.scenario import HotlineHabits
from simulator.sender import TELEPHONE, Tongue, caller, now, seat_user
from simulator.world import Found
from wire.calls import Call
from wire.cases import Case, CaseCard
from wire.codes import CallbackState, CallState, Role, Satisfaction, SeatState, Status, Verb
from wire.seats import Seat

LOG = logging.getLogger(__name__)
FILE = Path(__file__).resolve().parents[1] / "resources" / "city" / "hotline.toml"
LOOK_S = 3.0  # until a free seat is looked for again
METRES = 3e-5  # degrees by which people differ about one place
Job = Callable[[], object]


class Consultation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    asked: str
    answer: str


class Wordings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    titles: list[str]
    text: str
    reply: str


class Sayings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    consultations: list[Consultation]
    satisfied: dict[Satisfaction, list[str]]
    transfers: Wordings

    @classmethod
    def load(cls) -> "Sayings":
        return msgspec.convert(tomllib.loads(FILE.read_text(encoding="utf-8")), cls)


@dataclass
class Talk:
    """One call of ours. `about` is none for who only asks something."""

    id: str
    person: str  # whom names and numbers are made up from: who calls again is the same
    about: Found | None
    consultation: Consultation | None
    again: bool = False
    answered: bool = False


class Switchboard:
    """`seats` are those that we operate. Times are seconds of the city's clock."""

    def __init__(self, doors: Doors, tongue: Tongue, sayings: Sayings, habits: HotlineHabits, seats: list[int], seed: int) -> None:
        self._doors, self._tongue, self._sayings, self._habits = doors, tongue, sayings, habits
        self._seats, self._rng = seats, np.random.default_rng([seed, 12319])
        self._talks: dict[str, Talk] = {}
        self._free: dict[int, bool] = dict.fromkeys(seats, False)
        self._due: list[tuple[float, int, Callable[[], Job | None]]] = []
        self._turn: Iterator[int] = itertools.count()
        self._owed: set[tuple[str, int]] = set()
        self._now = 0.0

    def sit_down(self) -> list[Job]:
        """Let go of what an earlier run left on the line; then sign on at every seat of ours that is empty: one that somebody else has is his."""
        return [self._clear, *(self._sign_on(number) for number in self._seats)]

    def ring(self, found: Found, person: str = "", again: bool = False) -> Job:
        """A citizen rings about this; some only want to ask something."""
        id = self._tongue.new_id()
        asks = not again and self._chance(self._habits.consultations)
        consultation = self._sayings.consultations[int(self._rng.integers(len(self._sayings.consultations)))] if asks else None
        talk = self._talks[id] = Talk(id, person or id, None if asks else found, consultation, again)
        patience = self._habits.gives_up_s if self._chance(self._habits.gives_up) else self._habits.patience_s
        self._plan(self._between(self._habits.take_s), lambda: self._take(talk))
        self._plan(self._between(patience), lambda: self._give_up(talk))
        report = {"id": id, "number": caller(talk.person)["phone"], "ring_at": now()}
        return lambda: self._doors.post(TELEPHONE, "/v1/calls", report, key=f"ring-{id}")

    def hear(self, thing: Call | Seat | Case) -> None:
        """What the feed says."""
        if isinstance(thing, Seat):
            self._free[thing.number] = thing.state is SeatState.FREE and thing.user == seat_user(thing.number)
        elif isinstance(thing, Call):
            self._hear_call(thing)
        elif thing.callback is CallbackState.PENDING and self._seats and (thing.id, thing.callback_tries) not in self._owed:
            self._owed.add((thing.id, thing.callback_tries))
            self._plan(self._between(self._habits.callback_s), lambda: lambda: self._call_back(thing.id))

    def step(self, seconds: float) -> list[Job]:
        """What is due after so many seconds."""
        self._now += seconds
        jobs = []
        while self._due and self._due[0][0] <= self._now:
            job = heapq.heappop(self._due)[2]()
            if job is not None:
                jobs.append(job)
        return jobs

    def _hear_call(self, call: Call) -> None:
        talk = self._talks.get(call.id)
        if talk is None:
            return
        if call.state is CallState.TALKING and not talk.answered:
            talk.answered = True
            ours = call.seat in self._seats and call.operator != "" and self._is_ours(call)
            seat = call.seat or 0
            self._plan(self._between(self._habits.talk_s), lambda: lambda: self._end(talk, seat, ours))
        elif call.state in (CallState.ENDED, CallState.MISSED):
            self._talks.pop(call.id, None)
            if talk.about is not None and not talk.again and self._chance(self._habits.again):
                self._plan(self._between(self._habits.again_s), lambda: self.ring(self._nearly(talk.about), talk.person, again=True))

    def _is_ours(self, call: Call) -> bool:
        return call.operator == f"{call.seat}号坐席"

    def _take(self, talk: Talk) -> Job | None:
        """By the first free seat of ours; nobody else has taken it meanwhile, or the backend says so."""
        if talk.answered or talk.id not in self._talks or not self._seats:
            return None
        seat = next((number for number, free in self._free.items() if free), None)
        if seat is None:
            self._plan(LOOK_S, lambda: self._take(talk))
            return None
        self._free[seat] = False  # until the feed says otherwise
        return lambda: self._doors.post(seat_user(seat), f"/v1/calls/{talk.id}/orders", {"verb": "TAKE"}, key=f"take-{talk.id}-{seat}")

    def _give_up(self, talk: Talk) -> Job | None:
        if talk.answered or talk.id not in self._talks:
            return None
        return lambda: self._event(talk, {"event": "MISSED", "at": now()})

    def _end(self, talk: Talk, seat: int, ours: bool) -> None:
        """What was said becomes a case or an answer, where the operator is ours; else he writes it down himself."""
        case_id = self._report(talk) if ours else None
        self._event(talk, {"event": "ENDED", "at": now(), "recording_ref": f"recordings/{talk.id}.wav"})
        if not ours:
            return
        record: dict[str, Any] = {"verb": "RECORD", "caller": caller(talk.person)["reporter"]}
        if talk.consultation is not None:
            record |= {"kind": "CONSULTATION", "text": f"问：{talk.consultation.asked} 答：{talk.consultation.answer}"}
        else:
            record |= {"kind": "COMPLAINT", "text": talk.about.text if talk.about else "", "case_id": case_id}
        self._doors.post(seat_user(seat), f"/v1/calls/{talk.id}/orders", record, key=f"record-{talk.id}")

    def _report(self, talk: Talk) -> str | None:
        if talk.about is None:
            return None
        self._tongue.report(talk.about, f"{talk.id}-case", now(), talk.person)
        return f"{talk.id}-case"

    def _call_back(self, case_id: str) -> None:
        """A citizen says what he thinks of it, when he can be reached."""
        user = USER_OF[Role.ACCEPTOR]
        card = self._card(user, case_id)
        if card.case.callback is not CallbackState.PENDING:
            return
        order = {"verb": Verb.CALL_BACK, **callbacks.answer(card.case, self._sayings.satisfied, self._habits)}
        key = f"back-{case_id}-{card.version}"[:80]
        answered = CARD(self._doors.post(user, f"/v1/cases/{case_id}/orders", order, key, card.version).content)
        if order.get("resolved") is False and answered.case.status is Status.CLOSED:
            self._reopen(answered)

    def _reopen(self, card: CaseCard) -> None:
        leader = USER_OF[Role.SHIFT_LEADER]
        note = {"verb": Verb.REOPEN, "note": "市民回访不满意，复开重新处置"}
        self._doors.post(leader, f"/v1/cases/{card.id}/orders", note, f"reopen-{card.id}-{card.version}"[:80], card.version)

    def _card(self, user: str, case_id: str) -> CaseCard:
        return CARD(self._doors.get(user, f"/v1/cases/{case_id}").content)

    def _clear(self) -> None:
        for call in CALLS(self._doors.get(TELEPHONE, "/v1/calls").content):
            if call.state in (CallState.RINGING, CallState.TALKING):
                event = "MISSED" if call.state is CallState.RINGING else "ENDED"
                self._doors.post(TELEPHONE, f"/v1/calls/{call.id}/events", {"event": event, "at": now()})

    def _sign_on(self, number: int) -> Job:
        def job() -> None:
            try:
                seat = SEAT(self._doors.post(seat_user(number), f"/v1/seats/{number}/orders", {"verb": "SIGN_ON"}).content)
            except Refused as refusal:
                LOG.info("seat %d is not ours: %s", number, refusal.code)
                return
            if seat.call_id is not None:
                self._finish(number, seat.call_id)
            self._free[number] = True

        return job

    def _finish(self, number: int, call_id: str) -> None:
        """What an earlier run left at this seat."""
        for order in ({"verb": "HANG_UP"}, {"verb": "RECORD", "kind": "SUGGESTION", "text": "通话中断"}):
            try:
                self._doors.post(seat_user(number), f"/v1/calls/{call_id}/orders", order)
            except Refused as refusal:
                LOG.debug("left over: %s", refusal)

    def _event(self, talk: Talk, event: dict[str, Any]) -> None:
        self._doors.post(TELEPHONE, f"/v1/calls/{talk.id}/events", event, key=f"{event['event']}-{talk.id}")

    def _nearly(self, found: Found | None) -> Found:
        """The same again, as it is told a second time."""
        assert found is not None
        east, north = self._rng.normal(0, METRES, 2).tolist()
        return replace(found, lon=round(found.lon + east, 7), lat=round(found.lat + north, 7), text=f"刚才打过电话，{found.text}，还没人来")

    def _plan(self, seconds: float, job: Callable[[], Job | None]) -> None:
        heapq.heappush(self._due, (self._now + seconds, next(self._turn), job))

    def _between(self, span: tuple[float, float]) -> float:
        return float(self._rng.uniform(*span))

    def _chance(self, share: float) -> bool:
        return bool(self._rng.random() < share)


CARD = msgspec.json.Decoder(CaseCard).decode
CALLS = msgspec.json.Decoder(list[Call]).decode
SEAT = msgspec.json.Decoder(Seat).decode
