"""After a camera server was killed: how long from its return until all 16 places of a screen move again, our video wall beside other players.

The server is killed without a word, is away for some seconds, and comes back on the same port. What is on the screen is read from outside; the
moment of the return is that at which the server says that it is ready. QMediaPlayer is taken as it is: it opens nothing anew by itself. What became
of a player that broke down, or never had all 16 pictures, is said; the others go on.
"""

import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from statistics import median
from typing import NamedTuple

from bench.video import PLAYERS, RUNS, WALL, is_here
from bench.video_films import SUB, make
from bench.video_glass import Place, Watch
from bench.video_sitting import LIMIT_S, Desk, EndedByItself, Way, desk, running
from tests.simulator.camera_process import CameraProcess

COUNT, STEADY_S = 16, 3.0
AWAY_S = (3.0, 10.0)
PATIENCE_S = 40.0
ROUNDS = {WALL: RUNS} | dict.fromkeys(PLAYERS, 1)


class Fall(NamedTuple):
    """`seconds` from the return of the server; none: `said` tells why not."""

    seconds: float | None
    said: str = ""


Falls = dict[tuple[Way, float], list[Fall]]


def fall(way: Way, places: list[Place], cameras: CameraProcess, at: Desk, away_s: float, mark: str) -> tuple[Fall, list[Place]]:
    """Raises `EndedByItself`, with the server there, when the way has broken down meanwhile."""
    urls = [cameras.rtsp(f"{SUB.name}/{mark}-{number}") for number in range(COUNT)]
    with running(way, urls, places, at.display) as run, Watch(at.glass, run.places, SUB) as watch:
        if watch.all_since(run.began, LIMIT_S) is None:
            run.end()
            return Fall(None, f"never had all {COUNT} pictures, in {LIMIT_S:.0f} s"), run.places
        time.sleep(STEADY_S)
        cameras.kill()
        time.sleep(away_s)
        cameras.start()
        back = time.monotonic()
        moved = watch.all_since(back, PATIENCE_S)
        if moved is None:
            run.end()
            return Fall(None, f"not within {PATIENCE_S:.0f}"), run.places
        return Fall(moved - back), run.places


def main() -> None:
    places: list[Place] = []
    took: Falls = {}
    with tempfile.TemporaryDirectory(prefix="yiping-bench-") as name, desk(Path(name) / "screen") as at:
        make(Path(name) / "clips")
        with CameraProcess(Path(name) / "clips") as cameras:
            for run in range(RUNS):
                for way in (way for way, rounds in ROUNDS.items() if run < rounds and is_here(way)):
                    for away_s in AWAY_S if way is WALL else AWAY_S[:1]:
                        mark = f"{run}-{way.module}{''.join(way.words)}-{away_s:.0f}"
                        fell, own = guarded(way, places, cameras, at, away_s, mark)
                        places = places or own
                        took.setdefault((way, away_s), []).append(fell)
    report(took)


def guarded(way: Way, places: list[Place], cameras: CameraProcess, at: Desk, away_s: float, mark: str) -> tuple[Fall, list[Place]]:
    """`fall`, of which no other player can break off the bench."""
    try:
        return fall(way, places, cameras, at, away_s, mark)
    except EndedByItself as error:
        if way is WALL:
            raise
        print(f"{way.title} broke down: {error}", file=sys.stderr)
        return Fall(None, "broke down"), []


def report(took: Falls) -> None:
    print(f"{__doc__.splitlines()[0]}\n\n{' '.join(__doc__.splitlines()[2:])}\n")
    print("| way | server away, s | all 16 move again after, s | least–most | runs |\n|---|---:|---:|---:|---:|")
    for (way, away_s), falls in took.items():
        came = [each.seconds for each in falls if each.seconds is not None]
        said = [f"{count} × {word}" if len(falls) > 1 else word for word, count in Counter(each.said for each in falls if each.said).items()]
        cells = [f"{median(came):.1f}" if came else "", *said]
        spread = f"{min(came):.1f}–{max(came):.1f}" if came else "–"
        print(f"| {way.title} | {away_s:.0f} | {'; '.join(cell for cell in cells if cell)} | {spread} | {len(falls)} |")
    print("\nOurs asks a host at most four times a second: the last of 16 has its turn four seconds after the first.")


if __name__ == "__main__":
    main()
