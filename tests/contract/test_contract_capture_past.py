"""What is seen in a recording becomes a case of that moment, with the still and the seconds around it: real backend, both databases."""

import io
from datetime import timedelta
from pathlib import Path

import av
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.actions import Actions
from console.hall.disk import Disk
from console.hall.hall import Hall
from console.rooms.capture import CaptureRoom
from console.rooms.playback import PlaybackRoom
from console.widgets.video_wall import VideoWall
from console.workers.caller import Caller
from console.workers.footage_cut import RecordedCut
from console.workers.footage_files import FootageFiles
from console.workers.footage_reel import FootagePool
from console.workers.outbox import Outbox
from console.workers.shelf import Shelf
from console.workers.streams_ring import Film
from tests.backends import Backend
from tests.console.stream_bench import ending_pool
from tests.contract.conftest import ApiOf
from tests.contract.recorded import camera_of, counted, moment, number_of, number_on, recorded
from tests.simulator.counted import FPS, WIDTH, number_in
from wire.codes import Role, Source

__all__ = ["counted", "recorded"]
pytestmark = [pytest.mark.gui, pytest.mark.timeout(300)]
WAIT_MS = 60_000
K = Qt.Key
GARBAGE = K.Key_6  # of resources/desk/capture.toml
SEEN = int(12.5 * FPS)  # the picture that is frozen


def numbers(content: bytes) -> list[int]:
    with av.open(io.BytesIO(content)) as film:
        return [number_in(frame.to_ndarray(format="gray")) for frame in film.decode(video=0)]


def test_that_a_picture_of_the_past_becomes_a_case_of_then(qtbot: QtBot, api_of: ApiOf, recorded: Backend, tmp_path: Path, dressed: None) -> None:
    api = api_of(Role.VIDEO_PATROLLER)
    hall, shelf, disk = Hall(api.me()), Shelf(tmp_path / "outbox.db"), Disk(tmp_path / "picture.db")
    hall.set_catalogue(api.catalogue())
    hall.link.heard()
    hall.cameras.put([camera_of("k1")])
    caller, outbox = Caller(api), Outbox(api, shelf)
    actions, footage = Actions(hall, caller, outbox, disk), FootagePool(FootageFiles(api), {})
    with ending_pool(linger_s=0.0) as pool:
        wall = VideoWall(hall, pool)
        qtbot.addWidget(wall)
        PlaybackRoom(hall, caller, wall, footage)
        room = CaptureRoom(hall, caller, actions, pool, wall)
        outbox.start()
        wall.set_layout("1")
        wall.resize(800, 600)
        wall.key.emit(K.Key_B)
        wall.show()
        pane = wall.panes[0]
        hall.past.pause()
        hall.past.seek(moment(12.5).timestamp())
        qtbot.waitUntil(lambda: number_on(pane) == SEEN, timeout=WAIT_MS)
        QTest.keyClick(pane, K.Key_F9)
        qtbot.waitUntil(lambda: QApplication.focusWidget() is room.sheet, timeout=WAIT_MS)
        QTest.keyClick(room.sheet, GARBAGE)
        QTest.keyClick(room.sheet, K.Key_Return)
        case_id = room.under_way[0].case_id

        def all_there() -> bool:
            card = hall.cards.get(case_id)
            return card is not None and len(card.captures) == 2

        qtbot.waitUntil(all_there, timeout=WAIT_MS)
        assert pool.worker(camera_of("k1").sub_url or "") is None  # nothing live was asked of the camera
        room.close()
        wall.hide()
    footage.stop()
    footage.join()
    outbox.stop()
    card = hall.cards.get(case_id)
    assert card is not None
    taken = moment(SEEN / FPS)
    assert (card.case.source, card.case.camera_id, card.case.class_code) == (Source.VIDEO, "k1", "0110")
    assert abs(card.case.reported_at - taken) < timedelta(milliseconds=2)
    still, clip = card.captures
    assert [(each.stream, each.media_type) for each in (still, clip)] == [("RECORDED", "image/jpeg"), ("RECORDED", "video/mp4")]
    assert max(abs(each.taken_at - taken) for each in (still, clip)) < timedelta(milliseconds=2)
    image = QImage.fromData(api.photo(still.id))
    assert (image.width(), number_of(image)) == (WIDTH, SEEN)
    assert numbers(api.clip(clip.id)) == list(range(2 * FPS, SEEN + 10 * FPS + 1))  # from the key before, over four files
    assert clip.seconds == pytest.approx(20.5, abs=0.2)
    [lock] = api.recording_line("k1", moment(0), moment(60)).locks  # of still and clip together
    assert lock.start < moment(SEEN / FPS - 30)
    assert lock.end > moment(SEEN / FPS + 30)
    assert card.case.number in lock.reason
    caller.stop()
    shelf.close()
    disk.close()


def test_that_a_film_over_a_gap_has_what_there_is(api_of: ApiOf, recorded: Backend) -> None:
    files = FootageFiles(api_of(Role.VIDEO_PATROLLER))

    def film(start: float, end: float) -> Film | None:
        return RecordedCut(files, "k1", moment(start), moment(end)).film({"title": "东门"})

    made = film(20.5, 38.0)
    assert made is not None
    assert numbers(made.content) == [*range(20 * FPS, 24 * FPS), *range(36 * FPS, 38 * FPS + 1)]
    assert made.seconds == pytest.approx(18, abs=0.2)
    with av.open(io.BytesIO(made.content)) as played:
        times = [float(frame.time) for frame in played.decode(video=0)]
        assert played.metadata["title"] == "东门"
    assert times[4 * FPS] - times[0] == pytest.approx(16, abs=0.01)  # the gap is as long as it was
    assert film(26.0, 34.0) is None
    files.stop()
