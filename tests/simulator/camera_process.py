"""The camera server as a real process, and small clips for it to serve."""

import os
import subprocess
import sys
from fractions import Fraction
from pathlib import Path
from types import TracebackType

import av
import psutil

from simulator.clips.film import Film, frames, shoot
from simulator.clips.scenes.catalogue import SCENES

ROOT = Path(__file__).resolve().parents[2]
WIDTH, HEIGHT, FPS = 320, 180, 15
SHORT_S = 1  # so short that every test sees the seam of the loop


def make_clips(folder: Path) -> Path:
    """`short` and `long` in H.264, `main` twice as large, `hevc` in H.265."""
    folder.mkdir(exist_ok=True)
    shoot(SCENES["market"], SHORT_S, [Film(folder / "short.mp4", WIDTH, HEIGHT, 300_000)], FPS)
    shoot(SCENES["river"], 4, [Film(folder / "long.mp4", WIDTH, HEIGHT, 300_000)], FPS)
    shoot(SCENES["river"], 2, [Film(folder / "main.mp4", 2 * WIDTH, 2 * HEIGHT, 600_000)], FPS)
    encode_hevc(folder / "hevc.mp4")
    return folder


def encode_hevc(path: Path) -> None:
    options = {"preset": "ultrafast", "x265-params": "keyint=15:min-keyint=15:scenecut=0:log-level=none"}
    with av.open(str(path), "w") as output:
        stream = output.add_stream("libx265", rate=FPS, options=options)
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        for number, picture in enumerate(frames(SCENES["market"], WIDTH, HEIGHT, FPS)):
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame.pts, frame.time_base = number, Fraction(1, FPS)
            output.mux(stream.encode(frame))
        output.mux(stream.encode())


class CameraProcess:
    """`python -m simulator cameras` on a port of its own; after `kill`, `start` comes back on the same one."""

    def __init__(self, folder: Path, login: str = "") -> None:
        self._folder, self._login = folder, login
        self.port = 0

    def start(self) -> None:
        command = [sys.executable, "-m", "simulator", "cameras", str(self._folder), "--port", str(self.port)]
        environment = os.environ | {"YIPING_CAMERA_LOGIN": self._login}
        self._process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        assert self._process.stdout
        said, _, port = self._process.stdout.readline().partition(" ")
        assert said == "ready", self.stop()
        self.port = int(port)

    def kill(self) -> None:
        self._process.kill()
        self._process.communicate()

    def stop(self) -> tuple[int, str]:
        """Ask it to end; its exit status and what it wrote to standard error."""
        self._process.terminate()
        _, errors = self._process.communicate(timeout=20)
        return self._process.returncode, errors

    def connections(self) -> int:
        """Clients that are connected over TCP now, as the system says."""
        sockets = psutil.Process(self._process.pid).net_connections("tcp")
        return sum(each.status == psutil.CONN_ESTABLISHED and each.laddr.port == self.port for each in sockets)

    def rtsp(self, path: str, login: str = "") -> str:
        return f"rtsp://{login and login + '@'}127.0.0.1:{self.port}/{path}"

    def http(self, path: str, login: str = "") -> str:
        return f"http://{login and login + '@'}127.0.0.1:{self.port}/{path}"

    def __enter__(self) -> "CameraProcess":
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.stop()
