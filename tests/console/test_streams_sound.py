"""What cameras hear, to the samples: decoded only for who listens, one pane at a time, over a reconnect too."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from console.hall.hall import Hall
from console.hall.listening import KEPT_S, Ear, Form
from console.hall.streams import StreamState
from console.language import Language
from console.widgets.loudspeaker import Loudspeaker
from console.widgets.video_paint import Heard
from console.widgets.video_wall import VideoWall
from console.workers.streams import StreamPool
from simulator.clips.film import Film, shoot
from simulator.clips.scenes.catalogue import SCENES
from simulator.clips.sound import Noise
from tests.console.stream_bench import ending_pool, is_in, until
from tests.simulator.camera_process import CameraProcess
from wire.cameras import Camera

BELL, GONG = 660, 990  # Hz
FORM = Form(48_000, 2)
WAIT_MS = 20_000


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("clips")
    for name, noise in {"bell": Noise(BELL, fades=False), "gong": Noise(GONG, fades=False), "mute": None}.items():
        shoot(SCENES["river"], 2, [Film(made / f"{name}.mp4", 160, 90, 100_000, noise)], 10)
    return made


@pytest.fixture(scope="module")
def cameras(folder: Path) -> Iterator[CameraProcess]:
    with CameraProcess(folder) as process:
        yield process


class Headphones:
    """What is played is kept, instead of being heard."""

    def __init__(self) -> None:
        self.ear: Ear | None = None
        self.percent = -1

    def form(self) -> Form:
        return FORM

    def start(self, ear: Ear) -> None:
        self.ear = ear

    def stop(self) -> None:
        self.ear = None

    def set_volume(self, percent: int) -> None:
        self.percent = percent


def tone(ear: Ear, seconds: float = 0.4) -> float:
    """The loudest frequency of what comes next, in Hz; both channels carry the same."""
    heard = bytearray()

    def enough() -> bool:
        heard.extend(ear.take(1 << 20))
        return len(heard) >= int(seconds * FORM.rate) * 4

    until(enough)
    left, right = np.frombuffer(bytes(heard), "<i2").reshape(-1, 2).T
    assert (left == right).all()
    assert np.abs(left).max() > 3000
    return float(np.argmax(np.abs(np.fft.rfft(left))) * FORM.rate / len(left))


def test_that_an_ear_waits_for_enough_and_lets_go_of_what_is_old() -> None:
    ear = Ear(Form(1000, 1))
    ear.hear(bytes(2 * 99))
    assert ear.take(1000) == b""
    ear.hear(bytes(4))
    assert len(ear.take(101)) == 100  # whole samples
    assert len(ear.take(1000)) == 102
    assert ear.take(1000) == b""
    ear.hear(bytes(2))
    assert ear.take(1000) == b""  # it had run dry
    ear.hear(bytes(range(200)) * 20)
    assert len(ear.take(10_000)) == int(1000 * KEPT_S) * 2


@pytest.mark.parametrize("kind", ["rtsp", "rtsp over UDP", "flv", "ts", "m3u8"])
def test_that_a_stream_is_heard_by_who_listens_and_else_not_decoded(cameras: CameraProcess, kind: str) -> None:
    with ending_pool() as pool:
        url = cameras.rtsp(f"bell/1{'?only=udp' * kind.endswith('UDP')}") if kind.startswith("rtsp") else cameras.http(f"bell/1.{kind}")
        view, deaf = pool.open(url, 160, 90), pool.open(cameras.rtsp("mute/1"), 160, 90)
        until(lambda: is_in(view, StreamState.LIVE)() and is_in(deaf, StreamState.LIVE)())
        worker = pool.worker(url)
        assert worker is not None
        assert (view.has_sound(), deaf.has_sound(), worker.sound.decoded) == (True, False, 0)
        ear = Ear(FORM)
        view.listen(ear)
        assert tone(ear) == pytest.approx(BELL, abs=5)
        other = pool.open(url, 80, 45)
        other.listen(None)  # somebody else's look takes nothing away
        assert tone(ear) == pytest.approx(BELL, abs=5)
        view.listen(None)
        seen, decoded = worker.decoded, worker.sound.decoded
        until(lambda: worker.decoded > seen + 5)
        assert worker.sound.decoded <= decoded + 1


def test_that_a_reconnect_goes_on_sounding(folder: Path) -> None:
    with CameraProcess(folder) as process, ending_pool() as pool:
        url, ear = process.rtsp("gong/1"), Ear(FORM)
        view = pool.open(url, 160, 90)
        view.listen(ear)
        assert tone(ear) == pytest.approx(GONG, abs=5)
        process.kill()
        until(is_in(view, StreamState.OFFLINE))
        ear.take(1 << 20)
        process.start()
        assert tone(ear) == pytest.approx(GONG, abs=5)
        worker = pool.worker(url)
        assert worker is not None
        assert worker.opens > 1


@pytest.mark.gui
def test_that_one_pane_sounds_at_a_time_and_says_so(qtbot: QtBot, hall: Hall, cameras: CameraProcess, tongue: Language) -> None:
    tongue.set("zh_CN")
    urls = [cameras.rtsp(path) for path in ("bell/2", "gong/2", "mute/2")]
    headphones = Headphones()
    hall.listening.use(headphones)
    with ending_pool() as pool:
        wall = _wall(qtbot, hall, pool, urls)
        one, other, silent = wall.panes[:3]
        qtbot.waitUntil(lambda: [pane.face().heard for pane in wall.panes[:3]] == [Heard.MUTED, Heard.MUTED, None], timeout=WAIT_MS)
        qtbot.waitUntil(lambda: all(pane.state() == StreamState.LIVE for pane in wall.panes[:3]), timeout=WAIT_MS)
        qtbot.keyClick(wall, Qt.Key.Key_S)
        assert (one.face().heard, other.face().heard) == (Heard.ON, Heard.MUTED)
        assert headphones.ear is not None
        assert tone(headphones.ear) == pytest.approx(BELL, abs=5)
        qtbot.mouseClick(other, Qt.MouseButton.LeftButton, pos=QPoint(12, 10))  # on the mark
        assert (one.face().heard, other.face().heard) == (Heard.MUTED, Heard.ON)
        assert tone(headphones.ear) == pytest.approx(GONG, abs=5)
        wall.menu.ask(silent, QPoint(0, 0))
        wall.menu.heard.trigger()
        with qtbot.waitSignal(hall.listening.volume_chosen) as chosen:
            wall.menu.volume.setValue(25)
            wall.menu.close()
        assert (chosen.args, headphones.percent) == ([25], 25)
        assert silent.face().heard is Heard.NO_SOUND
        assert silent.face().foot.startswith("该摄像机没有声音")
        wall.show_camera("c0")
        qtbot.keyClick(wall, Qt.Key.Key_S)
        one.show_camera("c2")  # another camera is not heard before somebody wants it
        assert (hall.listening.who, headphones.ear) == (None, None)
        wall.hide()


@pytest.mark.gui
def test_that_a_pane_that_sounds_says_so_only_while_something_comes(qtbot: QtBot, hall: Hall, cameras: CameraProcess) -> None:
    hall.listening.use(Headphones())
    with ending_pool() as pool:
        wall = _wall(qtbot, hall, pool, [cameras.rtsp("bell/4?stall_after=3")])
        pane = wall.panes[0]
        qtbot.waitUntil(lambda: pane.face().heard is Heard.MUTED, timeout=WAIT_MS)
        pane.turn_sound()
        qtbot.waitUntil(lambda: pane.face().heard is Heard.ON, timeout=WAIT_MS)
        qtbot.waitUntil(lambda: pane.face().heard is Heard.STOPPED, timeout=WAIT_MS)
        wall.hide()


@pytest.mark.gui
def test_that_without_a_sound_device_it_says_so_and_decodes_nothing(qtbot: QtBot, hall: Hall, cameras: CameraProcess, tongue: Language) -> None:
    tongue.set("zh_CN")
    speaker = Loudspeaker(hall)
    if speaker.form() is not None:
        pytest.skip("this machine has a sound device")
    hall.listening.use(speaker)
    with ending_pool() as pool:
        url = cameras.rtsp("bell/3")
        wall = _wall(qtbot, hall, pool, [url])
        qtbot.waitUntil(lambda: wall.panes[0].face().heard is Heard.MUTED, timeout=WAIT_MS)
        wall.panes[0].turn_sound()
        assert wall.panes[0].face().heard is Heard.NO_DEVICE
        assert wall.panes[0].face().foot.startswith("本机没有音频设备，听不到声音")
        worker = pool.worker(url)
        assert worker is not None
        assert worker.sound.decoded == 0
        wall.hide()


def _wall(qtbot: QtBot, hall: Hall, pool: StreamPool, urls: list[str]) -> VideoWall:
    hall.cameras.put([Camera(id=f"c{at}", version=1, code=f"{at:03}", name=f"Camera {at}", lon=0, lat=0, sub_url=url) for at, url in enumerate(urls)])
    wall = VideoWall(hall, pool)
    qtbot.addWidget(wall)
    wall.resize(960, 600)
    wall.show()
    wall.restore("4", [f"c{at}" for at in range(len(urls))])
    return wall
