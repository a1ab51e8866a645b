"""One way of showing cameras, in a process of its own: `python -m bench.video_sitting wall|decode|ffmpeg SECONDS URL…`. Prints a `Sitting` as JSON.

wall     the console's own video wall on a screen of 1920 x 1080
decode   PyAV alone: a thread per stream that decodes and throws away
ffmpeg   `ffmpeg -f null`, a process per stream
"""

import subprocess
import sys
import threading
import time

import av
import msgspec
import psutil
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from console.garbage import Garbage
from console.hall.hall import Hall
from console.hall.streams import StreamState
from console.widgets import theme
from console.widgets.video_wall import VideoWall
from console.workers.streams import StreamPool
from console.workers.streams_source import open_source, video_of
from wire.cameras import Camera
from wire.people import User

WARM_S, LIMIT_S = 4.0, 60.0
TICK_MS = 10


class Sitting(msgspec.Struct):
    """`cpu_ms`: of all processes, per stream and second. `first_s`: until every stream had a picture. `late_ms`, `latest_ms`: of a timer of 10 ms,
    what 95 of 100 and 999 of 1,000 stay below.
    """

    cpu_ms: float
    rss_mb: float
    pictures_per_s: float
    first_s: float = 0.0
    late_ms: float = 0.0
    latest_ms: float = 0.0


class Meter:
    """Processor time of some processes between two moments."""

    def __init__(self, processes: list[psutil.Process]) -> None:
        self._processes, self._began, self._at = processes, self._cpu(processes), time.monotonic()

    @staticmethod
    def _cpu(processes: list[psutil.Process]) -> float:
        return sum(sum(process.cpu_times()[:2]) for process in processes)

    def sitting(self, streams: int, pictures: int, first_s: float = 0.0, late: list[float] | None = None) -> Sitting:
        passed = time.monotonic() - self._at
        cpu = self._cpu(self._processes) - self._began
        memory = sum(process.memory_info().rss for process in self._processes) / 1e6
        late = sorted(late or [0.0])
        worst = [late[int(len(late) * share)] for share in (0.95, 0.999)]
        return Sitting(1e3 * cpu / passed / streams, memory, pictures / passed / streams, first_s, *worst)


def wall(urls: list[str], seconds: float) -> Sitting:
    app = QApplication([])
    theme.wear(app, "dark")
    garbage = Garbage(app)  # as the console has it
    hall, pool = Hall(User(id="u", version=1, name="bench", full_name="Bench", roles=[])), StreamPool()
    video = VideoWall(hall, pool)
    video.resize(1920, 1080)
    hall.cameras.put(Camera(id=f"c{n}", version=1, code=f"{n:03}", name=f"c{n}", lon=0, lat=0, sub_url=url) for n, url in enumerate(urls))
    began = time.monotonic()
    video.restore(str(len(urls)), [f"c{n}" for n in range(len(urls))])
    video.show()
    panes = video.panes[: len(urls)]
    spin(app, lambda: all(pane.picture() and pane.state() == StreamState.LIVE for pane in panes))
    first_s = time.monotonic() - began
    spin(app, lambda: time.monotonic() - began > first_s + WARM_S)
    late, due = list[float](), time.monotonic()
    clock = QTimer(interval=TICK_MS)

    def tick() -> None:
        nonlocal due
        late.append(max(0.0, 1e3 * (time.monotonic() - due) - TICK_MS))
        due = time.monotonic()

    clock.timeout.connect(tick)
    clock.start()
    numbers = {pane: pane.picture().number for pane in panes if pane.picture()}
    meter, until = Meter([psutil.Process()]), time.monotonic() + seconds
    due = time.monotonic()
    spin(app, lambda: time.monotonic() > until)
    pictures = sum(pane.picture().number - number for pane, number in numbers.items())
    sitting = meter.sitting(len(urls), pictures, first_s, late)
    video.hide()
    pool.stop()
    pool.join()
    garbage.end()
    return sitting


def spin(app: QApplication, over) -> None:
    deadline = time.monotonic() + LIMIT_S
    timer = QTimer(interval=50)

    def look() -> None:
        if over() or time.monotonic() > deadline:
            app.exit(0)

    timer.timeout.connect(look)
    timer.start()
    app.exec()
    if not over():
        raise SystemExit("the wall never came so far")


def decode(urls: list[str], seconds: float) -> Sitting:
    counts, ended = [0] * len(urls), threading.Event()

    def run(place: int) -> None:
        with open_source(urls[place]) as container:
            for _ in container.decode(video_of(container)):
                counts[place] += 1
                if ended.is_set():
                    return

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(urls))]
    for thread in threads:
        thread.start()
        time.sleep(0.05)
    while not all(counts):
        time.sleep(0.05)
    time.sleep(WARM_S)
    before, meter = sum(counts), Meter([psutil.Process()])
    time.sleep(seconds)
    sitting = meter.sitting(len(urls), sum(counts) - before)
    ended.set()
    for thread in threads:
        thread.join()
    return sitting


def ffmpeg(urls: list[str], seconds: float) -> Sitting:
    quiet = ["ffmpeg", "-v", "error", "-nostdin", "-threads", "1", "-rtsp_transport", "tcp"]
    processes = [subprocess.Popen([*quiet, "-i", url, "-f", "null", "-"]) for url in urls]
    try:
        time.sleep(2 * WARM_S)
        meter = Meter([psutil.Process(process.pid) for process in processes])
        time.sleep(seconds)
        return meter.sitting(len(urls), 0)
    finally:
        for process in processes:
            process.kill()
            process.wait()


if __name__ == "__main__":
    av.logging.set_level(av.logging.PANIC)
    way = {"wall": wall, "decode": decode, "ffmpeg": ffmpeg}[sys.argv[1]]
    print(msgspec.json.encode(way(sys.argv[3:], float(sys.argv[2]))).decode())
