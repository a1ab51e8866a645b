"""The table of faults of cameras, for the tests and for `bench video_faults`, and how a stream is watched that has one."""

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from console.hall.streams import StreamState, state_of
from console.workers.streams import StreamView
from tests.simulator.camera_process import CameraProcess

CONNECTING, LIVE, STALE = StreamState.CONNECTING, StreamState.LIVE, StreamState.STALE
OFFLINE, REFUSED = StreamState.OFFLINE, StreamState.REFUSED
LONGEST_S = 60.0
TRANSPORTS = ("rtsp long/1", "rtsp long/2?only=udp", "http long/3.flv", "http long/4.ts", "http long/5.m3u8")


class Row(NamedTuple):
    """`states`: what is seen on the way, in this order; `problem` at its end, one of these."""

    path: str
    states: tuple[StreamState, ...]
    problem: str = ""


ROWS = {
    "accepts, never answers": Row("rtsp long/a?fault=hang", (CONNECTING, OFFLINE), "no_answer"),
    "accepts, never answers, HTTP": Row("http long/a.flv?fault=hang", (CONNECTING, OFFLINE), "timeout"),
    "plays, sends nothing": Row("rtsp long/b?fault=stall", (CONNECTING, OFFLINE), "timeout"),
    "plays, sends nothing, UDP": Row("rtsp long/b?fault=stall&only=udp", (CONNECTING, OFFLINE), "timeout"),
    "plays, sends nothing, HTTP": Row("http long/b.flv?fault=stall", (CONNECTING, OFFLINE), "timeout"),
    "stalls after 3 s": Row("rtsp long/c?stall_after=3", (CONNECTING, LIVE, STALE, OFFLINE), "timeout"),
    "stalls after 3 s, UDP": Row("rtsp long/c?stall_after=3&only=udp", (CONNECTING, LIVE, STALE, OFFLINE), "timeout"),
    "stalls after 3 s, HTTP": Row("http long/c.flv?stall_after=3", (CONNECTING, LIVE, STALE, OFFLINE), "timeout"),
    "stands still after 6 s, HLS": Row("http long/still.m3u8?stall_after=6", (CONNECTING, LIVE, STALE, OFFLINE), "timeout"),
    "hangs up after 2 s": Row("rtsp long/d?close_after=2", (CONNECTING, LIVE, OFFLINE), "ended"),
    "hangs up after 2 s, HTTP": Row("http long/d.ts?close_after=2", (CONNECTING, LIVE, OFFLINE), "ended"),
    "404": Row("rtsp long/e?fault=404", (CONNECTING, REFUSED), "not_found"),
    "404, HLS": Row("http nothing/e.m3u8", (CONNECTING, REFUSED), "not_found"),
    "404, HTTP": Row("http long/e.flv?fault=404", (CONNECTING, REFUSED), "not_found"),
    "403": Row("rtsp long/f?fault=403", (CONNECTING, REFUSED), "forbidden"),
    "403, HTTP": Row("http long/f.flv?fault=403", (CONNECTING, REFUSED), "forbidden"),
    "401": Row("rtsp long/g?fault=401", (CONNECTING, REFUSED), "unauthorized"),
    "401, HTTP": Row("http long/g.flv?fault=401", (CONNECTING, REFUSED), "unauthorized"),
    "400": Row("rtsp long/l?fault=400", (CONNECTING, REFUSED), "bad_request"),
    "400, HTTP": Row("http long/l.flv?fault=400", (CONNECTING, REFUSED), "bad_request"),
    "503": Row("rtsp long/m?fault=503", (CONNECTING, OFFLINE), "server_error"),
    "503, HTTP": Row("http long/m.flv?fault=503", (CONNECTING, OFFLINE), "server_error"),
    "nobody listens": Row("rtsp://127.0.0.1:9/nobody", (CONNECTING, OFFLINE), "unreachable"),
    "no such host": Row("rtsp://no.such.host.invalid/1", (CONNECTING, OFFLINE), "unreachable"),
    "garbage between the packets": Row("rtsp long/noise?fault=channel", (CONNECTING, OFFLINE), "ended"),
    "garbage in the packets": Row("rtsp long/h?fault=garbage", (CONNECTING, OFFLINE), "no_picture"),
    "garbage in the packets, HTTP": Row("http long/h.flv?fault=garbage", (CONNECTING, OFFLINE), "no_answer timeout"),
    "says H.265, sends H.264": Row("rtsp long/i?fault=wrongcodec", (CONNECTING, OFFLINE), "no_picture timeout"),
    "a codec that nobody decodes": Row("rtsp long/j?fault=nocodec", (CONNECTING, REFUSED), "no_codec"),
    "another codec after 3 s": Row("rtsp long/k?switch=hevc@3", (CONNECTING, LIVE, STALE, OFFLINE), "no_picture"),
}
WRONG_PASSWORD = {
    "wrong password": Row("rtsp short/1", (CONNECTING, REFUSED), "unauthorized"),
    "wrong password, HTTP": Row("http short/1.flv", (CONNECTING, REFUSED), "unauthorized"),
}
SWALLOWED = {
    "swallows every call": Row("rtsp", (CONNECTING, OFFLINE), "timeout unreachable no_answer"),
    "swallows every call, HTTP": Row("http", (CONNECTING, OFFLINE), "timeout unreachable no_answer"),
}
TABLE = ROWS | WRONG_PASSWORD | SWALLOWED
LOSSY = "loses every fifth packet, UDP"
# What a camera may do without being lost for it: nothing breaks. The last shows nothing of now, and is STALE for that.
BORNE = {
    "half as fast": "rtsp long/slow?slow=2",
    "another size after 2 s": "rtsp long/grows?switch=main@2",
    LOSSY: "rtsp main/lossy?only=udp&lose=0.2",
    "one picture for ever after 2 s": "rtsp long/same?freeze_after=2",
}
LOGIN, WRONG = "hall:open-sesame", "hall:close-sesame"


@contextmanager
def table(folder: Path, cameras: CameraProcess) -> Iterator[dict[str, str]]:
    """By row of `TABLE`, the URL of a camera that has this fault."""
    with black_hole() as port, CameraProcess(folder, login=LOGIN) as guarded:
        urls = {name: address(cameras, row.path) for name, row in ROWS.items()}
        urls |= {name: address(guarded, row.path, WRONG) for name, row in WRONG_PASSWORD.items()}
        yield urls | {name: f"{row.path}://127.0.0.1:{port}/1.flv" for name, row in SWALLOWED.items()}


def address(cameras: CameraProcess, path: str, login: str = "") -> str:
    scheme, _, rest = path.partition(" ")
    return {"rtsp": cameras.rtsp, "http": cameras.http}[scheme](rest, login) if rest else path


class Watch:
    """The states that a stream went through until it first failed, and after how many seconds it was first seen in each."""

    def __init__(self, view: StreamView) -> None:
        self.view, self.states, self.after_s, self.problem = view, [CONNECTING], [0.0], ""
        self._began = time.monotonic()

    def look(self) -> bool:
        state = state_of(self.view)
        if not self.problem and state not in self.states[-1:]:
            self.states.append(state)
            self.after_s.append(time.monotonic() - self._began)
            self.problem = self.view.problem
        return bool(self.problem)


@contextmanager
def black_hole() -> Iterator[int]:
    """A port that swallows every call: its queue is full, so that no further one is answered."""
    listener, callers = socket.socket(), [socket.socket() for _ in range(4)]
    listener.bind(("127.0.0.1", 0))
    listener.listen(0)
    for caller in callers:
        caller.setblocking(False)
        caller.connect_ex(listener.getsockname())
    try:
        yield listener.getsockname()[1]
    finally:
        for each in (listener, *callers):
            each.close()
