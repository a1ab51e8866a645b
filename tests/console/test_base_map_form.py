"""The form of base maps: what it asks for, and what comes of it: in the hall through a real backend, for oneself on this machine."""

from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from backend.migrations import upgrade
from backend.session import Database
from console.api import Api
from console.base_maps import BaseMaps
from console.basemaps.base import Offer
from console.connection import Connection
from console.hall.disk import Disk
from console.hall.hall import Hall
from console.widgets.base_map_form import BaseMapForm
from console.workers.caller import Caller
from tests.backends import Backend
from tests.console.capabilities import layer, matrices, matrix, wmts
from tests.console.test_base_map_files import mbtiles
from tests.console.tile_host import hosting, png
from wire.basemaps import BaseMapKind, TileForm
from wire.codes import GridKind, Role
from wire.grids import Grid

STREETS = "http://127.0.0.1:9/{z}/{x}/{y}.png"


class Seat:
    """The form of somebody at a hall, and all that stands behind it."""

    def __init__(self, qtbot: QtBot, hall: Hall, api: Api, folder: Path) -> None:
        self.qtbot, self.hall, self.folder = qtbot, hall, folder
        self.disk = Disk(folder / "disk.db")
        self.caller = Caller(api)
        self.maps = BaseMaps(hall, self.caller, self.disk, self.disk.prefer, folder)
        self.form = BaseMapForm(hall)
        self.form.put_wanted.connect(self.maps.put)
        self.form.removal_wanted.connect(self.maps.remove)
        self.form.layers_wanted.connect(self.maps.read_layers)
        self.maps.kept.connect(self.form.tell_kept)
        self.maps.layers.connect(self.form.show_layers)
        self.maps.refused.connect(self.form.refuse)

    def end(self) -> None:
        self.maps.stop()
        self.caller.stop()
        self.disk.close()
        self.maps.deleteLater()

    def told(self) -> str:
        return self.form.outcome.text()

    def keep(self) -> None:
        self.form.save.click()
        self.qtbot.waitUntil(self.form.save.isEnabled, timeout=20_000)

    def names(self) -> list[str]:
        return [base.map.name for base in self.hall.bases.all]


@pytest.fixture
def backend(tmp_path: Path) -> Iterator[Backend]:
    """A real one on SQLite."""
    database = Database(f"sqlite:///{tmp_path / 'hall.db'}")
    upgrade(database.engine)
    served = Backend(database, tmp_path / "data")
    served.start()
    yield served
    served.stop()
    database.close()


@pytest.fixture
def seat(qtbot: QtBot, hall: Hall, backend: Backend, tmp_path: Path, show: Callable[..., QWidget]) -> Iterator[Seat]:
    admin = backend.client(Role.ADMIN)
    assert admin.user is not None
    hall.me = msgspec.structs.replace(hall.me, roles=[Role.ADMIN])
    made = Seat(qtbot, hall, Api(Connection(backend.address, admin.token)), tmp_path)
    show(made.form, 720, 440)
    yield made
    made.end()


def test_that_an_administrator_makes_a_base_map_for_everybody(seat: Seat, backend: Backend) -> None:
    form = seat.form
    form.name.setText("街图")
    form.url.setText(STREETS)
    form.datum.setCurrentIndex(2)
    seat.keep()
    assert seat.told() == "已保存。"
    seat.qtbot.waitUntil(lambda: seat.names() == ["街图"])
    (kept,) = backend.client(Role.DISPATCHER).get("/v1/basemaps").json()
    assert (kept["url"], kept["datum"], kept["version"]) == (STREETS, "gcj02", 1)
    form.name.setText("街图二")
    seat.keep()
    seat.qtbot.waitUntil(lambda: seat.names() == ["街图二"])
    form.remove.click()
    seat.qtbot.waitUntil(lambda: seat.names() == [])


def test_that_an_own_base_map_stays_on_this_machine(seat: Seat, backend: Backend) -> None:
    file = mbtiles(seat.folder / "village.mbtiles", {(3, 1, 2): png()}, {"format": "png"})
    seat.form.for_hall.setChecked(False)
    seat.form._take_file(str(file))
    seat.keep()
    (base,) = seat.hall.bases.all
    assert (base.map.name, base.map.form, base.map.min_zoom, base.own, base.fault) == ("village", TileForm.RASTER, 3, True, "")
    assert backend.client(Role.DISPATCHER).get("/v1/basemaps").json() == []
    again = Seat(seat.qtbot, Hall(seat.hall.me), Api(Connection(backend.address)), seat.folder)
    assert again.names() == ["village"]
    again.end()
    again.form.deleteLater()
    seat.form.list.setCurrentRow(0)
    seat.form.remove.click()
    assert seat.names() == []


def test_that_what_is_wrong_is_told_before_anybody_is_asked(seat: Seat) -> None:
    seat.form.name.setText("街图")
    seat.form.url.setText("http://{s}.example/{z}")
    seat.form.save.click()
    assert seat.told().startswith("地址中应有且只有")
    assert seat.form.save.isEnabled()


def test_that_who_is_no_administrator_makes_his_own_only(seat: Seat) -> None:
    seat.hall.me = msgspec.structs.replace(seat.hall.me, roles=[Role.DISPATCHER])
    seat.form.start_anew()
    assert (seat.form.for_hall.isChecked(), seat.form.for_hall.isEnabled()) == (False, False)


def test_that_the_layers_of_a_service_are_offered(seat: Seat) -> None:
    good = Offer("roads", "道路", "http://g/wms?BBOX={bbox}")
    seat.form.kind.setCurrentIndex(2)
    seat.form.show_layers([Offer("old", "旧图", fault="图层“旧图”没有可用的投影。"), good])
    order = seat.form.order()
    assert (order.name, order.kind, order.url, order.layer) == ("道路", BaseMapKind.WMS, good.url, "roads")
    seat.form.show_layers([Offer("old", "旧图", fault="图层“旧图”没有可用的投影。")])
    assert seat.told() == "图层“旧图”没有可用的投影。"


def test_that_a_service_that_is_none_is_told(seat: Seat) -> None:
    with hosting() as host:
        seat.form.kind.setCurrentIndex(1)
        seat.form.url.setText(f"{host.url}/wmts")
        seat.form.read.click()
        seat.qtbot.waitUntil(seat.form.read.isEnabled, timeout=20_000)
        assert seat.told() == "该地址返回的不是能力文档。"
    seat.form.read.click()
    seat.qtbot.waitUntil(lambda: seat.told() == "底图服务器连不上", timeout=20_000)


def test_that_a_service_in_a_3_degree_zone_is_kept_with_its_levels_and_one_of_another_city_is_refused(seat: Seat, backend: Backend) -> None:
    seat.hall.grids.replace([])
    levels = [matrix(f"L{number}", 500_000 / 2**number, "2560000 380000", columns=9 * 2**number, rows=9 * 2**number) for number in range(3)]
    sets = matrices("city", "urn:ogc:def:crs:EPSG::4547", *levels)
    with hosting() as host:
        template = f"{host.url}/{{TileMatrix}}/{{TileRow}}/{{TileCol}}.png"
        body = wmts(layer("image", "影像", "city", template=template, box=(113.7, 22.4, 114.7, 22.9)), sets, host.url)
        host.tile = lambda path: body
        seat.form.kind.setCurrentIndex(1)
        seat.form.url.setText(f"{host.url}/wmts")
        seat.form.read.click()
        seat.qtbot.waitUntil(seat.form.read.isEnabled, timeout=20_000)
        seat.keep()
    (kept,) = backend.client(Role.DISPATCHER).get("/v1/basemaps").json()
    assert (kept["projection"], kept["datum"], [level["mark"] for level in kept["levels"]]) == ("EPSG:4547", "cgcs2000", ["L0", "L1", "L2"])
    assert kept["levels"][2] == {"mark": "L2", "resolution": 35.0, "west": 380000.0, "north": 2560000.0, "side": 256, "columns": 36, "rows": 36}
    seat.qtbot.waitUntil(lambda: seat.names() == ["影像"], timeout=20_000)
    (base,) = seat.hall.bases.all
    assert base.map.levels == seat.form.order().levels
    seat.hall.grids.replace([Grid(id="g", version=1, kind=GridKind.DUTY, code="g", name="g", area_m2=1.0, lon=121.5, lat=31.2, rings=[])])
    seat.form.save.click()
    assert seat.told() == "“影像”的投影 EPSG:4547 的中央子午线是 114°E，而图层或本市在 121.5°E：二者不符。"
