"""What a truck hauled, on a real backend: listed in the console by truck and by permit, its track opened, the file written, the link lost."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from backend.rules import haul_watch, units
from backend.session import SYSTEM
from console.hall.hall import Hall
from console.rooms.haul_trips import HaulTrips
from console.widgets.trucks.pane import TruckPane
from console.widgets.trucks.trips import Span, TripList
from console.workers.caller import Caller
from simulator.hauls import degrees
from tests.backend.test_hauls import DOORS
from tests.backends import Backend
from tests.contract.conftest import ApiOf
from wire.codes import Noun, Role, UnitKind
from wire.units import UnitOrder

pytestmark = pytest.mark.gui
START = datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=30)
WAY = [(0, 0, True), (0, 0, True), *((x, 0, True) for x in range(300, 6000, 300)), (6000, 0, True), *[(6000, 0, False)] * 3]
NOUNS = (Noun.UNIT, Noun.HAUL_COMPANY, Noun.HAUL_PLACE, Noun.HAUL_TRUCK, Noun.HAUL_PERMIT, Noun.HAUL_TRIP)


@pytest.fixture
def hauled(backend: Backend) -> Backend:
    """The truck t1 has carried one load to the ground."""
    with backend.database.write(SYSTEM) as work:
        units.put(work, UnitOrder(id="t1", code="861234", kind=UnitKind.TRUCK, name="渣土车1", plate="浙F12345"))
    leader = backend.client(Role.SHIFT_LEADER)
    for plural, order in DOORS:
        assert leader.put(f"/v1/{plural}/{order['id']}", json=order).status_code == 200
    fixes = []
    for number, (x, y, loaded) in enumerate(WAY):
        lon, lat = degrees(x, y)
        at = (START + timedelta(seconds=30 * number)).isoformat()
        fixes.append({"at": at, "lon": lon, "lat": lat, "speed": 10.0, "signals": {"loaded": loaded, "cover_open": False}})
    assert backend.client(Role.DEVICE).post("/v1/positions", json={"code": "861234", "fixes": fixes}).status_code == 200
    while haul_watch.judge(backend.database):
        pass
    return backend


def choose(trips: TripList, span: Span) -> None:
    trips.span.setCurrentIndex(trips.span.findData(span))
    trips.span.activated.emit(trips.span.currentIndex())


def test_that_what_was_hauled_is_listed_opened_and_written(qtbot: QtBot, hauled: Backend, api_of: ApiOf, tmp_path: Path, dressed: None) -> None:
    api = api_of(Role.DISPATCHER)
    hall = Hall(api.me())
    hall.clock.set(datetime.now(UTC))
    for noun in NOUNS:
        hall.take(noun, [thing for page in api.snapshot(noun).pages() for thing in page])
    pane, caller = TruckPane(hall), Caller(api)
    qtbot.addWidget(pane)
    room = HaulTrips(hall, caller, pane)
    trips, opened = room.list, list[tuple[str, datetime, datetime]]()
    room.track_wanted.connect(lambda *told: opened.append(told))
    try:
        with qtbot.waitExposed(pane):
            pane.show()
        pane.go_to("t1")
        month = Span.MONTH if Span.MONTH.ends(hall.clock.now())[0] <= START else Span.LAST_MONTH
        pane.detail.trips.click()
        choose(trips, month)
        qtbot.waitUntil(lambda: trips.model.rowCount() == 1, timeout=10_000)
        assert trips.sums is not None
        assert (trips.sums.trips, trips.sums.volume_m3) == (1, 18.0)
        trip = trips.model.trip(0)
        assert trip is not None
        assert abs(trips.sums.length_m - trip.length_m) < 1e-6
        trips._open()
        assert opened == [("t1", trip.started_at, trip.ended_at)]
        assert len(api.track("t1", *opened[0][1:])) > 10  # which the backend has of just that time
        trips.of.setCurrentIndex(1)
        trips.of.activated.emit(1)
        qtbot.waitUntil(lambda: trips.answered is not None, timeout=10_000)
        assert trips.answered is not None
        assert (trips.answered.permit_id, trips.model.rowCount()) == ("p1", 1)
        for suffix, start in (("csv", b"\xef\xbb\xbf"), ("xlsx", b"PK")):
            path = tmp_path / f"trips.{suffix}"
            trips.export_wanted.emit(trips.answered, path)
            qtbot.waitUntil(path.exists, timeout=10_000)
            assert path.read_bytes().startswith(start)
        trips.export_wanted.emit(trips.answered, tmp_path / "nowhere" / "trips.csv")
        qtbot.waitUntil(lambda: trips.outcome.property("tone") == "danger", timeout=10_000)
        choose(trips, Span.LAST_MONTH if month is Span.MONTH else Span.MONTH)
        qtbot.waitUntil(lambda: trips.sums is not None, timeout=10_000)
        assert (trips.sums.trips, trips.model.rowCount(), bool(trips.nothing.text())) == (0, 0, True)
    finally:
        caller.stop()
