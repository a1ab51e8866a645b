"""A frame of a camera becomes a case in three keys: the whole console, a real camera, the real backend."""

import hashlib
import io
import time
from datetime import datetime, timedelta
from pathlib import Path

import av
import pytest
from PIL import Image
from PIL.ExifTags import IFD, Base
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from backend.rules import cameras as camera_rules
from console.desk import Desk
from console.hall.captures import plan
from console.hall.streams import StreamState
from tests.backend.centre import ADMIN, Centre
from tests.backends import *  # noqa: F403
from tests.backends import Backend
from tests.end2end.small_hall import *  # noqa: F403
from tests.end2end.small_hall import HallAt, Keyboard, desk_of
from tests.simulator.camera_process import HEIGHT, WIDTH, CameraProcess, make_clips
from wire.cameras import CameraOrder
from wire.captures import Capture
from wire.codes import Kind, Role, Source, Status

pytestmark = [pytest.mark.gui, pytest.mark.timeout(300)]
K = Qt.Key
GARBAGE = ("EVENT", "0110")


def mapped(desk: Desk, keyboard: Keyboard, case_id: str) -> None:
    """The page of the map has the case among its points."""
    answers: list[object] = []

    def asked() -> bool:
        desk.map.probe(f"yiping.layers.get('cases').things.has({case_id!r})", answers.append)
        return True in answers

    keyboard.until(asked)


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_that_a_frozen_frame_is_a_case_with_its_evidence_after_three_keys(
    backend: Backend, centre: Centre, hall_at: HallAt, keyboard: Keyboard, tmp_path: Path
) -> None:
    digit = plan().keys().index((Kind.EVENT, "0110")) + 1
    with CameraProcess(make_clips(tmp_path / "clips")) as process:
        with centre.writing(ADMIN) as work:
            seen = {"lon": 111.0, "lat": 35.02, "azimuth": 0.0, "view_angle": 60.0, "reach": 80.0}
            urls = {"sub_url": process.rtsp("long/crossing"), "main_url": process.rtsp("main/crossing")}
            camera_rules.put(work, CameraOrder(id="cam-1", code="cam-1", name="瑞祥路口", **seen, **urls))
        before = centre.report("earlier", Source.VIDEO)  # the same class, 45 m from what the picture shows
        console = hall_at("wang", Role.VIDEO_PATROLLER, Role.ACCEPTOR)
        desk = desk_of(console)
        video, room = desk.video, desk.cameras.captures
        keyboard.until(lambda: "cam-1" in desk.hall.cameras and desk.hall.catalogue is not None)
        desk.wall.show_pane("video")
        video.set_layout("4")
        video.show_camera("cam-1")
        pane = video.panes[video.hot]
        keyboard.until(lambda: video.isVisible() and pane.state() is StreamState.LIVE and pane.picture() is not None)
        since = time.monotonic()
        keyboard.until(lambda: time.monotonic() - since > 3)  # so that there is something before
        desk.queue.table.setFocus()  # whoever looks at the wall may write elsewhere

        began = time.monotonic()
        keyboard.press(K.Key_F9)
        keyboard.until(room.sheet.hasFocus)
        keyboard.press(K(K.Key_0 + digit))
        keyboard.press(K.Key_Return)
        assert not room.sheet.isVisible()
        made = room.under_way[0].case_id
        keyboard.until(lambda: made in desk.hall.cards)
        print(f"three keys, stored after {time.monotonic() - began:.2f} s")  # noqa: T201

        def captures() -> list[Capture]:
            card = desk.hall.cards.get(made)
            return card.captures if card else []

        keyboard.until(lambda: len(captures()) == 3)
        print(f"still, large still and clip stored after {time.monotonic() - began:.2f} s")  # noqa: T201
        keyboard.until(lambda: not room.under_way)

    case = desk.hall.cases.get(made)
    assert case is not None
    assert (case.source, case.status, case.kind, case.class_code, case.camera_id) == (Source.VIDEO, Status.REPORTED, *GARBAGE, "cam-1")
    assert (case.lon, case.lat) == (pytest.approx(111.0), pytest.approx(35.02 + 40 / 111_195, abs=1e-6))  # 40 m to the north, in the middle
    assert "瑞祥路口" in case.description
    mapped(desk, keyboard, made)
    desk.queue.show_queue("ACCEPT")
    queued = desk.queue.model
    keyboard.until(lambda: {made, before.id} <= {queued.id(row) for row in range(queued.rowCount())})

    client = backend.client(Role.ACCEPTOR)
    told = {(capture.stream, capture.media_type): capture for capture in captures()}
    assert {(capture.by, capture.camera) for capture in captures()} == {("Wang", "瑞祥路口")}
    for (stream, kind), wide in ((("SUB", "image/jpeg"), WIDTH), (("MAIN", "image/jpeg"), 2 * WIDTH)):
        capture = told[stream, kind]  # type: ignore[index]
        image = client.get(f"/v1/photos/{capture.id}").content
        assert hashlib.sha256(image).hexdigest() == capture.id
        exif = Image.open(io.BytesIO(image)).getexif()
        assert exif[Base.ImageDescription].encode("latin-1").decode() == "瑞祥路口"
        assert exif[Base.Artist] == "Wang"
        original = exif.get_ifd(IFD.Exif)
        shot = f"{original[Base.DateTimeOriginal]}.{original[Base.SubsecTimeOriginal]}{original[Base.OffsetTimeOriginal]}"
        assert abs(datetime.strptime(shot, "%Y:%m:%d %H:%M:%S.%f%z") - capture.taken_at) < timedelta(milliseconds=2)
        assert QImage.fromData(image).width() == wide
    clip = told["SUB", "video/mp4"]  # type: ignore[index]
    film = client.get(f"/v1/clips/{clip.id}").content
    assert hashlib.sha256(film).hexdigest() == clip.id
    with av.open(io.BytesIO(film)) as played:
        frames, words = list(played.decode(video=0)), played.metadata
    assert (words["title"], words["artist"]) == ("瑞祥路口", "Wang")
    assert abs(datetime.fromisoformat(words["creation_time"]) - clip.taken_at) < timedelta(seconds=1)
    assert (frames[0].width, frames[0].height) == (WIDTH, HEIGHT)
    assert clip.seconds > 5
    assert [photo.id for photo in desk.hall.cards.get(made).photos] == [told["SUB", "image/jpeg"].id, told["MAIN", "image/jpeg"].id]  # type: ignore[index, union-attr]
