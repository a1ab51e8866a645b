"""What a track says, through the door: a morning with a stop, a gap and rubbish; a copied day; two terminals in one pocket."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pyarrow as pa

from backend.rules import geofences, positions, units
from backend.session import SYSTEM, Database
from backend.tables.places import StreetRow
from tests.backends import Backend
from wire.codes import FenceKind, Role, UnitKind
from wire.geofences import GeofenceOrder
from wire.tracks import TRACK
from wire.units import UnitOrder

MORNING = datetime(2026, 3, 2, 0, 30, tzinfo=UTC)  # 08:30 in Shanghai
EAST = 1 / 91_190.0


def store(database: Database, id: str, start: datetime, seconds: np.ndarray, lon: np.ndarray, lat: np.ndarray) -> None:
    with database.write(SYSTEM) as work:
        units.put(work, UnitOrder(id=id, code=id, kind=UnitKind.INSPECTOR, name=id, team="south" if id == "u2" else "north"))
        columns = {"at": [start + timedelta(seconds=float(second)) for second in seconds], "lon": lon, "lat": lat}
        rows = [pa.array(columns.get(field.name, [None] * len(seconds)), field.type) for field in TRACK]
        positions.store_columns(work, id, pa.table(rows, schema=TRACK))


def test_that_a_period_is_told_whole_with_its_rules_and_whose_track_it_is_again(backend: Backend) -> None:
    chance = np.random.default_rng(5)
    seconds = np.arange(0, 7200, 10.0)
    metres = np.where(seconds < 3000, seconds, np.maximum(seconds - 1200, 3000)) * 1.4
    lon, lat = 111 + (metres + chance.normal(0, 3, 720)) * EAST, 35 + chance.normal(0, 3, 720) * EAST
    lat[100:102] += 0.02  # a jump and back
    seen = (seconds < 5400) | (seconds > 6300)
    for id, start in (("u1", MORNING), ("u1", MORNING - timedelta(days=3)), ("u2", MORNING)):
        store(backend.database, id, start, seconds[seen], lon[seen], lat[seen] + (id == "u2") * 2e-5)
    store(backend.database, "u3", MORNING, seconds[seen], lon[seen], lat[seen] + 0.01)
    hall, period = backend.client(Role.DISPATCHER), {"start": MORNING.isoformat(), "end": (MORNING + timedelta(hours=2)).isoformat()}
    told = hall.get("/v1/tracks/u1/analysis", params=period).json()
    spans = [(span["kind"], datetime.fromisoformat(span["start"]), datetime.fromisoformat(span["end"])) for span in told["spans"]]
    assert [kind for kind, *_ in spans] == ["TRIP", "STOP", "TRIP", "GAP", "TRIP"]
    assert sum((end - start for _, start, end in spans), timedelta()) == timedelta(hours=2)
    assert told["dropped"] == {"JUMP": [round((MORNING.timestamp() + second) * 1000) for second in (1000, 1010)]}
    assert abs(told["metres"] - 6000 * 1.4 + 920 * 1.4) < max(told["error_m"], 200)
    assert told["raw_m"] > told["metres"] + 4000
    assert told["rules"]["stop_m"] == 40
    alike = hall.get("/v1/tracks/u1/likenesses", params=period).json()
    assert [(like["doubt"], like["unit_id"], like["day"]) for like in alike] == [("SAME_SHAPE", "u1", "2026-02-27"), ("SAME_WAY", "u2", "2026-03-02")]
    doubts = hall.get("/v1/track-doubts", params={"day": "2026-03-02"}).json()
    assert [(each["unit_id"], [like["doubt"] for like in each["likenesses"]]) for each in doubts] == [
        ("u1", ["SAME_SHAPE", "SAME_WAY"]),
        ("u2", ["SAME_WAY"]),
    ]  # u3 walked a kilometre beside them
    assert hall.get("/v1/track-doubts", params={"day": "2026-03-03"}).json() == []
    assert hall.get("/v1/track-doubts", params={"day": "someday"}).status_code == 400
    assert backend.client(Role.DEVICE).get("/v1/track-doubts", params={"day": "2026-03-02"}).status_code == 403
    assert hall.get("/v1/tracks/u1/streets", params=period).json()["detail"] == "There are no streets yet: import some."
    line = [[111 + x * EAST, 35.0] for x in (-500, 10_000)]
    with backend.database.write(SYSTEM) as work:
        box = {"west": 111.0, "south": 35.0, "east": 111.1, "north": 35.0}
        work.session.add(StreetRow(id="s", name="s", kind="", length_m=1, lon=111, lat=35, line=[line], speed_kmh=36.0, oneway=False, **box))
    laid = hall.get("/v1/tracks/u1/streets", params=period).json()
    assert (set(laid["lat"]), laid["breaks"], laid["away_m"] < 5) == ({35.0}, 0, True)
    assert abs(laid["metres"] - told["metres"]) < 150
    for path in ("analysis", "likenesses", "streets"):
        assert hall.get(f"/v1/tracks/ghost/{path}", params=period).json()["code"] == "unknown_unit"
        assert backend.client(Role.DEVICE).get(f"/v1/tracks/u1/{path}", params=period).status_code == 403


def test_that_visits_of_geofences_are_told_with_the_moments_of_the_edge(backend: Backend) -> None:
    """A walk of 1.4 m/s to the east, through a circle of 100 m about 1,000 m and by another."""
    seconds = np.arange(0, 1800, 15.0)
    store(backend.database, "u1", MORNING, seconds, 111 + seconds * 1.4 * EAST, np.full(len(seconds), 35.0))
    hall, period = backend.client(Role.DISPATCHER), {"start": MORNING.isoformat(), "end": (MORNING + timedelta(hours=1)).isoformat()}
    for id, lat in (("square", 35.0), ("aside", 35.01)):
        order = GeofenceOrder(id=id, name=id, kind=FenceKind.CIRCLE, places=[(111 + 1000 * EAST, lat)], radius_m=100.0)
        with backend.database.write(SYSTEM) as work:
            geofences.put(work, order)
    (visit,) = hall.get("/v1/tracks/u1/analysis", params=period).json()["visits"]
    start, end = (datetime.fromisoformat(visit[name]) for name in ("start", "end"))
    assert (visit["fence_id"], visit["name"], visit["came"], visit["left"], visit["unseen_s"]) == ("square", "square", True, True, 0)
    assert abs((start - MORNING).total_seconds() - 900 / 1.4) < 2
    assert abs((end - start).total_seconds() - 200 / 1.4) < 2
    assert abs(visit["lon"] - 111 - 900 * EAST) < 3 * EAST
