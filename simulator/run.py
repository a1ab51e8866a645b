"""The city at work against a backend: one thread moves the world, one follows the feed, a few hands make the calls."""

import heapq
import itertools
import logging
import queue
import secrets
import signal
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import msgspec

from simulator.doors import DoorError, Doors, Resync
from simulator.posts import USER_OF, Posts
from simulator.pulse import Pulse
from simulator.sender import Positions, Sender, Tongue, now
from simulator.squads import Squads
from simulator.switchboard import Sayings, Switchboard
from simulator.terminals import Terminals
from simulator.transfers import Transfers
from simulator.warm import warm
from simulator.world import Been, Looked, Moved, Said, Signed, World
from wire.callouts import Callout
from wire.calls import Call
from wire.cases import Case
from wire.changes import Changes
from wire.codes import Role, Status
from wire.nouns import thing_of
from wire.seats import Seat
from wire.tasks import Task
from wire.transfers import Transfer

LOG = logging.getLogger(__name__)
TICK_S = 0.5
STATUS_S = 60.0
WAIT_S = 20  # of one question to the feed
AGAIN_S = 20.0  # until a step that could not be taken is tried again
DONE = (Status.CLOSED, Status.VOIDED)
EYE = USER_OF[Role.DISPATCHER]  # who follows the feed
News = Case | Task | Callout | Call | Seat | Transfer


class Feed(threading.Thread):
    """Cases, tasks and what goes on at the hotline, as they change, from a snapshot on; forever, whatever happens to the backend."""

    def __init__(self, doors: Doors) -> None:
        super().__init__(name="feed", daemon=True)
        self.news: queue.SimpleQueue[News] = queue.SimpleQueue()
        self.caught_up = threading.Event()
        self._doors, self._stopping = doors, threading.Event()

    def run(self) -> None:
        while not self._stopping.is_set():
            try:
                self._follow(*self._snapshot())
            except Resync:
                LOG.info("the feed began anew: taking the snapshot again")
            except DoorError as error:
                LOG.debug("feed: %s", error)
                self._stopping.wait(1.0)

    def stop(self) -> None:
        self._stopping.set()

    def _snapshot(self) -> tuple[str, int]:
        cases = self._doors.get(EYE, "/v1/snapshot/cases", closed=0)
        kinds: tuple[tuple[str, type[News]], ...] = (("tasks", Task), ("callouts", Callout), ("seats", Seat), ("transfers", Transfer))
        others = [(self._doors.get(EYE, f"/v1/snapshot/{plural}"), kind) for plural, kind in kinds]
        for answer, kind in ((cases, Case), *others):
            for thing in msgspec.json.decode(answer.content, type=list[kind]):  # type: ignore[valid-type]
                self.news.put(thing)
        epoch, _, head = cases.headers["Feed-Cursor"].partition(":")
        self.caught_up.set()
        return epoch, int(head)

    def _follow(self, epoch: str, cursor: int) -> None:
        while not self._stopping.is_set():
            try:
                answer = self._doors.get(EYE, "/v1/changes", after=cursor, wait=WAIT_S, epoch=epoch)
            except Resync:
                raise
            except DoorError:
                self._stopping.wait(1.0)
                continue
            changes = msgspec.json.decode(answer.content, type=Changes)
            for change in changes.changes:
                thing = thing_of(change)
                if isinstance(thing, News):
                    self.news.put(thing)
            cursor = changes.changes[-1].seq if changes.changes else cursor


class Run:
    """`seats` of the hotline are operated by us; without a telephone of ours calls become cases at once."""

    def __init__(self, world: World, doors: Doors, posts: Posts, pulse: Pulse, speed: float, seats: list[int], telephone: bool) -> None:
        self._world, self._posts, self._pulse, self._speed = world, posts, pulse, speed
        self._doors, self._tongue = doors, Tongue(doors, posts.album, f"S{secrets.token_hex(5)}")
        self._sender, self._positions, self._feed = Sender(), Positions(doors), Feed(doors)
        sayings, ours = Sayings.load(), Role.ACCEPTOR not in posts.hands_off
        self._switchboard = Switchboard(doors, self._tongue, sayings, posts.scenario.hotline, seats if ours else [], posts.seed)
        self._transfers = Transfers(doors, self._tongue, sayings, posts.catalogue, ours, posts.seed)
        self._squads, self._terminals, self._telephone = Squads(doors, world, posts.seed), Terminals(doors, world, posts.seed), telephone
        self._cases: dict[str, Case] = {}
        self._due: list[tuple[float, int, str, int]] = []
        self._turn: Iterator[int] = itertools.count()
        self._said: Counter[str] = Counter()
        self._stopping = threading.Event()

    def go(self, cases: int) -> int:
        """Until SIGINT or SIGTERM; the exit status. A hall with fewer than `cases` of them is warmed first."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: self._stopping.set())
        self._start(cases)
        before, told = time.monotonic(), time.monotonic()
        while not self._stopping.wait(TICK_S):
            at = time.monotonic()
            self._tick((at - before) * self._speed)
            before = at
            if at - told >= STATUS_S:
                told = at
                LOG.info(self.line())
        self._end()
        return 0

    def line(self) -> str:
        """How the city stands, in one line."""
        stages = Counter(case.status for case in self._cases.values())
        standing = " ".join(f"{status}={stages[status]}" for status in Status if stages[status])
        said = " ".join(f"{what}={count}" for what, count in sorted(self._said.items()))
        state = "backend away" if self._sender.away else "backend answers"
        calls = f"positions={self._positions.sent} refused={self._sender.refused} waiting={self._sender.waiting}"
        return f"{state}; {standing or 'no open case'}; {said} {calls}"

    def _start(self, cases: int) -> None:
        signed = threading.Semaphore(0)
        ours = [said for said in self._world.step(1e-3) if isinstance(said, Signed | Moved)]
        for said in ours:
            if isinstance(said, Signed):
                self._sender.do(partial(self._sign, said, signed))
        self._wait(signed, sum(isinstance(said, Signed) for said in ours))
        for inspector in self._world.inspectors.values():
            self._positions.move(Moved(inspector.code, inspector.lon, inspector.lat, 0.0, 0.0), now())
        if cases and not self._stopping.is_set():
            self._warm(cases)
        self._feed.start()
        for job in self._switchboard.sit_down() if self._telephone else []:
            self._sender.do(job)
        sys.stdout.write("ready\n")  # who started us waits for this line
        sys.stdout.flush()

    def _sign(self, said: Signed, signed: threading.Semaphore) -> None:
        self._tongue.sign(said)
        signed.release()

    def _wait(self, signed: threading.Semaphore, count: int) -> None:
        for _ in range(count):
            while not self._stopping.is_set() and not signed.acquire(timeout=0.2):
                if self._sender.refused or self._sender.failed:
                    return

    def _warm(self, cases: int) -> None:
        try:
            there = int(self._doors.get(EYE, "/v1/cases", limit=1).json()["total"])
            if there < cases:
                began = time.monotonic()
                stand = warm(self._world, self._doors, self._posts, self._tongue, cases - there)
                LOG.info("warmed in %.0f s: %s", time.monotonic() - began, " ".join(f"{status}={count}" for status, count in stand.items()))
        except DoorError as error:
            LOG.warning("not warmed: %s", error)

    def _tick(self, seconds: float) -> None:
        self._hear()
        for said in self._world.step(seconds):
            self._said[type(said).__name__.lower()] += 1
            self._say(said)
        for call in self._pulse.step(seconds, now()):
            self._said["pulse"] += 1
            self._sender.do(partial(self._doors.post, call.user, call.path, call.order))
        parts = self._switchboard, self._transfers, self._squads, self._terminals
        for job in (job for part in parts for job in part.step(seconds)):
            self._sender.do(job)
        self._take_turns()

    def _hear(self) -> None:
        while True:
            try:
                news = self._feed.news.get_nowait()
            except queue.Empty:
                return
            if isinstance(news, Task):
                self._terminals.hear(news)
            elif isinstance(news, Callout):
                self._squads.hear(news)
            elif isinstance(news, Case):
                self._hear_hotline(news)
                self._note(news)
            else:
                self._hear_hotline(news)

    def _hear_hotline(self, news: Case | Call | Seat | Transfer) -> None:
        if not self._telephone:
            return
        if not isinstance(news, Transfer):
            self._switchboard.hear(news)
        if isinstance(news, Transfer | Case):
            for job in self._transfers.hear(news):
                self._sender.do(job)

    def _note(self, case: Case) -> None:
        known = self._cases.get(case.id)
        if known is not None and known.version >= case.version:
            return
        if case.status in DONE:
            self._cases.pop(case.id, None)
            return
        self._cases[case.id] = case
        if self._posts.post_of(case) is not None:
            self._plan(case, self._posts.delay(case))

    def _plan(self, case: Case, delay: float) -> None:
        heapq.heappush(self._due, (time.monotonic() + delay, next(self._turn), case.id, case.version))

    def _take_turns(self) -> None:
        while self._due and self._due[0][0] <= time.monotonic():
            _, _, id, version = heapq.heappop(self._due)
            case = self._cases.get(id)
            if case is not None and case.version == version:
                self._plan(case, AGAIN_S)  # in case nothing comes of it; a new version makes this void
                self._sender.do(partial(self._posts.act, case))

    def _say(self, said: Said) -> None:
        at, tongue = now(), self._tongue
        if isinstance(said, Moved):
            self._positions.move(said, at)
        elif isinstance(said, Signed):
            self._sender.do(partial(tongue.sign, said))
        elif isinstance(said, Been):
            self._sender.do(partial(self._squads.done, said.callout))
        elif isinstance(said, Looked):
            self._sender.do(partial(tongue.inspected, self._with_scene(said), at))
        elif self._telephone and said.source == "HOTLINE_12319":
            self._sender.do(self._switchboard.ring(said))
        elif self._telephone and said.source == "TRANSFER_12345":
            self._sender.do(self._transfers.take(said))
        else:
            self._sender.do(partial(tongue.report, said, tongue.new_id(), at))

    def _with_scene(self, looked: Looked) -> Looked:
        case = self._cases.get(looked.task.case_id)
        return looked if case is None else replace(looked, scene=self._posts.problems.scene_of(case.kind, case.class_code))

    def _end(self) -> None:
        LOG.info("going home; %s", self.line())
        self._feed.stop()
        self._positions.stop()
        self._sender.stop()
