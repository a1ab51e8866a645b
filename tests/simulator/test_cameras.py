"""The camera server, asked by FFmpeg and by raw sockets."""

import socket
from collections.abc import Iterator
from pathlib import Path

import av
import pytest

from tests.simulator.camera_process import FPS, HEIGHT, SHORT_S, WIDTH, CameraProcess, make_clips

LIMITS = (5, 5)
QUICK = {"probesize": "200000", "analyzeduration": "300000"}
TCP, UDP = {"rtsp_transport": "tcp"}, {"rtsp_transport": "udp"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_clips(tmp_path_factory.mktemp("clips"))


@pytest.fixture(scope="module")
def cameras(folder: Path) -> Iterator[CameraProcess]:
    with CameraProcess(folder) as process:
        yield process


@pytest.fixture(scope="module")
def guarded(folder: Path) -> Iterator[CameraProcess]:
    with CameraProcess(folder, login="hall:open sesame") as process:
        yield process


def watch(url: str, count: int, options: dict[str, str] | None = None) -> list[av.VideoFrame]:
    """The first `count` frames; fails on anything that cannot be decoded."""
    frames: list[av.VideoFrame] = []
    with av.open(url, options=QUICK | (options or {}), timeout=LIMITS) as container:
        for frame in container.decode(video=0):
            frames.append(frame)
            if len(frames) == count:
                break
    return frames


def ask(port: int, text: str) -> str:
    """What the server answers to this, up to the end or the first pause of it."""
    with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
        connection.sendall(text.encode())
        return connection.recv(4096).decode("latin1")


@pytest.mark.parametrize(
    ("path", "options"),
    [
        ("short/1", TCP),
        ("short/1", UDP),
        ("hevc/7", TCP),
        ("hevc/7", UDP),
        ("short/1.flv", {}),
        ("short/1.ts", {}),
        ("hevc/1.flv", {}),
        ("hevc/1.ts", {}),
    ],
)
def test_that_a_clip_plays_over_its_seam(cameras: CameraProcess, path: str, options: dict[str, str]) -> None:
    url = cameras.http(path) if "." in path else cameras.rtsp(path)
    frames = watch(url, 2 * SHORT_S * FPS + 5, options)
    assert {(frame.width, frame.height) for frame in frames} == {(WIDTH, HEIGHT)}
    assert not any(frame.is_corrupt for frame in frames)
    times = [frame.pts for frame in frames if frame.pts is not None]
    assert times == sorted(set(times))


def test_that_a_client_begins_with_a_key_frame(cameras: CameraProcess) -> None:
    with av.open(cameras.http("long/1.flv"), timeout=LIMITS) as container:
        assert next(container.demux(video=0)).is_keyframe


def test_that_one_clip_serves_many_cameras_at_once(cameras: CameraProcess) -> None:
    containers = [av.open(cameras.rtsp(f"long/{number}"), options=QUICK | TCP, timeout=LIMITS) for number in range(6)]
    try:
        assert all(next(container.decode(video=0)).width == WIDTH for container in containers)
    finally:
        for container in containers:
            container.close()


@pytest.mark.parametrize("path", ["nothing/1", "nothing/1.flv", "short/1.mp3", ""])
def test_that_an_unknown_camera_is_not_found(cameras: CameraProcess, path: str) -> None:
    url = cameras.http(path) if "." in path else cameras.rtsp(path)
    with pytest.raises(av.error.HTTPNotFoundError):
        av.open(url, timeout=LIMITS)


@pytest.mark.parametrize(("status", "error"), [("401", "HTTPUnauthorizedError"), ("403", "HTTPForbiddenError"), ("404", "HTTPNotFoundError")])
@pytest.mark.parametrize("path", ["short/1", "short/1.flv"])
def test_that_refusals_come_on_request(cameras: CameraProcess, path: str, status: str, error: str) -> None:
    url = cameras.http(path) if "." in path else cameras.rtsp(path)
    with pytest.raises(getattr(av.error, error)):
        av.open(f"{url}?fault={status}", timeout=LIMITS)


def test_that_only_who_has_the_login_may_watch(guarded: CameraProcess) -> None:
    right, wrong = "hall:open%20sesame", "hall:guess"
    assert watch(guarded.rtsp("short/1", right), 3, TCP)
    assert watch(guarded.http("short/1.flv", right), 3)
    for url in (guarded.rtsp("short/1"), guarded.rtsp("short/1", wrong), guarded.http("short/1.flv"), guarded.http("short/1.flv", wrong)):
        with pytest.raises(av.error.HTTPUnauthorizedError):
            av.open(url, timeout=LIMITS)


def test_that_a_basic_login_opens_rtsp_too(guarded: CameraProcess) -> None:
    basic = "DESCRIBE rtsp://x/short/1 RTSP/1.0\r\nCSeq: 2\r\nAuthorization: Basic aGFsbDpvcGVuIHNlc2FtZQ==\r\n\r\n"
    assert ask(guarded.port, basic).startswith("RTSP/1.0 200 OK")
    assert ask(guarded.port, basic.replace("aGFsbD", "!!!!!!")).startswith("RTSP/1.0 401")


@pytest.mark.parametrize(
    ("request_text", "answer"),
    [
        ("GET /short/1.flv?fault=earthquake HTTP/1.1\r\n\r\n", "HTTP/1.1 400"),
        ("GET /short/1.flv?stall_after=soon HTTP/1.1\r\n\r\n", "HTTP/1.1 400"),
        ("DESCRIBE rtsp://x/short/1?slow=0 RTSP/1.0\r\nCSeq: 1\r\n\r\n", "RTSP/1.0 400"),
        ("SETUP rtsp://x/short/1 RTSP/1.0\r\nTransport: RTP/AVP;client_port=x\r\n\r\n", "RTSP/1.0 400"),
        ("what is this\r\n\r\n", "HTTP/1.1 400"),
        ("GET /short/1.flv HTTP/1.1\r\nContent-Length: many\r\n\r\n", "HTTP/1.1 400"),
        ("GET http://[ HTTP/1.1\r\n\r\n", "HTTP/1.1 400"),
    ],
)
def test_that_what_cannot_be_understood_is_refused(cameras: CameraProcess, request_text: str, answer: str) -> None:
    assert ask(cameras.port, request_text).startswith(answer)


def test_that_a_head_without_end_is_refused(cameras: CameraProcess) -> None:
    assert ask(cameras.port, "GET /" + "x" * 100_000).startswith("HTTP/1.1 400")


def test_that_the_server_ends_cleanly_under_its_clients(folder: Path) -> None:
    process = CameraProcess(folder)
    process.start()
    with (
        av.open(process.rtsp("long/1"), options=QUICK | TCP, timeout=LIMITS) as rtsp,
        av.open(process.http("long/1.flv"), options=QUICK, timeout=LIMITS) as http,
    ):
        assert next(rtsp.decode(video=0)).width == next(http.decode(video=0)).width
        assert process.stop() == (0, "")


@pytest.mark.real_data
def test_that_real_clips_are_served_and_others_left_out_by_name(real_data: Path) -> None:
    process = CameraProcess(real_data / "video_street")
    process.start()
    url = process.rtsp("street_h264_640x352/1")
    frames = watch(url, 60, TCP)
    assert (frames[0].width, frames[0].height) == (640, 352)
    assert not any(frame.is_corrupt for frame in frames)
    status, errors = process.stop()
    assert status == 0
    assert "left out: vtest.avi is msmpeg4" in errors
