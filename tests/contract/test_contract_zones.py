"""A zone is drawn on a still by hand, kept by the real backend, changed, refused and deleted."""

import msgspec
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from backend.rules import analytics, cameras
from backend.session import SYSTEM
from backend.standards import in_force
from console.api import Api, ApiError
from console.connection import Connection
from console.hall.hall import Hall
from console.widgets.zones.form import CaptureForm
from simulator.clips.film import frames
from simulator.clips.light import DAY
from simulator.clips.stories import STORIES
from tests.backend.centre import user
from tests.backends import Backend
from wire.analytics import CaptureStateReport, CaptureZoneOrder, Point
from wire.cameras import CameraOrder
from wire.codes import CaptureKind, CaptureState, Role

pytestmark = pytest.mark.gui


def still() -> QImage:
    picture = next(frames(STORIES[CaptureKind.GOODS_OUT](DAY, 3).scene, 640, 360, 1))
    return QImage(picture.tobytes(), 640, 360, 640 * 3, QImage.Format.Format_RGB888).copy()


def click(form: CaptureForm, point: Point) -> None:
    place: QPoint = form.canvas.place_of(point).toPoint()
    QTest.mouseClick(form.canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)


@pytest.fixture
def form(backend: Backend, qtbot: QtBot) -> CaptureForm:
    with backend.database.write(SYSTEM) as work:
        cameras.put(work, CameraOrder(id="c1", code="c1", name="瑞祥路市场", lon=111.0, lat=35.02))
    api = Api(Connection(backend.address, backend.client(Role.SHIFT_LEADER).token))
    hall = Hall(user("leader", Role.SHIFT_LEADER))
    hall.set_catalogue(in_force().catalogue)
    made = CaptureForm(hall)
    qtbot.addWidget(made)

    def save(order: CaptureZoneOrder, version: int | None) -> None:
        try:
            made.stored(api.put_capture_zone(order, version))
        except ApiError as error:
            made.refuse(error.problem.code)

    def remove(zone: object) -> None:
        api.remove_capture_zone(zone.id, zone.version)  # type: ignore[attr-defined]
        made.removed(zone.id)  # type: ignore[attr-defined]

    made.saved.connect(save)
    made.unwanted.connect(remove)
    made.ask("c1", "瑞祥路市场", still())
    made.take(api.capture_zones("c1"))
    qtbot.waitExposed(made)
    return made


def test_that_a_line_is_drawn_saved_turned_and_deleted(form: CaptureForm, backend: Backend) -> None:
    def kept() -> list[tuple[str, CaptureKind, str, list[Point], int]]:
        with backend.database.read() as work:
            return [(zone.name, zone.kind, zone.class_code, zone.points, zone.version) for zone in analytics.zones(work, "c1")]

    form._save()
    assert form.wrong.text() != ""  # no name
    form.name.setText("店铺线外")
    form.kind.setCurrentIndex(form.kind.findData(CaptureKind.GOODS_OUT))
    form.kind.activated.emit(form.kind.currentIndex())
    click(form, (0.5, 0.5))
    form._save()
    assert kept() == []  # one point is no line
    click(form, (0.7, 0.9))
    click(form, (0.2, 0.2))
    QTest.keyClick(form.canvas, Qt.Key.Key_Backspace)
    form._save()
    [(name, kind, code, points, version)] = kept()
    assert (name, kind, code, version) == ("店铺线外", CaptureKind.GOODS_OUT, "0405", 1)
    assert points == [pytest.approx((0.5, 0.5), abs=0.01), pytest.approx((0.7, 0.9), abs=0.01)]
    assert form.turn.isVisible()
    form.turn.click()
    form._save()
    assert kept()[0][3:] == (points[::-1], 2)
    with backend.database.write(SYSTEM) as work:
        analytics.put(
            work,
            CaptureZoneOrder(
                id=form.zones.currentData(), camera_id="c1", name="他人", kind=kind, points=points, case_kind="EVENT", class_code="0405"
            ),
        )  # type: ignore[arg-type]
    form._save()
    assert form.wrong.text() == "changed_meanwhile"
    with backend.database.write(SYSTEM) as work:
        analytics.tell(work, [CaptureStateReport(camera_id="c1", state=CaptureState.ELSEWHERE)])
        form.take(analytics.zones(work, "c1"))
    assert form.state.text() != ""
    form.forget.click()
    assert kept() == []


def test_that_late_zones_take_nothing_that_was_begun_and_a_second_attempt_makes_no_second_zone(form: CaptureForm, backend: Backend) -> None:
    orders: list[CaptureZoneOrder] = []
    form.saved.disconnect()
    form.saved.connect(lambda order, _: orders.append(order))
    form.name.setText("步道")
    for point in ((0.2, 0.2), (0.8, 0.2), (0.8, 0.8)):
        click(form, point)
    with backend.database.write(SYSTEM) as work:
        analytics.put(work, msgspec.structs.replace(form._order(None, CaptureKind.OBJECT_LEFT), id="other", name="他人"))
        form.take(analytics.zones(work, "c1"))
    assert (form.name.text(), len(form.canvas.points), form.zones.count(), len(form.canvas.others)) == ("步道", 3, 2, 1)
    save = form._buttons.button(form._buttons.StandardButton.Save)
    save.click()
    save.click()  # waits for the answer
    form.refuse("unreachable")
    save.click()
    assert len(orders) == 2
    assert orders[0] == orders[1]


def test_that_an_area_that_crosses_itself_is_refused_in_words_and_stays_drawn(form: CaptureForm) -> None:
    form.name.setText("步道")
    for point in ((0.2, 0.2), (0.8, 0.8), (0.8, 0.2), (0.2, 0.8)):
        click(form, point)
    form._save()
    assert form.wrong.text() == "malformed"
    assert len(form.canvas.points) == 4
