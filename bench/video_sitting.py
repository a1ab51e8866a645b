"""A way of showing cameras (`bench.ways`), run for some seconds and measured from outside: processor time, memory, and what is on the screen."""

import json
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import IO, NamedTuple

import psutil

from bench.stage import ROOT
from bench.video_glass import Glass, Place, Watch
from simulator.clips.library import Take
from tools.xvfb import environment, screen

WARM_S, LIMIT_S, END_S = 1.5, 40.0, 20.0
BEGIN_S = 60.0  # whoever has not said by then that it runs never will
DEBIAN_PYTHON = "/usr/bin/python3"
CPU_CLOCK = 2  # of a process, in the number of its clock: clock_getcpuclockid of glibc


class Way(NamedTuple):
    """`module` of `bench.ways`, and what it is told besides its order; `shows`: on the screen."""

    title: str
    module: str
    words: tuple[str, ...] = ()
    python: str = sys.executable
    shows: bool = True


class Sitting(NamedTuple):
    """`cpu_ms`: of all processes, per stream and second. `first_s`: until every place had a picture. `pictures_per_s` and `old_ms`: what was seen on
    the screen, and how long after the camera had sent it. `late_ms`: of a timer of 10 ms in the GUI thread.
    """

    cpu_ms: float
    rss_mb: float
    first_s: float
    pictures_per_s: float
    old_ms: list[float]
    late_ms: list[float]


class Desk(NamedTuple):
    """A screen, and what looks at it."""

    display: str
    glass: Glass


@contextmanager
def desk(folder: Path) -> Iterator[Desk]:
    folder.mkdir()
    with screen(seen_in=folder) as display:
        yield Desk(display, Glass(folder))


class EndedByItself(Exception):
    """A way has ended before it was asked to; the message has what it said."""


class Running:
    """`began`: of the monotonic clock; `places`: where the pictures are."""

    def __init__(self, way: Way, urls: Sequence[str], places: Sequence[Place], display: str, said: IO[bytes]) -> None:
        self._name, self._said = way.module, said
        order = json.dumps({"urls": urls, "places": places})
        command = [way.python, "-m", f"bench.ways.{way.module}", order, *way.words]
        pipe, env = subprocess.PIPE, environment(display)
        self.process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=said, env=env, cwd=ROOT, text=True, errors="replace")
        told = json.loads(self._line(BEGIN_S))
        self.began, self.places = float(told["at"]), [Place(*place) for place in told["places"]]

    def processes(self) -> list[psutil.Process]:
        own = psutil.Process(self.process.pid)
        return [own, *own.children(recursive=True)]

    def cpu_s(self) -> float:
        """Of all its processes, to the microsecond: what psutil tells is rounded to hundredths."""
        try:
            return sum(time.clock_gettime(~process.pid << 3 | CPU_CLOCK) for process in self.processes())
        except (psutil.NoSuchProcess, OSError) as error:
            raise EndedByItself(self._name) from error

    def rss_mb(self) -> float:
        try:
            return float(sum(process.memory_info().rss for process in self.processes()) / 1e6)
        except psutil.Error as error:
            raise EndedByItself(self._name) from error

    def end(self) -> list[tuple[float, float]]:
        """Ask it to end; the ticks of its GUI thread. It has broken down meanwhile, or does not answer: `EndedByItself`."""
        self.ask_to_end()
        return [(at, late) for at, late in json.loads(self._line(END_S))]

    def ask_to_end(self) -> None:
        assert self.process.stdin
        self.process.stdin.close()

    def close(self) -> int:
        """Ask it to end, and kill what does not; its exit status."""
        assert self.process.stdout
        self.ask_to_end()
        with self._patience(END_S):
            if not self.process.stdout.closed:
                self.process.stdout.read()  # it may tell more than a pipe holds, and would wait for who takes it
                self.process.stdout.close()
            return self.process.wait()

    @contextmanager
    def _patience(self, limit_s: float) -> Iterator[None]:
        """It, and what it has started, is killed if this takes longer."""
        timer = threading.Timer(limit_s, self._kill)
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _kill(self) -> None:
        with suppress(psutil.Error):
            for process in reversed(self.processes()):
                process.kill()

    def _line(self, limit_s: float) -> str:
        """What it says next, whole; who says nothing for so long is killed."""
        assert self.process.stdout
        since = time.monotonic()
        with self._patience(limit_s):
            line = self.process.stdout.readline()
        if not line.endswith("\n"):
            waited, status, _ = time.monotonic() - since, self.close(), self._said.seek(0)
            why = f"said nothing for {limit_s:g} s" if waited >= limit_s else f"ended with {status}"
            raise EndedByItself(f"{self._name} {why}. {self._said.read()[-500:].decode(errors='replace')}".strip())
        return line


@contextmanager
def running(way: Way, urls: Sequence[str], places: Sequence[Place], display: str) -> Iterator[Running]:
    with tempfile.TemporaryFile() as said:
        run = Running(way, urls, places, display, said)
        try:
            yield run
        finally:
            run.close()


def sit(way: Way, urls: Sequence[str], places: Sequence[Place], take: Take, at: Desk, steady_s: float) -> tuple[Sitting, list[Place]]:
    """`places`: none where the way has its own; and those that it had."""
    with running(way, urls, places, at.display) as run, Watch(at.glass, run.places, take) if way.shows else nullcontext() as watch:
        all_at = watch.all_since(run.began, LIMIT_S) if watch else run.began
        time.sleep(WARM_S)
        since, cpu = time.monotonic(), run.cpu_s()
        time.sleep(steady_s)
        until, cpu, rss = time.monotonic(), run.cpu_s() - cpu, run.rss_mb()
        seen = watch.seen(since, until) if watch else []
        late = [ms for tick, ms in run.end() if since <= tick < until]
    passed, streams = until - since, len(urls)
    first_s = all_at - run.began if all_at is not None else float("inf")
    old = [1e3 * sighting.late_s for sighting in seen]
    return Sitting(1e3 * cpu / passed / streams, rss, first_s, len(seen) / passed / streams, old, late), run.places
