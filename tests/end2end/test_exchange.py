"""What goes out into files and comes in from them, with the real backend and the real windows."""

import sqlite3
import zipfile
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyogrio
import pytest
import requests
import shapely
from pytestqt.qtbot import QtBot

from console.app import Console
from console.desk import Desk
from tests.end2end.conftest import WAIT_MS, City
from tests.geo.test_files import write
from wire.codes import Noun
from wire.exports import ExportFormat, ExportLayer

AROUND = [(110.95, 34.98), (111.05, 34.98), (111.05, 35.06), (110.95, 35.06)]


@pytest.fixture
def desk(console: Console) -> Desk:
    assert console.desk is not None
    return console.desk


def made(qtbot: QtBot, desk: Desk, file: Path) -> Path:
    """The file that the form asks for."""
    form = desk.exchange.form
    form.make(file)
    qtbot.waitUntil(lambda: form.outcome.property("tone") in ("ok", "danger"), timeout=WAIT_MS)
    assert form.outcome.property("tone") == "ok", form.outcome.text()
    form.reject()
    return file


@pytest.mark.timeout(600)
def test_that_files_go_out_and_come_in(qtbot: QtBot, city: City, desk: Desk, tmp_path: Path) -> None:
    hall, exchange, form = desk.hall, desk.exchange, desk.exchange.form

    # What the map shows, as a project of QGIS.
    exchange.exporting.ask_area(desk.map)
    assert form.order().box is not None
    assert zipfile.is_zipfile(made(qtbot, desk, tmp_path / "area.qgz"))

    # What was selected, as a GeoPackage of exactly that.
    desk.map.hands.select(AROUND)
    chosen = {kind: sum(row.kind is kind for row in hall.chosen.rows) for kind in (Noun.CAMERA, Noun.COMPONENT)}
    exchange.exporting.ask_chosen()
    file = made(qtbot, desk, tmp_path / "chosen.gpkg")
    counts = {str(name): int(pyogrio.read_info(file, layer=name)["features"]) for name, kind in pyogrio.list_layers(file) if kind is not None}
    assert (counts["cameras"], counts.get("components", 0)) == (chosen[Noun.CAMERA], chosen[Noun.COMPONENT])
    with closing(sqlite3.connect(file)) as database:
        assert database.execute("SELECT count(*) FROM layer_styles").fetchone() == (len(counts),)

    # A form that holds one layer cannot be asked for with more than one.
    exchange.exporting.ask_chosen()
    assert not form.formats[ExportFormat.CSV].isEnabled()
    for layer in form.layers:
        form.layers[layer].setChecked(layer is ExportLayer.CAMERAS)
    form.formats[ExportFormat.CSV].click()
    assert len(made(qtbot, desk, tmp_path / "cameras.csv").read_text("utf-8-sig").splitlines()) == chosen[Noun.CAMERA] + 1

    # The track that is played, with those beside it.
    units, noon = sorted(hall.units, key=lambda unit: unit.id)[:3], datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=30)
    door = {"Authorization": f"Bearer {city.key('DEVICE')}"}
    for number, unit in enumerate(units):
        fixes = [{"at": (noon + timedelta(seconds=10 * n)).isoformat(), "lon": 111.0 + n * 1e-4, "lat": 35.01 + number * 1e-3} for n in range(60)]
        told = {"code": unit.code, "fixes": fixes}
        requests.post(f"{city.server}/v1/positions", json=told, headers=door, timeout=10).raise_for_status()
    desk.actions.load_track(units[0].id, noon, noon + timedelta(minutes=15))
    qtbot.waitUntil(lambda: hall.playback.track is not None, timeout=WAIT_MS)
    desk.track.beside.wanted.emit([unit.id for unit in units[1:]], ())
    qtbot.waitUntil(lambda: len(hall.playback.beside) == 2, timeout=WAIT_MS)
    exchange._ask_tracks()
    assert "同行 2" in form.says.text()
    with closing(sqlite3.connect(made(qtbot, desk, tmp_path / "tracks.gpkg"))) as database:
        assert dict(database.execute("SELECT unit_id, count(*) FROM track GROUP BY unit_id")) == {unit.id: 60 for unit in units}

    # What cannot be written is said.
    exchange.exporting.ask_chosen()
    form.make(tmp_path / "nowhere" / "x.gpkg")
    qtbot.waitUntil(lambda: form.outcome.property("tone") == "danger", timeout=WAIT_MS)
    assert "文件不能写入该位置" in form.outcome.text()
    form.reject()
    acts = [entry["act"] for entry in city.get("/v1/audit", limit=1000).json()["entries"]]
    assert {"EXPORT.QGZ", "EXPORT.GPKG", "EXPORT.CSV"} <= set(acts)

    # A file comes in: over the map, and as geofences.
    shapes = [shapely.box(110.99, 35.01, 111.0, 35.02), shapely.LineString([(110.99, 35.03), (111.0, 35.03)])]
    desk.map.files.dropped.emit(write(tmp_path / "works.gpkg", shapes))
    qtbot.waitUntil(lambda: exchange.file_form._drawn is not None, timeout=WAIT_MS)
    with qtbot.waitSignal(desk.map.files.drawn, timeout=WAIT_MS):
        exchange.file_form.draw.click()
    assert [overlay.name for overlay in desk.map.files.overlays.values()] == ["works"]
    desk.map.files.dropped.emit(tmp_path / "works.gpkg")
    qtbot.waitUntil(lambda: exchange.file_form._drawn is not None, timeout=WAIT_MS)
    before = {fence.id for fence in hall.geofences}
    exchange.file_form.fences.click()
    qtbot.waitUntil(lambda: len(hall.geofences) == len(before) + 2, timeout=WAIT_MS)
    new = [fence for fence in hall.geofences if fence.id not in before]
    assert sorted((fence.name, fence.kind, len(fence.places)) for fence in new) == [("works 1", "POLYGON", 4), ("works 2", "CORRIDOR", 2)]
