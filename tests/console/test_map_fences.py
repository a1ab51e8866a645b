"""Geofences: drawn and edited by hand on the map, named in their pane, stored by the outbox with the real backend, and what a conflict says."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from console.hall.draft import Shape
from console.hall.hall import Hall
from console.hall.receipts import Receipt, ReceiptState
from console.map.layers.units import OVERLAYS
from console.widgets.geofences import Geofences
from tests.console.filled_hall import CENTRE, NOW, filled_hall
from tests.console.map_hand import Hand
from tests.console.map_page import chinese
from wire.codes import FenceKind
from wire.geofences import Geofence, GeofenceOrder
from wire.problem import Problem

__all__ = ["chinese"]
pytestmark = [pytest.mark.gui, pytest.mark.usefixtures("chinese")]
CORNERS = [QPoint(300, 200), QPoint(620, 240), QPoint(560, 520)]
TRIANGLE = [(CENTRE[0], CENTRE[1]), (CENTRE[0] + 0.002, CENTRE[1]), (CENTRE[0], CENTRE[1] + 0.002)]


@pytest.fixture
def page(qtbot: QtBot) -> Hand:
    made = Hand(qtbot, filled_hall(components=0))
    made.view.go(*CENTRE, 16)
    made.until("yiping.map.getZoom()", 16)
    for overlay in ("cases", *OVERLAYS.values(), "cameras"):
        made.view.show_overlay(overlay, False)
    made.settle()
    return made


def place(page: Hand, at: QPoint) -> tuple[float, float]:
    lon, lat = page.ask(f"(({{lng, lat}}) => [lng, lat])(yiping.map.containerPointToLatLng([{at.x()}, {at.y()}]))")
    return lon, lat


def drawn(page: Hand) -> Shape:
    page.qtbot.waitUntil(lambda: page.hall.draft.shape is not None, timeout=30_000)
    shape = page.hall.draft.shape
    assert shape is not None
    return shape


def screen(page: Hand, where: tuple[float, float]) -> QPoint:
    x, y = page.ask(f"(({{x, y}}) => [x, y])(yiping.map.latLngToContainerPoint([{where[1]}, {where[0]}]))")
    return QPoint(round(x), round(y))


def test_that_a_polygon_is_drawn_by_clicks(page: Hand) -> None:
    page.key(Qt.Key.Key_G)
    for corner in CORNERS:
        page.click(corner)
    page.key(Qt.Key.Key_Return)
    shape = drawn(page)
    assert shape.kind is FenceKind.POLYGON
    assert shape.radius_m is None
    for corner, found in zip(CORNERS, shape.places, strict=True):
        assert found == pytest.approx(place(page, corner), abs=1e-7)
    page.until("yiping.state.tool", "edit")
    page.ask("(import('hall://map/page/hands/sketch.js').then((module) => { window.drawn = module.drawn; }), 1)")
    page.until("window.drawn !== undefined")
    page.hall.draft.drop()
    page.until("yiping.state.tool", "")
    assert page.ask("['fence', 'edit'].some((name) => window.drawn(name))") is False


def test_that_a_circle_is_drawn_by_a_drag(page: Hand) -> None:
    page.key(Qt.Key.Key_G, Qt.KeyboardModifier.ShiftModifier, "G")
    page.drag(QPoint(500, 350), QPoint(620, 350))
    shape = drawn(page)
    metres = page.ask("yiping.map.distance(yiping.map.containerPointToLatLng([500, 350]), yiping.map.containerPointToLatLng([620, 350]))")
    assert (shape.kind, len(shape.places)) == (FenceKind.CIRCLE, 1)
    assert shape.radius_m == pytest.approx(metres, rel=0.005)


def test_that_a_corridor_is_drawn_along_a_line(page: Hand) -> None:
    page.key(Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    for corner in CORNERS:
        page.click(corner)
    page.key(Qt.Key.Key_Return)
    assert drawn(page)._replace(places=[]) == Shape(FenceKind.CORRIDOR, [], 20)


def test_that_corners_are_dragged_put_in_and_taken_out(page: Hand) -> None:
    page.hall.draft.draw(Shape(FenceKind.POLYGON, TRIANGLE, None))
    page.until("yiping.state.tool", "edit")
    page.drag(screen(page, TRIANGLE[1]), screen(page, TRIANGLE[1]) + QPoint(40, 30))
    page.qtbot.waitUntil(lambda: drawn(page).places[1] != TRIANGLE[1], timeout=30_000)
    moved = drawn(page).places
    assert moved[1] == pytest.approx(place(page, screen(page, TRIANGLE[1]) + QPoint(40, 30)), abs=1e-6)
    middle = ((moved[0][0] + moved[2][0]) / 2, (moved[0][1] + moved[2][1]) / 2)
    page.drag(screen(page, middle), screen(page, middle) - QPoint(60, 0))
    page.qtbot.waitUntil(lambda: len(drawn(page).places) == 4, timeout=30_000)
    page.right_click(screen(page, drawn(page).places[3]))
    page.qtbot.waitUntil(lambda: len(drawn(page).places) == 3, timeout=30_000)
    page.right_click(screen(page, drawn(page).places[0]))  # three are the least
    page.settle()
    assert len(drawn(page).places) == 3


def test_that_corners_are_moved_put_in_and_taken_out_by_keys(page: Hand) -> None:
    page.hall.draft.draw(Shape(FenceKind.POLYGON, TRIANGLE, None))
    page.until("yiping.state.tool", "edit")
    page.key(Qt.Key.Key_Tab)
    page.key(Qt.Key.Key_Tab)
    assert centre(page) == pytest.approx(TRIANGLE[1], abs=2e-5)  # a pixel
    page.key(Qt.Key.Key_Space, text=" ")
    page.key(Qt.Key.Key_Right)
    assert drawn(page).places == TRIANGLE  # nothing is told before it is put down
    page.key(Qt.Key.Key_Space, text=" ")
    page.qtbot.waitUntil(lambda: drawn(page).places[1] == pytest.approx(centre(page), abs=1e-6), timeout=30_000)
    assert drawn(page).places[1][0] > TRIANGLE[1][0]
    # After the corners come the middles between them: one that is moved becomes a corner.
    for _ in range(2):
        page.key(Qt.Key.Key_Tab)
    page.key(Qt.Key.Key_Space, text=" ")
    page.key(Qt.Key.Key_Down)
    page.key(Qt.Key.Key_Space, text=" ")
    page.qtbot.waitUntil(lambda: len(drawn(page).places) == 4, timeout=30_000)
    page.key(Qt.Key.Key_Backspace)
    page.qtbot.waitUntil(lambda: len(drawn(page).places) == 3, timeout=30_000)
    page.key(Qt.Key.Key_Backspace)  # three are the least, and none is there
    with page.qtbot.waitSignal(page.hall.draft.finished, timeout=30_000):
        page.key(Qt.Key.Key_Return)


def centre(page: Hand) -> tuple[float, float]:
    lon, lat = page.ask("(({lng, lat}) => [lng, lat])(yiping.map.getCenter())")
    return lon, lat


def test_that_a_radius_is_widened_by_keys(page: Hand) -> None:
    page.hall.draft.draw(Shape(FenceKind.CIRCLE, [CENTRE], 120))
    page.until("yiping.state.tool", "edit")
    for _ in range(2):
        page.key(Qt.Key.Key_Tab)
    page.key(Qt.Key.Key_Space, text=" ")
    page.key(Qt.Key.Key_Right)
    page.key(Qt.Key.Key_Space, text=" ")
    page.qtbot.waitUntil(lambda: (drawn(page).radius_m or 0) > 200, timeout=30_000)
    assert drawn(page).places == [CENTRE]


def test_that_beside_the_handles_the_map_is_dragged_as_ever(page: Hand) -> None:
    page.hall.draft.draw(Shape(FenceKind.POLYGON, TRIANGLE, None))
    page.until("yiping.state.tool", "edit")
    before = page.ask("yiping.map.getCenter().lng")
    page.drag(QPoint(250, 560), QPoint(330, 560))
    page.until(f"yiping.map.getCenter().lng < {before}")
    assert drawn(page).places == TRIANGLE


def test_that_a_radius_typed_in_the_pane_is_the_circle_on_the_map(page: Hand) -> None:
    pane = Geofences(page.hall)
    page.qtbot.addWidget(pane)
    page.hall.draft.draw(Shape(FenceKind.CIRCLE, [CENTRE], 120))
    page.until("yiping.state.fence?.radius_m", 120)
    pane.radius.setValue(340)
    page.until("yiping.state.fence?.radius_m", 340)


def test_that_escape_leaves_the_draft_to_its_pane(page: Hand) -> None:
    page.hall.draft.draw(Shape(FenceKind.CIRCLE, [CENTRE], 120))
    page.until("yiping.state.tool", "edit")
    page.hall.draft.drop()
    page.until("yiping.state.tool", "")


# The pane


def a_fence(version: int = 1, name: str = "学校周边", by: str = "zhang") -> Geofence:
    return Geofence(id="f1", version=version, name=name, kind=FenceKind.CIRCLE, places=[CENTRE], radius_m=200, note="禁停", by=by)


@pytest.fixture
def pane(show: Callable[..., QWidget], hall: Hall) -> Geofences:
    hall.geofences.put([a_fence()])
    made = Geofences(hall)
    show(made, 900, 400)
    return made


def receipt(hall: Hall, subject: str, state: ReceiptState, problem: Problem | None = None, version: int = 1) -> None:
    hall.receipts.put([Receipt(id="k", version=version, verb="GEOFENCE", subject=subject, state=state, at=NOW, problem=problem)])


def test_that_a_drawn_fence_needs_a_name_and_is_sent_with_it(pane: Geofences, hall: Hall) -> None:
    orders: list[tuple[GeofenceOrder, int | None]] = []
    pane.put_wanted.connect(lambda order, version: orders.append((order, version)))
    hall.draft.draw(Shape(FenceKind.POLYGON, TRIANGLE, None))
    pane.submit()
    assert orders == []
    assert pane._error.isVisible()
    pane.name.setText("河岸")
    pane.submit()
    ((order, version),) = orders
    assert (order.name, order.places, order.kind, version) == ("河岸", TRIANGLE, FenceKind.POLYGON, None)
    receipt(hall, order.id, ReceiptState.STORED)
    assert hall.draft.shape is None
    assert not pane._form.isVisible()


def test_that_a_changed_fence_is_sent_with_the_version_that_was_seen(pane: Geofences, hall: Hall) -> None:
    orders: list[tuple[GeofenceOrder, int | None]] = []
    pane.put_wanted.connect(lambda order, version: orders.append((order, version)))
    pane.table.selectRow(0)
    pane.edit.click()
    assert (pane.name.text(), pane.note.text(), pane.radius.value()) == ("学校周边", "禁停", 200)
    pane.radius.setValue(260)
    pane.submit()
    assert (orders[0][0].id, orders[0][0].radius_m, orders[0][1]) == ("f1", 260, 1)


def test_that_a_conflict_loses_nothing_that_was_drawn(pane: Geofences, hall: Hall) -> None:
    orders: list[tuple[GeofenceOrder, int | None]] = []
    pane.put_wanted.connect(lambda order, version: orders.append((order, version)))
    pane.table.selectRow(0)
    pane.edit.click()
    pane.radius.setValue(260)
    pane.name.setText("我的名字")
    pane.submit()
    hall.geofences.put([a_fence(2, "别人改的", "李娜")])
    receipt(hall, "f1", ReceiptState.REFUSED, Problem(status=412, code="changed_meanwhile", title="", detail=""))
    assert (pane.name.text(), pane.radius.value()) == ("我的名字", 260)
    assert orders[-1][1] == 1, "what is mine and theirs is chosen side by side: tests/contract/test_contract_presence.py"


def test_that_a_fence_is_deleted_only_after_a_question(pane: Geofences, hall: Hall) -> None:
    gone: list[tuple[str, int]] = []
    pane.removal_wanted.connect(lambda *what: gone.append(what))
    pane.table.selectRow(0)
    pane.remove.click()
    assert gone == []
    assert "学校周边" in pane._question.text()
    pane.sure.click()
    assert gone == [("f1", 1)]
