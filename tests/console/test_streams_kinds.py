"""Transports, containers, previews, logins and the memory of a stream, against the real camera server."""

import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from console.hall.streams import StreamState, state_of
from console.workers.streams import StreamPool
from console.workers.streams_logins import with_login_of
from console.workers.streams_past import Past
from console.workers.streams_shower import Shower
from console.workers.streams_worker import SPARED_S
from media.logins import BadLogins, read_logins
from tests.console.stream_bench import ending_pool, is_in, until
from tests.simulator.camera_process import FPS, CameraProcess, make_clips

LIVE, REFUSED, OFFLINE, STALE = StreamState.LIVE, StreamState.REFUSED, StreamState.OFFLINE, StreamState.STALE


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_clips(tmp_path_factory.mktemp("clips"))


@pytest.fixture(scope="module")
def cameras(folder: Path) -> Iterator[CameraProcess]:
    with CameraProcess(folder) as process:
        yield process


@pytest.fixture
def pool() -> Iterator[StreamPool]:
    with ending_pool() as pool:
        yield pool


@pytest.mark.parametrize("clip", ["long", "hevc"])
@pytest.mark.parametrize("kind", ["{}/1?only=tcp", "{}/1?only=udp", "{}/1.flv", "{}/1.ts", "{}/1.m3u8"])
def test_that_every_transport_carries_both_codecs(cameras: CameraProcess, pool: StreamPool, clip: str, kind: str) -> None:
    path = kind.format(clip)
    url = cameras.http(path) if "." in path else cameras.rtsp(path)
    view = pool.open(url, 320, 180)
    until(is_in(view, LIVE))
    worker = pool.worker(url)
    assert worker is not None
    until(lambda: worker.decoded > 3 * FPS)
    assert (worker.opens, view.problem) == (1, "")
    (load,) = pool.load()
    assert load.bit_rate > 10_000


def test_that_segments_are_shown_at_the_pace_they_were_filmed_at(cameras: CameraProcess, pool: StreamPool) -> None:
    url = cameras.http("long/paced.m3u8")
    view = pool.open(url, 160, 90)
    until(is_in(view, LIVE))
    worker = pool.worker(url)
    assert worker is not None
    seen: set[int] = set()

    def looks() -> bool:
        picture = view.picture()
        seen.add(picture.number if picture else 0)
        return worker.decoded > 6 * FPS

    until(looks)
    assert len(seen) > 2 * FPS  # in heaps, a look each 20 ms would see three


def test_that_a_shower_waits_for_what_is_early_and_never_for_what_is_late() -> None:
    shower = Shower()
    assert shower.pause_s(100.0) == 0
    assert 1.9 < shower.pause_s(102.0) <= 2
    assert shower.pause_s(99.5) == 0
    assert shower.pause_s(None) == 0
    assert shower.pause_s(10.0) == 0  # the clock of the stream began anew
    assert 0.9 < shower.pause_s(11.0) <= 1


def test_that_a_preview_decodes_keys_only_until_somebody_wants_all(cameras: CameraProcess, pool: StreamPool) -> None:
    url = cameras.rtsp("long/preview")
    small = pool.open(url, 80, 45, preview=True)
    until(lambda: small.picture() is not None)
    worker = pool.worker(url)
    assert worker is not None
    until(lambda: worker.key_gap_s is not None)
    before, pictures = worker.decoded, set[int]()

    def looks() -> bool:
        pictures.add((small.picture() or small).number if small.picture() else 0)  # type: ignore[union-attr]
        return worker.decoded >= before + 3

    took = until(looks)
    assert took > 2.5  # a key each two seconds
    assert state_of(small) == LIVE  # a preview is not stale between two keys
    whole = pool.open(url, 320, 180)
    until(lambda: worker.decoded > before + 3 * FPS)
    assert not worker.keys_only
    whole.close()
    assert worker.keys_only
    small.preview(False)
    assert not worker.keys_only
    assert worker.opens == 1


@pytest.mark.parametrize("path", ["short/1", "short/1.flv", "short/1.ts", "short/1.m3u8"])
def test_that_a_login_of_the_seat_opens_what_has_none_in_its_address(
    folder: Path, path: str, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    with CameraProcess(folder, login="hall:s:sam/@me") as guarded:
        url = guarded.http(path) if "." in path else guarded.rtsp(path)
        with ending_pool(logins={"127.0.0.1": "hall:s:sam/@me"}) as pool:
            until(is_in(pool.open(url, 160, 90), LIVE))
        with ending_pool(logins={f"127.0.0.1:{guarded.port}": "hall:wrong"}) as pool:
            view = pool.open(url, 160, 90)
            until(is_in(view, REFUSED))
            assert view.problem == "unauthorized"
            shown = [load.address for load in pool.load()]
    captured = capfd.readouterr()
    assert "127.0.0.1" in caplog.text
    assert not any(secret in caplog.text + captured.out + captured.err + str(shown) for secret in ("s:sam", "s%3Asam", "wrong"))


def test_that_a_hand_tries_again_what_would_be_left_alone_for_long_and_never_insists(folder: Path) -> None:
    with CameraProcess(folder, login="hall:open-sesame") as guarded:
        logins = {"127.0.0.1": "hall:wrong"}
        with ending_pool(logins=logins) as pool:
            view = pool.open(url := guarded.rtsp("short/1"), 160, 90)
            until(lambda: (view.retry_in_s() or 0) > 2 * SPARED_S)
            worker = pool.worker(url)
            assert worker is not None
            for _ in range(9):
                view.try_again()
            assert worker.opens == 1
            assert 0 < (view.retry_in_s() or 0) <= SPARED_S
            logins["127.0.0.1"] = "hall:open-sesame"
            until(is_in(view, LIVE))
            assert worker.opens == 2


def test_that_only_a_private_file_of_logins_is_read(tmp_path: Path) -> None:
    path = tmp_path / "logins.toml"
    assert read_logins(path) == {}
    path.write_text('"10.0.0.5:554" = "hall:open-sesame"\n')
    path.chmod(0o644)
    with pytest.raises(BadLogins, match="chmod 600"):
        read_logins(path)
    path.chmod(0o600)
    logins = read_logins(path)
    assert with_login_of("rtsp://10.0.0.5:554/1?x=1", logins) == "rtsp://hall:open-sesame@10.0.0.5:554/1?x=1"
    assert with_login_of("rtsp://10.0.0.6:554/1", logins) == "rtsp://10.0.0.6:554/1"
    assert with_login_of("rtsp://me:mine@10.0.0.5:554/1", logins) == "rtsp://me:mine@10.0.0.5:554/1"
    assert with_login_of("rtsp://host:port/1", logins) == "rtsp://host:port/1"
    for wrong in ("x =", '"10.0.0.5" = "open-sesame"', '"10.0.0.5" = 5'):
        path.write_text(wrong)
        with pytest.raises(BadLogins) as refusal:
            read_logins(path)
        assert "sesame" not in str(refusal.value)


def test_that_drops_are_remembered_even_when_nobody_has_looked_for_a_while(folder: Path) -> None:
    before = datetime.now(UTC)
    with ending_pool(linger_s=0.0) as pool:
        process = CameraProcess(folder)
        process.start()
        url = process.rtsp("long/1")
        view = pool.open(url, 160, 90)
        until(is_in(view, LIVE))
        assert view.drops(before) == (0, 0.0)
        process.kill()
        until(is_in(view, OFFLINE))
        process.start()
        until(is_in(view, LIVE), 40)
        count, seconds = view.drops(before)
        assert count == 1
        assert 0 < seconds < 60
        worker = pool.worker(url)
        assert worker is not None
        view.close()
        until(lambda: not worker.is_alive())
        again = pool.open(url, 160, 90)
        assert again.drops(before) == (count, seconds)
        assert again.drops(datetime.now(UTC)) == (0, 0.0)
        process.stop()


def test_that_a_drop_counts_once_and_ends_when_nobody_looks() -> None:
    past, before = Past(), datetime.now(UTC) - timedelta(seconds=10)
    past.over()
    past.broke(4.0)
    past.broke()
    count, seconds = past.drops(before)
    assert count == 1
    assert 4 <= seconds < 6
    past.over()
    assert past.drops(before)[0] == 1
    later = past.drops(datetime.now(UTC) - timedelta(seconds=2))
    assert later[0] == 1
    assert later[1] <= 2.1  # what lies before midnight belongs to yesterday
