"""The stream engine against a server that is not ours: GStreamer's, where Debian's packages of `tools/debian.toml` are installed."""

import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from console.hall.streams import StreamState
from tests.conftest import DEBIANS_PYTHON
from tests.console.stream_bench import ending_pool, is_in, until
from tests.simulator.camera_process import FPS, make_clips

LIVE, REFUSED = StreamState.LIVE, StreamState.REFUSED
KNOWS = "import gi; gi.require_version('GstRtspServer', '1.0'); from gi.repository import GstRtspServer"
PEER = Path(__file__).with_name("gst_peer.py")
Serve = Callable[..., str]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_clips(tmp_path_factory.mktemp("clips"))


@pytest.fixture
def serve(request: pytest.FixtureRequest, folder: Path) -> Iterator[Serve]:
    """Starts a peer and gives its address."""
    if not Path(DEBIANS_PYTHON).exists() or subprocess.run([DEBIANS_PYTHON, "-c", KNOWS], capture_output=True, check=False, timeout=60).returncode:
        pytest.skip(f"GStreamer's RTSP server is not installed (make test installs it): {request.node.name} was not run")
    with ExitStack() as ends:

        def start(clip: str, codec: str = "h264", login: str = "-", scheme: str = "digest") -> str:
            command = [DEBIANS_PYTHON, str(PEER), str(folder / clip), codec, login, scheme]
            process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
            ends.callback(process.communicate)
            ends.callback(process.kill)
            assert process.stdout is not None
            said, _, port = process.stdout.readline().partition(" ")
            assert said == "ready"
            return f"127.0.0.1:{int(port)}/camera"

        yield start


@pytest.mark.parametrize(("clip", "codec"), [("long.mp4", "h264"), ("hevc.mp4", "hevc")])
def test_that_a_peer_is_watched_and_comes_back_after_its_end(serve: Serve, clip: str, codec: str) -> None:
    url = f"rtsp://{serve(clip, codec)}"
    with ending_pool() as pool:
        view = pool.open(url, 160, 90)
        until(is_in(view, LIVE))
        worker = pool.worker(url)
        assert worker is not None
        until(lambda: worker.decoded > FPS // 2)
        until(lambda: worker.opens > 1)  # the clip ends; the camera "hung up"
        until(is_in(view, LIVE))


@pytest.mark.parametrize("scheme", ["basic", "digest"])
def test_that_a_peer_that_wants_a_login_gets_it(serve: Serve, scheme: str) -> None:
    address = serve("long.mp4", "h264", "hall:open-sesame", scheme)
    with ending_pool() as pool:
        right, wrong, none = (pool.open(f"rtsp://{login}{address}", 160, 90) for login in ("hall:open-sesame@", "hall:wrong@", ""))
        until(lambda: is_in(right, LIVE)() and is_in(wrong, REFUSED)() and is_in(none, REFUSED)())
        assert (wrong.problem, none.problem) == ("unauthorized", "unauthorized")
