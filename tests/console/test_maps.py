"""Several maps of one desk before a real backend: what they show is fetched once, and how they are drawn is kept for the user."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from backend.importers.run import run
from backend.rules import positions, registers, units
from backend.session import SYSTEM
from console.actions.questions import Questions
from console.api import Api
from console.connection import Connection
from console.hall.basic import Look
from console.hall.disk import Disk
from console.hall.failures import Wanted
from console.hall.hall import Hall
from console.map.drawing import read_all
from console.map.files import Laid
from console.map.view import MapView
from console.maps import FILES, FIRST, MOST, PREFERENCE, Maps
from console.workers.caller import Caller
from geo.datum import Datum
from geo.files import read
from tests.backend.import_files import geojson, square
from tests.backends import Backend, backend, database, empty_sqlite
from tests.console.map_page import WAIT_MS
from wire.codes import RegisterKind, Role, UnitKind
from wire.people import User
from wire.registers import EntriesOrder, EntryOrder
from wire.units import Fix, UnitOrder

__all__ = ["backend", "database", "empty_sqlite"]
pytestmark = pytest.mark.gui
KIND = RegisterKind.STREET_ENTITY
SHOPS = 400


@pytest.fixture
def url(tmp_path: Path, empty_sqlite: Path) -> str:
    (tmp_path / "yiping.db").write_bytes(empty_sqlite.read_bytes())
    return f"sqlite:///{tmp_path / 'yiping.db'}"


@pytest.fixture
def api(backend: Backend) -> Iterator[Api]:
    client = backend.client(Role.DISPATCHER)
    connection = Connection(backend.address)
    connection.token = client.token
    yield Api(connection)
    connection.shutdown()


class Desk:
    """The maps, and what they have written to the disk."""

    def __init__(self, api: Api) -> None:
        self.hall = Hall(User(id="u", version=1, name="u", full_name="u", roles=[Role.DISPATCHER]))
        self.caller, self.disk = Caller(api), dict[str, bytes]()
        self.maps = Maps(self.hall, self.caller, self.disk.__setitem__, None, "dark")

    def close(self) -> None:
        self.maps.shut()
        self.caller.stop()


@pytest.fixture
def desk(qtbot: QtBot, api: Api) -> Iterator[Desk]:
    made = Desk(api)
    qtbot.addWidget(made.maps.first, before_close_func=MapView.shut)
    made.maps.added.connect(lambda _, view: qtbot.addWidget(view, before_close_func=MapView.shut))
    yield made
    made.close()


def fill(backend: Backend) -> None:
    shops = [EntryOrder(id=f"s{number}", name=f"店{number}", lon=116 + number * 1e-5, lat=40.0) for number in range(SHOPS)]
    with backend.database.write(SYSTEM) as work:
        registers.order(work, KIND, EntriesOrder(put=shops))


def know_registers(desk: Desk, backend: Backend) -> None:
    with backend.database.read() as work:
        desk.hall.registers.replace(registers.registers(work))


def test_that_a_register_is_fetched_when_it_is_first_shown_and_once_for_two_maps(qtbot: QtBot, backend: Backend, desk: Desk) -> None:
    fill(backend)
    know_registers(desk, backend)
    fetched: list[RegisterKind] = []
    desk.hall.entries.changed.connect(fetched.append)
    second = desk.maps.views[desk.maps.add()]
    assert desk.hall.entries.get(KIND) is None
    for view in (desk.maps.first, second):
        view.show_overlay("entities", True)
    qtbot.waitUntil(lambda: desk.hall.entries.get(KIND) is not None, timeout=WAIT_MS)
    know_registers(desk, backend)
    second.show_overlay("entities", True)
    assert (fetched, len(desk.hall.entries.get(KIND) or ())) == ([KIND], SHOPS)
    layers = [view._layers.by_name["entities"] for view in (desk.maps.first, second)]
    assert layers[0].whole_parcel() is layers[1].whole_parcel()


def test_that_components_are_fetched_while_a_map_shows_them_and_at_once_when_it_does(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    hall, first = desk.hall, desk.maps.first
    disk, asked = Disk(tmp_path / "picture.db"), list[bool]()
    hall.components.wanted.connect(Questions(hall, desk.caller, disk, first).load_components)
    hall.components.wanted.connect(lambda: asked.append(True))
    second = desk.maps.views[desk.maps.add()]
    for view in (first, second):
        view.show_overlay("components", False)
    hall.components.outdate()  # a snapshot of the hall was taken
    assert not asked
    for view in (first, second):
        view.show_overlay("components", True)
    qtbot.waitUntil(lambda: hall.components.columns is not None, timeout=WAIT_MS)
    assert asked == [True]
    hall.components.outdate()
    assert asked == [True, True]
    for view in (first, second):
        view.show_overlay("components", False)
    hall.components.outdate()
    assert asked == [True, True]
    first.show_overlay("components", True)
    assert asked == [True, True, True]
    disk.close()


def test_that_an_entry_that_is_looked_at_is_fetched_as_it_is_now(qtbot: QtBot, backend: Backend, desk: Desk) -> None:
    fill(backend)
    know_registers(desk, backend)
    desk.maps.first.show_overlay("entities", True)
    qtbot.waitUntil(lambda: desk.hall.entries.get(KIND) is not None, timeout=WAIT_MS)
    with backend.database.write(SYSTEM) as work:
        registers.order(work, KIND, EntriesOrder(put=[EntryOrder(id="s3", name="新店", lon=116.0, lat=40.0)]))
    with qtbot.waitSignal(desk.hall.entries.renewed, timeout=WAIT_MS) as renewed:
        desk.hall.entries.look_at(KIND, "s3")
    assert renewed.args == [KIND, "s3"]
    entry = desk.hall.entries.entry(KIND, "s3")
    assert entry is not None
    assert entry.name == "新店"


def test_that_what_cannot_be_fetched_is_told_and_asked_for_again(qtbot: QtBot, backend: Backend, desk: Desk) -> None:
    fill(backend)
    know_registers(desk, backend)
    backend.stop()
    with qtbot.waitSignal(desk.hall.failures.changed, timeout=WAIT_MS):
        desk.maps.first.show_overlay("entities", True)
    assert desk.hall.failures.of(Wanted.REGISTER, KIND) is not None


def test_that_coverage_is_joined_to_the_squares(qtbot: QtBot, backend: Backend, desk: Desk, tmp_path: Path) -> None:
    squares = [(square(116.0 + 0.002 * at, 40.0), {"kind": "BASIC", "code": f"11010500100100{at}", "name": ""}) for at in range(3)]
    run(backend.database, "grids", geojson(tmp_path / "grids.geojson", squares))
    with backend.database.write(SYSTEM) as work:
        units.put(work, UnitOrder(id="u1", code="u1", kind=UnitKind.INSPECTOR, name="u1"))
        positions.store(work, "u1", [Fix(at=datetime.now(UTC), lon=116.003, lat=40.001)])
    with qtbot.waitSignal(desk.hall.basic.covered, timeout=WAIT_MS):
        desk.maps.first.show_overlay("coverage", True)
    known = desk.hall.basic
    assert known.squares is not None
    assert {code: bool(hours >= 0) for code, hours in zip(known.squares.codes, known.hours, strict=True)} == {
        "110105001001000": False,
        "110105001001001": True,
        "110105001001002": False,
    }


def test_that_coverage_of_a_moment_is_joined_and_said_in_the_legend(qtbot: QtBot, backend: Backend, desk: Desk, tmp_path: Path) -> None:
    """An inspector was in the first square five hours ago, and in the second just now."""
    squares = [(square(116.0 + 0.002 * at, 40.0), {"kind": "BASIC", "code": f"11010500100100{at}", "name": ""}) for at in range(2)]
    run(backend.database, "grids", geojson(tmp_path / "grids.geojson", squares))
    now = datetime.now(UTC)
    with backend.database.write(SYSTEM) as work:
        units.put(work, UnitOrder(id="u1", code="u1", kind=UnitKind.INSPECTOR, name="u1"))
        positions.store(work, "u1", [Fix(at=now - timedelta(hours=5), lon=116.001, lat=40.001), Fix(at=now, lon=116.003, lat=40.001)])
    basic, view = desk.hall.basic, desk.maps.first

    def seen(look: Look | None) -> list[bool]:
        with qtbot.waitSignal(basic.covered, timeout=WAIT_MS, check_params_cb=lambda: bool(np.isfinite(basic.hours).any())):
            basic.look_at(look)
        return [bool(hours >= 0) for hours in basic.hours]

    with qtbot.waitSignal(basic.covered, timeout=WAIT_MS):
        view.show_overlay("coverage", True)
    assert seen(Look(now - timedelta(hours=4), 2.0)) == [True, False]
    layer = view._layers.by_name["coverage"]
    batch = layer.whole()
    assert batch is not None
    assert str(batch.columns["title"]).endswith("前 2 小时")
    assert seen(Look(None, 2.0)) == [False, True]
    assert seen(None) == [True, True]


def test_that_how_maps_are_drawn_is_kept_on_the_disk_and_by_the_backend(qtbot: QtBot, api: Api, desk: Desk) -> None:
    name = desk.maps.add()
    desk.maps.views[name].show_overlay("flood", True)
    desk.maps.first.show_overlay("cameras", False)
    qtbot.waitUntil(lambda: api.preference(PREFERENCE) is not None, timeout=WAIT_MS)
    for kept in (api.preference(PREFERENCE), desk.disk["map_drawings"]):
        drawings = read_all(kept or b"")
        assert (drawings[name].overlays["flood"], drawings[FIRST].overlays["flood"], drawings[FIRST].overlays["cameras"]) == (True, False, False)


def test_that_another_machine_opens_with_the_maps_of_its_user(qtbot: QtBot, api: Api, desk: Desk) -> None:
    order = list(reversed(desk.maps.first.drawing.order))
    kept = {"map": {"order": order}, "map-2": {"overlays": {"flood": True}}}
    api.put_preference(PREFERENCE, msgspec.json.encode(kept))
    added: list[str] = []
    desk.maps.added.connect(lambda name, _: added.append(name))
    desk.maps.load()
    qtbot.waitUntil(lambda: "map-2" in desk.maps.views, timeout=WAIT_MS)
    assert added == ["map-2"]
    assert desk.maps.first.drawing.order == order
    assert desk.maps.views["map-2"].drawing.overlays["flood"]


def test_that_what_the_user_has_just_chosen_is_not_taken_back_by_what_was_kept(qtbot: QtBot, api: Api, desk: Desk) -> None:
    api.put_preference(PREFERENCE, msgspec.json.encode({"map": {"overlays": {"cases": False}}}))
    desk.maps.first.show_overlay("grids", True)
    desk.maps.load()
    qtbot.waitUntil(lambda: read_all(api.preference(PREFERENCE) or b"")[FIRST].overlays["grids"], timeout=WAIT_MS)
    assert desk.maps.first.drawing.overlays["cases"]


def test_that_there_is_an_end_to_maps(desk: Desk) -> None:
    names = [desk.maps.add() for _ in range(MOST)]
    assert names[-1] == ""
    assert len(desk.maps.views) == MOST


def square_file(folder: Path, name: str) -> Path:
    return geojson(folder / name, [(square(), {"name": name})])


def test_that_files_over_a_map_are_there_again_after_a_restart_and_one_that_is_gone_is_told(
    qtbot: QtBot, api: Api, desk: Desk, tmp_path: Path
) -> None:
    first = desk.maps.first
    for name, datum in (("site.geojson", Datum.GCJ02), ("plan.geojson", Datum.WGS84)):
        drawn = read(square_file(tmp_path, name))
        with qtbot.waitSignal(first.files.drawn, timeout=WAIT_MS):
            first.files.draw(drawn, datum, colour="#4FB3BF", opacity=0.5)
    before = {each.name: each for each in first.files.overlays.values()}
    kept = msgspec.json.decode(desk.disk[FILES], type=dict[str, list[Laid]])
    (tmp_path / "plan.geojson").unlink()

    again = Maps(desk.hall, desk.caller, desk.disk.__setitem__, None, "dark")
    qtbot.addWidget(again.first, before_close_func=MapView.shut)
    told: list[str] = []
    again.first.told.connect(lambda scope, *_: told.append(scope))
    again.restore_files(kept)
    qtbot.waitUntil(lambda: len(again.first.files.overlays) == 1 and bool(again.first.files.fallen), timeout=WAIT_MS)
    (site,) = again.first.files.overlays.values()
    assert (site.name, site.colour, site.opacity, site.bounds) == ("site", "#4FB3BF", 0.5, before["site"].bounds)
    assert "plan" in told[-1]
    assert str(tmp_path / "plan.geojson") in told[-1]
    assert [each.name for each in msgspec.json.decode(desk.disk[FILES], type=dict[str, list[Laid]])[FIRST]] == ["site"]
    again.first.files.remove(site.id)
    assert msgspec.json.decode(desk.disk[FILES], type=dict[str, list[Laid]]) == {}
    again.shut()


def test_that_a_file_on_a_drive_that_is_not_there_now_is_tried_again_next_time(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    away = Laid(path=str(tmp_path / "drive" / "a.geojson"), system=Datum.WGS84, name="a", colour="#4FB3BF", opacity=0.5)
    desk.maps.restore_files({FIRST: [away]})
    qtbot.waitUntil(lambda: bool(desk.maps.first.files.fallen), timeout=WAIT_MS)
    assert desk.maps.first.files.laid() == [away]


def test_that_the_map_in_front_is_the_one_that_was_taken_in_hand_last_and_can_be_seen(qtbot: QtBot, desk: Desk) -> None:
    second = desk.maps.add()
    assert desk.maps.in_front() == FIRST  # nothing can be seen yet
    desk.maps.views[second].show()
    assert desk.maps.in_front() == second
    desk.maps.first.show()
    assert desk.maps.in_front() == FIRST
    desk.maps.views[second].taken_up.emit()
    assert desk.maps.in_front() == second
    desk.maps.views[second].hide()
    assert desk.maps.in_front() == FIRST
