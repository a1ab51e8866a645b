"""People work by the rotation of the roster where there is one: in the grids that it gives them, and who has no shift rests."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import shapely

from backend import standards
from simulator import roster
from simulator.people import SEEN_WITHIN_M
from simulator.ways import Ways
from simulator.world import ZONE, Signed, World
from tests.simulator.test_world import world


class Answer:
    def __init__(self, body: Any) -> None:
        self._body = body

    def json(self) -> Any:
        return self._body


class Book:
    """A backend that has a roster, and keeps what is entered."""

    def __init__(self, shifts: list[dict[str, Any]]) -> None:
        self.shifts, self.entered, self.kinds = shifts, list[str](), set[str]()

    def get(self, user: str, path: str, **asked: Any) -> Answer:
        return Answer(self.shifts)

    def put(self, user: str, path: str, body: Any) -> None:
        self.entered.append(body["unit_id"])
        self.kinds.add(body["kind"])


def times(city: World, days: int = 0, ends_h: float = 8) -> dict[str, str]:
    """Of a shift so many days from today, that ends in so many hours."""
    day = (city.now.astimezone(ZONE) + timedelta(days=days)).date()
    return {"day": day.isoformat(), "ends_at": (city.now + timedelta(hours=ends_h)).isoformat()}


def test_that_people_walk_where_the_rotation_puts_them_and_rest_when_it_says_so(ways: Ways) -> None:
    city = world(ways)
    people = [unit for unit in ways.units if unit["code"] in city.inspectors]
    codes = sorted({unit["duty_grids"][0] for unit in people})
    moved, both, rests = people[0], people[1], people[2]
    elsewhere = next(code for code in codes if code not in moved["duty_grids"])
    own = ways.duties[both["duty_grids"][0]]
    beside = max(
        (code for code in ways.duties if code not in both["duty_grids"]), key=lambda code: ways.duties[code].buffer(1e-5).intersection(own).area
    )
    grids = {moved["id"]: [elsewhere.removeprefix("DUTY-")], both["id"]: [*both["duty_grids"], beside]}
    today = times(city)
    shifts = [
        {"unit_id": unit["id"], "grids": grids.get(unit["id"], unit["duty_grids"]), "rotation": "2026-11"} | today
        for unit in people
        if unit is not rests
    ]
    book = Book(shifts)
    assert roster.enter(book, ways, city) == 0  # type: ignore[arg-type]
    assert book.entered == []
    assert city.resting == {rests["code"]}
    signed = {said.unit for _ in range(200) for said in city.step(5) if isinstance(said, Signed)}
    assert signed == set(city.inspectors) - {rests["code"]}
    there = city.inspectors[moved["code"]]
    ground = ways.duties[elsewhere].buffer(SEEN_WITHIN_M * 1e-5)
    assert shapely.contains_xy(ground, there.lon, there.lat)
    assert len(city.inspectors[both["code"]].home.length) > len(ways.walks_in(both["duty_grids"][0]).length)


def test_that_without_a_rotation_everybody_gets_a_shift_once(ways: Ways) -> None:
    city = world(ways)
    book = Book([])
    assert roster.enter(book, ways, city) == len(city.inspectors) == len(book.entered)  # type: ignore[arg-type]
    assert not city.resting
    known = Book([{"unit_id": id, "grids": [], "rotation": ""} | times(city) for id in book.entered[:-1]])
    assert roster.enter(known, ways, city) == 1  # type: ignore[arg-type]


def test_that_who_began_last_night_works_on_and_who_has_ended_begins_anew(ways: Ways) -> None:
    city = world(ways)
    book = Book([])
    roster.enter(book, ways, city)  # type: ignore[arg-type]
    working, ended = book.entered[:2]
    nights = [{"unit_id": id, "grids": [], "rotation": ""} | times(city, -1, ends_h) for id, ends_h in ((working, 2), (ended, -1))]
    morning = Book(nights)
    roster.enter(morning, ways, city)  # type: ignore[arg-type]
    assert set(morning.entered) == set(book.entered) - {working}


@pytest.mark.parametrize("begins", ["00:00", "09:59", "10:00", "12:30", "13:29", "13:30", "17:30"])
def test_that_nobody_who_begins_now_rests_within_two_hours(ways: Ways, begins: str) -> None:
    city, book = world(ways), Book([])
    city.now = datetime.fromisoformat(f"2026-12-01T{begins}").replace(tzinfo=ZONE)
    roster.enter(book, ways, city)  # type: ignore[arg-type]
    breaks = {kind: each.break_spans(city.now.date()) for kind, each in standards.read().duty.shift.items()}
    (kind,) = book.kinds
    assert not any(since < city.now + timedelta(hours=2) and city.now < until for since, until in breaks[kind])
