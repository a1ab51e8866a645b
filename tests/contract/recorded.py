"""A minute of recorded video on the real backend, whose pictures tell their own second."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import av
import numpy as np
import pytest
import sqlalchemy as sa
from PySide6.QtGui import QImage

from backend.recording.segment import Segment
from backend.recording.store import Kept, RecordingStore
from backend.rules import cameras as camera_rules
from backend.rules import recordings
from backend.session import SYSTEM, Database
from backend.tables.feed import ChangeRow
from tests.backends import Backend
from tests.simulator.counted import FPS, make_counted, number_in
from wire.cameras import Camera, CameraOrder

FILE_S, GAP = 6, (24.0, 36.0)  # nothing was recorded there
BEGAN = float(round(time.time()) - 3600)  # names of files have milliseconds


@pytest.fixture(scope="module")
def counted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("clips")
    make_counted(folder / "counted.mp4")
    return folder


@pytest.fixture
def recorded(backend: Backend, counted: Path) -> Backend:
    """A minute of two cameras in files of six seconds, by the recorder's own parts; the second that a picture was taken is its number."""
    store = RecordingStore(backend.data / "recordings")
    for id in ("k1", "k2"):
        with backend.database.write(SYSTEM) as work:
            camera_rules.put(work, CameraOrder(id=id, code=id, name=f"东门{id}", lon=111, lat=35, sub_url="rtsp://127.0.0.1:9/none"))
        for kept in cut(store, id, counted / "counted.mp4", BEGAN, GAP):
            with backend.database.write(SYSTEM) as work:
                recordings.enter(work, kept.camera_id, kept.span, (kept.path, kept.size, kept.sha256))
    return backend


def cut(store: RecordingStore, camera_id: str, clip: Path, began: float, gap: tuple[float, float] = (0.0, 0.0)) -> Iterator[Kept]:
    """The files of the minute that began then, but for the gap."""
    segment = None
    with av.open(str(clip)) as container:
        stream = container.streams.video[0]
        for packet in container.demux(stream):
            if packet.pts is None:
                continue
            second = float(packet.pts * packet.time_base)
            if packet.is_keyframe and round(second) % FILE_S == 0:
                if segment is not None:
                    yield store.finish(segment.place, segment.end(1 / FPS))
                segment = None if gap[0] <= second < gap[1] else Segment(store.begin(camera_id, began + second), stream, packet)
            if segment is not None:
                segment.add(packet)
        if segment is not None:
            yield store.finish(segment.place, segment.end(1 / FPS))


def number_of(image: QImage) -> int:
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    rows = np.frombuffer(grey.constBits(), np.uint8).reshape(grey.height(), grey.bytesPerLine())
    return number_in(rows[:, : grey.width()])


def number_on(pane: object) -> int | None:
    picture = pane.picture()  # type: ignore[attr-defined]
    return number_of(picture.image) if picture is not None else None


def camera_of(id: str, playback_url: str = "") -> Camera:
    return Camera(id=id, version=1, code=id, name=f"东门{id}", lon=111, lat=35, sub_url="rtsp://127.0.0.1:9/none", playback_url=playback_url)


def bring_back(database: Database, before_s: float) -> None:
    """All that the change log has happened so long before the recordings began."""
    with database.write(SYSTEM) as work:
        work.session.execute(sa.update(ChangeRow).values(at=datetime.fromtimestamp(BEGAN - before_s, UTC)))


def moment(second: float) -> datetime:
    return datetime.fromtimestamp(BEGAN + second, UTC)
