"""The faults of cameras: through which states a stream goes, in which it ends and after how long, and how long until it lives again.

Every row of the table of the tests, on the project's own fault server: one pool for all rows at once, streams beside them that are to live on.
Seconds are from the opening of the stream; the pause between the calls of one host is put aside, for it would be most of them. A refusal is asked
again after a minute, which nobody waits for here.
"""

import logging
import tempfile
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import media.pace
from console.hall.streams import StreamState, state_of
from console.workers.streams import StreamPool, StreamView
from tests.faults.camera_faults import BORNE, TRANSPORTS, Watch, address, table
from tests.simulator.camera_process import CameraProcess, make_clips

SIZE = 160, 90
LOOK_S, ENDED_S, BACK_S = 0.02, 40.0, 25.0
STEADY_S, AWAY_S = 3.0, 5.0


class Fate(NamedTuple):
    """`back_s`: from its end until it lived again; none: it did not."""

    watch: Watch
    back_s: float | None


class Rest(NamedTuple):
    """Of a stream that is not to break: how it is at the end."""

    way: str
    state: StreamState
    pictures_per_s: float
    drops: int


def main() -> None:
    logging.disable(logging.WARNING)  # it is in the table
    media.pace.OPENS_PER_S = 200.0
    with tempfile.TemporaryDirectory(prefix="yiping-bench-") as name:
        folder = make_clips(Path(name) / "clips")
        with CameraProcess(folder) as cameras, table(folder, cameras) as urls:
            borne = {row: address(cameras, path) for row, path in BORNE.items()} | {"none: a healthy one": cameras.rtsp("long/healthy")}
            fates, rest = suffer(urls, borne)
        report(fates, rest)
        report_kill(kill(CameraProcess(folder)))


def suffer(urls: Mapping[str, str], borne: Mapping[str, str]) -> tuple[dict[str, Fate], dict[str, Rest]]:
    """What becomes of each stream, and of those beside them that are not to break."""
    pool = StreamPool()
    beside = {name: Watch(pool.open(url, *SIZE)) for name, url in borne.items()}
    watches = {name: Watch(pool.open(url, *SIZE)) for name, url in urls.items()}
    failed, back = dict[str, float](), dict[str, float]()

    def look() -> bool:
        now = time.monotonic()
        for watch in beside.values():
            watch.look()
        for name, watch in watches.items():
            if watch.look() and now - failed.setdefault(name, now) >= 0 and state_of(watch.view) == StreamState.LIVE:
                back.setdefault(name, now - failed[name])
        return len(failed) == len(watches)

    wait(look, ENDED_S)
    wait(lambda: look() and False, BACK_S)
    rest = {name: rest_of(watch) for name, watch in beside.items()}
    end(pool)
    return {name: Fate(watch, back.get(name)) for name, watch in watches.items()}, rest


def rest_of(watch: Watch) -> Rest:
    view = watch.view
    return Rest(way_of(watch), state_of(view), view.frame_rate(), view.drops(datetime.min.replace(tzinfo=UTC))[0])


def kill(process: CameraProcess) -> dict[str, tuple[float, float | None]]:
    """By transport: OFFLINE so long after the server was killed, and LIVE so long after its return."""
    process.start()
    pool = StreamPool()
    views = {path: pool.open(address(process, path), *SIZE) for path in TRANSPORTS}
    wait(lambda: all(state_of(view) == StreamState.LIVE for view in views.values()), ENDED_S)
    time.sleep(STEADY_S)
    process.kill()
    offline = firsts(views, StreamState.OFFLINE)
    time.sleep(AWAY_S)
    process.start()
    live = firsts(views, StreamState.LIVE)
    end(pool)
    process.stop()
    return {path: (offline[path], live.get(path)) for path in TRANSPORTS}


def firsts(views: Mapping[str, StreamView], state: StreamState) -> dict[str, float]:
    """After how many seconds each was in this state."""
    began, first = time.monotonic(), dict[str, float]()

    def look() -> bool:
        for path, view in views.items():
            if state_of(view) == state:
                first.setdefault(path, time.monotonic() - began)
        return len(first) == len(views)

    wait(look, ENDED_S)
    return first


def wait(over: Callable[[], bool], seconds: float) -> None:
    until = time.monotonic() + seconds
    while not over() and time.monotonic() < until:
        time.sleep(LOOK_S)


def end(pool: StreamPool) -> None:
    pool.stop()
    pool.join()


def report(fates: Mapping[str, Fate], rest: Mapping[str, Rest]) -> None:
    print(f"{__doc__.splitlines()[0]}\n\n{' '.join(__doc__.splitlines()[2:])}\n")
    print("| fault | states, s | ends in | after, s | reason | lives again after, s |\n|---|---|---|---:|---|---:|")
    for name, (watch, back_s) in fates.items():
        back = "–" if back_s is None else f"{back_s:.1f}"
        print(f"| {name} | {way_of(watch)} | {watch.states[-1]} | {watch.after_s[-1]:.1f} | {watch.problem or 'none'} | {back} |")
    print("\n| what is borne, beside them | states, s | ends in | pictures/s | drops |\n|---|---|---|---:|---:|")
    for name, each in rest.items():
        print(f"| {name} | {each.way} | {each.state} | {each.pictures_per_s:.1f} | {each.drops} |")
    print()


def way_of(watch: Watch) -> str:
    return " → ".join(f"{state} {after:.1f}" for state, after in zip(watch.states, watch.after_s, strict=True))


def report_kill(killed: Mapping[str, tuple[float, float | None]]) -> None:
    print("| server killed, back after 5 s | OFFLINE after the kill, s | LIVE after the return, s |\n|---|---:|---:|")
    for path, (offline_s, live_s) in killed.items():
        print(f"| {path} | {offline_s:.1f} | {'not' if live_s is None else f'{live_s:.1f}'} |")


if __name__ == "__main__":
    main()
