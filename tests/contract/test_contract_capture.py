"""A frozen frame on the real backend, on both databases: duplicates and place while it is chosen, and nothing lost when the backend is killed."""

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from msgspec.structs import replace
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from backend.rules import cameras as camera_rules
from backend.rules import people
from backend.session import Database
from console.actions import Actions
from console.api import Api
from console.connection import Connection
from console.hall.disk import Disk
from console.hall.hall import Hall
from console.hall.receipts import ReceiptState
from console.rooms.capture import CaptureRoom
from console.widgets.video import VideoPane
from console.widgets.video_wall import VideoWall
from console.workers.caller import Caller
from console.workers.outbox import Outbox
from console.workers.shelf import Shelf, spare_rows
from console.workers.streams import StreamPool
from tests.backend.centre import ADMIN, Centre
from tests.console.stream_bench import ending_pool
from tests.contract.served import Served
from tests.simulator.camera_process import CameraProcess, make_clips
from wire.cameras import CameraOrder
from wire.captures import Stream
from wire.codes import Role, Source, Status
from wire.people import Department, UserOrder

pytestmark = [pytest.mark.gui, pytest.mark.timeout(300)]
WAIT_MS = 60_000
K = Qt.Key
GARBAGE = K.Key_6  # of resources/desk/capture.toml


@pytest.fixture(scope="module")
def cameras(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CameraProcess]:
    with CameraProcess(make_clips(tmp_path_factory.mktemp("clips"))) as process:
        yield process


@pytest.fixture
def centre(database: Database, cameras: CameraProcess) -> Centre:
    made = Centre(database)
    seen = {"lon": 111.0, "lat": 35.02, "azimuth": 0.0, "view_angle": 60.0, "reach": 80.0}
    with made.writing(ADMIN) as work:
        camera_rules.put(
            work, CameraOrder(id="k1", code="001", name="东门", sub_url=cameras.rtsp("long/k1"), main_url=cameras.rtsp("main/k1"), **seen)
        )
        camera_rules.put(work, CameraOrder(id="k2", code="002", name="西门", lon=111.0, lat=35.02, sub_url=cameras.rtsp("long/k2?fault=404")))
        people.put(work, UserOrder(name="wang", full_name="王芳", roles=[Role.VIDEO_PATROLLER]))
    return made


class Seat:
    """A wall of one pane, the room that freezes it, and an outbox on the disk."""

    def __init__(self, api: Api, pool: StreamPool, folder: Path) -> None:
        self.hall, self.shelf, self.disk = Hall(api.me()), Shelf(folder / "outbox.db"), Disk(folder / "picture.db")
        self.hall.set_catalogue(api.catalogue())
        self.hall.cameras.put(api.cameras())
        self.hall.link.heard()
        self.caller, self.outbox = Caller(api), Outbox(api, self.shelf)
        self.actions = Actions(self.hall, self.caller, self.outbox, self.disk)
        self.wall = VideoWall(self.hall, pool)
        self.room = CaptureRoom(self.hall, self.caller, self.actions, pool, self.wall)
        self.outbox.start()
        self.wall.set_layout("1")
        self.wall.resize(640, 420)
        self.wall.show()

    def end(self) -> None:
        self.room.close()
        self.wall.hide()
        self.outbox.stop()
        self.caller.stop()
        self.shelf.close()
        self.disk.close()
        for part in (self.wall, self.actions, self.hall):
            part.deleteLater()


@contextmanager
def seated(api: Api, folder: Path) -> Iterator[Seat]:
    with ending_pool(linger_s=0.0) as pool:
        seat = Seat(api, pool, folder)
        try:
            yield seat
        finally:
            seat.end()


@pytest.fixture
def api(database: Database, centre: Centre, served: Served) -> Iterator[Api]:
    with centre.writing(ADMIN) as work:
        token = people.open_session(work, "wang").token
    made = Api(Connection(served.address, token))
    yield made
    made.connection.shutdown()


def freeze(qtbot: QtBot, seat: Seat, camera_id: str) -> None:
    seat.wall.show_camera(camera_id)
    pane = seat.wall.panes[0]
    qtbot.waitUntil(lambda: pane.camera_id == camera_id and pane.picture() is not None, timeout=WAIT_MS)
    # The pane may have got another stream meanwhile; of that one there are to be seconds before it.
    qtbot.waitUntil(lambda: _seconds_before(pane, seat.hall.clock.now()) > 1, timeout=WAIT_MS)
    QTest.keyClick(pane, K.Key_F9)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is seat.room.sheet, timeout=WAIT_MS)


def _seconds_before(pane: VideoPane, at: datetime) -> float:
    found = pane.cut(at)
    if found is None:
        return 0.0
    view, cut = found
    view.drop(cut)
    bits = cut.bits  # type: ignore[attr-defined]
    return (bits[-1].at - bits[0].at).total_seconds() if bits else 0.0


def spares(seat: Seat) -> list[str]:
    """What is sent only if this console does not end as it should."""
    with seat.shelf._engine.begin() as connection:
        return list(connection.scalars(sa.select(spare_rows.c.stands_for)))


def verbs(seat: Seat) -> list[str]:
    """What waits on the disk."""
    return [waiting.letter.verb for waiting in seat.shelf.waiting()]


def test_that_a_kill_of_the_backend_loses_neither_case_nor_evidence(
    qtbot: QtBot, centre: Centre, api: Api, served: Served, tmp_path: Path, dressed: None
) -> None:
    centre.report("near", Source.VIDEO)  # of the same class, 40 m from what the picture shows
    with seated(api, tmp_path) as seat:
        room, sheet = seat.room, seat.room.sheet
        freeze(qtbot, seat, "k1")
        assert room.now is not None
        assert room.now.seen.cut is not None
        room.now.seen.cut[1].until += timedelta(hours=1)  # type: ignore[attr-defined]  # however slow this machine is
        QTest.keyClick(sheet, K.Key_Return)
        assert "数字" in sheet.wrong.text()  # nothing was sent
        QTest.keyClick(sheet, GARBAGE)
        qtbot.waitUntil(lambda: "40 m" in sheet.duplicates.text(), timeout=WAIT_MS)
        assert "40" in sheet.place_hint.text()
        place = sheet.picture.place()
        QTest.mouseClick(sheet.picture, Qt.MouseButton.LeftButton, pos=QPointF(place.center().x(), place.top() + 2).toPoint())
        qtbot.waitUntil(lambda: "24" in sheet.duplicates.text(), timeout=WAIT_MS)  # 80 m away: none so near
        assert "79" in sheet.place_hint.text() or "80" in sheet.place_hint.text()

        served.kill()
        QTest.keyClick(sheet, K.Key_Return)
        case_id = room.under_way[0].case_id
        # The console ends too, before the clip has all its seconds: what there is of it is kept.
        cut = room.under_way[0].seen.cut
        assert cut is not None
        qtbot.waitUntil(lambda: len(cut[1].bits) > 5, timeout=WAIT_MS)  # type: ignore[attr-defined]
        qtbot.waitUntil(lambda: verbs(seat).count("CAPTURE") >= 2, timeout=WAIT_MS)  # both stills
        assert verbs(seat).count("REPORT") == 1
        assert verbs(seat).count("UPLOAD") == 2
        # Were it killed now, the seconds before would be there for the next one: this is what it would find on the disk.
        qtbot.waitUntil(lambda: len(spares(seat)) == 2, timeout=WAIT_MS)
        killed = tmp_path / "killed"
        seat.outbox._clerk.submit(shutil.copytree, tmp_path, killed, ignore=shutil.ignore_patterns("data", "killed", "*-shm", "*.lock")).result()
    with closing(Shelf(tmp_path / "outbox.db")) as ended:
        assert [waiting.letter.verb for waiting in ended.waiting()].count("CLIP") == 1
        ended.take_out_spares()
        assert [waiting.letter.verb for waiting in ended.waiting()].count("CLIP") == 1  # the whole has taken the place of its beginning
    served.start()
    with seated(api, killed) as seat:
        qtbot.waitUntil(lambda: case_id in seat.hall.cards and len(seat.hall.cards.get(case_id).captures) == 3, timeout=WAIT_MS)  # type: ignore[union-attr]
        card = seat.hall.cards.get(case_id)
        assert card is not None
        qtbot.waitUntil(lambda: seat.shelf.waiting() == [], timeout=WAIT_MS)
    assert (card.case.source, card.case.camera_id, card.case.class_code) == (Source.VIDEO, "k1", "0110")
    assert [(capture.stream, capture.media_type, capture.by) for capture in card.captures] == [
        ("SUB", "image/jpeg", "王芳"),
        ("MAIN", "image/jpeg", "王芳"),
        ("SUB", "video/mp4", "王芳"),
    ]
    for capture in card.captures:
        content = api.clip(capture.id) if capture.media_type == "video/mp4" else api.photo(capture.id)
        assert (hashlib.sha256(content).hexdigest(), len(content)) == (capture.id, capture.size)
    assert card.captures[2].seconds > 0
    assert abs((datetime.now(UTC) - card.captures[0].taken_at).total_seconds()) < 300


def test_that_what_cannot_be_frozen_says_why_and_a_frozen_frame_can_be_let_go(
    qtbot: QtBot, centre: Centre, api: Api, tmp_path: Path, dressed: None
) -> None:
    with seated(api, tmp_path) as seat:
        seat.wall.show_camera("k2")
        pane = seat.wall.panes[0]
        qtbot.waitUntil(lambda: pane.camera_id == "k2" and bool(pane.face().lines), timeout=WAIT_MS)
        QTest.keyClick(pane, K.Key_F9)
        chip = seat.room._chips[pane]
        assert chip.text().startswith("无画面可定格：")
        assert pane.face().lines[0] in chip.text()
        assert not seat.room.sheet.isVisible()

        freeze(qtbot, seat, "k1")
        captured = seat.room.now
        assert captured is not None
        QTest.keyClick(seat.room.sheet, K.Key_Escape)
        assert seat.room.now is None
        assert captured.seen.cut is not None
        assert captured.seen.cut[1].done
        assert seat.shelf.waiting() == []
        assert not [receipt for receipt in seat.hall.receipts if receipt.state is not ReceiptState.STORED]


def test_that_place_and_capture_say_by_which_preset_the_camera_looked(
    qtbot: QtBot, centre: Centre, api: Api, served: Served, tmp_path: Path, dressed: None
) -> None:
    with seated(api, tmp_path) as seat:
        camera = seat.hall.cameras.get("k1")
        assert camera is not None
        moved = replace(camera, version=8, ptz_url="wvp://127.0.0.1:1/d/c", azimuth=None)
        seat.hall.cameras.put([moved])
        freeze(qtbot, seat, "k1")
        assert "预置位" in seat.room.sheet.place_hint.text()  # how to get to a place again
        QTest.keyClick(seat.room.sheet, K.Key_Escape)
        seat.hall.cameras.put([replace(moved, version=9, azimuth=90.0, preset="市场口")])
        freeze(qtbot, seat, "k1")
        assert "市场口" in seat.room.sheet.place_hint.text()
        assert "40" in seat.room.sheet.place_hint.text()
        aimed = seat.room._aim
        assert aimed.lon > 111.0003  # to the east
        assert abs(aimed.lat - 35.02) < 1e-6
        QTest.keyClick(seat.room.sheet, GARBAGE)
        QTest.keyClick(seat.room.sheet, K.Key_Return)
        case_id = seat.room.under_way[0].case_id
        qtbot.waitUntil(lambda: case_id in seat.hall.cards and bool(seat.hall.cards.get(case_id).captures), timeout=WAIT_MS)  # type: ignore[union-attr]
    assert {capture.preset for capture in api.case(case_id).captures} == {"市场口"}


def test_that_a_large_still_is_counted_by_who_gives_streams_out(qtbot: QtBot, centre: Centre, api: Api, tmp_path: Path, dressed: None) -> None:
    with seated(api, tmp_path) as seat:
        freeze(qtbot, seat, "k1")
        pane, governor = seat.wall.panes[0], seat.wall.governor
        captured = seat.room.now
        assert captured is not None
        if captured.seen.stream is Stream.SUB and captured._large is not None:
            assert governor.use().streams == 2
            qtbot.waitUntil(lambda: captured._large is None, timeout=WAIT_MS)
        assert governor.use().streams == 1
        assert pane.grant().url
        QTest.keyClick(seat.room.sheet, K.Key_Escape)


def test_that_a_frame_is_a_direct_assessment_of_a_department(
    qtbot: QtBot, centre: Centre, api: Api, served: Served, tmp_path: Path, dressed: None
) -> None:
    with seated(api, tmp_path) as seat:
        seat.hall.departments.put([Department(id=id, version=1, code=id, name=name, trades=[]) for id, name in (("d1", "North"), ("d2", "South"))])
        room, sheet = seat.room, seat.room.sheet
        freeze(qtbot, seat, "k1")
        QTest.keyClick(sheet, GARBAGE)
        assert not sheet.department.isVisible()
        QTest.keyClick(sheet, K.Key_D)
        line = sheet.department.choice.line
        qtbot.waitUntil(line.hasFocus, timeout=WAIT_MS)
        QTest.keyClick(line, K.Key_Return)
        assert sheet.department._error.isVisible()  # nothing was sent
        sheet.department.set("d2")
        QTest.keyClick(line, K.Key_Return)
        case_id = room.under_way[0].case_id
        qtbot.waitUntil(lambda: case_id in seat.hall.cards, timeout=WAIT_MS)
        case = api.case(case_id).case
        assert (case.status, case.direct, case.department_id) == (Status.CLOSED, True, "d2")
