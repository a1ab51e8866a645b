"""Who was there: what brute force over every fix and every hop says, on open days and on closed ones."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from random import Random

import numpy as np
import pytest
import sqlalchemy as sa

from backend import standards
from backend.exporters import whereabouts_file
from backend.exporters.whereabouts import near
from backend.fixes import folding, writing
from backend.fixes.scale import of_values
from backend.rules import tracks
from backend.rules.whereabouts import whereabouts
from backend.session import SYSTEM, Database
from geo.passages import passages
from geo.tracks import metres
from tests.backend.tracked import LAT, LON, add_units, by_brute_force, midnight, moment, trips, unit_ids
from tests.backends import Backend
from wire.codes import Role
from wire.exports import ExportFormat, ExportLayer, ExportOrder, Near
from wire.whereabouts import Stay, Whereabouts

DAY_MS = 86_400_000


def asked(database: Database, lon: float, lat: float, radius: float, first: int, last: int) -> Whereabouts:
    with database.read() as work:
        return whereabouts(work, lon, lat, radius, moment(first), moment(last))


def test_that_the_answer_is_that_of_brute_force_and_no_other_when_the_days_are_closed(database: Database) -> None:
    numbers, chance = add_units(database, 12), Random(7)
    told = trips(numbers, midnight(4) - 3 * 3_600_000, 12 * 60, seed=11)  # over a midnight
    order = np.random.default_rng(5).permutation(len(told.at) // 1500 + 1)
    for n in order.tolist():
        with database.write(SYSTEM) as work:
            writing.keep(work, told.pick(np.arange(len(told.at)) % len(order) == n))
    questions = []
    wide = np.flatnonzero((np.diff(told.unit) == 0) & (np.diff(told.at) == 30_000)).tolist()
    for _ in range(16):
        here = chance.choice(wide)  # half way to the next fix of somebody
        lon, lat = (float(degrees[here : here + 2].mean()) + chance.gauss(0, 0.0002) for degrees in told.degrees())
        first = int(told.at[here]) - chance.choice([1_000, 1_000, 900_000])
        questions.append((lon, lat, chance.choice([30.0, 80.0, 200.0, 1500.0]), first, first + chance.choice([60_000, 1_800_000, 5 * 3_600_000])))
    with database.read() as work:
        names = unit_ids(work)
    open_answers = [asked(database, *question) for question in questions]
    interpolated = 0
    for question, answer in zip(questions, open_answers, strict=True):
        expected = by_brute_force(told, *question, answer.hop_s)
        got = {names[stay.unit_id]: stay for stay in answer.stays}
        grazed = {unit for unit, (fixes, near, _, _) in expected.items() if not fixes and abs(near - question[2]) < 0.5}
        assert set(got) - grazed == set(expected) - grazed
        for unit in set(got) & set(expected):
            agrees(got[unit], *expected[unit])
        interpolated += sum(stay.interpolated for stay in answer.stays)
        assert [stay.nearest_m for stay in answer.stays] == sorted(stay.nearest_m for stay in answer.stays)
    assert interpolated > 2
    folding.rewrite(database)
    assert [asked(database, *question) for question in questions] == open_answers


def test_that_the_time_inside_is_that_of_all_passes_and_of_no_gap(database: Database) -> None:
    """A second of it is a metre and a half; to and fro over the circle, then out of sight within it, then at rest in it."""
    (number,) = add_units(database, 1)
    start, east = midnight(0) - 7_200_000, 1 / 102_750
    way = [(0, -300), (200, 0), (400, 300), (600, 0), (640, -60), (1000, 0), (1030, 0), (1060, 0)]  # seconds, metres
    at, x = np.array(way).T
    told = of_values(number, start + at * 1000, LON + x * east, [LAT] * len(at), [None] * len(at), [None] * len(at), [None] * len(at))
    with database.write(SYSTEM) as work:
        hop_s = standards.in_force().positions.hop_s
        assert hop_s == 60
        writing.keep(work, told)
    dense = np.arange(0, 640, 10)  # a fix each ten seconds on the way
    between = of_values(number, start + dense * 1000, LON + np.interp(dense, at, x) * east, [LAT] * len(dense), *[[None] * len(dense)] * 3)
    with database.write(SYSTEM) as work:
        writing.keep(work, between)
    (stay,) = asked(database, LON, LAT, 90.0, start, start + 3_600_000).stays
    # 180 m at 1.5 m/s; back 90 m at 1.5 m/s and 60 m at 1.5 m/s; then 6 min unseen; a minute at rest
    assert stay.inside_s == pytest.approx(120 + 60 + 40 + 60, abs=1.5)
    (part,) = asked(database, LON, LAT, 90.0, start + 190_000, start + 210_000).stays
    assert part.inside_s == pytest.approx(20, abs=0.1)


@contextmanager
def asking(database: Database) -> Iterator[list[str]]:
    """What the database is asked meanwhile."""
    asked = list[str]()

    def hear(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    sa.event.listen(database.engine, "before_cursor_execute", hear)
    try:
        yield asked
    finally:
        sa.event.remove(database.engine, "before_cursor_execute", hear)


def test_that_the_ways_of_all_are_read_together_and_are_those_of_each_whole_track(database: Database) -> None:
    numbers = add_units(database, 24)
    first, last = midnight(4) - 2 * 3_600_000, midnight(4) + 30 * 3_600_000
    with database.write(SYSTEM) as work:
        writing.keep(work, trips(numbers, first, 32 * 60, seed=11))
    counts, ways = dict[int, int](), 0
    for radius in (60.0, 400.0, 1500.0):
        place = Near(lon=LON, lat=LAT, radius=radius, start=moment(first), end=moment(last))
        order = ExportOrder(layers=[ExportLayer.WHEREABOUTS], format=ExportFormat.GPKG, language="en", near=place)
        with database.read() as work, asking(database) as statements:
            _, within, stays = near(work, order)
        there = stays.table.column("unit_id").to_pylist()
        counts[len(there)] = len(statements)
        found = asked(database, LON, LAT, radius, first, last)
        inside = 0
        for stay, shape in zip(found.stays, stays.shapes, strict=True):
            with database.read() as work:
                track = tracks.track(work, stay.unit_id, found.start, found.end)
            at = track.column("at").cast("int64").to_numpy() / 1000
            lon, lat = track.column("lon").to_numpy(), track.column("lat").to_numpy()
            days = [(stay_at - found.start) // timedelta(days=1) for stay_at in (stay.first_at, stay.last_at)]
            day = (at - found.start.timestamp()) // 86_400
            held = (day >= days[0]) & (day <= days[1])
            at, lon, lat = at[held], lon[held], lat[held]
            runs = passages(at, lon, lat, (LON, LAT), radius, stay.nearest_at.timestamp(), found.hop_s)
            expected = [np.column_stack([lon[rows], lat[rows]]).tolist() for rows in runs if len(rows) > 1]
            assert [[list(place) for place in line.coords] for line in (shape.geoms if shape is not None else ())] == expected
            inside += sum(int((metres(LON, LAT, lon[rows], lat[rows]) <= radius).sum()) for rows in runs)
            ways += len(expected)
        assert within.table.num_rows == inside
        folding.rewrite(database)
    assert ways > 30
    assert len(counts) == 3
    assert max(counts) >= 20
    assert max(counts.values()) - min(counts.values()) <= 3 * 4  # cells of more pages, never a question for each unit


def agrees(stay: Stay, fixes: int, nearest: float, first: float, last: float) -> None:
    assert (stay.fixes, stay.interpolated) == (fixes, fixes == 0)
    assert stay.nearest_m == pytest.approx(nearest, abs=0.01 if fixes else 2.0)
    for said, at in ((stay.first_at, first), (stay.last_at, last)):
        assert abs(said - moment(at)) <= timedelta(milliseconds=1 if fixes else 400)


def test_that_it_is_said_whose_device_makes_up_where_it_is(database: Database) -> None:
    """It is listed, for it said so; but it is no proof."""
    (number,) = add_units(database, 1)
    at = midnight(1) + np.arange(4) * 30_000
    with database.write(SYSTEM) as work:
        writing.keep(work, of_values(number, at, [LON] * 4, [LAT] * 4, [None] * 4, [None] * 4, [None] * 4, np.arange(4) % 2 > 0))
    (stay,) = asked(database, LON, LAT, 50.0, int(at[0]), int(at[-1])).stays
    assert (stay.fixes, stay.mocked) == (4, 2)
    told = whereabouts_file.write(asked(database, LON, LAT, 50.0, int(at[0]), int(at[-1])), {}, "en").decode("utf-8-sig")
    assert "2 of them mocked by what the device says itself" in told


def test_that_a_fix_that_its_track_drops_is_listed_as_not_believed(database: Database) -> None:
    """A jump of one fix from two kilometres away, and back."""
    (number,) = add_units(database, 1)
    at = midnight(1) + np.arange(21) * 30_000
    lat = LAT + 0.0003 * (np.arange(21) % 2)  # to and fro: a place that is repeated before a jump would be a receiver without sky
    lat[10] = LAT + 0.02
    with database.write(SYSTEM) as work:
        writing.keep(work, of_values(number, at, [LON] * 21, lat, [None] * 21, [None] * 21, [None] * 21))
    question = 100.0, int(at[0]), int(at[-1])
    (home,), (away,) = asked(database, LON, LAT, *question).stays, asked(database, LON, LAT + 0.02, *question).stays
    assert (home.fixes, home.unbelieved) == (20, 0)
    assert (away.fixes, away.unbelieved, away.inside_s) == (1, 1, 0.0)
    told = whereabouts_file.write(asked(database, LON, LAT + 0.02, *question), {}, "en").decode("utf-8-sig")
    assert "1 of them not believed" in told


def test_that_the_hall_asks_over_http_and_that_it_is_written_down(backend: Backend) -> None:
    (number,) = add_units(backend.database, 1)
    start = midnight(1)
    with backend.database.write(SYSTEM) as work:
        writing.keep(work, trips([number], start, 60, seed=1))
    hall = backend.client(Role.DISPATCHER)
    place = {"lon": LON, "lat": LAT, "radius": 2000, "start": moment(start).isoformat(), "end": moment(start + DAY_MS).isoformat()}
    answer = hall.get("/v1/whereabouts", params=place).json()
    assert [stay["unit_id"] for stay in answer["stays"]] == ["u0"]
    file = hall.get("/v1/whereabouts/file", params=place | {"language": "en"})
    assert file.headers["Content-Type"].startswith("text/csv")
    assert [line.split(",")[0] for line in file.content.decode("utf-8-sig").splitlines()] == ["Name", "u0"]
    assert backend.client(Role.DEVICE).get("/v1/whereabouts/file", params=place).status_code == 403
    trail = backend.client(Role.AUDITOR, Role.ADMIN).get("/v1/audit").json()["entries"]
    looked = f"22.500000,114.000000 2000 m {place['start']}/{place['end']}: 1"
    acts = [(entry["act"], entry["detail"]) for entry in trail if entry["act"].startswith("WHEREABOUTS")]
    assert sorted(acts) == [("WHEREABOUTS.EXPORT", looked), ("WHEREABOUTS.SEEN", looked)]
    far = {"start": "0001-01-01T00:00:00+23:59", "end": "0001-01-02T00:00:00+23:59", "lon": 180, "lat": 90}
    beyond = hall.get("/v1/whereabouts", params=place | far)
    assert (beyond.status_code, beyond.json()["code"]) == (400, "malformed")
    assert backend.client(Role.DEVICE).get("/v1/whereabouts", params=place).status_code == 403
    odd: list[dict[str, float | str]] = [
        {"radius": 2001},
        {"lat": 91},
        {"end": place["start"]},
        {"end": moment(start + 8 * DAY_MS).isoformat()},
        {"start": "2026-03-02T04:00:00"},
    ]
    for wrong in odd:
        assert hall.get("/v1/whereabouts", params=place | wrong).json()["code"] == "malformed"
