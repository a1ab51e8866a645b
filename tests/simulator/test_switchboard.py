"""Citizens ring at a real backend: operators of ours take the calls, what they say becomes a case, and who hangs up is missed."""

import msgspec
import pytest

from backend.rules import people
from backend.session import SYSTEM
from simulator.album import Album
from simulator.doors import Doors
from simulator.problems import Problems
from simulator.scenario import load
from simulator.sender import TELEPHONE, Tongue, seat_user
from simulator.switchboard import Sayings, Switchboard
from simulator.world import Found
from tests.backend.centre import Centre
from tests.backends import *  # noqa: F403
from tests.backends import Backend
from wire.calls import Call
from wire.codes import CallState, Role, SeatState, Source
from wire.people import UserOrder
from wire.seats import Seat

PASSWORD = "correct horse"
USERS = {
    TELEPHONE: Role.TELEPHONE,
    seat_user(6): Role.ACCEPTOR,
    "sim.acceptor": Role.ACCEPTOR,
    "sim.citizens": Role.GATEWAY,
    "sim.dispatcher": Role.DISPATCHER,
}
HABITS = load("ordinary_monday").hotline


class City:
    """A switchboard with seat 6, and what the feed would tell it."""

    def __init__(self, backend: Backend) -> None:
        Centre(backend.database)
        with backend.database.write(SYSTEM) as work:
            for name, role in USERS.items():
                full_name = "6号坐席" if name == seat_user(6) else name
                people.put(work, UserOrder(name=name, full_name=full_name, roles=[role], password=PASSWORD))
        self.doors = Doors(backend.address, dict.fromkeys(USERS, PASSWORD))
        self.tongue = Tongue(self.doors, Album(self.doors), "S1")
        self.problem = next(each for each in Problems.load().known if each.code == "0110")
        self.board = Switchboard(self.doors, self.tongue, Sayings.load(), HABITS, [6], seed=3)
        for job in self.board.sit_down():
            job()

    def found(self, source: str = "HOTLINE_12319") -> Found:
        return Found(self.problem, 111.0, 35.02, "瑞祥路", "有垃圾", None, source, None)

    def get(self, path: str) -> list[dict[str, object]]:
        answer: list[dict[str, object]] = self.doors.get("sim.dispatcher", path).json()
        return answer

    def pass_(self, seconds: float) -> None:
        """Time goes by, and the feed tells what has happened."""
        for job in self.board.step(seconds):
            job()
        for thing in (*self.calls(), *msgspec.convert(self.get("/v1/seats"), list[Seat])):
            self.board.hear(thing)

    def calls(self) -> list[Call]:
        return msgspec.convert(self.get("/v1/calls"), list[Call])


@pytest.fixture
def city(backend: Backend) -> City:
    return City(backend)


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_that_calls_are_taken_and_become_cases_or_answers(city: City) -> None:
    for _ in range(6):
        city.board.ring(city.found())()
        for _ in range(40):
            city.pass_(5)
            if not any(call.state in (CallState.RINGING, CallState.TALKING) for call in city.calls()):
                break
    calls = city.calls()
    assert {call.state for call in calls} <= {CallState.ENDED, CallState.MISSED}
    written = [call for call in calls if call.state is CallState.ENDED]
    assert written
    assert all(call.kind for call in written)
    cases = {case["id"]: case for case in city.doors.get("sim.dispatcher", "/v1/cases").json()["cases"]}
    assert {call.case_id for call in written if call.case_id} == set(cases)
    assert all(case["source"] == Source.HOTLINE_12319 and case["promise_at"] for case in cases.values())
    seat = next(seat for seat in city.get("/v1/seats") if seat["number"] == 6)
    assert seat["state"] == SeatState.FREE
