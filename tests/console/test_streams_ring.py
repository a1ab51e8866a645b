"""Films cut from the packets of real streams: seconds before and after a moment, as they came."""

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import av
import pytest

from console.hall.streams import StreamState
from console.workers.streams import StreamPool, StreamView
from console.workers.streams_ring import Cut, Film
from tests.console.stream_bench import ending_pool, is_in, until
from tests.simulator.camera_process import FPS, HEIGHT, WIDTH, CameraProcess, make_clips

SIZE = (64, 36)
BEFORE_S, AFTER_S = 10.0, 6.0


@pytest.fixture(scope="module")
def cameras(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CameraProcess]:
    folder: Path = make_clips(tmp_path_factory.mktemp("clips"))
    with CameraProcess(folder) as process:
        yield process


@pytest.fixture
def pool() -> Iterator[StreamPool]:
    with ending_pool(linger_s=0.0) as pool:
        yield pool


def ring_of(pool: StreamPool, url: str) -> tuple[StreamView, datetime]:
    """A stream that has run for a while, and the time of its first picture."""
    view = pool.open(url, *SIZE)
    until(lambda: view.picture() is not None)
    first = view.picture()
    assert first is not None
    return view, first.at


def pictures(film: Film) -> list[av.VideoFrame]:
    with av.open(io.BytesIO(film.content)) as played:
        assert played.format.name.startswith("mov")
        return list(played.decode(video=0))


def done(cut: Cut | None) -> Film:
    assert cut is not None
    until(lambda: cut.done)
    film = cut.film({"title": "东门"})
    assert film is not None
    return film


def test_that_a_film_holds_the_seconds_before_and_after_though_nobody_looks_any_more(pool: StreamPool, cameras: CameraProcess) -> None:
    urls = [cameras.rtsp("long/1"), cameras.rtsp("hevc/1"), cameras.http("long.flv"), cameras.http("long.ts")]
    views = [ring_of(pool, url) for url in urls]
    until(lambda: all((datetime.now(UTC) - since).total_seconds() > 3 for _, since in views))
    cuts = []
    for view, _ in views:
        picture = view.picture()
        assert picture is not None
        assert picture.frame is not None
        assert (picture.frame.width, picture.frame.height) == (WIDTH, HEIGHT)
        cuts.append((picture.at, view.cut(picture.at, BEFORE_S, AFTER_S)))
        view.close()  # the operator goes on: another camera is on the pane
    for at, cut in cuts:
        film = done(cut)
        assert cut is not None
        assert (at - cut.bits[0].at).total_seconds() > 2
        assert (cut.bits[-1].at - at).total_seconds() > AFTER_S / 2
        shown = pictures(film)
        assert len(shown) > 0.8 * film.seconds * FPS
        assert (shown[0].width, shown[0].key_frame) == (WIDTH, True)
        times = [frame.time for frame in shown]
        assert times == sorted(times)
        with av.open(io.BytesIO(film.content)) as played:
            assert played.metadata["title"] == "东门"


def test_that_the_seconds_before_are_kept_though_the_stream_is_lost(pool: StreamPool, cameras: CameraProcess) -> None:
    view, _ = ring_of(pool, cameras.rtsp("long/lost?stall_after=5"))
    until(is_in(view, StreamState.OFFLINE))
    seen = view.picture()
    assert seen is not None
    cut = view.cut(seen.at, BEFORE_S, AFTER_S)
    film = done(cut)
    assert 2 < film.seconds < 7
    assert len(pictures(film)) > 2 * FPS
    view.close()


def test_that_a_cut_ends_with_its_stream_and_with_who_asked_for_it(pool: StreamPool, cameras: CameraProcess) -> None:
    broken, _ = ring_of(pool, cameras.rtsp("long/2?stall_after=3"))
    cut = broken.cut(datetime.now(UTC), BEFORE_S, AFTER_S)
    assert cut is not None
    until(lambda: bool(cut.bits))  # the first key picture has come
    let_go, _ = ring_of(pool, cameras.rtsp("long/3"))
    dropped = let_go.cut(datetime.now(UTC), BEFORE_S, AFTER_S)
    assert dropped is not None
    assert not dropped.done
    until(lambda: bool(dropped.bits))
    let_go.drop(dropped)
    worker = pool.worker(cameras.rtsp("long/3"))
    assert worker is not None
    let_go.close()
    until(lambda: not worker.is_alive())
    assert done(dropped).seconds < AFTER_S
    assert done(cut).seconds < AFTER_S
    broken.close()


def test_that_nothing_is_cut_where_nothing_came(pool: StreamPool, cameras: CameraProcess) -> None:
    view = pool.open(cameras.rtsp("long/4?fault=404"), *SIZE)
    until(is_in(view, StreamState.REFUSED))
    assert view.cut(datetime.now(UTC), BEFORE_S, AFTER_S) is None
    assert view.picture() is None
    view.close()
