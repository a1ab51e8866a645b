"""What the window of the hall as it was offers on its map works on the past, and what is of now is not there."""

import csv
import re
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from console import words
from console.exchange import Exporting, Laying
from console.rooms.printing import PrintingRoom
from console.rooms.rewind import RewindRoom
from console.widgets.export import ExportForm
from tests.backend.centre import Centre
from tests.backends import Backend
from tests.contract.rewinding import LiveHall, live, room, settled
from tests.geo.test_files import geojson
from wire.codes import Status
from wire.exports import ExportFormat, ExportLayer

__all__ = ["live", "room"]
pytestmark = [pytest.mark.gui, pytest.mark.timeout(300)]
WAIT_MS = 90_000


@pytest.fixture
def centre(backend: Backend) -> Centre:
    return Centre(backend.database)


def test_that_what_the_map_of_the_past_offers_works_on_the_past(
    centre: Centre, live: LiveHall, room: RewindRoom, qtbot: QtBot, tmp_path: Path
) -> None:
    reported = centre.report("c1").case.reported_at
    live.follow(centre)
    live.hall.clock.start()
    qtbot.waitUntil(lambda: live.hall.clock.now() - timedelta(milliseconds=100) > reported + timedelta(milliseconds=50))
    at = live.hall.clock.now() - timedelta(milliseconds=100)
    room.open(at)
    settled(qtbot, room, at)
    qtbot.waitUntil(room.map.idle, timeout=WAIT_MS)
    window, view = room.window, room.map
    assert window is not None
    printing, laying = PrintingRoom(window, past=True), Laying(window, fences=False)
    exporting = Exporting(view.hands._hall, room._caller, window)
    printing.take_of(view)
    laying.join(view, room.panes["map"])
    exporting.join(view, room.panes["map"])
    exporting.join_chosen(room.panes["chosen"])
    exporting.join_card(room.panes["card"])

    # Menus: a list of what is in view, files over the map and of it as it was, and nothing that orders, or is of now.
    for pane in room.panes.values():
        pane.menu.aboutToShow.emit()
    assert [action.text() for action in room.panes["map"].menu.actions()] == ["列出视野内全部", "打开文件到地图…", "导出地图范围…"]
    menus = {name: [action.text() for action in pane.menu.actions()] for name, pane in room.panes.items() if name != "map"}
    asking = {"card": ["谁来过现场…", "导出案件报告…"], "chosen": ["导出为 GIS 文件或报告…"]}
    assert menus == {key: [] for key in ("queue", "along", "video", "sight", "whereabouts")} | asking
    assert window.findChildren(ExportForm) == [exporting.form]

    # What goes into a file is the city of then: the case as it was, though it is on its way now.
    centre.forward(centre.card("c1"), Status.PENDING_DISPATCH)
    exporting.ask_area(view)
    assert "截至" in exporting.form.says.text()
    for layer, tick in exporting.form.layers.items():
        tick.setChecked(layer is ExportLayer.CASES)
    exporting.form.formats[ExportFormat.CSV].click()
    assert exporting.form.order().as_of == view.hands._hall.clock.now()
    exporting.form._scope = exporting.form._scope._replace(order=msgspec.structs.replace(exporting.form._scope.order, box=None))
    exporting.form.make(tmp_path / "then.csv")
    qtbot.waitUntil(lambda: exporting.form.outcome.property("tone") in ("ok", "danger"), timeout=WAIT_MS)
    assert exporting.form.outcome.property("tone") == "ok", exporting.form.outcome.text()
    (row,) = csv.DictReader((tmp_path / "then.csv").read_text("utf-8-sig").splitlines())
    assert row["案件状态"] == words.of(Status.REPORTED)
    exporting.form.reject()

    # A file is dropped, asked about in this window, drawn on this map, and makes no geofence.
    ring = [[[111.0, 35.0], [111.001, 35.0], [111.0, 35.001], [111.0, 35.0]]]
    drop(view, geojson(tmp_path / "site.geojson", [{"type": "Polygon", "coordinates": ring}]))
    qtbot.waitUntil(lambda: laying.form.isVisible() and laying.form.draw.isVisible(), timeout=WAIT_MS)
    assert laying.form.fences.isVisible() is False
    with qtbot.waitSignal(view.files.drawn, timeout=WAIT_MS):
        laying.form.draw.click()
    qtbot.waitUntil(view.idle, timeout=WAIT_MS)

    # A picture is of the moment, and says so.
    view.hands.picture_wanted.emit()
    assert printing.form.title.text() == "地图（回看）"
    printing.form.make(tmp_path / "then.pdf")
    qtbot.waitUntil((tmp_path / "then.pdf").exists, timeout=WAIT_MS)
    document = QPdfDocument()
    assert document.load(str(tmp_path / "then.pdf")) is QPdfDocument.Error.None_
    said = re.search(r"\d\d:\d\d:\d\d", document.getAllText(0).text())
    assert said is not None
    assert said[0] == f"{words.local(at):%H:%M:%S}"
    printing.form.close()
    window.close()
    qtbot.waitUntil(lambda: room.window is None, timeout=WAIT_MS)


def drop(view: QWidget, path: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(view, QDragEnterEvent(QPoint(50, 50), Qt.DropAction.CopyAction, mime, left, none))
    QApplication.sendEvent(view, QDropEvent(QPointF(50, 50), Qt.DropAction.CopyAction, mime, left, none))
